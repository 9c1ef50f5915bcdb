"""The audit finds what was done to logs and anchors: each is really done, on the real database and the real disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.integration.audit.conftest import audited_suite
from tests.support.audit import AuditedSuite
from tests.support.records.seals import settings

from chassis.core.clock import utcnow
from chassis.storage.store import Store
from cli.audit.anchors import AnchorVerification
from cli.audit.signatures import AnchorJudge
from contracts.audit import HEADS, RECORD, SIGNATURE, TIMESTAMP, AnchorStatus, folder_of
from devstack.certificates import Authority
from records.application import anchoring
from records.making.process import MakingProcess

Tampering = Callable[[AuditedSuite], None]


@dataclass(frozen=True)
class Archive:
    """Three anchors of two logs, as they are brought back before each test."""

    chain: str
    """Of six entries, the first four of them anchored by the first anchor."""
    folder: Path
    documents: dict[tuple[str, str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def archive(
    logs: dict[str, Store], making: MakingProcess, tmp_path_factory: pytest.TempPathFactory
) -> Archive:
    suite = audited_suite(logs, making, tmp_path_factory.mktemp("archive") / "anchors")
    chain = suite.write("dossiers", 4)
    suite.write("catalog", 2)
    suite.anchor()
    suite.write("dossiers", 2, chain)
    suite.write("dossiers", 3)
    suite.anchor()
    suite.anchor()
    documents = {
        (service, name): list(store.database[name].find())
        for service, store in logs.items()
        for name in ("events", "anchors")
    }
    return Archive(chain, suite.folder, documents)


@pytest.fixture
def anchored(archive: Archive, suite: AuditedSuite) -> tuple[AuditedSuite, str]:
    for (service, name), documents in archive.documents.items():
        if documents:
            suite.stores[service].database[name].insert_many(documents)
    shutil.copytree(archive.folder, suite.folder)
    return suite, archive.chain


def test_untouched_logs_and_anchors_have_no_fault(anchored: tuple[AuditedSuite, str]) -> None:
    suite, _ = anchored
    found = suite.verify_logs()
    assert (found.faults, suite.anchor_faults()) == ([], [])
    assert (found.verified_chains, found.verified_entries) == (3, 11)


def test_an_end_that_was_cut_off_is_seen(anchored: tuple[AuditedSuite, str]) -> None:
    """The chain alone shows nothing: it is whole up to where it was cut."""
    suite, chain = anchored
    suite.cut("dossiers", chain, after=5)
    assert suite.log_faults() == [
        f"dossiers: chain {chain}, entry 6: the end of the chain, from here on, was cut off (anchor 2)",
        "dossiers: 4 entries where anchor 2 found 5",
    ]


def test_a_chain_that_is_gone_is_seen(anchored: tuple[AuditedSuite, str]) -> None:
    suite, chain = anchored
    suite.cut("dossiers", chain, after=0)
    lost = f"dossiers: chain {chain}, entry 1: the whole chain is missing"
    assert {f"{lost} (anchor 1)", f"{lost} (anchor 2)"} < set(suite.log_faults())


def test_an_altered_entry_is_seen(anchored: tuple[AuditedSuite, str]) -> None:
    suite, chain = anchored
    place = {"aggregate_id": chain, "aggregate_version": 2}
    suite.stores["dossiers"].database.events.update_one(place, {"$set": {"payload.agency_code": "H06"}})
    assert suite.log_faults() == [f"dossiers: chain {chain}, entry 2: it is not what it was"]


def test_an_entry_that_cannot_be_read_any_more_is_seen(anchored: tuple[AuditedSuite, str]) -> None:
    suite, chain = anchored
    place = {"aggregate_id": chain, "aggregate_version": 2}
    suite.stores["dossiers"].database.events.update_one(place, {"$unset": {"prev_hash": ""}})
    assert suite.log_faults() == [f"dossiers: chain {chain}, entry 2: it cannot be read"]


def test_a_chain_that_was_made_anew_from_an_entry_on_is_seen(anchored: tuple[AuditedSuite, str]) -> None:
    """Every hash in it is right; those that were anchored are others."""
    suite, chain = anchored
    suite.rewrite("dossiers", chain, 3, correlation_id="another")
    changed = f"dossiers: chain {chain}, entry {{}}: it is not what it was (anchor {{}})"
    assert suite.log_faults() == [changed.format(4, 1), changed.format(6, 2)]


def test_an_entry_in_the_place_of_another_is_seen(anchored: tuple[AuditedSuite, str]) -> None:
    suite, chain = anchored
    events = suite.stores["dossiers"].database.events
    entry = suite.entry("dossiers", chain, 6)
    events.delete_one({"_id": entry["_id"]})
    events.insert_one({**entry, "_id": entry["_id"][:-1] + "g"})
    replaced = f"dossiers: chain {chain}, entry 6: another one is in its place (anchor 2)"
    assert replaced in suite.log_faults()


def test_a_dossier_that_was_put_in_for_a_day_that_is_over_is_seen(anchored: tuple[AuditedSuite, str]) -> None:
    suite, chain = anchored
    events = suite.stores["dossiers"].database.events
    entry = suite.entry("dossiers", chain, 1)
    suite.write("dossiers", 1, "put-in")
    events.update_one({"aggregate_id": "put-in"}, {"$set": {"seq": 9}})
    late = suite.entry("dossiers", "put-in", 1)
    events.delete_one({"_id": late["_id"]})
    events.insert_one({**late, "_id": entry["_id"][:-1] + "0", "occurred_at": entry["occurred_at"]})
    assert "dossiers: 5 entries where anchor 1 found 4" in suite.log_faults()


def test_a_log_that_was_emptied_is_seen(anchored: tuple[AuditedSuite, str]) -> None:
    suite, _ = anchored
    suite.stores["catalog"].database.events.drop()
    missing, counted = suite.log_faults()
    assert ("the whole chain is missing" in missing, counted) == (
        True,
        "catalog: 0 entries where anchor 1 found 2",
    )


def change_record(suite: AuditedSuite) -> None:
    path = suite.file_of(2, RECORD)
    path.write_text(json.dumps({**json.loads(path.read_text()), "made_at": "2026-01-01T00:00:00Z"}))


def change_heads(suite: AuditedSuite) -> None:
    path = suite.file_of(2, HEADS)
    path.write_bytes(path.read_bytes().replace(b",6,", b",5,"))


def remove(suite: AuditedSuite, number: int, *names: str) -> None:
    folder = suite.folder / folder_of(number)
    for path in list(folder.iterdir()):
        if not names or path.name in names:
            path.unlink()
    if not names:
        folder.rmdir()


def copy(suite: AuditedSuite, name: str, source: int, target: int) -> None:
    suite.file_of(target, name).write_bytes(suite.file_of(source, name).read_bytes())


@pytest.mark.parametrize(
    ("tamper", "faults"),
    [
        pytest.param(
            change_record,
            ["anchor 2: its signature is not of this record", "anchor 3: it does not follow the one before it"],
            id="record",
        ),
        pytest.param(change_heads, ["anchor 2: its list of heads was altered"], id="heads"),
        pytest.param(lambda suite: remove(suite, 2), ["anchor 2: it is missing"], id="folder"),
        pytest.param(lambda suite: remove(suite, 3), ["anchor 3: it is missing, records has made it"], id="last"),
        pytest.param(
            lambda suite: remove(suite, 2, HEADS), ["anchor 2: its list of heads is missing"], id="no heads"
        ),
        pytest.param(
            lambda suite: remove(suite, 2, RECORD), ["anchor 2: its record cannot be read"], id="no record"
        ),
        pytest.param(
            lambda suite: remove(suite, 2, TIMESTAMP), ["anchor 2: it has no timestamp"], id="no timestamp"
        ),
        pytest.param(
            lambda suite: remove(suite, 2, SIGNATURE),
            ["anchor 2: its timestamp is not of this signature", "anchor 2: it has no signature"],
            id="no signature",
        ),
        pytest.param(
            lambda suite: copy(suite, TIMESTAMP, 1, 2),
            ["anchor 2: its timestamp is not of this signature"],
            id="another's timestamp",
        ),
        pytest.param(
            lambda suite: suite.file_of(2, TIMESTAMP).write_bytes(b"0"),
            ["anchor 2: its timestamp cannot be read"],
            id="no token",
        ),
    ],
)  # fmt: skip
def test_what_is_done_to_an_anchor_is_seen(
    anchored: tuple[AuditedSuite, str], tamper: Tampering, faults: list[str]
) -> None:
    suite, _ = anchored
    tamper(suite)
    found = suite.anchor_faults()
    assert [fault for fault in faults if fault not in found] == []
    assert not suite.log_faults() or "heads" in faults[0]


def test_an_authority_that_is_not_trusted_is_seen(anchored: tuple[AuditedSuite, str]) -> None:
    suite, _ = anchored
    found = suite.anchor_faults(Authority.new().certificate_pem)
    assert "anchor 1: its timestamp is of no authority that is trusted" in found
    assert "anchor 1: its signature is of nobody who is trusted" in found


def test_an_anchor_by_another_key_with_its_own_authority_is_seen(
    anchored: tuple[AuditedSuite, str], tmp_path: Path
) -> None:
    """Whoever has database and disk, and not the key of the seal, makes an anchor of his own."""
    suite, _ = anchored
    other = Authority.new()
    pair = other.seal()
    making = MakingProcess(settings(seal_key=pair.key_pem, seal_certificate=pair.certificate_pem))
    forger = AuditedSuite(suite.stores, suite.empty, making, suite.folder, suite.roots)
    forger.anchor()
    making.close()
    assert suite.anchor_faults() == [
        "anchor 4: it has no timestamp",
        "anchor 4: its signature is of nobody who is trusted",
    ]


def test_a_record_that_was_dated_back_is_seen(suite: AuditedSuite, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one who has the key of the seal: the authority says another time."""
    earlier = utcnow() - timedelta(hours=2)
    monkeypatch.setattr(anchoring, "utcnow", lambda: earlier)
    suite.anchor()
    dated_back = f"anchor 1: it says {earlier.isoformat()}, its timestamp "
    assert any(fault.startswith(dated_back) for fault in suite.anchor_faults())


