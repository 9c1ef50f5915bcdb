"""The document: FastAPI's own, completed with the problems that follow from what an operation takes, with headers,
examples and names that do not change.

`app.openapi` answers with it, once made; it knows the application only as what it is given.
"""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from contracts.errors import DEFINITIONS, ErrorCode
from gateway.http.bodies import JSON
from gateway.http.route_docs import describe, response_name
from gateway.http.work_kinds import UNLIMITED
from gateway.openapi import headers, machine_clients, problems, schemas
from gateway.openapi.examples import example_of

Operation = dict[str, Any]

DESCRIPTION = """\
One door to public services (một cửa): find a procedure, file a dossier, pay, follow it, receive the result.

* Errors are problem details (RFC 9457) with a stable `code`, in Vietnamese or English by `Accept-Language`.
* Every creating or acting POST takes an `Idempotency-Key`: the same key and body replay the answer.
* Versions are ETags: send the one you have seen as `If-Match` when you change a thing.
* HEAD answers wherever GET does. A PATCH takes `application/merge-patch+json` under this name as well (RFC 7396).
* Lists come in pages: follow `Link: rel="next"` or send `next_cursor` back as `cursor`.
* `RateLimit` and `RateLimit-Policy` tell how often you may still call.
* Instants have an offset and are answered in UTC; days are local days of Viet Nam; money is whole VND.
* Answers gain fields from release to release: pass over those that you do not know. Requests refuse unknown fields.
"""

TAGS = (
    ("accounts", "People and officers (cán bộ)."),
    (
        "personal data",
        "Purposes, consents, and requests of persons about their data (quyền của chủ thể dữ liệu).",
    ),
    (
        "machine clients",
        "Programs of an agency (ứng dụng máy) and their secrets; they log in at POST /oauth/token.",
    ),
    ("sessions", "Log in and out; the keys of access tokens."),
    ("eid", "Log in by electronic identity (VNeID); identities linked to an account."),
    (
        "representation",
        "Who acts for whom (đại diện, ủy quyền): organisations and their people, parents, guardians.",
    ),
    ("catalogue", "Procedures (thủ tục hành chính)."),
    ("places", "Agencies, their calendars, administrative units, and which office is competent."),
    ("conditions", "Business conditions (điều kiện kinh doanh), what became of them, and what they cost."),
    ("dossiers", "Dossiers (hồ sơ) from filing to result."),
    ("desk", "The one-stop shop (Bộ phận Một cửa) at work: queues, counters, delegation, the register."),
    ("files", "Papers and results, and their verification."),
    (
        "signing",
        "Certificates of agencies and officials (chứng thư chữ ký số của cơ quan, của người có thẩm quyền).",
    ),
    ("papers", "The personal store of papers (kho dữ liệu điện tử của tổ chức, cá nhân)."),
    ("payments", "Bills, orders, receipts and payment providers."),
    ("messages", "A person's inbox."),
    ("labels", "What people call the values of answers, in both languages."),
    (
        "sync",
        "Dossiers at other agencies, as their systems report them. The wire of these systems: docs/sync.md.",
    ),
)

ALWAYS = (
    ErrorCode.INVALID_REQUEST,
    ErrorCode.RATE_LIMITED,
    ErrorCode.INTERNAL_ERROR,
    ErrorCode.UNAVAILABLE,
    ErrorCode.UNKNOWN_SERVICE,
    ErrorCode.DEADLINE_EXCEEDED,
)
WITH_TOKEN = (ErrorCode.UNAUTHENTICATED, ErrorCode.TOKEN_EXPIRED)
WITH_BODY = (
    ErrorCode.MALFORMED_JSON,
    ErrorCode.PAYLOAD_TOO_LARGE,
    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
    ErrorCode.REQUEST_TIMEOUT,
)
WITH_HEADER = {
    "Idempotency-Key": (
        ErrorCode.IDEMPOTENCY_KEY_REQUIRED,
        ErrorCode.IDEMPOTENCY_MISMATCH,
        ErrorCode.IDEMPOTENCY_IN_PROGRESS,
    ),
    "If-Match": (ErrorCode.VERSION_REQUIRED, ErrorCode.VERSION_STALE),
}

IF_NONE_MATCH: dict[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "ETags that you hold, or `*`: the answer is 304 while one of them is current.",
    "schema": {"type": "string"},
    "example": '"1"',
}
"""Of every operation whose answer has an ETag."""

SUCCESS = {
    "200": "Done.",
    "201": "Made.",
    "206": "A part of it.",
    "204": "Done; there is no content.",
    "304": "The ETag is current.",
}


