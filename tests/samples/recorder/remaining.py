"""What no end-to-end test does, done once, so that every method of the whole system answers."""

from __future__ import annotations

from datetime import datetime

from tests.support.portal.dossier_case import DossierCase

from catalog import starter
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from contracts import catalog, dossiers
from contracts.base import Actor, ActorKind
from contracts.time import VIETNAM
from devstack.seed import ADMINISTRATOR
from devstack.servers.mongo import REPO
from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User

SAMPLE = REPO / "tests" / "samples" / "catalogue" / "catalog.jsonl"
DECISION = {"number": "100/QĐ-MAU", "effective_from": "2100-01-01"}


def do_the_rest(system: System) -> None:
    _operate(system)
    portal = GatewayClient(system.gateway_url)
    administrator = portal.log_in(ADMINISTRATOR, system.secret("admin_password"))
    _manage_accounts(portal, administrator)
    _keep_catalogue(administrator)
    _work_on_a_dossier(system, portal, administrator)
    portal.close()


def _operate(system: System) -> None:
    """The command line of the ops team."""
    exported, regime = str(system.root / "exported.jsonl"), system.root / "regime.json"
    regime.write_text(starter.regimes()[-1].model_dump_json(), encoding="utf-8")
    for arguments in (
        ("catalogue", "seed"),
        ("catalogue", "import", str(SAMPLE)),
        ("catalogue", "quarantine"),
        ("catalogue", "count"),
        ("catalogue", "regime", "save", str(regime)),
        ("catalogue", "export", exported),
        ("catalogue", "import-exported", exported),
        ("admin", "create", "--login", "admin.two", "--name", "Quản trị viên hai", "--generate"),
    ):
        system.operate(*arguments)
    units = catalog.ImportUnits(
        command_id="samples-units",
        run_id="samples",
        units=(catalog.AdminUnit(unit_id="99", code="99", name="Tỉnh mẫu", kind=catalog.UnitKind.PROVINCE),),
    )
    with BlockingRpcClient(system.secret("amqp_uri_cli")) as client:
        client.call(catalog.import_units, units)


def _manage_accounts(portal: GatewayClient, administrator: User) -> None:
    desk = people.officer(administrator, "Trần Thị Bình", ["reception"])
    administrator.get("/v1/officers")
    person = people.citizen(desk, "Bùi Văn Hai")
    person.request("PATCH", "/v1/me", json={"locale": "en"}, version=int(person.account["version"]))
    tokens = _refreshed(portal, _session(portal, person))
    portal.request("POST", "/v1/sessions/logout", json={"refresh_token": tokens["refresh_token"]})
    spent = _session(portal, person)
    _refreshed(portal, spent)
    portal.send("POST", "/v1/sessions/refresh", json={"refresh_token": spent["refresh_token"]})


def _session(portal: GatewayClient, person: User) -> Json:
    credentials = {"login": person.login, "password": person.password}
    session: Json = portal.request("POST", "/v1/sessions", json=credentials).json()
    return session


def _refreshed(portal: GatewayClient, tokens: Json) -> Json:
    body = {"refresh_token": tokens["refresh_token"]}
    found: Json = portal.request("POST", "/v1/sessions/refresh", json=body).json()
    return found


def _keep_catalogue(administrator: User) -> None:
    today = datetime.now(VIETNAM).date().isoformat()
    row = {
        "province_code": "H26",
        "resolution": "Nghị quyết mẫu số 02/2026/NQ-HĐND",
        "valid_from": "2026-01-01",
        "fee": {
            "code": "1.001193-LP02",
            "name": "Lệ phí đăng ký khai sinh quá hạn",
            "legal_kind": "le_phi",
            "kind": "fixed",
            "case_code": "1.001193.02",
            "amount": 5000,
        },
    }
    administrator.post("/v1/provincial-fees", {"fees": [row]})
    administrator.get("/v1/provincial-fees/H26")
    administrator.get("/v1/publication-figures", from_day=today, to_day=today)
    public = next(
        version
        for version in administrator.pages("/v1/procedures/1.990001/versions")
        if version["state"] == "public"
    )
    administrator.post(
        f"/v1/procedures/1.990001/versions/{public['version']}/abolish",
        {"decision": {**DECISION, "decided_on": today}, "reason": "Căn cứ pháp lý hết hiệu lực."},
        version=int(public["revision"]),
    )


def _work_on_a_dossier(system: System, portal: GatewayClient, administrator: User) -> None:
    desk = people.officer(administrator, "Trần Thị Bình", ["reception"])
    office = people.officer(administrator, "Lê Văn Cường", ["processing", "leader"])
    citizen = people.citizen(desk, "Bùi Thị Ba")
    case = DossierCase(citizen, desk, office)
    dossier_id = case.accepted()["dossier_id"]
    citizen.get(f"/v1/bills/{case.bill(dossier_id)['bill_id']}")
    _claim_and_release(case)
    with BlockingRpcClient(system.secret("amqp_uri_sync"), "sync") as client:
        caller = Context.new(Actor(kind=ActorKind.SERVICE, name="sync"))
        client.call(dossiers.get_record, dossiers.GetRecord(dossier_id=dossier_id), caller)
    message = wait_until(lambda: list(citizen.pages("/v1/messages")), 20, "a message")[0]
    citizen.post(f"/v1/messages/{message['message_id']}/read")


def _claim_and_release(case: DossierCase) -> None:
    dossier_id = case.paid()["dossier_id"]
    case.office.act(dossier_id, "claim")
    case.office.act(dossier_id, "release")
