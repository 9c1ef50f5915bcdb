"""Every operation of the API, really called by every kind of caller: the answers are those of docs/rights.md."""

from __future__ import annotations

import difflib
import os
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Lock
from typing import Any

import httpx
import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.ministry_system import MinistrySystem, dossier
from tests.support.portal.rights_table import TABLE, Operation, operations, rendered
from tests.support.records.scans import scan as right_scan

from chassis.core.clock import utcnow
from contracts.accounts import MachineScope
from contracts.time import local_day
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User
from gateway.openapi.examples import example_of

CALLERS = {
    "nobody": "who has not logged in",
    "level 0": "a citizen whose number is not proved",
    "level 2": "a citizen whose number is proved, with nothing of this dossier",
    "representative": "that citizen with a token to act for the owner: read, file, pay",
    "owner": "the citizen whose dossier it is, number proved",
    "reception": "officer of reception of the agency that handles it",
    "processing": "processing officer of that agency",
    "leader": "leader of that agency",
    "manager": "head of the one-stop shop of that agency",
    "catalogue": "officer of that agency for the catalogue alone",
    "other agency": "officer of an agency that has nothing to do with it: reception, processing, leader, manager",
    "consulted": "officer, in all of these roles, of an agency whose opinion is awaited",
    "has answered": "officer, in all of these roles, of an agency that has given its opinion",
    "administrator": "administrator of the portal",
    "system above": "information system of the ministry above that agency",
    "other system": "information system of another ministry, which has told of a dossier of the owner",
    "machine client": "program of the ministry above that agency, with every scope",
}
ALL_ROLES = ["reception", "processing", "leader", "manager"]
OTHER, CONSULTED, ANSWERED = "H26.31.06", "H26.12", "H26.15"
GONE_BY = '"999999"'
NO_SUCH = "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"
LAST = ("logOut", "endSession", "endSessions")
"""Called after all others: they may end the caller's session."""
LATER = ("listMessages",)
"""What comes by itself some time after: whether it is there already says nothing of rights."""
HASHES = ("logIn", "registerCitizen", "createOfficer", "createSystem", "changeOwnPassword", "resetPassword")
"""One at a time: a password costs a tenth of a second, and who would wait long is refused."""
_hashing = Lock()
CONDITION = {
    "text": "Có kho chứa hàng", "sector": "Kinh doanh mẫu", "ministry_code": "G07", "legal_basis": "Nghị định mẫu",
}  # fmt: skip
FILE_PLAN = {
    "title": "Danh mục thử", "headings": [
        {"code": "TT.01", "heading": "Hồ sơ thử", "procedure_codes": ["1.999999"], "years": 5},
    ],
}  # fmt: skip
COLLECTOR = {
    "agency_code": people.AGENCY, "name": "Cơ quan mẫu", "tax_code": "0101243150", "tax_office_code": "1054259",
    "treasury_code": "1611", "series": [
        {"kind": "phi", "form_sign": "01BLP0-001", "series_sign": "BP-26E"},
        {"kind": "le_phi", "form_sign": "02BLP0-001", "series_sign": "BL-26E"},
    ],
}  # fmt: skip
Bodies = Mapping[str, Callable[[], Json]]


@dataclass(frozen=True)
class Scene:
    """One citizen with one of everything, and a token of every kind of caller."""

    url: str
    tokens: Mapping[str, str]
    ids: Mapping[str, str]
    marks: tuple[str, ...]
    """What of the owner and his things an answer may hold."""
    bodies: Bodies


def _consulted(case: DossierCase, dossier_id: str, agency: str) -> str:
    due_at = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    body = {"agency_code": agency, "content": "Xác nhận tình trạng chỗ ở.", "due_at": due_at}
    consultation = case.office.act(dossier_id, "request-consultation", body)["consultations"][-1]
    return str(consultation["consultation_id"])


