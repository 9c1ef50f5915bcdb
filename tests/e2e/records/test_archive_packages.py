"""A closed dossier packed at the operator's command line, by the rights of each part; verified without the system."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.portal.dossier_case import DossierCase

from cli.archive import verifier
from devstack.system import CommandError, System
from devstack.waiting import wait_until
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
    sealed = next((bag / "data/files").iterdir())
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"!")
    with pytest.raises(CommandError, match="it was changed"):
        system.operate("archive", "verify", str(bag))
    assert system.operate(*command), "a package that is there stays"
