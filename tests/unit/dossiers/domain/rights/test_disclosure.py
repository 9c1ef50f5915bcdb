"""Over every event of a dossier: its note and the accounts of officers stay in the office."""

from typing import Any

import pytest
from tests.support.dossiers.samples import AGENCY, CITIZEN, accepted, at, officer

from contracts import dossiers as contract
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import Consultation, ConsultationState, DossierEvent
from contracts.events import AnyEventType
from dossiers.domain.model.action_rules import ACTIONS
from dossiers.domain.rights.disclosure import (
    PUBLIC_NOTES,
    Audience,
    audience,
    audience_of_event,
    shown_payload,
)

EVENTS = [event for event in contract.EVENTS if issubclass(event.payload, DossierEvent)]
SECRET, OFFICER_ID = "chỉ lưu nội bộ", "officer-77"
PAYLOAD: dict[str, Any] = {
    "agency_code": AGENCY,
    "note": SECRET,
    "officer_id": OFFICER_ID,
    "handler_ids": [OFFICER_ID],
    "stands_in_for": OFFICER_ID,
}
OFFICE = officer(OfficerRole.PROCESSING)
EXPERT = officer(OfficerRole.PROCESSING, agency="G18.26")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
@pytest.mark.parametrize("actor", [CITIZEN, EXPERT], ids=["applicant", "consulted"])
def test_an_event_outside_the_office(event: AnyEventType, actor: Actor) -> None:
    shown = str(shown_payload(event.name, PAYLOAD, audience_of_event(actor, PAYLOAD)))
    assert OFFICER_ID not in shown
    assert (SECRET in shown) is (event.name in PUBLIC_NOTES)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_the_office_reads_all_of_it(event: AnyEventType) -> None:
    assert shown_payload(event.name, PAYLOAD, audience_of_event(OFFICE, PAYLOAD)) == PAYLOAD


def test_a_sentence_of_the_history_quotes_public_notes_alone() -> None:
    quoting = {rule.event.name for rule in ACTIONS.values() if rule.event and "{note}" in str(rule.history)}
    assert quoting <= PUBLIC_NOTES


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (CITIZEN, Audience.APPLICANT),
        (OFFICE, Audience.OFFICE),
        (EXPERT, Audience.CONSULTED),
        (Actor(kind=ActorKind.SYSTEM, account_id="s", agency_code="H26"), Audience.OFFICE),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"), Audience.OFFICE),
        (Actor(kind=ActorKind.SERVICE, name="sync"), Audience.OFFICE),
    ],
)
def test_to_whom_a_dossier_is_shown(actor: Actor, expected: Audience) -> None:
    when = at("2026-04-21 09:00")
    consultation = Consultation(
        consultation_id="c",
        agency_code="G18.26",
        content="?",
        state=ConsultationState.OPEN,
        asked_at=when,
        due_at=when,
    )
    assert audience(actor, accepted().model_copy(update={"consultations": (consultation,)})) is expected
