"""Random lives of dossiers: any action at any time under any law. What must hold whatever happens."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.support.dossiers.acts import (
    ACTS,
    APPROVED,
    CALLERS,
    DAY,
    DESK_ACTS,
    FILES,
    actor_for,
    laws,
    monday,
    officer_of,
)
from tests.support.dossiers.depth import lives
from tests.support.dossiers.samples import AGENCY, CITIZEN, filing, submission

from contracts import dossiers as contract
from contracts.base import Actor, ActorKind
from contracts.catalog import SubmissionChannel
from contracts.dossiers import ClockMoveKind, DossierAction, DossierStatus, IssueResult
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.result import issue_result
from dossiers.domain.actions.submission import submit
from dossiers.domain.actions.suspension import bill, pay
from dossiers.domain.clock.explanation import explain_moves
from dossiers.domain.clock.moves import check_clock, time_limit_key
from dossiers.domain.deadlines import next_reminders, send
from dossiers.domain.model.action_rules import ACTIONS, is_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import Guard
from dossiers.domain.model.replay import rebuild
from dossiers.domain.model.state_machine import MOVES, TERMINAL, RecordedEvent, Transition
from dossiers.domain.rights.rights import Rights

SERVICE = Actor(kind=ActorKind.SERVICE, name="dossiers")
ENDING = (
    DossierAction.REFUSE_RECEPTION,
    DossierAction.SERVE_AT_ONCE,
    DossierAction.ISSUE_RESULT,
    DossierAction.RECORD_ERROR,
    DossierAction.ADOPT_LAW,
)
"""What ends a life, or may be repeated for ever."""
WAITS = (DossierStatus.SUPPLEMENT_REQUESTED, DossierStatus.PAYMENT_DUE, DossierStatus.STOPPED)


def test_every_action_has_somebody_who_does_it() -> None:
    assert set(DossierAction) == set(ACTS | DESK_ACTS)


class Life(RuleBasedStateMachine):
    """One dossier, from its filing to wherever it goes; money and deadlines come whenever they like."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[RecordedEvent] = []
        self.reached: list[DossierStatus] = []
        self.laws: dict[str, Law] = {}

    @initialize(
        law=laws(),
        channel=st.sampled_from(SubmissionChannel),
        has_account=st.booleans(),
        hour=st.integers(7, 17),
        received=st.sampled_from([True, True, True, False]),
    )
    def file(
        self, law: Law, channel: SubmissionChannel, has_account: bool, hour: int, received: bool
    ) -> None:
        self.now: datetime = monday(hour)
        filed = filing(**dict(submission(channel=channel)))
        owner = filed.applicant.model_copy(
            update={"account_id": filed.applicant.account_id if has_account else None}
        )
        filed = replace(filed, applicant=owner)
        self.law = self.known(law)
        self.dossier: DossierState
        self.keep(submit(filed, self.action_context(CITIZEN)))
        if received:
            self.somebody_acts(DossierAction.ACCEPT)

    def known(self, law: Law) -> Law:
        self.laws[law.law_id] = law
        return law

    def action_context(self, actor: Actor, law: Law | None = None) -> ActionContext:
        return ActionContext(actor, self.now, law or self.law)

    def keep(self, change: Transition) -> None:
        self.dossier = change.dossier
        self.log.extend(change.events)
        self.reached.extend(event.payload.status for event in change.events)  # type: ignore[attr-defined]

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        self.now += days * DAY

    @rule(action=st.sampled_from(sorted(set(ACTS) - {DossierAction.ADOPT_LAW})))
    def somebody_acts(self, action: DossierAction) -> None:
        possible = is_possible(self.dossier, action, self.now, overriding=True)
        try:
            change = ACTS[action](self.dossier, self.action_context(actor_for(action, self.dossier)))
        except ServiceError as refusal:
            assert not possible, (action, refusal)
            assert refusal.code in (ErrorCode.ILLEGAL_TRANSITION, ErrorCode.GUARD_FAILED)
        else:
            assert possible, action
            self.check_against_table(action, change)
            self.keep(change)

    def check_against_table(self, action: DossierAction, change: Transition) -> None:
        """It ends where its row says, and records the event of its row."""
        rule = ACTIONS[action]
        assert change.dossier.status in (rule.ends or {self.dossier.status}), action
        assert rule.event is None or rule.event in [event.type for event in change.events], action

    @rule(caller=st.sampled_from(CALLERS), keeps=st.booleans())
    def what_is_offered_is_taken_and_nothing_else(self, caller: Actor, keeps: bool) -> None:
        """Of every action: a caller to whom it is offered takes it with right input, and nobody else does."""
        rights = Rights(caller, self.dossier)
        offered = rights.allowed_actions(self.now) if rights.visible else ()
        for action, act in (ACTS | DESK_ACTS).items():
            if action is DossierAction.ADOPT_LAW and action in offered:
                continue
            try:
                rights.check(action, self.dossier.version)
                act(self.dossier, self.action_context(caller))
            except ServiceError as refusal:
                assert action not in offered, (action, caller, refusal)
            else:
                assert action in offered, (action, caller, self.dossier.status)
        if keeps and offered and (action := offered[0]) in DESK_ACTS:
            self.keep(DESK_ACTS[action](self.dossier, self.action_context(caller)))

    @precondition(lambda self: self.usual())
    @rule(choice=st.integers(0, 20))
    def work_goes_on(self, choice: int) -> None:
        """Most random actions are refused or end the life: these are the ones that let it go on."""
        usual = self.usual()
        self.somebody_acts(usual[choice % len(usual)])

    @precondition(lambda self: self.dossier.status is DossierStatus.SUPPLEMENT_REQUESTED)
    @rule()
    def the_applicant_supplements(self) -> None:
        self.somebody_acts(DossierAction.SUPPLEMENT)

    def usual(self) -> list[DossierAction]:
        allowed = Rights(officer_of(AGENCY), self.dossier).allowed_actions(self.now)
        return [action for action in allowed if action in ACTS and action not in ENDING]

    @rule(law=laws())
    def the_law_changes_and_is_adopted(self, law: Law) -> None:
        try:
            change = ACTS[DossierAction.ADOPT_LAW](
                self.dossier, self.action_context(officer_of(AGENCY), self.known(law))
            )
        except ServiceError as refusal:
            unchanged = refusal.params.get("reason") == Guard.LAW_UNCHANGED
            assert unchanged or not is_possible(self.dossier, DossierAction.ADOPT_LAW, self.now), refusal
        else:
            self.law = law
            self.keep(change)

    @rule(with_file=st.booleans())
    def the_result_is_approved(self, with_file: bool) -> None:
        request = APPROVED if with_file else IssueResult(**{**dict(APPROVED), "file_id": None})
        try:
            change = issue_result(self.dossier, request, self.action_context(officer_of(AGENCY)), files=FILES)
        except ServiceError:
            return
        assert not self.dossier.has_unpaid_fee, "approved before the fee was paid"
        assert all(step.completed_at for step in self.dossier.steps), "approved before the process was done"
        assert self.dossier.status is not DossierStatus.STOPPED, "approved while it is stopped"
        assert with_file or self.dossier.has_all_results, "approved without any result"
        self.keep(change)

    @precondition(lambda self: self.dossier.fee is not None)
    @rule(opened=st.booleans())
    def money_comes(self, opened: bool) -> None:
        if opened:
            self.keep(bill(self.dossier, "b1"))
        paid_before = not self.dossier.has_unpaid_fee
        change = pay(self.dossier, "b1", self.now, self.action_context(SERVICE))
        assert bool(change.events) is not paid_before, "money counted twice, or not at all"
        self.keep(change)

    @rule()
    def deadlines_ring(self) -> None:
        due = [alarm for alarm in next_reminders(self.dossier, self.law).values() if alarm.at <= self.now]
        for alarm in due:
            if next_reminders(self.dossier, self.law).get(alarm.deadline.name) == alarm:
                self.keep(send(self.dossier, alarm, self.action_context(SERVICE)))

    @invariant()
    def versions_have_no_gap(self) -> None:
        assert [event.version for event in self.log] == list(range(1, len(self.log) + 1))
        assert self.dossier.version == len(self.log)

    @invariant()
    def every_move_is_in_the_table(self) -> None:
        for before, after in pairwise(self.reached):
            assert before is after or after in MOVES[before]
            assert before is after or before not in TERMINAL

    @invariant()
    def the_state_of_the_last_event_is_the_dossiers(self) -> None:
        assert self.reached[-1] is self.dossier.status

    @invariant()
    def nothing_is_processed_without_reception(self) -> None:
        before = (
            DossierStatus.SUBMITTED,
            DossierStatus.NOT_ACCEPTED,
            DossierStatus.SUPPLEMENT_REQUESTED,
            DossierStatus.WITHDRAWN,
        )
        assert self.dossier.status in before or self.dossier.code is not None

    @invariant()
    def the_clock_stands_exactly_in_a_wait_after_reception(self) -> None:
        stands = self.dossier.clock_stopped_since is not None
        runs = self.dossier.received_at is not None and not self.dossier.has_ended
        waits = self.dossier.status in WAITS or self.dossier.awaited_consent is not None
        assert stands is (waits and runs)

    @invariant()
    def the_due_date_is_the_fold_of_the_moves(self) -> None:
        check_clock(self.dossier, self.laws.__getitem__)

    @invariant()
    def a_date_is_promised_anew_at_most_once(self) -> None:
        recorded = Counter(event.type.name for event in self.log)
        moves = Counter(move.kind for move in self.dossier.clock)
        assert moves[ClockMoveKind.EXTENDED] <= recorded[contract.EXTENDED.name] <= 1

    @invariant()
    def supplements_beyond_the_limit_are_marked(self) -> None:
        unmarked = [supplement for supplement in self.dossier.supplements if not supplement.overridden]
        assert len(unmarked) <= max(law.regime.supplement_limit for law in self.laws.values())

    @invariant()
    def steps_run_in_their_order(self) -> None:
        for step in self.dossier.steps:
            before = [other for other in self.dossier.steps if other.order < step.order]
            assert step.started_at is None or all(other.completed_at for other in before)
            assert step.completed_at is None or step.lateness is not None

    @invariant()
    def every_deadline_is_announced_once(self) -> None:
        deadlines = [
            (event.type.name, payload.what, payload.note, payload.deadline)
            for event in self.log
            if isinstance(payload := event.payload, contract.DeadlineEvent)
        ]
        assert len(deadlines) == len(set(deadlines))

    @invariant()
    def events_name_nobody(self) -> None:
        assert all("Nguyễn" not in event.payload.model_dump_json() for event in self.log[-3:])

    def teardown(self) -> None:
        """The log alone makes the dossier again, and every due date can be explained."""
        if not self.log:
            return
        again = rebuild("d1", [(event.version, event.changes) for event in self.log])
        assert again == self.dossier
        lines = explain_moves(again.clock, self.laws.__getitem__, time_limit_key(again), "vi")
        assert (lines[-1].due_after if lines else None) == self.dossier.due_at
        for earlier, later in pairwise(lines):
            assert earlier.due_after == later.due_before


Life.TestCase.settings = lives(usual=60, deep=2000, steps=30)
TestLife = pytest.mark.lives(Life.TestCase)
