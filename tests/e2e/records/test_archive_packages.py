"""A closed dossier packed at the operator's command line, by the rights of each part; verified without the system."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.archive import holding_archive, receipt_of, signed
from tests.support.portal.dossier_case import DossierCase

from cli.archive import verifier
from cli.archive.intakes import RECEIPT, SIGNATURE
from contracts.dossiers import Transfer
from devstack.seed import ADMINISTRATOR
from devstack.system import CommandError, System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import User
from devstack.walk.pdf import pdf


@pytest.mark.deep
def test_a_closed_dossier_is_packed_and_verified_an_open_one_is_not(
    system: System, case: DossierCase, tmp_path: Path
) -> None:
    ready = case.ready()
    dossier_id, folder = ready["dossier_id"], tmp_path / "packages"
    command = ("archive", "package", dossier_id, "--folder", str(folder))
    with pytest.raises(CommandError, match="is not closed"):
        system.operate(*command)
    file_id = case.office.upload("ket-qua.pdf", pdf("Ket qua"))
    approval = {"outcome": "approved", "file_id": file_id, "number": "1/TB", "result_code": "KQ.G01.000065"}
    case.office.act(dossier_id, "issue-result", approval)
    wait_until(
        lambda: case.office.get(f"/v1/dossiers/{dossier_id}")["result"]["sealed_file_id"], 60, "the seal"
    )
    case.desk.act(dossier_id, "return-result", {"recipient": "Nguyễn Văn An", "method": "counter"})
    printed = system.operate(*command)
    (bag,) = folder.iterdir()
    assert printed.strip() == f"1/1 {bag}"
    roots = tmp_path / "roots.pem"
    roots.write_text(system.secret("trust_roots.pem"))
    assert not list(verifier.faults(bag, roots))
    files = json.loads((bag / "data/files.json").read_text(encoding="utf-8"))
    assert len(files) >= 3, "the paper, the result as uploaded, as sealed"
    assert system.operate("archive", "verify", str(bag), "--roots", str(roots)).strip() == f"{bag}: no fault"
    hand_over(system, case, dossier_id, folder, tmp_path / "intake")
    sealed = next((bag / "data/files").iterdir())
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"!")
    with pytest.raises(CommandError, match="it was changed"):
        system.operate("archive", "verify", str(bag))
    assert system.operate(*command), "one that is not whole is made anew"
    assert not list(verifier.faults(bag, roots))


def hand_over(system: System, case: DossierCase, dossier_id: str, folder: Path, intake: Path) -> None:
    """The package goes to an archive that reads a folder: placed, listed, confirmed by another person, receipted."""
    office, administrator = (
        case.office,
        case.office.portal.log_in(ADMINISTRATOR, system.secret("admin_password")),
    )
    heading = {
        "code": "TT.01", "heading": "Hồ sơ", "procedure_codes": ["1.999999"], "permanent": True, "transfer_months": 0,
    }  # fmt: skip
    content = {
        "title": "Danh mục hồ sơ", "headings": [heading], "archive": holding_archive().model_dump(mode="json"),
    }  # fmt: skip
    plan = office.post("/v1/file-plans", {"agency_code": people.AGENCY, "content": content})
    path = f"/v1/file-plans/{plan['plan_id']}"
    today = (datetime.now(UTC) + timedelta(hours=7)).date().isoformat()
    office.post(f"{path}/enactment", {"effective_from": today, "decision": "1/QĐ"}, version=plan["version"])
    sweep = ("archive", "package", "--all", "--folder", str(folder))
    wait_until(lambda: system.operate(*sweep) and dossier_id in waiting(office), 60, "its place is asked for")
    chosen = {"plan_id": plan["plan_id"], "heading_code": "TT.01", "dossier_ids": [dossier_id]}
    office.post("/v1/closed-dossiers/classification", chosen)
    assert "packaged 1, failed 0" in system.operate(*sweep)
    transfer = office.post("/v1/transfers", {"agency_code": people.AGENCY})
    path = f"/v1/transfers/{transfer['transfer_id']}"
    administrator.post(f"{path}/confirmation", version=transfer["version"])
    delivery = ("archive", "deliver", "--folder", str(folder), "--to", str(intake))
    assert "the receipt has not come yet" in system.operate(*delivery)
    found = Transfer.model_validate(office.get(path), extra="ignore")
    receipt, place = signed(receipt_of(found)), intake / found.transfer_id
    assert not list(verifier.faults(place / "packages" / found.items[0].sha256))
    (place / SIGNATURE).write_bytes(base64.b64decode(receipt.signature))
    (place / RECEIPT).write_text(receipt.text, encoding="utf-8")
    assert "receipted: 1 of 1" in system.operate(*delivery)
    assert office.get(path)["receipt"]["sha256"] == hashlib.sha256(receipt.text.encode()).hexdigest()
    code = office.get(f"/v1/dossiers/{dossier_id}")["result"]["verification_code"]
    held = wait_until(lambda: office.portal.get(f"/v1/verify/{code}")["held_by"], 60, "who holds it now")
    assert held == found.archive.name


def waiting(office: User) -> list[str]:
    found = office.pages("/v1/closed-dossiers", state="unclassified")
    return [each["dossier_id"] for each in found]