def _bodies(dossier_id: str, owner: User, colleague: User, unit: str) -> Bodies:
    """Of operations whose example names what is not there, or would change the catalogue that other tests read."""
    new = partial(secrets.token_hex, 6)
    password = people.new_password()
    nowhere = {"agency_code": "H99.99"}
    return {
        "registerCitizen": lambda: {
            "personal_number": people.personal_number(), "full_name": "Trần Văn Mới", "password": password,
        },
        "requestPasswordReset": lambda: {"login": people.personal_number()},
        "createOfficer": lambda: {
            "login": f"officer.{new()}", "full_name": "Trần Văn Mới", "password": password,
            "agency_code": OTHER, "roles": ["catalogue"],
        },
        "createMachineClient": lambda: {
            "name": "Ứng dụng mới", "agency_code": "X99", "scopes": ["sync.read"],
        },
        "createSystem": lambda: {
            "login": f"system.{new()}", "name": "Hệ thống mới", "password": password, "agency_code": "X99",
        },
        "actOnMany": lambda: {
            "action": "claim", "fields": {}, "items": [{"dossier_id": dossier_id, "expected_version": 999_999}],
        },
        "delegate": lambda: {
            "to_officer_id": colleague.account_id, "from_at": "2098-11-23T08:00:00+07:00",
            "to_at": "2099-11-27T17:00:00+07:00",
        },
        "digitisePaper": lambda: {
            "file_id": NO_SUCH, "title": "Giấy khai sinh", "issuer_code": people.AGENCY,
            "issued_at": "2009-05-12", "owner": {"account_id": owner.account_id},
        },
        "saveAgencies": lambda: {
            "agencies": [{"code": f"T{secrets.randbelow(90) + 10}.99", "name": "Cơ quan thử", "level": "commune",
                          "parent_code": "T00"}],
        },
        "saveCompetences": lambda: {
            "competences": [{"competence_id": "nowhere", "field_code": "X", "valid_from": "2026-01-01", **nowhere}],
        },
        "draftFilePlan": lambda: {"agency_code": people.AGENCY, "content": FILE_PLAN},
        "makeTransfer": lambda: {"agency_code": people.AGENCY},
        "issueRegister": lambda: {"from_day": "2020-01-02", "to_day": "2020-01-01"},
        "recordCondition": lambda: {"content": CONDITION},
        "changeCondition": lambda: {"content": CONDITION},
        "saveProvincialFees": lambda: {
            "fees": [{
                "province_code": "H99", "resolution": "0/NQ-HĐND", "valid_from": "2099-01-01",
                "fee": {"code": "LP", "name": "Lệ phí", "legal_kind": "le_phi", "kind": "fixed", "amount": 1},
            }],
        },
        "declareDay": lambda: {
            "unit_code": unit, "day": "2026-11-20", "count": 0,
            "digest": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        },
        "importCalendarDecision": lambda: {
            "decision_number": "0/TB", "decided_on": "2020-01-01", "closed_days": ["1990-01-01"],
        },
        "makeDataRequest": lambda: {"kind": "protect", "details": "Bảo vệ dữ liệu của tôi."},
        "submitDossier": lambda: people.submission(owner, NO_SUCH),
    }  # fmt: skip


