"""The OpenAPI document: FastAPI's own, completed with bodies, problems, headers and links.

`python -m gateway.openapi` writes services/gateway/openapi.json; with --check it fails when that file is not
what the code says.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from contracts.errors import DEFINITIONS, ErrorCode
from gateway.describe import LINKS, PROBLEMS
from gateway.http import problems
from gateway.http.bodies import JSON

PATH = Path(__file__).with_name("openapi.json")
SCHEMAS = "#/components/schemas/{model}"

DESCRIPTION = """\
One door to public services: find a procedure, file a dossier, pay, follow it, receive the result.

* Errors are problem details (RFC 9457) with a stable `code`, in Vietnamese or English by `Accept-Language`.
* Every creating or acting POST takes an `Idempotency-Key`: the same key and body replay the answer.
* Versions are ETags: send the one you have seen as `If-Match` when you change a thing.
* Lists come in pages: follow `Link: rel="next"` or send `next_cursor` back as `cursor`.
* `RateLimit` and `RateLimit-Policy` tell how often you may still call.
"""

TAGS = (
    ("accounts", "People and officers."),
    ("sessions", "Log in and out; the keys of access tokens."),
    ("catalogue", "Procedures (thủ tục hành chính)."),
    ("places", "Agencies, their calendars, administrative units, and which office is competent."),
    ("conditions", "Business conditions, what became of them, and what they cost."),
    ("dossiers", "Dossiers (hồ sơ) from filing to result."),
    ("desk", "The one-stop shop at work: queues, counters, delegation, the register."),
    ("files", "Papers and results."),
    ("payments", "Bills, orders, payment providers."),
    ("messages", "A person's inbox."),
    (
        "sync",
        "Dossiers at other agencies, as their systems tell of them. The wire of these systems: docs/sync.md.",
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

SAID = {"200": "Done.", "201": "Made.", "204": "Done; nothing to tell.", "304": "What you hold is current."}
HEADERS = {
    "traceparent": {"schema": {"type": "string"}, "description": "The trace of this request (W3C)."},
    "Location": {"schema": {"type": "string"}, "description": "Where the new thing is found."},
}
ANSWER_HEADERS = {"201": ("Location",)}


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
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        tags=[{"name": name, "description": text} for name, text in TAGS],
        servers=[{"url": "/"}],
        routes=app.routes,
    )
    made["components"]["schemas"] |= _problem_schemas()
    for unused in ("HTTPValidationError", "ValidationError"):
        made["components"]["schemas"].pop(unused, None)
    for operation in _operations(made):
        codes = _complete(operation)
        operation["responses"] |= _problem_answers(codes, made["components"].setdefault("responses", {}))
    return made


def _problem_schemas() -> dict[str, Any]:
    _, made = models_json_schema([(problems.Problem, "serialization")], ref_template=SCHEMAS)
    schemas: dict[str, Any] = made["$defs"]
    return schemas


def _operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in made["paths"].values():
        operations: dict[str, dict[str, Any]] = path
        yield from operations.values()


def _complete(operation: dict[str, Any]) -> list[ErrorCode]:
    """Complete, in place, what FastAPI says of an operation; gives the problems that it may answer with."""
    for media in operation.get("requestBody", {}).get("content", {}).values():
        media["schema"].pop("default", None)  # a body that may be left out is left out, not sent empty
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])
    own = [ErrorCode(code) for code in operation.pop(PROBLEMS, ())]
    links = operation.pop(LINKS, {})
    operation["responses"].pop("422", None)
    for status, answer in operation["responses"].items():
        _complete_answer(status, answer, links)
    if any(parameter["name"] == "If-None-Match" for parameter in operation.get("parameters", ())):
        operation["responses"]["304"] = {"description": SAID["304"]}
    return [*own, *_implied(operation)]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is left out is not null: there is no null in a query."""
    kinds: list[dict[str, Any]] = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    return {name: value for name, value in schema.items() if name != "anyOf"} | kinds[0]


def _implied(operation: dict[str, Any]) -> Iterator[ErrorCode]:
    """The problems that follow from what an operation takes."""
    yield from ALWAYS
    if "security" in operation:
        yield from WITH_TOKEN
    if JSON in operation.get("requestBody", {}).get("content", {}):
        yield from WITH_BODY
    for parameter in operation.get("parameters", ()):
        yield from WITH_HEADER.get(parameter["name"], ()) if parameter["required"] else ()


def _problem_answers(codes: Iterable[ErrorCode], shared: dict[str, Any]) -> dict[str, Any]:
    """References by status into `shared`, where each set of codes is described once."""
    by_status: dict[str, list[ErrorCode]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(str(DEFINITIONS[code].status), []).append(code)
    for found in by_status.values():
        shared["-".join(found)] = _problem_answer(found)
    return {
        status: {"$ref": f"#/components/responses/{'-'.join(found)}"}
        for status, found in sorted(by_status.items())
    }


def _problem_answer(codes: list[ErrorCode]) -> dict[str, Any]:
    said = "; ".join(f"`{code}`: {DEFINITIONS[code].title_en}" for code in codes)
    schema = {"$ref": SCHEMAS.format(model=problems.Problem.__name__)}
    return {"description": said, "content": {problems.MEDIA_TYPE: {"schema": schema}}}


def _complete_answer(status: str, answer: dict[str, Any], links: dict[str, Any]) -> None:
    answer["description"] = SAID.get(status, answer["description"])
    if links:
        answer["links"] = links
    headers = {name: HEADERS[name] for name in ("traceparent", *ANSWER_HEADERS.get(status, ()))}
    answer["headers"] = headers


def main(arguments: list[str]) -> int:
    from gateway.app import create_app
    from gateway.settings import GatewaySettings

    settings = GatewaySettings(amqp_uri="amqp://localhost", records_door_url="http://localhost")
    text = json.dumps(create_app(settings).openapi(), ensure_ascii=False, indent=2) + "\n"
    if "--check" not in arguments:
        PATH.write_text(text, encoding="utf-8")
        return 0
    if PATH.exists() and PATH.read_text(encoding="utf-8") == text:
        return 0
    print(f"{PATH.name} is not what the code says; run: python -m gateway.openapi", file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