def test_an_anchor_that_is_overdue_is_seen(anchored: tuple[AuditedSuite, str]) -> None:
    suite, _ = anchored
    for hours, faults in ((25, []), (27, ["the last anchor is 27 hours old"])):
        verification = AnchorVerification(AnchorJudge(suite.roots))
        verification.verify(suite.folder)
        status = AnchorStatus(number=3, sha256=verification.anchors[-1].sha256)
        verification.verify_end(status, utcnow() + timedelta(hours=hours))
        assert verification.faults == faults


def test_only_what_was_added_since_is_verified_on_request(anchored: tuple[AuditedSuite, str]) -> None:
    suite, chain = anchored
    new = suite.write("records", 2)
    suite.anchor()
    suite.write("dossiers", 1, chain)
    found = suite.verify_logs(changed=True)
    assert (found.faults, found.verified_chains, found.verified_entries) == ([], 2, 9)
    suite.cut("records", new, after=1)
    assert f"records: chain {new}, entry 2" in suite.log_faults(changed=True)[0]


@pytest.mark.parametrize("steps", [2, 8, 20, 24])
def test_a_verification_that_was_interrupted_goes_on(
    anchored: tuple[AuditedSuite, str], tmp_path: Path, steps: int
) -> None:
    """With what it had found, and without doing again what was done."""
    suite, chain = anchored
    suite.cut("dossiers", chain, after=5)
    whole = suite.verify_logs()
    state = tmp_path / "state"
    suite.caller.calls.clear()
    suite.caller.interrupt_after = steps
    with pytest.raises(ConnectionResetError):
        suite.verify_logs(state=state)
    again = suite.verify_logs(state=state)
    assert (again.faults, again.verified_chains) == (whole.faults, whole.verified_chains)