@pytest.fixture(scope="module")
def scene(portal: GatewayClient, administrator: User, desk: User, office: User) -> Scene:
    name = "Nguyễn Thị " + "".join(secrets.choice("aeghiklmnouvxy") for _ in range(10)).title()
    owner, other = people.citizen(desk, name), people.citizen(desk, "Lý Văn Lạ")
    hire = partial(people.officer, administrator)
    with ThreadPoolExecutor(8) as hired:
        officers = {
            "processing": hired.submit(hire, "Chuyên viên", ["processing"]),
            "leader": hired.submit(hire, "Lãnh đạo", ["leader"]),
            "manager": hired.submit(hire, "Trưởng bộ phận", ["manager"]),
            "catalogue": hired.submit(hire, "Quản trị thủ tục", ["catalogue"]),
            "other agency": hired.submit(hire, "Người ngoài", ALL_ROLES, OTHER),
            "consulted": hired.submit(hire, "Người được hỏi", ALL_ROLES, CONSULTED),
            "has answered": hired.submit(hire, "Người đã trả lời", ALL_ROLES, ANSWERED),
        }
        people_ = {kind: future.result() for kind, future in officers.items()}
    ministry = MinistrySystem.registered(administrator)
    synced = ministry.code()
    ministry.send(
        "DongBoHoSoMC", dossier(synced, DinhDanhCHS=[{"LoaiDinhDanh": "1", "SoDinhDanh": owner.login}])
    )
    administrator.post("/v1/collectors", COLLECTOR | {"valid_from": local_day(utcnow()).isoformat()})
    case = DossierCase(owner, desk, office)
    filed = case.processing()
    dossier_id = str(filed["dossier_id"])
    _consulted(case, dossier_id, CONSULTED)
    answer = {"consultation_id": _consulted(case, dossier_id, ANSWERED), "answer": "Đồng ý."}
    people_["has answered"].act(dossier_id, "answer-consultation", answer)
    bill = case.bill(dossier_id)
    scan = {
        "file_id": desk.upload("thong-bao.pdf", right_scan(secrets.token_hex(4))),
        "title": "Thông báo kết quả giải quyết về cư trú", "number": "15/TB", "issuer_code": people.AGENCY,
        "issued_at": "2026-01-05T08:00:00+07:00", "owner": {"account_id": owner.account_id},
    }  # fmt: skip
    paper = desk.post("/v1/desk/papers", scan)
    handed_in = {"file_id": scan["file_id"], "owner": scan["owner"]}
    digitisation_id = desk.post("/v1/desk/digitisations", handed_in)["digitisation_id"]
    stand_in = {
        "to_officer_id": office.account_id,
        "from_at": "2098-01-01T00:00:00Z",
        "to_at": "2099-01-01T00:00:00Z",
    }
    condition = administrator.post("/v1/conditions", {"content": CONDITION})
    file_id = str(filed["papers"][0]["file_id"])
    office.download(file_id)
    reads = people_["consulted"], people_["has answered"]
    wait_until(
        lambda: [each.send("GET", f"/v1/files/{file_id}").status_code for each in reads] == [200, 404],
        what="the files follow the consultations",
    )
    ids = {
        "dossier_id": dossier_id, "file_id": file_id, "paper_id": paper["paper_id"], "bill_id": bill["bill_id"],
        "order_id": owner.get(f"/v1/bills/{bill['bill_id']}/orders")["items"][0]["order_id"],
        "receipt_id": owner.get(f"/v1/receipts?bill_id={bill['bill_id']}")["items"][0]["receipt_id"],
        "message_id": wait_until(lambda: owner.get("/v1/messages")["items"], what="a message")[0]["message_id"],
        "delegation_id": desk.post("/v1/desk/delegations", stand_in)["delegation_id"],
        "session_id": owner.get("/v1/sessions")["items"][0]["session_id"],
        "account_id": people.stranger(portal, "Người bị khóa").account_id,
        "request_id": owner.post("/v1/me/data-requests", {"kind": "protect", "details": "Bảo vệ."})["request_id"],
        "purpose": "reminders", "breach_id": NO_SUCH, "refund_id": NO_SUCH, "case_id": NO_SUCH,
        "payment_code": "MCT22222222222A", "bank_transfer_id": "sepay:1",
        "schedule_id": NO_SUCH, "hold_id": NO_SUCH, "run_id": NO_SUCH,
        "client_id": NO_SUCH, "secret_id": NO_SUCH, "problem_id": NO_SUCH, "reset_id": NO_SUCH, "identity_id": NO_SUCH,
        "representation_id": NO_SUCH, "certificate_id": NO_SUCH, "mandate_id": NO_SUCH,
        "factor_id": NO_SUCH, "digitisation_id": digitisation_id,
        "new procedure": "", "provider": "vnpay", "province_code": "H26", "regime_id": "nd-118-2025",
        "question_id": NO_SUCH, "draft_id": NO_SUCH, "trial_id": NO_SUCH, "summary_id": NO_SUCH, "outage_id": NO_SUCH,
        "plan_id": NO_SUCH, "transfer_id": NO_SUCH,
        "version": "1", "condition_id": condition["condition_id"], "synced": synced, "code of dossier": filed["code"],
    }  # fmt: skip
    tokens = {
        "nobody": "", "level 0": people.stranger(portal, "Người Mới").token, "level 2": other.token,
        "representative": _acting(other, owner), "owner": owner.token,
        "reception": desk.token, **{kind: each.token for kind, each in people_.items()},
        "administrator": administrator.token, "system above": _system(administrator, "G01"),
        "other system": ministry.session, "machine client": _machine_client(administrator, "G01"),
    }  # fmt: skip
    marks = (
        name,
        owner.login,
        owner.account_id,
        *(ids[key] for key in ("dossier_id", "file_id", "bill_id", "receipt_id", "synced")),
    )
    return Scene(portal.url, tokens, ids, marks, _bodies(dossier_id, owner, office, ministry.unit))


