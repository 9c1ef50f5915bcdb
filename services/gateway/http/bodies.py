"""JSON bodies: read within limits of size and time, then checked by FastAPI against the contract's own model."""

import asyncio
import codecs
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any, TypeVar

from fastapi import Request, params
from fastapi.routing import APIRoute
from pydantic import BaseModel, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, PydanticUndefined, core_schema
from starlette.responses import Response
from werkzeug.http import parse_options_header

from contracts.base import Body, Model
from contracts.errors import ErrorCode, ServiceError
from contracts.storable import require_storable
from gateway.settings import GatewaySettings

JSON = "application/json"
DISCARDED = 8 * 1024 * 1024
"""Bytes beyond the limit that are read and thrown away: a connection that is closed while its caller still sends is reset,
and the caller sees no 413 (RFC 9112 9.6)."""
MERGE_PATCH = "application/merge-patch+json"
"""JSON whose null removes (RFC 7396): what a PATCH takes under either name."""
CHARSETS = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
"""JSON is UTF-8 (RFC 8259 8.1), of which ASCII is a part."""

BodyT = TypeVar("BodyT", bound=BaseModel)


class StrictJson:
    """Annotation of a body: it arrives as text, and is checked in pydantic's strict JSON mode at every depth (no number
    in quotes, no unknown field), and for values that nothing can hold. In the document it is the model.

    `model` where the annotated type is only a base of what the body is; a `large` one may be as large as a batch.
    """

    def __init__(self, example: Mapping[str, Any], model: type[BaseModel] | None, large: bool) -> None:
        self.example = example
        self.model = model
        self.large = large

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        model = self.model or source
        return core_schema.no_info_plain_validator_function(
            partial(_parse, model), json_schema_input_schema=handler(model)
        )


def json_body(
    example: Mapping[str, Any], model: type[BaseModel] | None = None, *, large: bool = False
) -> params.Body:
    """FastAPI's `Body` with an example and `StrictJson`. Its route is a `JsonRoute`."""
    body = params.Body(openapi_examples={"typical": {"value": dict(example)}})
    body.metadata.append(StrictJson(example, model, large))
    return body


def strict_json(route: APIRoute) -> StrictJson | None:
    """What a route says of its JSON body, if it takes one."""
    metadata = route.body_field.field_info.metadata if route.body_field else ()
    return next((item for item in metadata if isinstance(item, StrictJson)), None)


def _parse(model: type[BodyT], value: Any) -> BodyT:
    if isinstance(value, model):
        return value
    body = model.model_validate_json(value, strict=True, extra="forbid")
    require_storable(body)
    return body


def body_of(command: type[Model]) -> type[Body]:
    """The part of a command that the HTTP body holds (`Accept` → `AcceptBody`)."""
    return next(base for base in command.__bases__ if issubclass(base, Body))


def default_body(model: type[Model]) -> Any:
    """The body of a request without one: empty where every field may be left out, else FastAPI's mark for none."""
    try:
        return model()
    except ValidationError:
        return PydanticUndefined


def fields(body: Model) -> dict[str, Any]:
    """The fields that were sent, by name; nothing for those that were left out."""
    return {name: getattr(body, name) for name in body.model_fields_set}


class JsonRoute(APIRoute):
    """A route whose JSON body is read before anything else is done, within limits.

    Raises ServiceError: unsupported_media_type, payload_too_large, request_timeout.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        body = strict_json(self)
        if body is None:
            return handle

        async def handle_bounded(request: Request) -> Response:
            settings: GatewaySettings = request.app.state.gateway.settings
            text = await read_json(request, settings.max_batch if body.large else settings.max_body)
            return await handle(_JsonRequest(request, text))

        return handle_bounded


class _JsonRequest(Request):
    """A request that was read; its JSON is its text, because FastAPI's own reader is not strict."""

    def __init__(self, request: Request, text: bytes) -> None:
        super().__init__(request.scope, request.receive)
        self.text = text

    async def body(self) -> bytes:
        return self.text

    async def json(self) -> bytes:
        return self.text


async def read_json(request: Request, limit: int) -> bytes:
    """The whole JSON body, of at most `limit` bytes, without the byte-order mark that some editors put before it (RFC 8259
    8.1 lets a reader pass over it).

    Raises ServiceError: unsupported_media_type, payload_too_large, request_timeout.
    """
    _check_type(request)
    return (await read_body(request, limit)).removeprefix(codecs.BOM_UTF8)


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body, of whatever type and at most `limit` bytes. Raises ServiceError: payload_too_large,
    request_timeout."""
    settings: GatewaySettings = request.app.state.gateway.settings
    waits = "expect" in request.headers
    if int(request.headers.get("content-length", "0")) > limit + (0 if waits else DISCARDED):
        raise ServiceError(ErrorCode.PAYLOAD_TOO_LARGE, limit=limit)
    try:
        async with asyncio.timeout(settings.body_timeout_s):
            return await _gather(request, limit)
    except TimeoutError:
        raise ServiceError(ErrorCode.REQUEST_TIMEOUT) from None


async def _gather(request: Request, limit: int) -> bytes:
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit + DISCARDED:
            break
        if size <= limit:
            body += chunk
    if size > limit:
        raise ServiceError(ErrorCode.PAYLOAD_TOO_LARGE, limit=limit)
    return bytes(body)


def _check_type(request: Request) -> None:
    headers = request.headers
    if headers.get("content-length") == "0" or not (
        "content-length" in headers or "transfer-encoding" in headers
    ):
        return
    kind, parameters = parse_options_header(headers.get("content-type", ""))
    charset = parameters.get("charset", "utf-8").lower()
    coding = headers.get("content-encoding", "identity").strip().lower()
    if kind.lower() not in json_types(request.method) or charset not in CHARSETS or coding != "identity":
        raise ServiceError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, expected=", ".join(json_types(request.method)))


def json_types(method: str) -> tuple[str, ...]:
    """The media types of a JSON body, by method."""
    return (JSON, MERGE_PATCH) if method == "PATCH" else (JSON,)
