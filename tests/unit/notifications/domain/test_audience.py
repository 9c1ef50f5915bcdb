"""The audience of each event."""

from typing import Any

import pytest
from tests.unit.notifications.examples import BILL, DOSSIER, DUE, event

from contracts import accounts, dossiers, payments
from contracts.base import OfficerRole
from contracts.events import AnyEventType
from notifications.domain.audience import Audience, OfficerGroup, audience

HEADS = (
    OfficerGroup("000.00.16.H05", OfficerRole.MANAGER),
    OfficerGroup("000.00.16.H05", OfficerRole.LEADER),
)
FULL: dict[str, Any] = {
    **DOSSIER,
    "follower_ids": ("citizen-1", "citizen-2"),
    "handler_ids": ("officer-1",),
}
CONSULTATION = {"consultation_id": "c", "consulted_agency": "H05.12", "consultation_due_at": DUE}


def audience_of(kind: AnyEventType, **more: Any) -> Audience:
    return audience(event(kind, {**FULL, **more}))


def test_an_event_of_a_dossier_is_for_all_who_follow_it() -> None:
    assert audience_of(dossiers.ACCEPTED) == Audience(("citizen-1", "citizen-2"))


@pytest.mark.parametrize("kind", [dossiers.DUE_SOON, dossiers.OVERDUE])
def test_a_deadline_of_the_agency_is_for_the_handler_and_the_heads(kind: AnyEventType) -> None:
    assert audience_of(kind, what="due", deadline=DUE) == Audience(("officer-1",), HEADS)


def test_a_deadline_of_the_applicant_is_for_the_applicant() -> None:
    assert audience_of(dossiers.DUE_SOON, what="supplement", deadline=DUE).account_ids == (
        "citizen-1",
        "citizen-2",
    )


def test_what_was_to_be_passed_on_is_for_the_heads_of_both_agencies() -> None:
    found = audience_of(
        dossiers.OVERDUE, what="transfer", deadline=DUE, agency_codes=("000.00.16.H05", "H05.12")
    )
    agencies = {group.agency_code for group in found.officer_groups}
    assert (found.account_ids, agencies) == (("officer-1",), {"000.00.16.H05", "H05.12"})


def test_a_consultation_is_for_the_heads_of_the_consulted_agency() -> None:
    found = audience_of(dossiers.CONSULTATION_REQUESTED, **CONSULTATION)
    assert found == Audience(
        officer_groups=(
            OfficerGroup("H05.12", OfficerRole.MANAGER),
            OfficerGroup("H05.12", OfficerRole.LEADER),
        )
    )


def test_its_answer_goes_to_the_handler() -> None:
    assert audience_of(dossiers.CONSULTATION_ANSWERED, **CONSULTATION) == Audience(("officer-1",))


def test_without_handler_its_answer_goes_to_the_heads() -> None:
    assert audience_of(dossiers.CONSULTATION_ANSWERED, **CONSULTATION, handler_ids=()) == Audience(
        officer_groups=HEADS
    )


def test_a_hand_over_is_for_the_new_handler() -> None:
    assert audience_of(dossiers.HANDED_OVER, officer_id="officer-1") == Audience(("officer-1",))


ORDER: dict[str, Any] = {**BILL, "order_id": "order-1", "provider": "vnpay"}


def test_a_fee_that_was_not_paid_is_told_to_the_applicant_then_to_the_office_too() -> None:
    deadline = {"what": "payment", "deadline": DUE}
    assert audience_of(dossiers.DUE_SOON, **deadline) == Audience(("citizen-1", "citizen-2"))
    assert audience_of(dossiers.OVERDUE, **deadline) == Audience(
        ("citizen-1", "citizen-2", "officer-1"), HEADS
    )


@pytest.mark.parametrize("kind", [payments.PAYMENT_FAILED, payments.ORDER_EXPIRED])
def test_an_attempt_without_money_is_told_while_the_bill_is_due(kind: AnyEventType) -> None:
    assert audience(event(kind, ORDER)) == Audience(("citizen-1",))
    assert audience(event(kind, {**ORDER, "bill_state": "open"})) == Audience(("citizen-1",))
    for ended in ("paid", "cancelled"):
        assert audience(event(kind, {**ORDER, "bill_state": ended})) == Audience()


@pytest.mark.parametrize(
    "kind",
    [payments.PAYMENT_PENDING, payments.DUPLICATE_PAYMENT, payments.WRONG_AMOUNT],
)
def test_money_on_its_way_is_told_to_the_payer_whatever_the_bill_is(kind: AnyEventType) -> None:
    for state in (None, "open", "paid", "cancelled"):
        assert audience(event(kind, {**ORDER, "bill_state": state})) == Audience(("citizen-1",))


def test_what_could_not_be_made_is_for_the_handler_or_else_the_heads() -> None:
    failed = {"file_id": "f", "reason": "file_not_sealable"}
    assert audience_of(dossiers.RESULT_SEAL_FAILED, **failed) == Audience(("officer-1",))
    assert audience_of(dossiers.RESULT_SEAL_FAILED, **failed, handler_ids=()) == Audience(
        officer_groups=HEADS
    )


def test_a_bill_is_for_its_payer() -> None:
    assert audience(event(payments.BILL_OPENED, BILL)) == Audience(("citizen-1",))


def test_the_end_of_a_secret_is_for_who_administers_the_client() -> None:
    payload = accounts.MachineSecretEnding(
        client_id="c",
        secret_id="s",
        agency_code="H05",
        client_name="Một cửa",
        expires_at=DUE,
        officer_ids=("officer-1", "officer-2"),
    )
    found = event(dossiers.ACCEPTED, FULL).model_copy(
        update={"type": accounts.MACHINE_SECRET_ENDING.name, "payload": payload}
    )
    assert audience(found) == Audience(("officer-1", "officer-2"))
