"""Over every event of a dossier: its note and the accounts of officers stay in the office."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from tests.contract.filled import Filled
from tests.support.dossiers.samples import AGENCY, CITIZEN, accepted, at, officer

from contracts import dossiers as contract
from contracts.base import Actor, ActorKind, Model, OfficerRole
from contracts.dossiers import Consultation, ConsultationState, Dossier, DossierEvent
from contracts.events import AnyEventType
from dossiers.domain.model.action_rules import ACTIONS
from dossiers.domain.rights.disclosure import (
    DISCLOSED,
    PUBLIC_NOTES,
    Audience,
    audience,
    audience_of_event,
    shown_dossier,
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


def parts(annotation: Any) -> Iterator[type[Model]]:
    """The models that a field of this type holds."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from parts(inner)


def models_of(model: type[Model], found: dict[type[Model], None]) -> list[type[Model]]:
    """It, and all that its fields hold."""
    if model not in found:
        found[model] = None
        for field in model.model_fields.values():
            for part in parts(field.annotation):
                models_of(part, found)
    return list(found)


MODELS = models_of(Dossier, {})


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_of_every_field_it_is_decided_to_whom_it_is_shown(model: type[Model]) -> None:
    """A new field of a dossier gets its line in `DISCLOSED`: to everybody who sees it, to its people, or to the office."""
    assert DISCLOSED[model].keys() == model.model_fields.keys()


def test_nothing_else_is_decided() -> None:
    assert DISCLOSED.keys() == set(MODELS)


@pytest.mark.parametrize("to", Audience, ids=lambda to: to.name)
def test_a_whole_dossier_is_shown_as_it_is_decided(to: Audience) -> None:
    whole = Dossier.model_validate(Filled(Dossier.model_json_schema()).value, extra="forbid")
    shown = shown_dossier(whole, to)
    seen: set[tuple[type[Model], str]] = set()
    check_shown(whole, shown, to, seen)
    hidden_whole: set[type[Model]] = set() if to is Audience.OFFICE else {contract.ResultDraft}
    if to is Audience.CONSULTED:
        hidden_whole.add(contract.ApplicantIdentity)
    assert {model for model, _ in seen} == set(MODELS) - hidden_whole


def check_shown(whole: Any, shown: Any, to: Audience, seen: set[tuple[type[Model], str]]) -> None:
    if isinstance(whole, tuple):
        for before, after in zip(whole, shown, strict=True):
            check_shown(before, after, to, seen)
    elif isinstance(whole, Model):
        for name, disclosed in DISCLOSED[type(whole)].items():
            seen.add((type(whole), name))
            before, after = getattr(whole, name), getattr(shown, name)
            if to in disclosed.audiences:
                check_shown(before, after, to, seen)
            else:
                assert before, f"{name} is filled"
                assert not after, f"{name} is shown"
    elif not isinstance(whole, dict):
        assert shown == whole
