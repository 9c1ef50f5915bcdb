"""After a whole run nothing of a person is in a log, a metric or a published event, nor in the clear where it is stored."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import bson
import httpx
import pytest
from bson import json_util
from pymongo import MongoClient
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.ministry_system import MinistrySystem
from tests.support.portal.ministry_system import dossier as ministry_dossier
from tests.support.portal.ministry_system import progress as ministry_progress

from contracts.topology import SERVICES
from devstack.process_table import PORTS
from devstack.secrets import database_of
from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import User
from devstack.walk.pdf import pdf


@pytest.fixture(scope="module")
def run(system: System, administrator: User, desk: User, office: User) -> Mapping[str, str]:
    """A dossier's life, read and searched for by number beside it; what is personal in it, by what it is."""
    citizen = people.citizen(desk, mail_url=system.mail_url)
    number, email = citizen.account["stated_number"], citizen.account["email"]
    phone = f"0912{secrets.randbelow(10**6):06d}"
    street = f"Số {secrets.randbelow(900) + 100} đường Lê Lợi {secrets.token_hex(4)}"
    citizen.request("PATCH", "/v1/me", json={"phone": phone}, version=citizen.get("/v1/me")["version"])
    case = DossierCase(citizen, desk, office)
    submission = case.submission(return_address=street)
    file_name = f"giay-to-{secrets.token_hex(3)}.pdf"
    paper = citizen.upload(file_name, pdf(f"So {number}, {phone}, {email}"))
    submission["papers"] = people.submission(citizen, paper)["papers"]
    submission["form_data"]["new_address"] = street
    assert email.encode() in citizen.download(paper)
    dossier_id = citizen.post("/v1/dossiers", submission)["dossier_id"]
    assert list(desk.pages("/v1/dossiers", q=number))
    ground = {"Reading-Ground": quote(f"complaint; don cua {number} {phone}", safe="; ")}
    assert desk.portal.send("GET", f"/v1/dossiers/{dossier_id}", headers=desk.bearer | ground).is_success
    accepted = desk.act(dossier_id, "accept", {"receipt_number": f"BL-{secrets.token_hex(5)}"})
    case.complete(accepted)
    desk.portal.send("POST", "/v1/sessions", json={"login": number, "password": people.new_password()})
    ministry = MinistrySystem.registered(administrator)
    owner = {
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": number}],
        "SoDienThoai": phone,
        "Email": email,
    }
    assert ministry.send("DongBoHoSoMC", ministry_dossier(ministry.code(), **owner))["error_code"] == 0
    assert ministry.send("DongBoHoSoMC", ministry_dossier("HS-1", **owner))["error_code"] != 0
    words = f"Hẹn người nộp {secrets.token_hex(4)} bổ sung"
    line = ministry_progress(ministry.code(), 4, 30, NoiDungXuLy=words)
    assert ministry.send("CapNhatTienDoHoSoMC", line)["error_code"] == 0
    wait_until(case.message_templates, 20, "the first message")
    return {
        "number": number,
        "e-mail address": email,
        "address": street,
        "telephone": phone[1:],
        "name of a file": file_name,
        "words of a step": words,
    }


def found_in(text: str, personal: Mapping[str, str]) -> list[str]:
    """In whichever way the text writes letters beyond ASCII."""
    forms = {name: (value, json.dumps(value)[1:-1]) for name, value in personal.items()}
    return [name for name, values in forms.items() if any(value in text for value in values)]


@pytest.mark.deep
def test_nothing_of_a_person_is_where_it_should_not_be(system: System, run: Mapping[str, str]) -> None:
    found = {place: found_in(text, run) for place, text in places(system)}
    assert {place: names for place, names in found.items() if names} == {}
    assert len(found) > len(PORTS)
    assert {"sync.dossiers", "sync.raw_batches", "sync.refused"} <= found.keys()


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
        for service in SERVICES:
            database = client[database_of(service)]
            for collection in database.list_collection_names():
                # As it is stored: what is in bytes is found too.
                stored = b"\n".join(bson.encode(each) for each in database[collection].find())
                yield f"{service}.{collection}", stored.decode(errors="replace")


@pytest.mark.deep
def test_the_search_would_find_it(run: Mapping[str, str]) -> None:
    """As plain text, and as JSON writes it."""
    street = run["address"]
    assert found_in(f"to {street}", run) == ["address"] == found_in(json.dumps({"a": street}), run)