def _acting(person: User, owner: User) -> str:
    """The token of a person whom the owner has authorised."""
    body = {
        "side": "principal", "ground": "authorised", "full_name": person.account["full_name"],
        "personal_number": person.account["personal_number"], "scopes": ["read", "file", "pay"],
    }  # fmt: skip
    path = f"/v1/representations/{owner.post('/v1/representations', body)['representation_id']}"
    person.post(f"{path}/confirm")
    return str(person.request("POST", f"{path}/token").json()["access_token"])


def _system(administrator: User, agency: str) -> str:
    login, password = f"system.{secrets.token_hex(5)}", people.new_password()
    account = {"login": login, "name": "Hệ thống", "password": password, "agency_code": agency}
    administrator.post("/v1/systems", account)
    logged_in = {"username": login, "password": password}
    return str(administrator.portal.send("POST", "/sync/login", json=logged_in).json()["session"])


def _machine_client(administrator: User, agency: str) -> str:
    """The token of a new one."""
    body = {"name": "Hệ thống", "agency_code": agency, "scopes": [scope.value for scope in MachineScope]}
    client = administrator.post("/v1/machine-clients", body)["client_id"]
    secret = administrator.request("POST", f"/v1/machine-clients/{client}/secrets").json()["client_secret"]
    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
    return str(administrator.portal.send("POST", "/oauth/token", data=form).json()["access_token"])


def answers(scene: Scene, caller: str, called: list[Operation], schemas: Json) -> dict[str, str]:
    """The cells of a caller, by operation."""
    token = scene.tokens[caller]
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    own = {"new procedure": f"9.{secrets.randbelow(900_000) + 100_000}"}
    scene = replace(scene, ids={**scene.ids, **own})
    order = sorted(called, key=lambda operation: operation.id in LAST)
    with httpx.Client(base_url=scene.url, headers=bearer, timeout=30, trust_env=False) as client:
        return {operation.id: _cell(client, scene, operation, schemas) for operation in order}


