"""A9: the waiting for money ends as the regime says, and money that comes late is neither lost nor counted wrongly."""

from typing import Any

import pytest
from tests.support.dossiers.samples import (
    ACT,
    RESUMPTION,
    START,
    acceptance,
    action_context,
    at,
    fee,
    law,
    officer,
    regime,
    submitted,
)

from contracts import dossiers as contract
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import FeeExemption
from contracts.dossiers import DossierStatus, ImposeObligation, ObligationItem, ObligationKind, Stop
from dossiers.domain.actions.obligations import impose_obligation
from dossiers.domain.actions.processing import resume, start_processing, stop
from dossiers.domain.actions.reception import accept
from dossiers.domain.actions.suspension import pay
from dossiers.domain.actions.unpaid import NOT_PAID
from dossiers.domain.clock.moves import check_clock
from dossiers.domain.deadlines import next_reminders, send
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.state_machine import Transition

OWN = officer(OfficerRole.RECEPTION, OfficerRole.PROCESSING)
SERVICE = Actor(kind=ActorKind.SERVICE, name="dossiers")
S = DossierStatus


def decree(**changes: Any) -> Law:
    terms = {"payment_end": "stop", "payment_working_days": 3, "windows_end": "day"}
    return law(fees=(fee(),), regime_=regime(**{**terms, **changes}))


STOPS = decree()


def waiting(by: Law = STOPS) -> DossierState:
    """Received and charged on Monday 20 April, to be paid by Thursday 23 April."""
    acting = action_context("2026-04-20 09:00", by, OWN)
    return accept(submitted("2026-04-20 08:00", by), acceptance(), acting, code="C-1").dossier


def ended(dossier: DossierState, by: Law = STOPS, when: str = "2026-04-24 00:00") -> Transition:
    """After the reminder beforehand and the one at the end."""
    soon = next_reminders(dossier, by)["payment"]
    reminded = send(dossier, soon, action_context("2026-04-23 09:00", by, SERVICE)).dossier
    over = next_reminders(reminded, by)["payment"]
    assert over.at == at(when)
    return send(reminded, over, action_context(when, by, SERVICE))


def test_the_person_sees_until_when_and_is_reminded_before() -> None:
    dossier = waiting()
    assert dossier.fee is not None and dossier.fee.pay_until == at("2026-04-23 17:00")
    soon = next_reminders(dossier, STOPS)["payment"]
    assert (soon.soon, soon.at) == (True, at("2026-04-23 07:00"))


def test_after_the_whole_last_day_the_dossier_is_stopped_with_its_reason_and_the_bill_is_closed() -> None:
    after = ended(waiting())
    assert [event.type for event in after.events] == [contract.FEE_LAPSED, contract.STOPPED]
    dossier = after.dossier
    assert (dossier.status, dossier.reason, dossier.interrupted) == (S.STOPPED, NOT_PAID, None)
    assert dossier.fee is not None and dossier.fee.lapsed_at == at("2026-04-24 00:00")
    assert dossier.has_unpaid_fee, "nothing is granted without the money"
    assert dossier.clock_stopped_since == at("2026-04-20 09:00"), "none of the waiting counts"
    check_clock(dossier, lambda _: STOPS)
    assert "payment" not in next_reminders(dossier, STOPS)


def test_under_a_regime_that_leaves_it_to_the_office_an_officer_stops_it_and_that_ends_the_waiting_too() -> (
    None
):
    office = decree(payment_end="office")
    reminded = ended(waiting(office), office, "2026-04-23 17:00").dossier
    assert reminded.status is S.PAYMENT_DUE
    act = Stop(**ACT, reason="Không nộp lệ phí")
    early = stop(waiting(office), act, action_context("2026-04-23 09:00", office, OWN))
    assert [event.type for event in early.events] == [contract.STOPPED], "the time to pay runs"
    late = stop(reminded, act, action_context("2026-04-24 08:00", office, OWN))
    assert [event.type for event in late.events] == [contract.FEE_LAPSED, contract.STOPPED]


def test_what_waits_with_its_result_is_not_stopped_and_the_office_is_told() -> None:
    ready = waiting().model_copy(update={"ended_at": at("2026-04-21 09:00")})
    after = ended(ready, when="2026-04-23 17:00")
    assert [event.type for event in after.events] == [contract.OVERDUE]
    assert after.dossier.status is S.PAYMENT_DUE


