"""Drafts of regimes: written by an administrator, put into force on a day by another one; their list is the history."""

from collections.abc import Callable
from typing import TypeVar

from catalog.application.changes import run_command
from catalog.application.regimes import store_regime
from catalog.domain.access import require_administrator, require_keeper
from catalog.domain.regime_drafts import discarded, drafted, enacted, require_free_id
from catalog.domain.versions.guards import invalid_field, with_guard_text
from catalog.repository.regime_drafts import RegimeDraftRepository
from catalog.repository.regimes import RegimeRepository
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.base import Method, Page, is_expected
from contracts.catalog import (
    DiscardRegimeDraft,
    DraftRegime,
    EnactRegime,
    GetRegimeDraft,
    ListRegimeDrafts,
    RegimeDraft,
    RegimeDraftMoved,
)
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.time import local_day

Cmd = TypeVar("Cmd", DraftRegime, EnactRegime, DiscardRegimeDraft)


def draft_regime(store: Store, request: DraftRegime, context: Context) -> RegimeDraft:
    """Raises ServiceError: FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED, INVALID_REQUEST."""
    if (request.draft_id is None) is not (request.expected_revision is None):
        raise invalid_field("/expected_revision", "with_version", "A draft is named by both or neither.")

    def work(uow: UnitOfWork) -> RegimeDraft:
        before = None
        if request.draft_id is not None:
            before = _at_revision(uow, request.draft_id, request.expected_revision)
        draft_id = request.draft_id or new_id()
        draft = drafted(request, before, draft_id, _account(context), uow.now)
        require_free_id(draft.regime, uow.repository(RegimeRepository).all(), local_day(uow.now))
        return _save(uow, draft)

    return _run(store, contract.draft_regime, request, context, work)


def enact_regime(store: Store, request: EnactRegime, context: Context) -> RegimeDraft:
    """The regime rules from its day on. Raises ServiceError: FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED,
    INVALID_REQUEST."""

    def work(uow: UnitOfWork) -> RegimeDraft:
        before = _at_revision(uow, request.draft_id, request.expected_revision)
        draft = enacted(before, request, _account(context), uow.now)
        require_free_id(draft.regime, uow.repository(RegimeRepository).all(), local_day(uow.now))
        store_regime(uow, draft.regime)
        return _save(uow, draft)

    return _run(store, contract.enact_regime, request, context, work)


def discard_regime_draft(store: Store, request: DiscardRegimeDraft, context: Context) -> RegimeDraft:
    """Raises ServiceError: FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED."""

    def work(uow: UnitOfWork) -> RegimeDraft:
        before = _at_revision(uow, request.draft_id, request.expected_revision)
        return _save(uow, discarded(before, request.reason, _account(context), uow.now))

    return _run(store, contract.discard_regime_draft, request, context, work)


def get_regime_draft(store: Store, request: GetRegimeDraft, context: Context) -> RegimeDraft:
    """Raises ServiceError: FORBIDDEN, NOT_FOUND."""
    require_keeper(context.actor)
    draft = store.repository(RegimeDraftRepository).get(request.draft_id)
    if draft is None:
        raise not_found("regime")
    return draft


def list_regime_drafts(store: Store, request: ListRegimeDrafts, context: Context) -> Page[RegimeDraft]:
    """Newest first. Raises ServiceError: FORBIDDEN, INVALID_REQUEST for a cursor of another list."""
    require_keeper(context.actor)
    selection = request.model_dump(mode="json", exclude={"limit", "cursor"})
    last = position_of(request.cursor, selection, str)
    found = list(store.repository(RegimeDraftRepository).newest(request, last and last[1], request.limit + 1))
    return page(
        Page[RegimeDraft],
        found,
        request.limit,
        key=lambda draft: (draft.draft_id, draft.draft_id),
        filter=selection,
    )


def _run(
    store: Store,
    method: Method[Cmd, RegimeDraft],
    request: Cmd,
    context: Context,
    work: Callable[[UnitOfWork], RegimeDraft],
) -> RegimeDraft:
    """Of two persons, so that an account must stand behind it: an operator has none."""
    require_administrator(context.actor)
    try:
        return run_command(store, method, request, context, work)
    except ServiceError as error:
        raise with_guard_text(error, context.locale) from error


def _at_revision(uow: UnitOfWork, draft_id: str, expected: int | None) -> RegimeDraft:
    draft = uow.repository(RegimeDraftRepository).get(draft_id)
    if draft is None:
        raise not_found("regime")
    if not is_expected(expected, draft.revision):
        raise ServiceError(ErrorCode.VERSION_STALE, current=draft.revision)
    return draft


def _save(uow: UnitOfWork, draft: RegimeDraft) -> RegimeDraft:
    uow.repository(RegimeDraftRepository).save([draft])
    payload = RegimeDraftMoved(draft_id=draft.draft_id, regime_id=draft.regime.regime_id, state=draft.state)
    private = {"content": draft.model_dump(mode="json")}
    uow.record_event(contract.REGIME_DRAFT_MOVED, draft.draft_id, draft.revision, payload, private=private)
    return draft


def _account(context: Context) -> str:
    return context.actor.account_id or ""
