"""Drafts of regimes (dự thảo chế độ): written, tried on past dossiers, put into force on a day by a second person."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from chassis.core.ids import new_id
from contracts import catalog, dossiers
from contracts.base import Page, PageRequest
from contracts.catalog import (
    DiscardRegimeDraftBody,
    DraftRegimeBody,
    EnactRegimeBody,
    RegimeDraft,
)
from contracts.dossiers import RegimeTrialJob, StartRegimeTrialBody
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey, OptionalKey
from gateway.http.path_params import RegimeDraftId, RegimeTrialId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["catalogue"], route_class=JsonRoute)

_REGIME_EXAMPLE: dict[str, Any] = {
    "regime_id": "nd-118-2025-14h30",
    "name": "Nghị định 118/2025/NĐ-CP, nhận hồ sơ trong ngày đến 14 giờ 30",
    "effective_from": "2027-01-01",
    "amends": "nd-118-2025",
    "supplement_limit": 1,
    "supplement_notice_working_days": 3,
    "supplement_clock": "restart",
    "extension_limit": 1,
    "online_ack_hours": 8,
    "late_reception_hour": 15,
    "late_reception_time": "14:30",
    "forms": {"RECEIPT": "01"},
}
_DRAFT_EXAMPLE = {"regime": _REGIME_EXAMPLE, "note": "Theo quyết định mẫu"}
_ENACT_EXAMPLE = {"effective_from": "2027-01-01", "decision_number": "12/QĐ-MẪU"}
_TRIAL_EXAMPLE = {"agency_code": "H26.31.06", "from_day": "2026-10-01", "to_day": "2026-10-31"}
_SEEN = {"header.If-Match": "$response.header.ETag"}
_FOUND = {"draft_id": "$response.body#/draft_id"}
_LINKS = {
    "readRegimeDraft": link("readRegimeDraft", "The draft, with its ETag.", **_FOUND),
    "enactRegime": link("enactRegime", "Put it into force on a day.", **_FOUND, **_SEEN),
    "discardRegimeDraft": link("discardRegimeDraft", "Discard it.", **_FOUND, **_SEEN),
}
_first = link("readRegimeDraft", "The first one found.", draft_id="$response.body#/items/0/draft_id")
_READS = (ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN)
_WRITES = (*_READS, ErrorCode.GUARD_FAILED)


@router.get(
    "/regime-drafts",
    operation_id="listRegimeDrafts",
    summary="List drafts of regimes",
    response_model=Page[RegimeDraft],
    responses=answers(200, "Link", links={"readRegimeDraft": _first}) | problems(ErrorCode.FORBIDDEN),
)
async def list_drafts(
    request: Request, caller: CurrentUser, query: Annotated[catalog.ListRegimeDrafts, Query()]
) -> Response:
    """The newest first. Those that are enacted are the history: who wrote, who enacted, from which day on."""
    return page_response(request, await caller.call(catalog.list_regime_drafts, query))


@router.post(
    "/regime-drafts",
    operation_id="draftRegime",
    summary="Draft a regime",
    description=DraftRegimeBody.__doc__,
    status_code=201,
    response_model=RegimeDraft,
    responses=answers(201, "ETag", "Location", links=_LINKS) | problems(*_WRITES),
)
async def draft(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[DraftRegimeBody, json_body(_DRAFT_EXAMPLE)]
) -> Response:
    made = await caller.call(catalog.draft_regime, catalog.DraftRegime(command_id=key, **fields(body)))
    place = f"/v1/regime-drafts/{made.draft_id}"
    return json_response(made, status=201, version=made.revision, location=place)


@router.get(
    "/regime-drafts/{draft_id}",
    operation_id="readRegimeDraft",
    summary="Read a draft of a regime",
    response_model=RegimeDraft,
    responses=answers(200, "ETag", links=_LINKS) | problems(*_READS),
)
async def read(caller: CurrentUser, draft_id: RegimeDraftId) -> Response:
    """For administrators and operators."""
    found = await caller.call(catalog.get_regime_draft, catalog.GetRegimeDraft(draft_id=draft_id))
    return json_response(found, version=found.revision)


@router.put(
    "/regime-drafts/{draft_id}",
    operation_id="redraftRegime",
    summary="Rewrite a draft of a regime",
    response_model=RegimeDraft,
    responses=answers(200, "ETag", links=_LINKS) | problems(*_WRITES),
)
async def redraft(
    caller: CurrentUser,
    draft_id: RegimeDraftId,
    revisions: ExpectedVersion,
    body: Annotated[DraftRegimeBody, json_body(_DRAFT_EXAMPLE)],
    key: OptionalKey = None,
) -> Response:
    """The whole regime. Who rewrites it is its writer from then on, and cannot enact it."""

    async def redraft_at(revision: int) -> RegimeDraft:
        command = catalog.DraftRegime(
            command_id=key or new_id(), draft_id=draft_id, expected_revision=revision, **fields(body)
        )
        return await caller.call(catalog.draft_regime, command)

    made = await revisions.attempt(redraft_at)
    return json_response(made, version=made.revision)


@router.post(
    "/regime-drafts/{draft_id}/enact",
    operation_id="enactRegime",
    summary="Put a regime into force on a day",
    description=EnactRegimeBody.__doc__,
    response_model=RegimeDraft,
    responses=answers(200, "ETag", links=_LINKS) | problems(*_WRITES),
)
async def enact(
    caller: CurrentUser,
    draft_id: RegimeDraftId,
    key: IdempotencyKey,
    revisions: ExpectedVersion,
    body: Annotated[EnactRegimeBody, json_body(_ENACT_EXAMPLE)],
) -> Response:
    async def enact_at(revision: int) -> RegimeDraft:
        command = catalog.EnactRegime(
            command_id=key, draft_id=draft_id, expected_revision=revision, **fields(body)
        )
        return await caller.call(catalog.enact_regime, command)

    made = await revisions.attempt(enact_at)
    return json_response(made, version=made.revision)


@router.post(
    "/regime-drafts/{draft_id}/discard",
    operation_id="discardRegimeDraft",
    summary="Discard a draft of a regime",
    description=DiscardRegimeDraftBody.__doc__,
    response_model=RegimeDraft,
    responses=answers(200, "ETag", links=_LINKS) | problems(*_WRITES),
)
async def discard(
    caller: CurrentUser,
    draft_id: RegimeDraftId,
    key: IdempotencyKey,
    revisions: ExpectedVersion,
    body: Annotated[DiscardRegimeDraftBody, json_body({"reason": "Không còn cần thiết."})],
) -> Response:
    async def discard_at(revision: int) -> RegimeDraft:
        command = catalog.DiscardRegimeDraft(
            command_id=key, draft_id=draft_id, expected_revision=revision, **fields(body)
        )
        return await caller.call(catalog.discard_regime_draft, command)

    made = await revisions.attempt(discard_at)
    return json_response(made, version=made.revision)


@router.post(
    "/regime-drafts/{draft_id}/trials",
    operation_id="startRegimeTrial",
    summary="Try a draft on past dossiers",
    description=StartRegimeTrialBody.__doc__,
    status_code=201,
    response_model=RegimeTrialJob,
    responses=answers(201, "Location") | problems(*_READS),
)
async def start_trial(
    caller: CurrentUser,
    draft_id: RegimeDraftId,
    key: IdempotencyKey,
    body: Annotated[StartRegimeTrialBody, json_body(_TRIAL_EXAMPLE)],
) -> Response:
    found = await caller.call(catalog.get_regime_draft, catalog.GetRegimeDraft(draft_id=draft_id))
    command = dossiers.StartRegimeTrial(
        command_id=key,
        draft_id=draft_id,
        draft_revision=found.revision,
        regime=found.regime,
        **fields(body),
    )
    started = await caller.call(dossiers.start_regime_trial, command)
    return json_response(started, status=201, location=f"/v1/regime-trials/{started.trial_id}")


@router.get(
    "/regime-drafts/{draft_id}/trials",
    operation_id="listRegimeTrials",
    summary="List the trials of a draft",
    response_model=Page[RegimeTrialJob],
    responses=answers(200, "Link") | problems(*_READS),
)
async def list_trials(
    request: Request, caller: CurrentUser, draft_id: RegimeDraftId, query: Annotated[PageRequest, Query()]
) -> Response:
    """The newest first."""
    lookup = dossiers.ListRegimeTrials(draft_id=draft_id, limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(dossiers.list_regime_trials, lookup))


@router.get(
    "/regime-trials/{trial_id}",
    operation_id="readRegimeTrial",
    summary="Read a trial of a regime",
    response_model=RegimeTrialJob,
    responses=problems(*_READS),
)
async def read_trial(caller: CurrentUser, trial_id: RegimeTrialId) -> Response:
    """How far it is, and what would have been due. Names no dossier."""
    return json_response(
        await caller.call(dossiers.get_regime_trial, dossiers.GetRegimeTrial(trial_id=trial_id))
    )
