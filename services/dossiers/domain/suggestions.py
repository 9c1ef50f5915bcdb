"""Gợi ý của máy: what a machine may suggest for a dossier, who sees it, and whether an officer's act followed it.

A suggestion is no act: nothing here changes a dossier.
"""

from contracts.agency_codes import is_within
from contracts.base import ActorKind
from contracts.dossiers import (
    ActSuggestion,
    AssignDossier,
    DossierAction,
    DossierCommand,
    HandOverDossier,
    PassOn,
    RequestSupplement,
    SuggestActBody,
    SuggestionKind,
    SuggestionOutcome,
)
from contracts.errors import ServiceError
from dossiers.domain.model.refusals import forbidden, illegal_transition, invalid_field
from dossiers.domain.model.state_machine import TERMINAL
from dossiers.domain.rights.disclosure import Audience, audience
from dossiers.domain.rights.rights import Rights

SUGGEST = "suggest_act"
MOST = 50
"""Suggestions of one dossier: a program that repeats itself does not fill the store."""


def check_content(body: SuggestActBody) -> None:
    """Raises INVALID_REQUEST where what is suggested does not go with its kind: papers or words with a supplement alone, one
    of agency and unit with a route alone."""
    supplement, route = body.kind is SuggestionKind.REQUEST_SUPPLEMENT, body.kind is SuggestionKind.ROUTE
    if bool(body.components or body.items) != supplement:
        raise _not_of_kind("/items")
    if (body.to_agency is not None) + bool(body.unit) != int(route):
        raise _not_of_kind("/to_agency")


def check_may_suggest(rights: Rights) -> None:
    """A system of the agencies that handle the dossier, while something is left to do. Raises NOT_FOUND as the dossier does,
    FORBIDDEN, ILLEGAL_TRANSITION."""
    rights.check_visible()
    actor, dossier = rights.actor, rights.dossier
    if actor.kind is not ActorKind.SYSTEM or audience(actor, dossier) is not Audience.OFFICE:
        raise forbidden(None)
    if dossier.status in TERMINAL:
        raise illegal_transition(dossier.status, SUGGEST)


def check_may_see(rights: Rights) -> None:
    """The officers of the office whose roles allow an act on the dossier: never who follows it, nor an agency whose opinion
    is asked for. Raises NOT_FOUND as the dossier does, FORBIDDEN."""
    rights.check_visible()
    if not sees_suggestions(rights):
        raise forbidden(None)


def sees_suggestions(rights: Rights) -> bool:
    """Whether the caller sees what machines suggest for the dossier."""
    if not rights.visible or audience(rights.actor, rights.dossier) is not Audience.OFFICE:
        return False
    return any(map(rights.permits, DossierAction))


def check_named(suggestion: ActSuggestion | None) -> ActSuggestion:
    """The suggestion that an officer's act names. Raises INVALID_REQUEST for one that the dossier does not have, or that an
    act has named already."""
    if suggestion is None:
        raise invalid_field(
            "/suggestion_id", "unknown_suggestion", "There is no such suggestion for the dossier."
        )
    if suggestion.outcome is not SuggestionOutcome.OPEN:
        raise invalid_field("/suggestion_id", "suggestion_settled", "Another act has named it already.")
    return suggestion


def outcome_of(
    suggestion: ActSuggestion, action: DossierAction, request: DossierCommand
) -> SuggestionOutcome:
    """Followed where the act is the suggested one, for the same components, agency or unit. Words are not compared."""
    followed = action.value == suggestion.kind.value
    if isinstance(request, RequestSupplement):
        components = {each.component_code for each in request.components}
        followed = followed and components == set(suggestion.components)
    if suggestion.kind is SuggestionKind.ROUTE:
        followed = _is_the_way(suggestion, request)
    return SuggestionOutcome.FOLLOWED if followed else SuggestionOutcome.DEPARTED


def _is_the_way(suggestion: ActSuggestion, request: DossierCommand) -> bool:
    if isinstance(request, PassOn):
        return suggestion.to_agency is not None and _is_same(request.to_agency, suggestion.to_agency)
    if isinstance(request, AssignDossier | HandOverDossier):
        return bool(suggestion.unit) and request.unit == suggestion.unit
    return False


def _is_same(code: str, other: str) -> bool:
    """In either spelling."""
    return is_within(code, other) and is_within(other, code)


def _not_of_kind(pointer: str) -> ServiceError:
    return invalid_field(pointer, "not_of_kind", "It does not go with the kind of the suggestion.")
