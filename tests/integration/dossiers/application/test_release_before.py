"""A dossier that was stored by the release before goes through every action of its life under this one.

Here the release before is today's code, and the release after it knows one optional field more of Procedure, Regime,
WorkingCalendar and Agency.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic.fields import FieldInfo
from tests.support.dossiers import office as dossiers_office
from tests.support.dossiers import samples
from tests.support.dossiers.office import (
    CHARGED,
    FREE,
    OFFICER,
    LocalOffice,
    bill_paid,
    laws,
    received,
    through_processing,
    whole_life,
)
from tests.support.dossiers.past import Past, round_the_clock
from tests.support.dossiers.samples import law, regime

from chassis.amqp import rpc_protocol
from chassis.core.clock import utcnow
from contracts.base import Actor, OfficerRole
from contracts.catalog import (
    AdministrativeLevel,
    Agency,
    FilingRules,
    InterlinkedTerms,
    Procedure,
    Regime,
    TimeLimit,
    TimeUnit,
    WorkingCalendar,
)
from contracts.dossiers import Dossier, DossierAction, DossierStatus, ResultOutcome
from dossiers.domain.model.law import Law

A = DossierAction
H = timedelta(hours=1)
CONSULTED = "H26.31.06"
PARTS = (Procedure, Regime, WorkingCalendar, Agency)
WHOLES = (FilingRules, Law)
FIELD = "field_of_tomorrow"
TEXTS = (None, "what the law now says")
"""What the catalogue has in the new field."""


@contextmanager
def release_after() -> Iterator[None]:
    """Within it, the models know `FIELD`, optional, in every part of a law."""
    for part in PARTS:
        part.model_fields[FIELD] = FieldInfo(annotation=str | None, default=None)
        part.__annotations__[FIELD] = str | None
    _rebuild()
    try:
        yield
    finally:
        for part in PARTS:
            del part.model_fields[FIELD], part.__annotations__[FIELD]
        _rebuild()


def _rebuild() -> None:
    for model in (*PARTS, *WHOLES):
        model.model_rebuild(force=True)
    rpc_protocol._reply_body.cache_clear()
    samples.calendar.cache_clear()
    dossiers_office.calendar_of_today.cache_clear()


def restarted(office: LocalOffice, text: str | None) -> LocalOffice:
    """A process of the release after, on the same database; the catalogue is of that release too."""
    after = LocalOffice.on(office.deps.store)
    after.citizen, contacts, files = office.citizen, office.neighbours.contacts, office.neighbours.files
    after.neighbours.contacts, after.neighbours.files = contacts, files
    after.neighbours.laws = {code: _with_text(before, text) for code, before in _usual_laws(office).items()}
    return after


def _usual_laws(office: LocalOffice) -> dict[str, Law]:
    """The laws of the catalogue, made anew of today's models."""
    made = laws()
    immediate = office.neighbours.laws[FREE].procedure.immediate
    made[FREE] = law(calendar_=made[FREE].calendar, regime_=made[FREE].regime, code=FREE, immediate=immediate)
    return made


def _with_text(before: Law, text: str | None) -> Law:
    parts = {name: getattr(before, name) for name in ("procedure", "regime", "calendar", "agency")}
    return before.replace({name: part.model_copy(update={FIELD: text}) for name, part in parts.items()})


def supplement_awaited(office: LocalOffice) -> Dossier:
    return office.act(A.REQUEST_SUPPLEMENT, received(office), **SUPPLEMENTS)


def in_process(office: LocalOffice) -> Dossier:
    return office.act(A.START_PROCESSING, received(office))


def stopped(office: LocalOffice) -> Dossier:
    return office.act(A.STOP, received(office), reason="Chờ xác minh")


def consulted(office: LocalOffice) -> Dossier:
    return office.act(A.REQUEST_CONSULTATION, received(office), **CONSULTATION, due_at=tomorrow())


def verified(office: LocalOffice) -> Dossier:
    return office.act(A.SCHEDULE_VERIFICATION, received(office), **VERIFICATION, scheduled_at=tomorrow())


def claimed(office: LocalOffice) -> Dossier:
    return office.act(A.CLAIM, received(office))


def done(office: LocalOffice) -> Dossier:
    return through_processing(office, office.submit())


def processed(office: LocalOffice) -> Dossier:
    file_id = office.store_file(OFFICER)
    return office.act(A.ISSUE_RESULT, done(office), outcome=ResultOutcome.APPROVED, file_id=file_id)


def with_error(office: LocalOffice) -> Dossier:
    return office.act(A.RECORD_ERROR, processed(office), **ERROR)


def to_serve_at_once(office: LocalOffice) -> Dossier:
    usual = laws()[FREE]
    immediate = usual.procedure.model_copy(update={"immediate": True})
    office.neighbours.laws[FREE] = usual.replace({"procedure": immediate})
    return office.submit()


