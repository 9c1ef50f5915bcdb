"""What of a dossier goes to an archive, once it is closed: its record, and its logs as they are chained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.dossiers.office import OFFICER, LocalOffice, received, whole_life
from tests.support.dossiers.refusals import refused

from cli.archive import package, verifier
from contracts.base import Actor, ActorKind
from contracts.dossiers import ArchiveRecord, Dossier
from contracts.errors import ErrorCode

OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
SERVICE = Actor(kind=ActorKind.SERVICE, name="sync")


def archived(office: LocalOffice, dossier: Dossier, actor: Actor = OPERATOR) -> ArchiveRecord:
    found: ArchiveRecord = office.call("get_archive_record", actor, dossier_id=dossier.dossier_id)
    return found


def test_a_closed_dossier_is_archived_with_logs_that_anybody_verifies(
    office: LocalOffice, tmp_path: Path
) -> None:
    dossier = whole_life(office)
    found = archived(office, dossier)
    assert found.record.dossier.code == dossier.code
    assert len(found.record.history) == len(found.chains[0].entries)
    bag = package.write(tmp_path, found, (), lambda _: (), lambda _: (b"", b""), dossier.submitted_at)
    assert not list(verifier.faults(bag))
    result = found.record.dossier.results[0]
    assert {result.file_id, result.sealed_file_id} - {None} <= set(package.file_ids(found))
    path = bag / verifier.LOGS / f"{dossier.dossier_id}.jsonl"
    rows = path.read_text(encoding="utf-8").splitlines()
    row = json.loads(rows[1])
    row["entry"] = row["entry"].replace("officer", "citizen", 1)
    path.write_text("\n".join([rows[0], json.dumps(row), *rows[2:]]), encoding="utf-8")
    assert [fault for fault in verifier.chain_faults(path) if "line 2" in fault]


def test_a_dossier_that_is_not_closed_is_not_archived(office: LocalOffice) -> None:
    dossier = received(office)
    refused(ErrorCode.INVALID_REQUEST, lambda: archived(office, dossier))


@pytest.mark.parametrize("actor", [OFFICER, SERVICE])
def test_an_operator_alone_archives(office: LocalOffice, actor: Actor) -> None:
    dossier = received(office)
    refused(ErrorCode.FORBIDDEN, lambda: archived(office, dossier, actor))