def test_taken_up_again_it_asks_for_the_same_money_with_a_time_of_its_own() -> None:
    stopped = ended(waiting()).dossier
    again = resume(stopped, RESUMPTION, action_context("2026-05-04 09:00", STOPS, OWN))
    assert [event.type for event in again.events] == [contract.RESUMED, contract.FEE_DUE]
    dossier, payload = again.dossier, again.events[-1].payload
    assert isinstance(payload, contract.FeeDueEvent)
    assert (payload.amount, payload.items) == (20_000, dossier.fee_items)
    assert dossier.fee is not None
    assert (dossier.fee.lapsed_at, dossier.fee.pay_until) == (None, at("2026-05-07 17:00"))
    assert (dossier.status, dossier.interrupted) == (S.PAYMENT_DUE, S.PROCESSING)
    assert dossier.clock_stopped_since == at("2026-05-04 09:00")
    check_clock(dossier, lambda _: STOPS)
    paid = pay(dossier, "b2", at("2026-05-05 09:00"), action_context("2026-05-05 09:00", STOPS)).dossier
    assert (paid.status, paid.has_unpaid_fee) == (S.PROCESSING, False)
    check_clock(paid, lambda _: STOPS)


def test_what_is_asked_for_again_is_explained_as_before() -> None:
    half = FeeExemption(code="NQ", name="Nghị quyết mẫu", procedure_codes=("1.000001",), percent=50)
    reduced = decree(fee_exemptions=(half,))
    charged = waiting(reduced)
    assert charged.fee is not None
    again = resume(
        ended(charged, reduced).dossier, RESUMPTION, action_context("2026-05-04 09:00", reduced, OWN)
    )
    payload = again.events[-1].payload
    assert isinstance(payload, contract.FeeDueEvent)
    assert again.dossier.fee is not None
    assert payload.reductions == again.dossier.fee.reductions == charged.fee.reductions
    assert [(each.name, each.full_amount, each.amount) for each in payload.reductions] == [
        ("Nghị quyết mẫu", 20_000, 10_000)
    ]


def test_of_several_obligations_the_last_one_is_demand_again() -> None:
    first = pay(waiting(), "b1", at("2026-04-20 10:00"), action_context("2026-04-20 10:00", STOPS)).dossier
    working = start_processing(first, START, action_context("2026-04-20 11:00", STOPS, OWN)).dossier
    lines = tuple(
        ObligationItem(code=code, name=code, kind=ObligationKind.TAX, amount=amount)
        for code, amount in (("A", 500), ("B", 700))
    )
    demand = ImposeObligation(**ACT, items=lines, legal_ground="TB-1")
    due = impose_obligation(working, demand, action_context("2026-04-20 14:00", STOPS, OWN)).dossier
    again = resume(ended(due).dossier, RESUMPTION, action_context("2026-05-04 09:00", STOPS, OWN))
    payload = again.events[-1].payload
    assert isinstance(payload, contract.FeeDueEvent)
    assert ([item.code for item in payload.items], payload.amount) == (["A", "B"], 1_200)
    assert again.dossier.earlier_fees == (first.fee,)


@pytest.mark.parametrize(
    ("paid_at", "status"), [("2026-04-23 16:00", S.PROCESSING), ("2026-04-24 00:01", S.STOPPED)]
)
def test_money_of_before_the_stop_takes_it_up_again_and_any_other_is_recorded(
    paid_at: str, status: DossierStatus
) -> None:
    """The news of a payment may come after the stop."""
    stopped = ended(waiting()).dossier
    after = pay(stopped, "b1", at(paid_at), action_context("2026-04-24 00:05", STOPS)).dossier
    assert (after.status, after.has_unpaid_fee) == (status, False)
    check_clock(after, lambda _: STOPS)
    if status is S.PROCESSING:
        assert (after.clock_stopped_since, after.reason) == (None, None)
        return
    resumed = resume(after, RESUMPTION, action_context("2026-05-04 09:00", STOPS, OWN))
    assert [event.type for event in resumed.events] == [contract.RESUMED], "nothing is asked for twice"
