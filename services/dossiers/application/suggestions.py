"""Gợi ý của máy: suggestions are stored, listed, counted, and named by the acts of officers."""

from datetime import timedelta

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.data_readings import ReadPart
from contracts.dossiers import (
    ActSuggestion,
    ActSuggestions,
    DossierAction,
    DossierCommand,
    GetSuggestionFigures,
    ListSuggestions,
    SuggestAct,
    SuggestionFigures,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.dependencies import Dependencies
from dossiers.application.dossier_access import rights_in
from dossiers.application.readings import record_reading
from dossiers.domain import suggestions
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.rights.officers import is_desk_officer, is_supervisor
from dossiers.domain.rights.rights import Rights
from dossiers.repository import DossierRepository
from dossiers.repository.personal_fields import key_owner
from dossiers.repository.suggestions import SuggestionRepository

LONGEST = timedelta(days=366)
"""Days that are counted at once."""


def suggest_act(deps: Dependencies, request: SuggestAct, context: Context) -> ActSuggestion:
    """The suggestion as it is stored. The dossier stays as it is, and so does its log.

    Raises NOT_FOUND, FORBIDDEN, ILLEGAL_TRANSITION, INVALID_REQUEST.
    """
    suggestions.check_content(request)
    suggestion_id = new_id()

    def work(uow: UnitOfWork) -> ActSuggestion:
        dossier = uow.repository(DossierRepository).get(request.dossier_id)
        suggestions.check_may_suggest(Rights(context.actor, dossier))
        repository = uow.repository(SuggestionRepository)
        if repository.count(dossier.dossier_id) >= suggestions.MOST:
            raise invalid_field("", "too_many_suggestions", "The dossier has as many suggestions as may be.")
        suggestion = ActSuggestion(
            **request.model_dump(exclude={"command_id"}),
            suggestion_id=suggestion_id,
            proposed_at=uow.now,
            proposed_by=context.actor.account_id,
            about_version=dossier.version,
        )
        repository.add(suggestion, dossier.agency_code, key_owner(dossier))
        return suggestion

    return deps.store.run_idempotent(contract.suggest_act, request, context, work)


def name_suggestion(
    uow: UnitOfWork, action: DossierAction, request: DossierCommand, rights: Rights
) -> dict[str, str]:
    """What the act's entry of the log says of the suggestion that it names, which is settled by it; nothing where it names
    none. Raises INVALID_REQUEST."""
    suggestion_id = getattr(request, "suggestion_id", None)
    if suggestion_id is None:
        return {}
    repository = uow.repository(SuggestionRepository)
    found = (
        repository.find(request.dossier_id, suggestion_id) if suggestions.sees_suggestions(rights) else None
    )
    suggestion = suggestions.check_named(found)
    outcome = suggestions.outcome_of(suggestion, action, request)
    repository.settle(suggestion.model_copy(update={"outcome": outcome, "act": action, "acted_at": uow.now}))
    return {"suggestion_id": suggestion.suggestion_id}


def list_suggestions(deps: Dependencies, request: ListSuggestions, context: Context) -> ActSuggestions:
    """Those of the dossier, newest first. Raises NOT_FOUND, FORBIDDEN, READING_GROUND_REQUIRED."""
    dossier = deps.store.repository(DossierRepository).get(request.dossier_id)
    rights = rights_in(deps.store, dossier, context.actor, utcnow())
    suggestions.check_may_see(rights)
    record_reading(deps, dossier, ReadPart.DOSSIER, context, rights.deputised_for)
    found = deps.store.repository(SuggestionRepository).of_dossier(dossier.dossier_id, suggestions.MOST)
    return ActSuggestions(items=found)


def get_suggestion_figures(
    deps: Dependencies, request: GetSuggestionFigures, context: Context
) -> SuggestionFigures:
    """Of the caller's agency, for its leaders and the head of its one-stop shop. Raises FORBIDDEN, INVALID_REQUEST."""
    if not (is_desk_officer(context.actor) and is_supervisor(context.actor)):
        raise ServiceError(ErrorCode.FORBIDDEN)
    if request.to_day < request.from_day:
        raise invalid_field("/to_day", "not_later", "The last day is before the first.")
    if request.to_day - request.from_day >= LONGEST:
        raise invalid_field("/to_day", "too_many", "A year is counted at most.")
    figures = deps.store.repository(SuggestionRepository).figures(
        context.actor.agency_code, request.from_day, request.to_day
    )
    return SuggestionFigures(from_day=request.from_day, to_day=request.to_day, figures=figures)
