"""A batch on its way through the gateway: read once, passed on as it is, its items unseen."""

import time
from dataclasses import replace
from typing import Any

import orjson
from fastapi import Request

from contracts import sync
from contracts.base import ActorKind
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.sync import BatchKind
from gateway.dependencies.caller import Caller, caller_of, verified
from gateway.dependencies.rate_limits import count_agency
from gateway.http.bodies import read_json
from gateway.legacy_sync.nesting import stringify_deep_items
from gateway.state import gateway_of

MAX_ITEMS = 1000

Json = Any


async def read_json_value(request: Request) -> Json:
    """Raises ServiceError: malformed_json, payload_too_large, unsupported_media_type, request_timeout."""
    text = await read_json(request, gateway_of(request).settings.max_batch)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise ServiceError(ErrorCode.MALFORMED_JSON) from None


async def authenticate_system(request: Request, token: Any) -> Caller:
    """Raises ServiceError: unauthenticated, token_expired, forbidden for a person's token, rate_limited."""
    if not isinstance(token, str):
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    gateway = gateway_of(request)
    actor = (await verified(request, token)).actor
    if actor.kind is not ActorKind.SYSTEM:
        raise ServiceError(ErrorCode.FORBIDDEN)
    count_agency(request, actor.agency_code)
    caller = caller_of(request, actor, token)
    context = replace(caller.context, deadline=time.time() + gateway.settings.batch_timeout_s)
    return replace(caller, context=context)


async def deliver(caller: Caller, kind: BatchKind, unit_code: str, updating: bool, items: Any) -> Json:
    """The receipt, as plain JSON. Raises ServiceError."""
    if not isinstance(items, list) or not items:
        raise invalid_field("/data", "missing", "Thiếu danh sách data.")
    if len(items) > MAX_ITEMS:
        raise invalid_field("/data", "too_long", f"Một lô có nhiều nhất {MAX_ITEMS} mục.")
    arguments = {"kind": kind.value, "unit_code": unit_code, "updating": updating}
    try:
        return await _forward(caller, {**arguments, "items": items})
    except BatchTooDeep:
        return await _forward(caller, {**arguments, "items": stringify_deep_items(items)})


class BatchTooDeep(Exception):
    """Raised when a batch cannot be written or read for its depth."""


async def _forward(caller: Caller, arguments: dict[str, Any]) -> Json:
    try:
        return await caller.rpc.forward(sync.receive_batch, arguments, caller.context)
    except orjson.JSONEncodeError:
        raise BatchTooDeep from None
    except ServiceError as error:
        if any(found.code == "json_invalid" for found in error.errors):
            raise BatchTooDeep from None
        raise


def invalid_field(pointer: str, code: str, detail: str) -> ServiceError:
    return ServiceError(
        ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer=pointer, code=code, detail=detail),)
    )
