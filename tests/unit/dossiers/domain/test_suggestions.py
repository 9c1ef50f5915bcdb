"""What machines suggest: what goes with its kind, who suggests and who sees it, and when an act followed it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import ACT, AGENCY, CITIZEN, accepted, at, officer, submitted

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import (
    Accept,
    ActSuggestion,
    AssignDossier,
    Consultation,
    ConsultationState,
    DossierAction,
    DossierCommand,
    DossierStatus,
    PassOn,
    RefuseReception,
    RequestSupplement,
    SuggestActBody,
    SuggestionKind,
    SuggestionOutcome,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import TERMINAL
from dossiers.domain.rights.disclosure import Audience, shown_payload
from dossiers.domain.rights.rights import Rights
from dossiers.domain.suggestions import (
    check_content,
    check_may_see,
    check_may_suggest,
    check_named,
    outcome_of,
    sees_suggestions,
)

K, A = SuggestionKind, DossierAction
NOW = at("2026-04-20 10:00")
SYSTEM = Actor(kind=ActorKind.SYSTEM, account_id="machine", agency_code="H26")
FOREIGN = Actor(kind=ActorKind.SYSTEM, account_id="machine", agency_code="G01")
EXPERT = officer(OfficerRole.PROCESSING, OfficerRole.LEADER, agency="G18.26")
BASE: dict[str, Any] = {"source": "Trợ lý", "source_version": "1", "confidence": 0.5, "reasons": ("Đủ",)}
DETAILS: dict[str, Any] = {
    "components": ("cho_o",), "items": ("Bản rõ nét",), "to_agency": "H26.31.06", "unit": "HT",
}  # fmt: skip
ALLOWED: dict[SuggestionKind, list[set[str]]] = {
    K.ACCEPT: [set()],
    K.REQUEST_SUPPLEMENT: [{"components"}, {"items"}, {"components", "items"}],
    K.ROUTE: [{"to_agency"}, {"unit"}],
}


def suggestion(kind: SuggestionKind, **fields: Any) -> ActSuggestion:
    about = {"suggestion_id": "s", "dossier_id": "d", "proposed_at": NOW, "proposed_by": "m"}
    return ActSuggestion(kind=kind, **BASE, **about, about_version=1, **fields)


def consulted() -> DossierState:
    awaited = Consultation(
        consultation_id="c",
        agency_code="G18.26",
        content="?",
        asked_at=NOW,
        due_at=NOW,
        state=ConsultationState.OPEN,
    )
    return accepted().model_copy(update={"consultations": (awaited,)})


@given(st.sampled_from(SuggestionKind), st.sets(st.sampled_from(sorted(DETAILS))))
def test_what_is_suggested_goes_with_its_kind(kind: SuggestionKind, named: set[str]) -> None:
    body = SuggestActBody(kind=kind, **BASE, **{name: DETAILS[name] for name in named})
    if named in ALLOWED[kind]:
        check_content(body)
        return
    with pytest.raises(ServiceError) as refused:
        check_content(body)
    assert refused.value.errors[0].code == "not_of_kind"


def test_a_system_of_the_agencies_that_handle_it_suggests() -> None:
    check_may_suggest(Rights(SYSTEM, submitted()))


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (FOREIGN, ErrorCode.NOT_FOUND),
        (Actor(kind=ActorKind.SYSTEM, account_id="machine", agency_code="G18"), ErrorCode.FORBIDDEN),
        (CITIZEN, ErrorCode.FORBIDDEN),
        (officer(OfficerRole.LEADER), ErrorCode.FORBIDDEN),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"), ErrorCode.FORBIDDEN),
    ],
)
def test_nobody_else_suggests(actor: Actor, code: ErrorCode) -> None:
    with pytest.raises(ServiceError) as refused:
        check_may_suggest(Rights(actor, consulted()))
    assert refused.value.code is code


@pytest.mark.parametrize("status", sorted(TERMINAL))
def test_for_what_has_ended_nothing_is_suggested(status: DossierStatus) -> None:
    with pytest.raises(ServiceError) as refused:
        check_may_suggest(Rights(SYSTEM, accepted().model_copy(update={"status": status})))
    assert refused.value.code is ErrorCode.ILLEGAL_TRANSITION


@given(st.builds(
    Actor,
    kind=st.sampled_from(ActorKind),
    account_id=st.sampled_from(["", CITIZEN.account_id, "someone"]),
    agency_code=st.sampled_from(["", AGENCY, "G18.26", "G01", "H26"]),
    roles=st.lists(st.sampled_from(OfficerRole), unique=True).map(tuple),
))  # fmt: skip
def test_who_sees_suggestions_may_act_in_the_office_of_a_dossier_that_he_sees(actor: Actor) -> None:
    rights = Rights(actor, consulted())
    if sees_suggestions(rights):
        assert rights.visible
        assert (actor.kind, actor.agency_code) == (ActorKind.OFFICER, AGENCY)
        assert any(map(rights.permits, DossierAction))


def test_an_officer_who_may_act_sees_them() -> None:
    check_may_see(Rights(officer(OfficerRole.RECEPTION), submitted()))
    check_may_see(Rights(officer(OfficerRole.PROCESSING), consulted()))


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (CITIZEN, ErrorCode.FORBIDDEN),
        (EXPERT, ErrorCode.FORBIDDEN),
        (SYSTEM, ErrorCode.FORBIDDEN),
        (officer(OfficerRole.CATALOGUE), ErrorCode.NOT_FOUND),
        (officer(OfficerRole.LEADER, agency="G01"), ErrorCode.NOT_FOUND),
    ],
)
def test_nobody_else_sees_them(actor: Actor, code: ErrorCode) -> None:
    with pytest.raises(ServiceError) as refused:
        check_may_see(Rights(actor, consulted()))
    assert refused.value.code is code


def supplement(*components: str) -> DossierCommand:
    requested = [{"component_code": code} for code in components]
    return RequestSupplement(**ACT, reason="Thiếu", components=requested, items=("x",))


FOLLOWED, DEPARTED = SuggestionOutcome.FOLLOWED, SuggestionOutcome.DEPARTED
FAR = "H26.31.06"


@pytest.mark.parametrize(
    ("suggested", "action", "request_", "outcome"),
    [
        (suggestion(K.ACCEPT), A.ACCEPT, Accept(**ACT), FOLLOWED),
        (suggestion(K.ACCEPT), A.REFUSE_RECEPTION, RefuseReception(**ACT, reason="x"), DEPARTED),
        (suggestion(K.ACCEPT), A.REQUEST_SUPPLEMENT, supplement(), DEPARTED),
        (suggestion(K.REQUEST_SUPPLEMENT, items=("y",)), A.REQUEST_SUPPLEMENT, supplement(), FOLLOWED),
        (
            suggestion(K.REQUEST_SUPPLEMENT, components=("b", "a")),
            A.REQUEST_SUPPLEMENT,
            supplement("a", "b"),
            FOLLOWED,
        ),
        (
            suggestion(K.REQUEST_SUPPLEMENT, components=("b", "a")),
            A.REQUEST_SUPPLEMENT,
            supplement("a"),
            DEPARTED,
        ),
        (suggestion(K.REQUEST_SUPPLEMENT, items=("y",)), A.ACCEPT, Accept(**ACT), DEPARTED),
        (suggestion(K.ROUTE, to_agency=FAR), A.PASS_ON, PassOn(**ACT, to_agency=FAR, reason="x"), FOLLOWED),
        (
            suggestion(K.ROUTE, to_agency="000.00.00.H05"),
            A.PASS_ON,
            PassOn(**ACT, to_agency="H05", reason="x"),
            FOLLOWED,
        ),
        (
            suggestion(K.ROUTE, to_agency="H26.31"),
            A.PASS_ON,
            PassOn(**ACT, to_agency=FAR, reason="x"),
            DEPARTED,
        ),
        (suggestion(K.ROUTE, unit="HT"), A.PASS_ON, PassOn(**ACT, to_agency=FAR, reason="x"), DEPARTED),
        (suggestion(K.ROUTE, unit="HT"), A.ASSIGN, AssignDossier(**ACT, unit="HT"), FOLLOWED),
        (suggestion(K.ROUTE, unit="HT"), A.ASSIGN, AssignDossier(**ACT, unit="DD"), DEPARTED),
        (suggestion(K.ROUTE, to_agency=FAR), A.ASSIGN, AssignDossier(**ACT, unit="HT"), DEPARTED),
        (suggestion(K.ROUTE, to_agency=FAR), A.ASSIGN, AssignDossier(**ACT), DEPARTED),
        (suggestion(K.ROUTE, unit="HT"), A.ACCEPT, Accept(**ACT), DEPARTED),
    ],
)
def test_an_act_follows_the_suggestion_or_departs_from_it(
    suggested: ActSuggestion, action: DossierAction, request_: DossierCommand, outcome: SuggestionOutcome
) -> None:
    assert outcome_of(suggested, action, request_) is outcome


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (None, "unknown_suggestion"),
        (suggestion(K.ACCEPT, outcome=SuggestionOutcome.DEPARTED), "suggestion_settled"),
    ],
)
def test_an_act_names_an_open_suggestion_of_its_dossier(found: ActSuggestion | None, code: str) -> None:
    with pytest.raises(ServiceError) as refused:
        check_named(found)
    assert refused.value.errors[0].code == code


@pytest.mark.parametrize("to", Audience)
def test_an_event_names_the_suggestion_to_the_office_alone(to: Audience) -> None:
    shown = shown_payload("dossiers.accepted", {"suggestion_id": "s"}, to)
    assert shown["suggestion_id"] == ("s" if to is Audience.OFFICE else None)
