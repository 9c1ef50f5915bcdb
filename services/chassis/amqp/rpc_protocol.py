"""nameko's RPC protocol: its exchange and queues, and its bodies, decoded in one pass without a tree in between."""

from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
from pydantic import BaseModel, ValidationError, create_model

from contracts.base import AnyMethod, Model
from contracts.errors import ErrorCode, FieldError, ServiceError, field_errors
from contracts.printable import AS_IT_STANDS
from contracts.storable import require_storable

CONTENT_TYPE = "application/json"
RPC_EXCHANGE = "nameko-rpc"
"""The topic exchange of all requests (routing key `service.method`) and replies (routing key: the reply address)."""
MAX_BODY = 16 * 1024 * 1024 - 64 * 1024
"""Bytes of a request or reply. RabbitMQ 4 closes the channel of who publishes more than 16 MiB, and the request that
was being answered would come again for ever."""
REPLY_QUEUE_EXPIRES_MS = 300_000
"""How long a reply queue outlives its client's connection."""
PROBE_KEY = "00000000-0000-0000-0000-000000000000"
"""The reply address of nobody: every user may publish there, and the broker drops such a message."""


def user_of(amqp_uri: str) -> str:
    """The broker's user of an address: the `user_id` of what is published with it. RabbitMQ refuses any other."""
    return unquote(urlsplit(amqp_uri).username or "guest")


def request_queue_name(service: str) -> str:
    """The queue from which all replicas of a service take their requests."""
    return f"rpc-{service}"


def reply_queue_name(client: str, reply_to: str) -> str:
    """The queue of one process; `reply_to`, a UUID, is its routing key."""
    return f"rpc.reply-{client}-{reply_to}"


_RESULT, _NO_ERROR, _NO_RESULT = b'{"result":', b',"error":null}', b'{"result":null'


class RemoteError(BaseModel):
    """An exception in nameko's serialised form."""

    exc_type: str | None = None
    exc_path: str | None = None
    exc_args: list[Any] = []
    value: Any = None


@cache
def _request_body(method: AnyMethod) -> type[BaseModel]:
    return create_model(f"{method.routing_key} request", args=(list[Any], []), kwargs=(method.request, ...))


@cache
def _reply_body(method: AnyMethod) -> type[BaseModel]:
    result: Any = method.response | None
    return create_model(
        f"{method.routing_key} reply", result=(result, None), error=(RemoteError | None, None)
    )


def encode_request(request: Model) -> bytes:
    """The body of a request: nameko's `args` and `kwargs`, one keyword argument per field."""
    """Fields that were not set are left to the receiver, who may be one release behind and not know them yet."""
    content = request.__pydantic_serializer__.to_json(request, exclude_unset=True)
    return b'{"args":[],"kwargs":' + content + b"}"


def encode_raw_request(arguments: dict[str, Any]) -> bytes:
    """As `encode_request`, for arguments that are plain JSON; the called service validates them."""
    return orjson.dumps({"args": [], "kwargs": arguments})


def decode_request(method: AnyMethod, body: bytes) -> Model:
    """The typed request. Raises ServiceError (invalid_request) that names every wrong or unknown field, at any depth,
    and every value that cannot be stored (`contracts.storable`).
    """
    try:
        envelope: Any = _request_body(method).model_validate_json(body, extra="forbid")
    except ValidationError as error:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=field_errors(error, skip=1)) from None
    if envelope.args:
        wrong = FieldError(pointer="/args", code="positional", detail="Send named arguments only.")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    request: Model = envelope.kwargs
    require_storable(request)
    return request


def encode_result(result: Model) -> bytes:
    """The body of a reply with a result."""
    return _RESULT + result.__pydantic_serializer__.to_json(result) + _NO_ERROR


def encode_error(error: ServiceError) -> bytes:
    """The body of a reply with an error, which stock nameko clients raise as a RemoteError."""
    text = error.to_json()
    fault = RemoteError(
        exc_type="ServiceError", exc_path="contracts.errors.ServiceError", exc_args=[text], value=text
    )
    return _NO_RESULT + b',"error":' + fault.model_dump_json().encode() + b"}"


def decode_reply(method: AnyMethod, body: bytes) -> Any:
    """The typed result; unknown fields are ignored at any depth. Raises the ServiceError of the called service,
    internal_error for any other failure.
    """
    try:
        envelope: Any = _reply_body(method).model_validate_json(body, extra="ignore", context=AS_IT_STANDS)
    except ValidationError:
        raise ServiceError(ErrorCode.INTERNAL_ERROR) from None
    if envelope.error is not None:
        raise _to_service_error(envelope.error)
    if envelope.result is None:
        raise ServiceError(ErrorCode.INTERNAL_ERROR)
    return envelope.result


def decode_json_reply(body: bytes) -> bytes:
    """As `decode_reply`, with the result as the JSON that the called service wrote, not read here."""
    if body.startswith(_RESULT) and body.endswith(_NO_ERROR) and not body.startswith(_NO_RESULT):
        return body[len(_RESULT) : -len(_NO_ERROR)]
    result = decode_raw_reply(body)
    if result is None:
        raise ServiceError(ErrorCode.INTERNAL_ERROR)
    return orjson.dumps(result)


def decode_raw_reply(body: bytes) -> Any:
    """As `decode_reply`, with the result as plain JSON values, not validated."""
    try:
        envelope = orjson.loads(body)
        result, error = envelope["result"], envelope["error"]
        remote = RemoteError.model_validate(error, extra="ignore") if error is not None else None
    except (ValueError, KeyError, TypeError):
        raise ServiceError(ErrorCode.INTERNAL_ERROR) from None
    if remote is not None:
        raise _to_service_error(remote)
    return result


def _to_service_error(fault: RemoteError) -> ServiceError:
    if fault.exc_type == "ServiceError" and fault.exc_args:
        try:
            return ServiceError.from_json(fault.exc_args[0])
        except (ValueError, TypeError, KeyError):
            return ServiceError(ErrorCode.INTERNAL_ERROR)
    return ServiceError(ErrorCode.INTERNAL_ERROR)
