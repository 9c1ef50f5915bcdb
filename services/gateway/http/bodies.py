"""JSON bodies: read within limits, checked against the contract's own fields."""

import asyncio
from typing import Any

import orjson
from fastapi import Request
from pydantic import ConfigDict, ValidationError, create_model
from pydantic_core import ErrorDetails

from contracts.base import Model
from contracts.errors import ErrorCode, FieldError, ServiceError
from gateway.settings import GatewaySettings

JSON = "application/json"

Fields = dict[str, Any]


class JsonBody:
    """A dependency that gives the fields of `command` that a body may set: all but those of `elsewhere`.
    A `large` one may be as large as a batch.

    Types are taken strictly: a number in quotes is not a number. Unknown fields are refused.
    """

    def __init__(
        self, command: type[Model], *elsewhere: str, example: dict[str, Any], large: bool = False
    ) -> None:
        self.large = large
        fields: dict[str, Any] = {
            name: (field.annotation, field)
            for name, field in command.model_fields.items()
            if name not in elsewhere
        }
        self.model = create_model(
            f"{command.__name__}Body",
            __config__=ConfigDict(extra="forbid", json_schema_extra={"examples": [example]}),
            __doc__=command.__doc__,
            **fields,
        )
        self.model.model_validate_json(orjson.dumps(example), strict=True)
        self.example = example
        self.required = any(field.is_required() for field in self.model.model_fields.values())

    async def __call__(self, request: Request) -> Fields:
        settings: GatewaySettings = request.app.state.gateway.settings
        body = await read_json(request, settings.max_batch if self.large else None)
        try:
            sent = self.model.model_validate_json(body or (b"" if self.required else b"{}"), strict=True)
        except ValidationError as error:
            raise _invalid(error) from None
        return {name: getattr(sent, name) for name in sent.model_fields_set}


async def read_json(request: Request, limit: int | None = None) -> bytes:
    """The whole JSON body, of `max_body` bytes unless another limit is given.

    Raises ServiceError: unsupported_media_type, payload_too_large, request_timeout.
    """
    settings: GatewaySettings = request.app.state.gateway.settings
    _check_type(request)
    return await read_body(request, limit or settings.max_body)


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body, of whatever type."""
    settings: GatewaySettings = request.app.state.gateway.settings
    if int(request.headers.get("content-length", "0")) > limit:
        raise ServiceError(ErrorCode.PAYLOAD_TOO_LARGE, limit=limit)
    try:
        async with asyncio.timeout(settings.body_timeout_s):
            return await _gather(request, limit)
    except TimeoutError:
        raise ServiceError(ErrorCode.REQUEST_TIMEOUT) from None


async def _gather(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise ServiceError(ErrorCode.PAYLOAD_TOO_LARGE, limit=limit)
    return bytes(body)


def _check_type(request: Request) -> None:
    headers = request.headers
    if headers.get("content-length") == "0" or not (
        "content-length" in headers or "transfer-encoding" in headers
    ):
        return
    kind, _, parameters = headers.get("content-type", "").partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if kind.strip().lower() != JSON or charset not in ("", "charset=utf-8"):
        raise ServiceError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, expected=JSON)


def _invalid(error: ValidationError) -> ServiceError:
    found = error.errors(include_input=False, include_url=False, include_context=False)
    if any(item["type"] == "json_invalid" for item in found):
        return ServiceError(ErrorCode.MALFORMED_JSON)
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=tuple(map(_field_error, found)))


def _field_error(item: ErrorDetails) -> FieldError:
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in item["loc"])
    return FieldError(pointer="".join(f"/{part}" for part in parts), code=item["type"], detail=item["msg"])
