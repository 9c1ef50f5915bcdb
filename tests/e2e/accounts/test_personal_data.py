"""A person's rights in the own data, from outside: a copy that anybody verifies, and an erasure with what is retained."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import Json, User
from devstack.walk.pdf import pdf

SECONDS = 60.0


def in_state(person: User, request_id: str, state: str) -> Json:
    def reached() -> Json | None:
        found = person.get(f"/v1/data-requests/{request_id}")
        return found if found["state"] == state else None

    return wait_until(reached, SECONDS, f"the request to be {state}")


def verified(folder: Path, roots: str) -> bool:
    """By another implementation than the one that signs."""
    openssl = shutil.which("openssl")
    assert openssl
    (folder / "roots.pem").write_text(roots)
    command = [openssl, "cms", "-verify", "-binary", "-purpose", "any", "-inform", "DER"]
    signed = ["-in", "SHA256SUMS.p7s", "-content", "SHA256SUMS", "-CAfile", "roots.pem"]
    return subprocess.run([*command, *signed], cwd=folder, capture_output=True, check=False).returncode == 0


def test_a_copy_of_all_data_is_downloaded_and_verified(
    case: DossierCase, citizen: User, other_citizen: User, system: System, tmp_path: Path
) -> None:
    content = pdf("Giay to cua toi")
    loose = citizen.upload("cua-toi.pdf", content)
    dossier = case.accepted()
    request = citizen.post("/v1/me/data-requests", {"kind": "copy"})
    assert request["state"] == "accepted"
    done = in_state(citizen, request["request_id"], "done")
    archive = done["archive"]
    taken = other_citizen.send("POST", f"/v1/files/{archive['file_id']}/download")
    assert_problem(taken, 404, "not_found")
    data = citizen.download(archive["file_id"])
    assert (len(data), hashlib.sha256(data).hexdigest()) == (archive["size"], archive["sha256"])
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        opened.extractall(tmp_path)
        names = opened.namelist()
    for line in (tmp_path / "SHA256SUMS").read_text().splitlines():
        digest, path = line.split("  ")
        assert hashlib.sha256((tmp_path / path).read_bytes()).hexdigest() == digest
    assert verified(tmp_path, system.secret("trust_roots.pem"))
    assert (tmp_path / f"files/{loose}.pdf").read_bytes() == content
    exported = json.loads((tmp_path / f"dossiers/{dossier['dossier_id']}/dossier.json").read_text())
    assert exported["code"] == dossier["code"]
    profile = json.loads((tmp_path / "account/profile.json").read_text())
    assert profile["full_name"] == citizen.get("/v1/me")["full_name"]
    folders = {name.split("/")[0] for name in names}
    assert {"account", "dossiers", "files", "messages"} <= folders
    assert in_state(citizen, request["request_id"], "done")["progress"] == []


def test_a_consent_is_given_and_an_erasure_lists_what_is_retained(desk: User, administrator: User) -> None:
    person = people.citizen(desk, "Nguyễn Thị Muốn Xóa")
    shown = next(each for each in person.get("/v1/me/purposes")["items"] if each["consent_text"])
    text = shown["consent_text"]
    assert hashlib.sha256(text["text"].encode()).hexdigest() == text["sha256"]
    consent = {"purpose": shown["purpose"], "text_version": text["version"], "text_sha256": text["sha256"]}
    given = person.post("/v1/me/consents", consent)
    withdrawn = person.post(f"/v1/me/consents/{shown['purpose']}/withdrawal")
    ledger = [each["entry_id"] for each in person.pages("/v1/me/consents")]
    assert ledger == [withdrawn["entry_id"], given["entry_id"]]

    request = person.post("/v1/me/data-requests", {"kind": "erase"})
    path = f"/v1/data-requests/{request['request_id']}"

    def surveyed() -> Json | None:
        found = administrator.get(path)
        return found if found["erased"] else None

    before = wait_until(surveyed, SECONDS, "the survey of what would be erased")
    assert {"identity_evidence", "lawful_processing_evidence"} <= {
        each["ground"] for each in before["retained"]
    }
    own = person.send("POST", f"{path}/acceptance", json={}, version=before["version"], key="k1")
    assert_problem(own, 403, "forbidden")
    administrator.post(f"{path}/acceptance", {}, version=before["version"])
    done = in_state(administrator, request["request_id"], "done")
    assert done["retained"] == before["retained"]
    wait_until(lambda: person.send("GET", "/v1/me").status_code == 401, SECONDS, "the token to be void")