def _cell(client: httpx.Client, scene: Scene, operation: Operation, schemas: Json) -> str:
    request = _request(scene, operation, schemas)
    if operation.id == "followDossier":
        with client.stream("GET", request["url"], headers={"Accept": "text/event-stream"}) as stream:
            return str(stream.status_code)
    with _hashing if operation.id in HASHES else nullcontext():
        answer = wait_until(partial(_admitted, client, request), what=f"{operation.id} is admitted")
    assert answer.status_code < 500, (operation, answer.text)
    if operation.id == "actOnMany" and answer.status_code == 200:
        (outcome,) = answer.json()["results"]
        return {"forbidden": "403", "not_found": "404", "version_stale": "412"}[outcome["error_code"]]
    text = answer.text
    while operation.id == "readFeed" and answer.status_code == 200 and answer.json()["more"]:
        answer = client.get(operation.path, params={"limit": 100, "cursor": answer.json()["next_cursor"]})
        text += answer.text
    shows = (
        operation.id not in LATER and answer.status_code < 300 and any(mark in text for mark in scene.marks)
    )
    return f"{answer.status_code}{'*' if shows else ''}"


def _admitted(client: httpx.Client, request: dict[str, Any]) -> httpx.Response | None:
    """The answer; None while so many ask that it is refused for now."""
    answer = client.request(**request)
    return None if answer.status_code == 503 else answer


def _request(scene: Scene, operation: Operation, schemas: Json) -> dict[str, Any]:
    described = operation.description
    path = operation.path
    params: dict[str, str] = {}
    headers: dict[str, str] = {}
    for parameter in described.get("parameters", ()):
        name = parameter["name"]
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", _id(scene, operation, name))
        elif parameter["in"] == "header":
            headers |= {"Idempotency-Key": secrets.token_hex(8)} if name == "Idempotency-Key" else {}
            headers |= {"If-Match": GONE_BY} if name == "If-Match" else {}
        elif parameter["required"]:
            params[name] = str(example_of(parameter["schema"], schemas, name))
    if operation.id == "endSessions":
        params["but_current"] = "true"
    body = _body(scene, operation)
    return {"method": operation.method, "url": path, "params": params, "headers": headers, "json": body}


def _body(scene: Scene, operation: Operation) -> Json | None:
    """Its own, or the example of the document."""
    if operation.id in scene.bodies:
        return scene.bodies[operation.id]()
    media = operation.description.get("requestBody", {}).get("content", {}).get("application/json")
    if media is None:
        return None
    body: Json = media["examples"]["typical"]["value"]
    if operation.id in ("draftVersion", "redraftVersion"):
        return {**body, "content": {**body["content"], "code": _id(scene, operation, "code")}}
    return body


def _id(scene: Scene, operation: Operation, name: str) -> str:
    if name != "code":
        return scene.ids[name]
    if operation.id == "draftVersion":
        return scene.ids["new procedure"]
    by_place = {
        "/v1/procedures": people.PROCEDURE, "/v1/agencies": people.AGENCY, "/v1/units": "99905",
        "/v1/look-up": scene.ids["code of dossier"], "/v1/verify": "ABCD-EFGH-2345-WXYZ",
        "/v1/synced-dossiers": scene.ids["synced"], "/v1/sync/dossiers": scene.ids["synced"],
    }  # fmt: skip
    return next(code for place, code in by_place.items() if operation.path.startswith(place))


def test_every_operation_answers_every_kind_of_caller_as_the_table_says(scene: Scene) -> None:
    document = httpx.get(f"{scene.url}/openapi.json", timeout=30, trust_env=False).json()
    called, schemas = list(operations(document)), document["components"]["schemas"]
    with ThreadPoolExecutor(len(CALLERS)) as calling:
        columns = list(calling.map(lambda caller: answers(scene, caller, called, schemas), CALLERS))
    table = rendered(CALLERS, [(each, [column[each.id] for column in columns]) for each in called])
    if os.environ.get("MOTCUA_WRITE_RIGHTS"):
        TABLE.write_text(table, encoding="utf-8")
    committed = TABLE.read_text(encoding="utf-8").splitlines()
    changes = list(
        difflib.unified_diff(committed, table.splitlines(), "docs/rights.md", "answered", n=0, lineterm="")
    )
    assert not changes, "\n".join(["`make rights` writes docs/rights.md anew", *changes])
