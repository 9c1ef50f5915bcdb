"""No value of any field of any request is an internal error: on the running system, in bodies, queries and cursors."""

from __future__ import annotations

import base64
import itertools
import json
import os
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.support.hostile import DATES, TEXTS, UNSTORABLE, VALUES, places, with_value
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
EVERY = 1 if DEEP else 23
"""Of all pairs of a place and a value, so many go untried between two that are tried."""
KEYS: tuple[Any, ...] = (
    "abc", "", "1", 0, -1, 2**31, 2**63 - 1, 2**63, 2**64, 1.5, True, None, [], {}, {"at": "2026-11-27T00:00:00+00:00"},
    {"at": "0001-01-01T00:00:00+14:00"}, {"at": "9999-12-31T23:59:59-12:00"}, {"at": "2026-11-27"}, {"at": 1},
    {"$gt": ""}, {"$ref": "a", "$id": "b"}, "\x00", "x" * 200,
)  # fmt: skip
"""Sort keys that somebody may write into a cursor."""


@pytest.fixture(scope="module")
def document(portal: GatewayClient) -> Json:
    return portal.get("/openapi.json")


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "put", "patch", "delete"):
                yield method.upper(), path, operation


def resolved(document: Json, thing: Json) -> Json:
    """The thing itself or what its reference names."""
    while "$ref" in thing:
        name = thing["$ref"].rsplit("/", 2)[1:]
        thing = document["components"][name[0]][name[1]]
    return thing


def parameters(document: Json, operation: Json, where: str) -> list[Json]:
    found = (resolved(document, parameter) for parameter in operation.get("parameters", ()))
    return [parameter for parameter in found if parameter["in"] == where]


def known(case: DossierCase) -> dict[str, str]:
    """Things that there are, by the names that parameters of paths have."""
    dossier_id = case.paid()["dossier_id"]
    return {
        "dossier_id": dossier_id, "bill_id": case.bill(dossier_id)["bill_id"], "code": "1.001193", "number": "1",
        "version": "1", "agency_code": "H26.31.05", "province_code": "H26", "unit_code": "01", "regime_id": "nd-118-2025",
    }  # fmt: skip


def address(path: str, values: dict[str, str]) -> str:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return path.format(**{name: values.get(name, "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55") for name in names})


def refused_or_answered(answer: httpx.Response, what: object) -> None:
    assert answer.status_code < 500, (what, answer.text)


@pytest.mark.deep
def test_no_cursor_made_by_hand_is_an_internal_error(
    case: DossierCase, administrator: User, document: Json
) -> None:
    values = known(case)
    people.officer(administrator, "Vũ Thị Giang", ["manager"])
    made = set()
    for method, path, operation in operations(document):
        names = {parameter["name"] for parameter in parameters(document, operation, "query")}
        if method != "GET" or "cursor" not in names:
            continue
        for caller in (case.citizen, case.desk, administrator):
            cursor = first_cursor(caller, address(path, values))
            if cursor is not None:
                made.add(path)
            for forged in [*forgeries(cursor), *TEXTS]:
                answer = caller.send("GET", address(path, values), params={"cursor": forged, "limit": 1})
                refused_or_answered(answer, (path, forged))
    assert {"/v1/procedures", "/v1/dossiers/{dossier_id}/history", "/v1/agencies", "/v1/officers"} <= made
    assert len(made) >= 7, made


def first_cursor(caller: User, path: str) -> str | None:
    answer = caller.send("GET", path, params={"limit": 1})
    refused_or_answered(answer, path)
    found = answer.json() if answer.status_code == 200 else {}
    return found.get("next_cursor") if isinstance(found, dict) else None


def forgeries(cursor: str | None) -> Iterator[str]:
    """The cursor of this very list with another key or id."""
    if cursor is None:
        return
    key, last_id, fingerprint = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    ids: tuple[Any, ...] = ("", 1, None, "\x00", {"$gt": ""}, [])
    whole: tuple[Any, ...] = ([key], [key, last_id], [], {}, "x", 1, [[[[]]]], [key, last_id, fingerprint, 1])
    keyed = ([other, last_id, fingerprint] for other in KEYS)
    named = ([key, other, fingerprint] for other in ids)
    for changed in itertools.chain(keyed, named, whole):
        yield base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b"=").decode()


@pytest.mark.deep
def test_no_date_and_no_number_of_a_query_is_an_internal_error(
    case: DossierCase, administrator: User, document: Json
) -> None:
    values, tried = known(case), 0
    for method, path, operation in operations(document):
        if method != "GET" or path.endswith("/events"):
            continue
        for parameter in parameters(document, operation, "query"):
            schema = str(resolved(document, parameter["schema"]))
            texts = DATES if "'date" in schema else TEXTS
            for caller, text in itertools.product((case.desk, administrator), texts if DEEP else texts[::2]):
                answer = caller.send("GET", address(path, values), params={parameter["name"]: text})
                refused_or_answered(answer, (path, parameter["name"], text))
                tried += 1
    assert tried > 500


@pytest.mark.parametrize("value", UNSTORABLE)
def test_what_nothing_can_hold_is_pointed_at_in_a_submission(case: DossierCase, value: str) -> None:
    content, code = UNSTORABLE[value]
    body = case.submission()
    body["form_data"]["hostile"] = content
    text = json.dumps(body)
    answer = case.citizen.send(
        "POST", "/v1/dossiers", content=text, headers={"Content-Type": "application/json"}, key="hostile"
    )
    problem = assert_problem(answer, 422, "invalid_request")
    assert {error["code"] for error in problem["errors"]} == {code}
    assert all(error["pointer"].startswith("/form_data/hostile") for error in problem["errors"])


@pytest.mark.deep
def test_no_field_of_a_body_is_an_internal_error(case: DossierCase, document: Json) -> None:
    values, tried = known(case), 0
    pairs = itertools.count()
    for method, path, operation in operations(document):
        content = (
            resolved(document, operation.get("requestBody", {})).get("content", {}).get("application/json")
        )
        if content is None or path.endswith("/sessions"):
            continue
        body = next(iter(content["examples"].values()))
        body = resolved(document, body)["value"]
        for place in places(body):
            for value in VALUES:
                if next(pairs) % EVERY:
                    continue
                text = json.dumps(with_value(body, place, value))
                for caller in (case.citizen, case.desk):
                    answer = caller.send(
                        method, address(path, values), content=text, key=f"hostile-{tried}",
                        headers={"Content-Type": "application/json", "If-Match": '"1"'},
                    )  # fmt: skip
                    refused_or_answered(answer, (method, path, place, value))
                    tried += 1
    assert tried > 500
