"""The audience of each event."""

from typing import Any

import pytest
from tests.unit.notifications.examples import BILL, DOSSIER, DUE, event

from contracts import dossiers, payments
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


def test_a_bill_is_for_its_payer() -> None:
    assert audience(event(payments.BILL_OPENED, BILL)) == Audience(("citizen-1",))
