"""The table of states, and any walk through it: one state, no gap, no way back from an end, log rebuilds state."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.unit.dossiers.samples import (
    ACT,
    REFUSAL,
    RESUMPTION,
    START,
    STOP,
    WITHDRAWAL,
    acceptance,
    at,
    fee,
    file,
    files,
    filing,
    law,
    officer,
    regime,
)

from contracts.base import Role
from contracts.dossiers import (
    Action,
    AnswerSupplement,
    AssignDossier,
    ClaimDossier,
    CompleteStep,
    HandOverDossier,
    IssueResult,
    Outcome,
    ReleaseDossier,
    RequestSupplement,
    ReturnMethod,
    ReturnResult,
    Status,
)
from contracts.errors import Code, ServiceError
from dossiers.domain.assignment import Receiver, assign, claim, hand_over, release
from dossiers.domain.closing import issue_result, return_result, withdraw
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.law import Law
from dossiers.domain.lifecycle import MOVES, STARTS, TERMINAL, Change, Recorded, is_possible
from dossiers.domain.processing import complete_step, resume, start_processing, stop
from dossiers.domain.reception import accept, refuse_reception, submit
from dossiers.domain.replay import rebuilt
from dossiers.domain.waiting import answer_supplement, bill, pay, request_supplement

ASK = RequestSupplement(**ACT, reason="Thiếu", items=("Tờ khai",))
ANSWER = AnswerSupplement(**ACT, form_data={"ho_ten": "B"})
REFUSE = IssueResult(**ACT, outcome=Outcome.REFUSED, reason="Không đủ")
APPROVE = IssueResult(**ACT, outcome=Outcome.APPROVED, file_id="r1")
RETURN = ReturnResult(**ACT, recipient="A", method=ReturnMethod.POST)
RESULT_FILE = files(file("r1", owner_id="officer-1"))

Act = Callable[[Dossier, Scene], Change]
ACTS: dict[Action, Act] = {
    Action.ACCEPT: lambda dossier, scene: accept(dossier, acceptance(), "C-260420-0001", scene),
    Action.REFUSE_RECEPTION: lambda dossier, scene: refuse_reception(dossier, REFUSAL, scene),
    Action.REQUEST_SUPPLEMENT: lambda dossier, scene: request_supplement(dossier, ASK, scene),
    Action.SUPPLEMENT: lambda dossier, scene: answer_supplement(dossier, ANSWER, scene, files={}),
    Action.START_PROCESSING: lambda dossier, scene: start_processing(dossier, START, scene),
    Action.COMPLETE_STEP: lambda dossier, scene: complete_step(dossier, next_step(dossier), scene),
    Action.STOP: lambda dossier, scene: stop(dossier, STOP, scene),
    Action.RESUME: lambda dossier, scene: resume(dossier, RESUMPTION, scene),
    Action.ISSUE_RESULT: lambda dossier, scene: issue_result(dossier, REFUSE, scene, files={}),
    Action.RETURN_RESULT: lambda dossier, scene: return_result(dossier, RETURN, scene),
    Action.CLAIM: lambda dossier, scene: claim(dossier, ClaimDossier(**ACT), scene),
    Action.RELEASE: lambda dossier, scene: release(dossier, ReleaseDossier(**ACT), scene),
    Action.ASSIGN: lambda dossier, scene: assign(
        dossier, AssignDossier(**ACT), scene, to=someone_else(dossier)
    ),
    Action.HAND_OVER: lambda dossier, scene: hand_over(
        dossier, HandOverDossier(**ACT, note="x"), scene, to=someone_else(dossier)
    ),
    Action.WITHDRAW: lambda dossier, scene: withdraw(dossier, WITHDRAWAL, scene),
}


def next_step(dossier: Dossier) -> CompleteStep:
    step = dossier.next_step
    return CompleteStep(**ACT, step_code=step.code if step else "none")


def someone_else(dossier: Dossier) -> Receiver:
    """Another one each time: to where it is already it is not handed over."""
    return Receiver(f"other-{len(dossier.hand_overs)}", "")


OFFICIAL = {
    1: {2, 3, 5, 6, 7},
    2: {4, 5, 6, 7, 8, 9},
    3: set(),
    4: {5, 6, 7, 8, 9},
    5: {1, 2, 4, 7, 8, 3},
    6: {2, 4, 7, 8, 9},
    7: set(),
    8: {4},
    9: {6, 10},
    10: set(),
}


def test_the_moves_are_those_of_the_official_states() -> None:
    assert {one.number: {other.number for other in others} for one, others in MOVES.items()} == OFFICIAL


HANDS = (Action.CLAIM, Action.RELEASE, Action.ASSIGN, Action.HAND_OVER)
ACTIONS_START_IN = {
    Action.ACCEPT: {1},
    Action.REFUSE_RECEPTION: {1, 5},
    Action.REQUEST_SUPPLEMENT: {1, 2, 4},
    Action.SUPPLEMENT: {5},
    Action.START_PROCESSING: {2},
    Action.COMPLETE_STEP: {4},
    Action.STOP: {2, 4, 5, 6},
    Action.RESUME: {8},
    Action.ISSUE_RESULT: {2, 4, 6},
    Action.RETURN_RESULT: {9},
    Action.WITHDRAW: {1, 2, 4, 5, 6},
    **{action: {1, 2, 4, 5, 6, 8, 9} for action in HANDS},
}


def test_actions_start_in_their_states_and_no_other() -> None:
    assert {action: {status.number for status in STARTS[action]} for action in STARTS} == ACTIONS_START_IN


def test_three_states_are_ends() -> None:
    assert {Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.RETURNED} == TERMINAL


@pytest.mark.parametrize("action", Action)
def test_no_action_starts_at_an_end(action: Action) -> None:
    assert not STARTS[action] & TERMINAL


def test_every_action_has_an_act() -> None:
    assert set(ACTS) == set(STARTS) == set(Action)


class Life(RuleBasedStateMachine):
    """Any action at any time, legal or not, with money arriving whenever it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[Recorded] = []
        self.reached: list[Status] = []

    @initialize(
        clock=st.sampled_from(["restart", "resume"]), charged=st.booleans(), supplements=st.integers(1, 3)
    )
    def file(self, clock: str, charged: bool, supplements: int) -> None:
        decree = regime(supplement_clock=clock, supplement_limit=supplements)
        self.law: Law = law(regime_=decree, fees=(fee(),) if charged else ())
        self.now: datetime = at("2026-04-20 08:00").astimezone(UTC)
        self.keep(submit(filing(), self.scene()))

    def scene(self) -> Scene:
        return Scene(officer(Role.PROCESSING), self.now, self.law)

    def keep(self, change: Change) -> None:
        self.dossier = change.dossier
        self.log.extend(change.events)
        self.reached.extend(event.payload.status for event in change.events)  # type: ignore[attr-defined]

    @rule(minutes=st.integers(0, 3 * 24 * 60))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(action=st.sampled_from(Action))
    def somebody_acts(self, action: Action) -> None:
        possible = is_possible(self.dossier, action, self.now)
        try:
            change = ACTS[action](self.dossier, self.scene())
        except ServiceError as refusal:
            assert not possible, (action, refusal)
            assert refusal.code in (Code.ILLEGAL_TRANSITION, Code.GUARD_FAILED)
        else:
            assert possible, action
            self.keep(change)

    @rule()
    def the_result_is_approved(self) -> None:
        try:
            change = issue_result(self.dossier, APPROVE, self.scene(), files=RESULT_FILE)
        except ServiceError:
            return
        assert not self.dossier.owes, "approved before the fee was paid"
        self.keep(change)

    @rule()
    def the_bill_is_opened(self) -> None:
        self.keep(bill(self.dossier, "b1"))

    @precondition(lambda self: self.dossier.fee is not None)
    @rule()
    def money_comes(self) -> None:
        paid_before = not self.dossier.owes
        change = pay(self.dossier, "b1", self.now, self.scene())
        assert bool(change.events) is not paid_before, "money counted twice, or not at all"
        self.keep(change)

    @invariant()
    def versions_have_no_gap(self) -> None:
        assert [event.version for event in self.log] == list(range(1, len(self.log) + 1))
        assert self.dossier.version == len(self.log)

    @invariant()
    def every_move_is_in_the_table(self) -> None:
        for before, after in zip(self.reached, self.reached[1:], strict=False):
            assert before is after or after in MOVES[before]

    @invariant()
    def the_state_of_the_last_event_is_the_dossiers(self) -> None:
        assert self.reached[-1] is self.dossier.status

    @invariant()
    def nothing_is_processed_without_reception(self) -> None:
        before = (Status.SUBMITTED, Status.NOT_ACCEPTED, Status.SUPPLEMENT_REQUESTED, Status.WITHDRAWN)
        assert self.dossier.status in before or self.dossier.code is not None

    @invariant()
    def the_clock_stands_exactly_in_a_wait_after_reception(self) -> None:
        waits = self.dossier.status in (Status.SUPPLEMENT_REQUESTED, Status.PAYMENT_DUE, Status.STOPPED)
        stands = self.dossier.clock_stopped_since is not None
        assert stands is (waits and self.dossier.received_at is not None)

    @invariant()
    def the_log_rebuilds_the_dossier(self) -> None:
        assert rebuilt("d1", [(event.version, event.changes) for event in self.log]) == self.dossier


Life.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestLife = Life.TestCase


def test_a_log_with_a_gap_rebuilds_nothing() -> None:
    with pytest.raises(ValueError, match="version 3 follows 1"):
        rebuilt("d1", [(1, {}), (3, {})])
