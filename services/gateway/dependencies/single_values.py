"""What a request may say once only: a parameter or header that came twice is refused, because everybody on the way reads
another of its values."""

from collections import Counter
from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from urllib.parse import parse_qsl

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from starlette.types import Scope

from contracts.errors import ErrorCode, FieldError, ServiceError
from gateway.http.headers import SINGLE_HEADERS

_MANY = (tuple, list, set, frozenset)


def refuse_repeated(scope: Scope, route: APIRoute) -> None:
    """Checks a request of `route` before anything else. A list is the parameter that may come often
    (`status=accepted&status=processing`); what a route does not declare, as the query that a payment provider signs, is not
    looked at.

    Raises ServiceError(INVALID_REQUEST).
    """
    repeated = _repeated_parameters(scope["query_string"])
    single = single_parameters(route) if repeated else ()
    wrong = [f"/query/{name}" for name in single if name in repeated]
    wrong += [f"/header/{name}" for name in _repeated_headers(scope["headers"])]
    if wrong:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=tuple(map(_repeated, wrong)))


def _repeated_parameters(query: bytes) -> set[str]:
    if b"&" not in query:
        return set()
    sent = Counter(name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    return {name for name, times in sent.items() if times > 1}


def _repeated_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[str]:
    """Those with two values; the same value twice is one."""
    values: dict[bytes, bytes] = {}
    single = ((name, value) for name, value in headers if name in SINGLE_HEADERS)
    repeated = (name for name, value in single if values.setdefault(name, value) != value)
    return [SINGLE_HEADERS[name] for name in dict.fromkeys(repeated)]


def _repeated(pointer: str) -> FieldError:
    return FieldError(pointer=pointer, code="repeated", detail="Stated more than once.")


def single_parameters(route: APIRoute) -> tuple[str, ...]:
    """The names of the query parameters of a route that have one value."""
    return tuple(dict.fromkeys(_names(route.dependant)))


def _names(dependant: Dependant) -> Iterator[str]:
    for field in dependant.query_params:
        yield from _single(field.alias, field.field_info)
    for inner in dependant.dependencies:
        yield from _names(inner)


def _single(name: str, field: FieldInfo) -> Iterator[str]:
    model = field.annotation
    if isinstance(model, type) and issubclass(model, BaseModel):
        for inner, inner_field in model.model_fields.items():
            yield from _single(inner_field.alias or inner, inner_field)
    elif not _is_many(model):
        yield name


def _is_many(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _is_many(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return any(map(_is_many, get_args(annotation)))
    return (origin or annotation) in _MANY
