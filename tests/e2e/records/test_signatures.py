"""The chain of signatures over HTTP: who is competent signs, the agency seals, anybody verifies (law.md A2, A4, B2)."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User, sha256
from devstack.walk.pdf import pdf

pytestmark = pytest.mark.deep

AGENCY_NAME, LEADER = "Công an phường mẫu số 5", "Nguyễn Văn Lãnh Đạo"


class Registry:
    """Certificates of the local authority, registered for the agency of the case, and ended with the test."""

    def __init__(self, system: System, administrator: User) -> None:
        self._authority = httpx.Client(base_url=system.layout.url("signing"), timeout=20)
        self._administrator = administrator
        self.registered: list[Json] = []

    def register(self, name: str, common_name: str, place: str, **office: str) -> Json:
        made = self._authority.post(
            "/simulator/certificates", json={"name": name, "common_name": common_name}
        ).raise_for_status()
        body = {
            "agency_code": people.AGENCY,
            "certificates": made.json()["certificates"],
            "key_place": place,
            "key_name": name,
            **office,
        }
        certificate = self._administrator.post("/v1/signing-certificates", body)
        self.registered.append(certificate)
        return certificate

    def fault(self, fault: str) -> None:
        self._authority.post("/simulator/fault", json={"fault": fault}).raise_for_status()

    def end(self) -> None:
        self.fault("")
        for each in self.registered:
            path = f"/v1/signing-certificates/{each['certificate_id']}/revoke"
            self._administrator.send(
                "POST", path, json={"reason": "Hết phép thử."}, key=f"end-{each['certificate_id']}", version=1
            )
        self._authority.close()


@pytest.fixture
def registry(system: System, administrator: User) -> Iterator[Registry]:
    made = Registry(system, administrator)
    yield made
    made.end()


def approval(officer: User) -> Json:
    file_id = officer.upload("ket-qua.pdf", pdf("Ket qua"))
    return {"outcome": "approved", "result_code": people.RESULT_CODE, "number": "7/TB", "file_id": file_id}


def test_a2_a_result_is_signed_by_who_is_competent_then_sealed_by_the_agency(
    case: DossierCase, administrator: User, registry: Registry, portal: GatewayClient
) -> None:
    alone = people.officer(administrator, "Phạm Xử Lý", ["processing", "leader"])
    head = people.officer(administrator, "Lê Thủ Trưởng", ["leader"])
    registry.register("agency", AGENCY_NAME, "file", holder="agency")
    registry.register(
        "head", "Lê Thủ Trưởng", "file", holder="official", account_id=head.account_id, capacity="head",
        position="Trưởng Công an phường",
    )  # fmt: skip
    registry.register(
        "deputy", LEADER, "service", holder="official", account_id=case.office.account_id, capacity="staff",
        position="Phó Trưởng Công an phường",
    )  # fmt: skip
    ready = case.ready()
    dossier_id = ready["dossier_id"]
    path = f"/v1/dossiers/{dossier_id}"

    def offered(officer: User) -> bool:
        return "issue_result" in officer.dossier(dossier_id)["allowed_actions"]

    wait_until(lambda: not offered(case.office), 30, "who may not sign is not offered what is signed")
    assert not offered(alone), "nor is who has no certificate"
    by_mandate = {
        "account_id": case.office.account_id,
        "form": "deputy",
        "on_behalf_of": "Trưởng Công an phường",
        "procedure_codes": [ready["procedure_code"]],
        "document_kinds": ["RESULT"],
        "from_at": "2026-01-01T00:00:00+07:00",
        "until_at": "2099-01-01T00:00:00+07:00",
    }
    assert_problem(
        alone.send("POST", "/v1/signing-mandates", json=by_mandate, key="m"), 409, "signature_refused"
    )
    mandate = head.post("/v1/signing-mandates", by_mandate)
    wait_until(lambda: offered(case.office), 30, "who signs by a mandate is")
    refused = alone.send(
        "POST", f"{path}/issue-result", json=approval(alone), key="alone", version=ready["version"]
    )
    assert_problem(refused, 409, "signature_refused")
    drafter = people.officer(administrator, "Trần Soạn Thảo", ["processing"])
    assert_problem(
        drafter.send(
            "POST", f"{path}/issue-result", json=approval(drafter), key="drafter", version=ready["version"]
        ),
        403,
        "forbidden",
    )
    drafted = case.office.act(dossier_id, "propose-result", approval(case.office))
    assert drafted["draft"]["outcome"] == "approved"
    assert not case.citizen.dossier(dossier_id).get("draft"), "the office's alone"
    registry.fault("away")
    both = [
        case.office.send(
            "POST",
            f"{path}/issue-result",
            json={"outcome": "approved"},
            key=f"signer-{number}",
            version=drafted["version"],
        )
        for number in range(2)
    ]
    assert [each.status_code for each in both] == [200, 412], "one signature, the other is told"
    assert case.citizen.dossier(dossier_id)["status_number"] == 9, "the act stands"
    registry.fault("")

    def sealed() -> Json | None:
        result: Json = case.citizen.dossier(dossier_id)["result"]
        return result if result.get("verification_code") else None

    result = wait_until(sealed, 60, "the document follows")
    verified = portal.get(f"/v1/verify/{result['verification_code']}")
    person, seal = verified["signatures"]
    assert (person["signer"], person["capacity"], person["competent"]) == (LEADER, "deputy", True)
    assert person["office"] == "KT. Trưởng Công an phường, Phó Trưởng Công an phường"
    assert (seal["signer"], seal["holder"], seal["agency_code"]) == (AGENCY_NAME, "agency", people.AGENCY)
    assert [each["level"] for each in (person, seal)] == ["B-LTA", "B-LTA"]
    wait_until(
        lambda: case.citizen.send("GET", f"/v1/files/{result['sealed_file_id']}").status_code == 200,
        case.seconds,
        "the citizen may read it",
    )
    head.post(f"/v1/signing-mandates/{mandate['mandate_id']}/end", {"reason": "Hết phép thử."})
    assert portal.get(f"/v1/verify/{result['verification_code']}") == verified, "what was signed stays"
    data = case.citizen.download(result["sealed_file_id"])
    assert sha256(data) == result["sealed_sha256"]
    assert [each["valid"] for each in verified["timestamps"]] == [True], "the archive timestamp"
    touched = data[:200] + bytes([data[200] ^ 1]) + data[201:]
    found = portal.send("POST", "/v1/verifications/content", content=touched).json()
    assert (found["match"], found["first_difference"], found["document"]) == ("changed", 200, verified)
    assert [each["valid"] for each in found["signatures"]] == [False, False]