def in_a_group(office: LocalOffice) -> Dossier:
    """Of an interlinked group: its first step is another agency's."""
    usual = laws()[FREE]
    group = InterlinkedTerms(decree="NĐ 301/2026/NĐ-CP", procedure_codes=(FREE,))
    in_group = usual.regime.model_copy(update={"interlinked": (group,)})
    office.neighbours.laws[FREE] = usual.replace(
        {"regime": in_group, "step_agencies": {"tham_tra": CONSULTED}}
    )
    return in_process(office)


def consent_awaited(office: LocalOffice) -> Dossier:
    return office.act(A.REQUEST_CONSENT, in_a_group(office), **CONSENT)


def tomorrow() -> datetime:
    return utcnow() + timedelta(days=1)


REASON = {"reason": "x"}
ERROR: dict[str, Any] = {"kind": "error", "description": "Sai", "apology": "Xin lỗi"}
CONSULTATION: dict[str, Any] = {"agency_code": CONSULTED, "content": "?"}
VERIFICATION: dict[str, Any] = {"content": "?", "place": "Nhà"}
CONSENT: dict[str, Any] = {"owner_name": "Trần Văn Bình", "content": "?"}
SUPPLEMENTS: dict[str, Any] = {"reason": "Thiếu", "items": ["Tờ khai"]}
Fields = Callable[[LocalOffice, Dossier], dict[str, Any]]


def to_another_agency(office: LocalOffice) -> dict[str, Any]:
    """A competent one that the catalogue knows."""
    other = Agency(code="H26.31.06", name="Phường Hai", level=AdministrativeLevel.COMMUNE)
    office.neighbours.agencies[other.code] = other
    return {"to_agency": other.code, "reason": "x"}


FIELDS: Mapping[DossierAction, Fields] = {
    A.PASS_ON: lambda office, _: to_another_agency(office),
    A.IMPOSE_OBLIGATION: lambda _, __: {
        "items": ({"code": "T", "name": "Thuế", "kind": "tax", "amount": 1000},),
        "legal_ground": "12/TB",
    },
    A.REFUSE_RECEPTION: lambda _, __: REASON,
    A.STOP: lambda _, __: REASON,
    A.WITHDRAW: lambda _, __: REASON,
    A.SERVE_AT_ONCE: lambda office, _: {"file_id": office.store_file(OFFICER), "recipient": "An"},
    A.REQUEST_SUPPLEMENT: lambda _, __: SUPPLEMENTS,
    A.SUPPLEMENT: lambda _, __: {"form_data": {"ho_ten": "B"}},
    A.COMPLETE_STEP: lambda _, dossier: {"step_code": dossier.step_codes[0]},
    A.ACKNOWLEDGE_STEP: lambda _, dossier: {"step_code": dossier.step_codes[0]},
    A.REQUEST_CONSENT: lambda _, __: CONSENT,
    A.RECORD_CONSENT: lambda _, dossier: {
        "consent_id": dossier.consents[0].consent_id,
        "outcome": "given",
        "evidence": "VNEID-1",
    },
    A.EXTEND: lambda _, dossier: {"reason": "Chờ", "promised_at": later_working_time(dossier)},
    A.REQUEST_CONSULTATION: lambda _, __: {**CONSULTATION, "due_at": tomorrow()},
    A.ANSWER_CONSULTATION: lambda _, dossier: {
        "consultation_id": dossier.consultations[0].consultation_id,
        "answer": "Đồng ý",
    },
    A.SCHEDULE_VERIFICATION: lambda _, __: {**VERIFICATION, "scheduled_at": tomorrow()},
    A.RECORD_VERIFICATION: lambda _, dossier: {
        "verification_id": dossier.verifications[0].verification_id,
        "minutes": "Đúng",
    },
    A.ISSUE_RESULT: lambda office, _: {
        "outcome": ResultOutcome.APPROVED,
        "file_id": office.store_file(OFFICER),
    },
    A.PROPOSE_RESULT: lambda _, __: {"outcome": ResultOutcome.REFUSED, "reason": "x"},
    A.RETURN_RESULT: lambda _, __: {"recipient": "An", "method": "counter"},
    A.RECORD_ERROR: lambda _, __: ERROR,
    A.CORRECT_RESULT: lambda office, _: {"file_id": office.store_file(OFFICER)},
    A.ASSIGN: lambda _, __: {"unit": "HT"},
    A.HAND_OVER: lambda _, __: {"unit": "HT", "note": "x"},
    A.RATE: lambda _, __: {"satisfaction": "satisfied"},
}
"""A request that the law allows, of the actions that need more than the dossier and its version."""


def later_working_time(dossier: Dossier) -> datetime:
    """A week after the due date, at the same time of day: that is working time again."""
    assert dossier.due_at is not None
    return dossier.due_at + timedelta(days=7)


