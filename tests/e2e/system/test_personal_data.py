"""After a whole run nothing of a person is in a log, a metric or a published event, nor in the clear where it is stored."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
from bson import json_util
from pymongo import MongoClient
from tests.support.portal.dossier_case import DossierCase

from devstack.process_table import PORTS
from devstack.secrets import database_of
from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import User

ENCRYPTED = ("accounts", "dossiers", "notifications", "records")
"""Services whose databases hold nothing of a person in the clear."""


@pytest.fixture(scope="module")
def run(system: System, desk: User, office: User) -> Mapping[str, str]:
    """A dossier's life, read and searched for by number beside it; what is personal in it, by what it is."""
    citizen = people.citizen(desk, mail_url=system.mail_url)
    number, email = citizen.account["stated_number"], citizen.account["email"]
    street = f"Số {secrets.randbelow(900) + 100} đường Lê Lợi {secrets.token_hex(4)}"
    case = DossierCase(citizen, desk, office)
    submission = case.submission(return_address=street)
    submission["form_data"]["new_address"] = street
    dossier_id = citizen.post("/v1/dossiers", submission)["dossier_id"]
    assert list(desk.pages("/v1/dossiers", q=number))
    accepted = desk.act(dossier_id, "accept", {"receipt_number": f"BL-{secrets.token_hex(5)}"})
    case.complete(accepted)
    desk.portal.send("POST", "/v1/sessions", json={"login": number, "password": people.new_password()})
    wait_until(case.message_templates, 20, "the first message")
    return {"number": number, "e-mail address": email, "address": street}


def found_in(text: str, personal: Mapping[str, str]) -> list[str]:
    """In whichever way the text writes letters beyond ASCII."""
    forms = {name: (value, json.dumps(value)[1:-1]) for name, value in personal.items()}
    return [name for name, values in forms.items() if any(value in text for value in values)]


@pytest.mark.deep
def test_nothing_of_a_person_is_where_it_should_not_be(system: System, run: Mapping[str, str]) -> None:
    found = {place: found_in(text, run) for place, text in places(system)}
    assert not {place: names for place, names in found.items() if names}
    assert len(found) > len(PORTS)


def places(system: System) -> Iterator[tuple[str, str]]:
    for file in system.log.iterdir():
        yield f"log {file.name}", file.read_text(encoding="utf-8", errors="replace")
    for name in PORTS:
        if name != "smtp":
            answer = httpx.get(f"{system.layout.url(name)}/metrics")
            yield f"metrics of {name}", answer.text
    with MongoClient[dict[str, Any]](system.mongo_address.admin_uri) as client:
        for name in client.list_database_names():
            if name.startswith("motcua_"):
                entries = list(client[name].events.find({}, {"private": 0}))
                yield f"published events of {name}", json_util.dumps(entries, ensure_ascii=False)
        for service in ENCRYPTED:
            database = client[database_of(service)]
            for collection in database.list_collection_names():
                stored = list(database[collection].find())
                yield f"{service}.{collection}", json_util.dumps(stored, ensure_ascii=False)


@pytest.mark.deep
def test_the_search_would_find_it(run: Mapping[str, str]) -> None:
    """As plain text, and as JSON writes it."""
    street = run["address"]
    assert found_in(f"to {street}", run) == ["address"] == found_in(json.dumps({"a": street}), run)
