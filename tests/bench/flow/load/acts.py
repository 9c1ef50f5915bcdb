"""The acts of the load, as requests: a submission with and without a paper, and what officers do with it."""

from __future__ import annotations

import uuid
from typing import Any

import orjson
from tests.bench.flow.load.people import Citizen, headers_of
from tests.bench.http_connection import HttpRequest

from devstack.walk import people
from devstack.walk.gateway_client import Json, User

PAPERLESS_PROCEDURE = "2.000635"
"""Cấp bản sao trích lục hộ tịch: a fee, no mandatory paper, two steps of processing."""
PAPERLESS_FIELD = "G15-TP07"
AGENCY = "H26.31.05"


def submission(citizen: Citizen) -> HttpRequest:
    """With one paper."""
    return _command(citizen.user, "/v1/dossiers", people.submission(citizen.user, citizen.paper_id))


def paperless_submission(citizen: Citizen, agency: str = AGENCY) -> HttpRequest:
    body = {
        "procedure_code": PAPERLESS_PROCEDURE,
        "agency_code": agency,
        "channel": "online",
        "return_method": "online",
        "form_data": {
            "record_kind": "birth",
            "holder_name": people.APPLICANT,
            "registered_at": "Ủy ban nhân dân phường mẫu số 5",
            "copies": 2,
        },
    }
    return _command(citizen.user, "/v1/dossiers", body)


def accept(officer: User, dossier: Json) -> HttpRequest:
    """The fee is taken at the counter, each with a receipt of its own."""
    body = {"receipt_number": f"BL-{uuid.uuid4().hex[:12]}", "note": "Hồ sơ đầy đủ."}
    return _act(officer, dossier, "accept", body)


def start(officer: User, dossier: Json) -> HttpRequest:
    return _act(officer, dossier, "start-processing", {"note": "Đã phân công."})


def complete_step(officer: User, dossier: Json) -> HttpRequest:
    """The next step of the process."""
    body = {"step_code": dossier["step_codes"][0], "note": "Đã đối chiếu."}
    return _act(officer, dossier, "complete-step", body)


def issue(officer: User, dossier: Json, file_id: str) -> HttpRequest:
    body = {"outcome": "approved", "number": "123/2026", "file_id": file_id}
    return _act(officer, dossier, "issue-result", body)


def return_result(officer: User, dossier: Json) -> HttpRequest:
    body = {"recipient": people.APPLICANT, "method": "online"}
    return _act(officer, dossier, "return-result", body)


def read(path: str, user: User | None = None) -> HttpRequest:
    return HttpRequest("GET", path, user.bearer if user else {})


def log_in(user: User) -> HttpRequest:
    body = orjson.dumps({"login": user.login, "password": user.password})
    return HttpRequest("POST", "/v1/sessions", body=body)


def _act(officer: User, dossier: Json, action: str, body: Json) -> HttpRequest:
    """On the version of the dossier that the officer has seen."""
    return _command(officer, f"/v1/dossiers/{dossier['dossier_id']}/{action}", body, dossier["version"])


def _command(user: User, path: str, body: Any, version: int | None = None) -> HttpRequest:
    return HttpRequest("POST", path, headers_of(user, version), orjson.dumps(body))