LIVED_BEFORE: Mapping[DossierAction, Callable[[LocalOffice], Dossier]] = {
    A.ACCEPT: LocalOffice.submit,
    A.REFUSE_RECEPTION: LocalOffice.submit,
    A.PASS_ON: LocalOffice.submit,
    A.SERVE_AT_ONCE: to_serve_at_once,
    A.REQUEST_SUPPLEMENT: received,
    A.SUPPLEMENT: supplement_awaited,
    A.START_PROCESSING: received,
    A.COMPLETE_STEP: in_process,
    A.ACKNOWLEDGE_STEP: in_a_group,
    A.REQUEST_CONSENT: in_a_group,
    A.RECORD_CONSENT: consent_awaited,
    A.EXTEND: received,
    A.IMPOSE_OBLIGATION: in_process,
    A.REQUEST_CONSULTATION: received,
    A.ANSWER_CONSULTATION: consulted,
    A.SCHEDULE_VERIFICATION: received,
    A.RECORD_VERIFICATION: verified,
    A.STOP: received,
    A.RESUME: stopped,
    A.PROPOSE_RESULT: received,
    A.ISSUE_RESULT: done,
    A.RETURN_RESULT: processed,
    A.WITHDRAW: received,
    A.RECORD_ERROR: received,
    A.CORRECT_RESULT: with_error,
    A.ADOPT_LAW: received,
    A.CLAIM: received,
    A.RELEASE: claimed,
    A.ASSIGN: received,
    A.HAND_OVER: claimed,
    A.RATE: whole_life,
}
"""How far the dossier had come under the release before, for each action after it."""


def test_every_action_is_tried() -> None:
    assert set(LIVED_BEFORE) == set(DossierAction)


@pytest.mark.parametrize("text", TEXTS, ids=["without", "with"])
@pytest.mark.parametrize("action", [action for action in DossierAction if action is not A.ADOPT_LAW])
def test_action_after_the_release(office: LocalOffice, action: DossierAction, text: str | None) -> None:
    stored = LIVED_BEFORE[action](office)
    with release_after():
        after = restarted(office, text)
        fields = FIELDS[action](after, after.read(stored)) if action in FIELDS else {}
        done = after.act(action, stored, _actor(action, after), **fields)
        assert done.version > stored.version
        clock = restarted(after, text).call("get_clock", OFFICER, dossier_id=stored.dossier_id)
        assert clock.agrees, "the due date follows from the moves, old and new, under the laws that they name"
        assert after.read(done, after.citizen).status is done.status
        after.run_timers(done)


def test_law_that_says_more_today_is_adopted(office: LocalOffice) -> None:
    stored = received(office)
    with release_after():
        after = restarted(office, TEXTS[1])
        adopted = after.act(A.ADOPT_LAW, stored, reason="x")
        assert adopted.version == stored.version + 1
        assert after.call("get_clock", OFFICER, dossier_id=stored.dossier_id).agrees


def test_law_that_says_the_same_today_is_still_the_dossiers_own(office: LocalOffice) -> None:
    stored = received(office)
    law_id = office.database.dossiers.find_one({"_id": stored.dossier_id})["law_id"]  # type: ignore[index]
    with release_after():
        after = restarted(office, None)
        stopped_after = after.act(A.STOP, stored, reason="x")
        document = after.database.dossiers.find_one({"_id": stopped_after.dossier_id})
        assert document is not None
        assert document["law_id"] == law_id


@pytest.mark.parametrize("text", TEXTS, ids=["without", "with"])
def test_payment_after_the_release(office: LocalOffice, text: str | None) -> None:
    stored = office.act(A.ACCEPT, office.submit(CHARGED))
    with release_after():
        after = restarted(office, text)
        after.handle(bill_paid(stored, "bill-1"))
        assert after.read(stored).status is DossierStatus.ACCEPTED


def test_deadline_that_passes_after_the_release(office: LocalOffice) -> None:
    decree = regime(supplement_answer_working_days=1, due_soon_working_hours=2)
    limit = TimeLimit(quantity=10, unit=TimeUnit.HOUR)
    hours = law(calendar_=round_the_clock(), regime_=decree, code=FREE, time_limits=(limit,))
    past = Past(office)
    stored = past.lived(hours, 13 * H, past.accepted(12 * H))
    with release_after():
        after = restarted(office, None)
        after.run_timers(stored)
        history = after.call("get_history", OFFICER, dossier_id=stored.dossier_id)
        assert [line.event for line in history.items][-2:] == ["dossiers.due_soon", "dossiers.overdue"]


def _actor(action: DossierAction, office: LocalOffice) -> Actor:
    if action in (A.SUPPLEMENT, A.WITHDRAW, A.RATE):
        return office.citizen
    if action in (A.ANSWER_CONSULTATION, A.ACKNOWLEDGE_STEP):
        return office.hire(OfficerRole.PROCESSING, agency=CONSULTED)
    return OFFICER
