"""Documents as people get them: downloaded by their owner, verified by anybody."""

from __future__ import annotations

from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem
from tests.support.records.pdf import picture, shows_qr, words
from tests.unit.records.rendering.test_typesetting import FOOT_OF_A5

from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, sha256
from devstack.walk.pdf import pdf

BROWSER = {"Accept": "text/html,application/xhtml+xml", "Accept-Language": "vi"}


def document(case: DossierCase, dossier_id: str, kind: str) -> Json:
    """Once it has been issued and the citizen may read it."""

    def readable() -> Json | None:
        made = [each for each in case.citizen.dossier(dossier_id)["documents"] if each["kind"] == kind]
        return made[0] if made and _readable(case, made[0]["file_id"]) else None

    return wait_until(readable, case.seconds, f"the {kind}")


def _readable(case: DossierCase, file_id: str) -> bool:
    return case.citizen.send("GET", f"/v1/files/{file_id}").status_code == 200


def test_the_receipt_is_downloaded_verified_and_led_to_by_its_qr_code(
    case: DossierCase, portal: GatewayClient, system: System
) -> None:
    accepted = case.accepted()
    made = document(case, accepted["dossier_id"], "RECEIPT")
    data = case.citizen.download(made["file_id"])
    assert sha256(data) == made["sha256"]
    assert accepted["code"] in words(data)
    address = f"{system.gateway_url}/v1/verify/{made['verification_code']}"
    assert shows_qr(picture(data), FOOT_OF_A5, 16, address)
    verified = portal.request("GET", address).json()
    assert (verified["signature"]["valid"], verified["dossier_code"]) == (True, accepted["code"])
    assert portal.get("/v1/verify", sha256=sha256(data)) == verified
    sent = portal.send("POST", "/v1/verifications/content", content=data).json()
    assert (sent["match"], sent["document"], sent["signatures"]) == ("same", verified, verified["signatures"])
    page = portal.send("GET", address, headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    assert "Văn bản hợp lệ" in page.text
    assert case.citizen.account["full_name"] not in page.text


def test_a_document_that_comes_by_itself_is_seen_and_makes_no_act_stale(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    refused = {"reason": "Thiếu giấy tờ.", "items": ["Bản chụp rõ nét"]}
    path = f"/v1/dossiers/{dossier_id}"
    supplement = case.desk.act(dossier_id, "request-supplement", refused)
    before = case.citizen.send("GET", path, headers={"If-None-Match": f'"{supplement["version"]}"'})
    document(case, dossier_id, "SUPPLEMENT_REQUEST")
    after = case.citizen.send("GET", path, headers={"If-None-Match": f'"{supplement["version"]}"'})
    assert before.status_code in (200, 304)
    tag = after.headers["etag"].removeprefix("W/")  # weak where the answer came compressed
    assert (after.status_code, tag) == (200, f'"{supplement["version"]}.1"')
    body = {"reason": "Quá hạn bổ sung."}
    done = case.desk.send(
        "POST",
        f"{path}/refuse-reception",
        json=body,
        key=f"refuse-{dossier_id}",
        version=supplement["version"],
    )
    assert done.status_code == 200, done.text


def test_the_result_is_sealed_and_lies_in_the_citizens_store(
    case: DossierCase, portal: GatewayClient
) -> None:
    dossier_id = case.ready()["dossier_id"]
    file_id = case.office.upload("ket-qua.pdf", pdf("Ket qua"))
    body = {
        "outcome": "approved",
        "result_code": people.RESULT_CODE,
        "number": "7/TB",
        "file_id": file_id,
    }
    case.office.act(dossier_id, "issue-result", body)
    result = wait_until(lambda: _sealed(case, dossier_id), case.seconds, "the seal")
    wait_until(lambda: _readable(case, result["sealed_file_id"]), case.seconds, "the citizen may read it")
    data = case.citizen.download(result["sealed_file_id"])
    assert sha256(data) == result["sealed_sha256"]
    assert "Ket qua" in words(data)
    verified = portal.get(f"/v1/verify/{result['verification_code']}")
    assert (verified["kind"], verified["number"], verified["status"]) == ("RESULT", "7/TB", "valid")
    assert verified["signature"]["valid"]


def test_a_code_that_was_never_given_is_told_so_to_people_and_programs(portal: GatewayClient) -> None:
    path = "/v1/verify/aaaabbbbccccdddd"
    assert_problem(portal.send("GET", path), 404, "not_found")
    page = portal.send("GET", path, headers=BROWSER)
    assert page.status_code == 404
    assert "Không tìm thấy văn bản" in page.text


def _sealed(case: DossierCase, dossier_id: str) -> Json | None:
    result: Json = case.citizen.dossier(dossier_id)["results"][-1]
    return result if result["paper_id"] else None
