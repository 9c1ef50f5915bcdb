"""Retention of records (lưu giữ, tiêu hủy): schedules, holds, and runs that two persons answer for."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import accounts
from contracts.accounts import RetentionHold, RetentionRun, RetentionSchedule
from contracts.base import Page, PageRequest
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import HoldId, RunId, ScheduleId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1", tags=["personal data"], route_class=JsonRoute)

_SCHEDULE_EXAMPLE = {
    "content": {
        "title": "Bảng thời hạn lưu giữ dữ liệu năm 2026",
        "rules": [
            {
                "kind": "messages",
                "legal_basis": "Quyết định 12/QĐ-UBND, mục 3",
                "months": 60,
                "moment": "created",
                "then": "destroy",
            }
        ],
    }
}
_ENACTMENT_EXAMPLE = {"effective_from": "2027-01-01", "decision": "Quyết định 12/QĐ-UBND ngày 01/12/2026"}
_HOLD_EXAMPLE = {
    "dossier": "000.00.16.H05-200731-0001",
    "authority": "Cơ quan Cảnh sát điều tra Công an tỉnh",
    "reason": "Công văn 45/CV-CQĐT: tài liệu của vụ án.",
}
_REASON_EXAMPLE = {"reason": "Công văn 81/CV-CQĐT: vụ án đã kết thúc."}
_RUN_EXAMPLE = {"organisation": "Ủy ban nhân dân tỉnh", "trial": True}
_DECIDED = problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.RETENTION_SETTLED)


@router.post(
    "/retention-schedules",
    operation_id="draftRetentionSchedule",
    summary="Draft a schedule of retention (bảng thời hạn lưu giữ)",
    status_code=201,
    response_model=RetentionSchedule,
    responses=answers(201, "ETag", "Location") | problems(ErrorCode.FORBIDDEN),
)
async def draft(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.DraftRetentionScheduleBody, json_body(_SCHEDULE_EXAMPLE)],
) -> Response:
    """By an administrator. Each rule says which records, on what ground, how many months from which moment, and what then.
    A kind that no rule names is kept. POST /v1/retention-runs with `trial` shows what a draft would do."""
    made = await caller.call(
        accounts.draft_retention_schedule, accounts.DraftRetentionSchedule(command_id=key, **fields(body))
    )
    return json_response(
        made, status=201, version=made.version, location=f"/v1/retention-schedules/{made.schedule_id}"
    )


@router.get(
    "/retention-schedules",
    operation_id="listRetentionSchedules",
    summary="List the schedules of retention",
    response_model=Page[RetentionSchedule],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_schedules(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """By an administrator, newest first. In force is the enacted one that began last."""
    lookup = accounts.ListRetentionSchedules(limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(accounts.list_retention_schedules, lookup))


@router.get(
    "/retention-schedules/{schedule_id}",
    operation_id="readRetentionSchedule",
    summary="Read a schedule of retention",
    response_model=RetentionSchedule,
    responses=answers(200, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def read_schedule(caller: CurrentUser, schedule_id: ScheduleId) -> Response:
    """By an administrator."""
    found = await caller.call(
        accounts.get_retention_schedule, accounts.GetRetentionSchedule(schedule_id=schedule_id)
    )
    return json_response(found, version=found.version)


@router.put(
    "/retention-schedules/{schedule_id}",
    operation_id="redraftRetentionSchedule",
    summary="Write a draft of a schedule anew",
    response_model=RetentionSchedule,
    responses=answers(200, "ETag") | _DECIDED,
)
async def redraft(
    caller: CurrentUser,
    schedule_id: ScheduleId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.DraftRetentionScheduleBody, json_body(_SCHEDULE_EXAMPLE)],
) -> Response:
    """By an administrator, until it is enacted."""

    async def act_at(version: int) -> RetentionSchedule:
        command = accounts.RedraftRetentionSchedule(
            command_id=key, schedule_id=schedule_id, expected_version=version, **fields(body)
        )
        return await caller.call(accounts.redraft_retention_schedule, command)

    after = await versions.attempt(act_at)
    return json_response(after, version=after.version)


@router.post(
    "/retention-schedules/{schedule_id}/enactment",
    operation_id="enactRetentionSchedule",
    summary="Enact a schedule (ban hành)",
    response_model=RetentionSchedule,
    responses=answers(200, "ETag") | _DECIDED,
)
async def enact(
    caller: CurrentUser,
    schedule_id: ScheduleId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.EnactRetentionScheduleBody, json_body(_ENACTMENT_EXAMPLE)],
) -> Response:
    """By an administrator: in force from a day on, today or later, until another one is. It is not changed any more."""

    async def act_at(version: int) -> RetentionSchedule:
        command = accounts.EnactRetentionSchedule(
            command_id=key, schedule_id=schedule_id, expected_version=version, **fields(body)
        )
        return await caller.call(accounts.enact_retention_schedule, command)

    after = await versions.attempt(act_at)
    return json_response(after, version=after.version)


@router.post(
    "/retention-holds",
    operation_id="makeRetentionHold",
    summary="Hold the records of a person or a dossier (tạm dừng tiêu hủy)",
    status_code=201,
    response_model=RetentionHold,
    responses=answers(201, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def make_hold(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.MakeRetentionHoldBody, json_body(_HOLD_EXAMPLE)],
) -> Response:
    """By an administrator, as an authority requires. They stay from the next part of every run on; an erasure that the
    person asks for waits too."""
    made = await caller.call(
        accounts.make_retention_hold, accounts.MakeRetentionHold(command_id=key, **fields(body))
    )
    return json_response(made, status=201, version=made.version)


@router.get(
    "/retention-holds",
    operation_id="listRetentionHolds",
    summary="List the holds",
    response_model=Page[RetentionHold],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_holds(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """By an administrator, newest first; those that were lifted too."""
    lookup = accounts.ListRetentionHolds(limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(accounts.list_retention_holds, lookup))


@router.post(
    "/retention-holds/{hold_id}/lifting",
    operation_id="liftRetentionHold",
    summary="Lift a hold",
    response_model=RetentionHold,
    responses=answers(200, "ETag") | _DECIDED,
)
async def lift_hold(
    caller: CurrentUser,
    hold_id: HoldId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.LiftRetentionHoldBody, json_body(_REASON_EXAMPLE)],
) -> Response:
    """By an administrator, with the reason."""

    async def act_at(version: int) -> RetentionHold:
        command = accounts.LiftRetentionHold(
            command_id=key, hold_id=hold_id, expected_version=version, **fields(body)
        )
        return await caller.call(accounts.lift_retention_hold, command)

    after = await versions.attempt(act_at)
    return json_response(after, version=after.version)


@router.post(
    "/retention-runs",
    operation_id="proposeRetentionRun",
    summary="Propose a run of destruction (đề nghị tiêu hủy)",
    status_code=201,
    response_model=RetentionRun,
    responses=answers(201, "ETag", "Location") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def propose(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.ProposeRetentionRunBody, json_body(_RUN_EXAMPLE)],
) -> Response:
    """By an administrator, by the schedule in force. What is due is counted in a while, by kind and service; then the run
    waits for its approval. A trial only counts, of a draft too."""
    made = await caller.call(
        accounts.propose_retention_run, accounts.ProposeRetentionRun(command_id=key, **fields(body))
    )
    return json_response(made, status=201, version=made.version, location=f"/v1/retention-runs/{made.run_id}")


@router.get(
    "/retention-runs",
    operation_id="listRetentionRuns",
    summary="List the runs of destruction",
    response_model=Page[RetentionRun],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_runs(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """By an administrator, newest first."""
    lookup = accounts.ListRetentionRuns(limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(accounts.list_retention_runs, lookup))


@router.get(
    "/retention-runs/{run_id}",
    operation_id="readRetentionRun",
    summary="Read a run of destruction",
    response_model=RetentionRun,
    responses=answers(200, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def read_run(caller: CurrentUser, run_id: RunId) -> Response:
    """By an administrator: how far it has come, and its minutes once it is done."""
    found = await caller.call(accounts.get_retention_run, accounts.GetRetentionRun(run_id=run_id))
    return json_response(found, version=found.version)


@router.post(
    "/retention-runs/{run_id}/approval",
    operation_id="approveRetentionRun",
    summary="Approve a run of destruction (phê duyệt)",
    response_model=RetentionRun,
    responses=answers(200, "ETag") | _DECIDED | problems(ErrorCode.SAME_PERSON),
)
async def approve(
    caller: CurrentUser,
    run_id: RunId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
) -> Response:
    """By another administrator than who proposed it. It begins by it, over all services, and ends with minutes."""

    async def act_at(version: int) -> RetentionRun:
        command = accounts.ApproveRetentionRun(command_id=key, run_id=run_id, expected_version=version)
        return await caller.call(accounts.approve_retention_run, command)

    after = await versions.attempt(act_at)
    return json_response(after, version=after.version)


@router.post(
    "/retention-runs/{run_id}/rejection",
    operation_id="rejectRetentionRun",
    summary="Reject a run of destruction",
    response_model=RetentionRun,
    responses=answers(200, "ETag") | _DECIDED,
)
async def reject(
    caller: CurrentUser,
    run_id: RunId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.RejectRetentionRunBody, json_body(_REASON_EXAMPLE)],
) -> Response:
    """By an administrator, with the reason. Who proposed it withdraws it so."""

    async def act_at(version: int) -> RetentionRun:
        command = accounts.RejectRetentionRun(
            command_id=key, run_id=run_id, expected_version=version, **fields(body)
        )
        return await caller.call(accounts.reject_retention_run, command)

    after = await versions.attempt(act_at)
    return json_response(after, version=after.version)