def document(app: FastAPI) -> dict[str, Any]:
    """The whole document, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _make(app)
    return app.openapi_schema


def _make(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=DESCRIPTION,
        contact={"name": "The operator of this portal"},
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        tags=[{"name": name, "description": text} for name, text in TAGS],
        servers=[{"url": "/", "description": "Where this document came from."}],
        routes=app.routes,
    )
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method=method, counted=not _is_unlimited(path))
    components = made["components"]
    components["schemas"] = problems.with_problem(components["schemas"])
    components["headers"] = headers.HEADERS
    components["securitySchemes"][machine_clients.SCHEME] = machine_clients.security_scheme()
    components["responses"] = _only_used(problems.responses(), made)
    named = schemas.name_and_trim(made)
    _add_examples(named)
    _share_links(named)
    return named


def _only_used(responses: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    used = {
        answer.get("$ref", "")
        for _, operation in _operations(made)
        for answer in operation["responses"].values()
    }
    return {name: value for name, value in responses.items() if f"#/components/responses/{name}" in used}


def _operations(made: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, operations in made["paths"].items():
        for operation in operations.values():
            yield path, operation


def _is_unlimited(path: str) -> bool:
    """Whether requests of this path are not counted; its parameters may be anything."""
    return UNLIMITED.fullmatch(re.sub(r"\{\w+\}", "x", path)) is not None


def _complete(operation: Operation, *, method: str, counted: bool) -> None:
    """Complete, in place, what FastAPI says of an operation."""
    operation.setdefault("security", [])
    machine_clients.add_to(operation)
    if method == "get" and "ETag" in operation["responses"].get("200", {}).get("headers", {}):
        operation.setdefault("parameters", []).append(deepcopy(IF_NONE_MATCH))
        operation["responses"]["304"] = {"headers": headers.references("ETag")}
    for media in operation.get("requestBody", {}).get("content", {}).values():
        media["schema"].pop("default", None)  # a body that may be left out is left out, not sent empty
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])
    _add_problems(operation, counted=counted)
    _complete_answers(operation, counted=counted)


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is left out is not null: there is no null in a query."""
    kinds: list[dict[str, Any]] = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    return {name: value for name, value in schema.items() if name != "anyOf"} | kinds[0]


def _add_problems(operation: Operation, *, counted: bool) -> None:
    """The problems that follow from what the operation takes, beside those of its route."""
    responses = operation["responses"]
    if "$ref" not in responses.get("422", {}):
        responses.pop("422", None)  # FastAPI's own: ours is a problem
    for code in _implied(operation):
        if code is ErrorCode.RATE_LIMITED and not counted:
            continue
        status = DEFINITIONS[code].status
        answer = responses.setdefault(
            str(status), {"$ref": f"#/components/responses/{response_name(status)}", "description": ""}
        )
        if f"`{code}`" not in answer["description"]:
            answer["description"] = "; ".join(filter(None, (answer["description"], describe(code))))
    operation["responses"] = dict(sorted(responses.items()))


def _implied(operation: Operation) -> Iterable[ErrorCode]:
    yield from ALWAYS
    if operation["security"]:
        yield from WITH_TOKEN
    if any(machine_clients.SCHEME in requirement for requirement in operation["security"]):
        yield ErrorCode.INSUFFICIENT_SCOPE
    if JSON in operation.get("requestBody", {}).get("content", {}):
        yield from WITH_BODY
    for parameter in operation.get("parameters", ()):
        yield from WITH_HEADER.get(parameter["name"], ()) if parameter["required"] else ()


def _complete_answers(operation: Operation, *, counted: bool) -> None:
    always = headers.references(*headers.ALWAYS, *(headers.COUNTED if counted else ()))
    for status, answer in operation["responses"].items():
        if "$ref" not in answer:
            if status in SUCCESS and answer.get("description") in (None, "Successful Response"):
                answer["description"] = SUCCESS[status]
            answer["headers"] = answer.get("headers", {}) | always


def _add_examples(made: dict[str, Any]) -> None:
    """One typical value of each JSON answer, shared by the answers of one schema."""
    found = made["components"]["schemas"]
    shared: dict[str, Any] = {}
    made["components"]["examples"] = shared
    for _, operation in _operations(made):
        for answer in operation["responses"].values():
            media = answer.get("content", {}).get(JSON)
            if media is None or "$ref" not in media.get("schema", {}):
                continue
            name = media["schema"]["$ref"].rpartition("/")[2]
            shared.setdefault(name, {"summary": "A typical answer.", "value": example_of(found[name], found)})
            media["examples"] = {"typical": {"$ref": f"#/components/examples/{name}"}}


def _share_links(made: dict[str, Any]) -> None:
    """Each link once under `components.links`, named by the schema that it starts from and by where it leads."""
    shared: dict[str, Any] = {}
    made["components"]["links"] = shared
    for _, operation in _operations(made):
        for answer in operation["responses"].values():
            schema = (
                answer.get("content", {}).get(JSON, {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
            )
            for name, link in answer.get("links", {}).items():
                shared[f"{schema}.{name}"] = link
                answer["links"][name] = {"$ref": f"#/components/links/{schema}.{name}"}
