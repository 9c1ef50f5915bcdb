"""Anchors of the event logs: what is in one, when it is made, and that a second library takes its timestamp."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.support.audit import AuditedSuite

from chassis.core.context import Context
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.lease import Lease
from contracts.audit import HEADS, RECORD, SIGNATURE, TIMESTAMP, MakeAnchor, folder_of
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from records.application import anchoring
from records.application.anchoring import Anchoring, next_run
from records.repository.anchor_files import AnchorFiles

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin")


def heads(suite: AuditedSuite, number: int) -> list[str]:
    """Lines of the list, without their hashes."""
    text = suite.file_of(number, HEADS).read_text()
    return [line.rsplit(",", 2)[0] for line in text.splitlines()]


def test_an_anchor_has_the_heads_of_the_chains_that_have_grown(suite: AuditedSuite) -> None:
    first, second = suite.write("dossiers", 3), suite.write("catalog", 2)
    assert suite.anchor().heads == 2
    suite.write("dossiers", 2, first)
    third = suite.write("dossiers", 1)
    status = suite.anchor()
    assert (status.number, status.heads, status.complete) == (2, 2, True)
    assert set(heads(suite, 1)) == {f'["dossiers","{first}",3', f'["catalog","{second}",2'}
    assert set(heads(suite, 2)) == {f'["dossiers","{first}",5', f'["dossiers","{third}",1'}
    assert suite.anchor_faults() == []


def test_what_has_not_settled_waits_for_the_next_one(suite: AuditedSuite) -> None:
    suite.write("dossiers", 1)
    context = Context.new(Actor(kind=ActorKind.OPERATOR, name="cli"))
    assert anchoring.make_anchor(suite.anchoring, MakeAnchor(), context).heads == 0
    assert suite.anchor().heads == 1


def test_openssl_takes_signature_and_timestamp(suite: AuditedSuite, tmp_path: Path) -> None:
    suite.write("dossiers", 1)
    suite.anchor()
    folder, roots = suite.folder / folder_of(1), tmp_path / "roots.pem"
    roots.write_text(suite.roots)
    signature, token, record = (folder / name for name in (SIGNATURE, TIMESTAMP, RECORD))
    ssl("ts", "-verify", "-data", signature, "-in", token, "-token_in", "-CAfile", roots)
    cms = (
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        signature,
        "-CAfile",
        roots,
        "-purpose",
        "any",
    )
    ssl(*cms, "-content", record, "-out", tmp_path / "out")
    with pytest.raises(subprocess.CalledProcessError):
        ssl("ts", "-verify", "-data", record, "-in", token, "-token_in", "-CAfile", roots)
    with pytest.raises(subprocess.CalledProcessError):
        ssl(*cms, "-content", folder / HEADS, "-out", tmp_path / "out")


def ssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=20)


def test_a_large_log_is_anchored_in_parts_that_follow_each_other(suite: AuditedSuite) -> None:
    suite.most_entries = 4
    for _ in range(5):
        suite.write("dossiers", 2)
    suite.write("records", 1)
    made = [suite.anchor()]
    while not made[-1].complete:
        made.append(suite.anchor())
    assert [status.heads for status in made] == [2, 2, 2]
    assert suite.anchor_faults() == suite.log_faults() == []


def test_an_anchor_of_which_the_database_was_not_told_counts(suite: AuditedSuite) -> None:
    """The process ended between the disk and the database; or the database was brought back from a back-up."""
    suite.write("dossiers", 1)
    for _ in range(2):
        suite.anchor()
    suite.stores["records"].database.anchors.delete_many({})
    assert "the database of records knows of 0 anchors, 2 are there" in suite.anchor_faults()
    assert (suite.anchor().number, suite.anchor_faults()) == (3, [])


def test_nothing_is_anchored_twice_at_once(suite: AuditedSuite) -> None:
    lease = Lease(suite.stores["records"].database, "anchor", 60)
    lease.ensure_exists()
    assert lease.acquire()
    assert suite.anchor().busy
    with pytest.raises(RunAgainAt):
        anchoring.anchor_daily(suite.anchoring, Context.new())
    assert not suite.folder.exists()
    lease.release()
    assert suite.anchor().number == 1


def test_a_folder_of_an_anchor_is_never_written_again(suite: AuditedSuite) -> None:
    suite.anchor()
    before = suite.file_of(1, RECORD).read_bytes()
    with pytest.raises(OSError):
        AnchorFiles(suite.folder).add(1, {RECORD: b"another"})
    assert suite.file_of(1, RECORD).read_bytes() == before
    assert [path.name for path in suite.folder.iterdir()] == [folder_of(1)]


def test_an_anchor_that_does_not_follow_the_last_one_stops_the_next(suite: AuditedSuite) -> None:
    suite.anchor()
    suite.anchor()
    suite.stores["records"].database.anchors.update_one({}, {"$set": {"number": 1, "sha256": "0" * 64}})
    assert refusal(suite.anchor) == ErrorCode.INTERNAL_ERROR


def test_no_anchor_is_made_while_a_service_is_away(suite: AuditedSuite) -> None:
    suite.client._answers.pop("payments.get_chain_heads")
    assert refusal(suite.anchor) == ErrorCode.UNKNOWN_SERVICE
    assert not suite.folder.exists()


def test_only_the_operator_makes_one(suite: AuditedSuite) -> None:
    context = Context.new(ADMINISTRATOR)
    making = suite.anchoring
    assert refusal(lambda: anchoring.make_anchor(making, MakeAnchor(), context)) == ErrorCode.FORBIDDEN
    assert refusal(lambda: anchoring.get_anchor_status(making, context)) == ErrorCode.FORBIDDEN


def test_without_a_folder_nothing_is_anchored_and_the_timer_goes_on(suite: AuditedSuite) -> None:
    without = Anchoring(suite.stores["records"], suite.client, suite.making, None)
    context = Context.new(Actor(kind=ActorKind.OPERATOR, name="cli"))
    assert refusal(lambda: anchoring.make_anchor(without, MakeAnchor(), context)) == ErrorCode.UNAVAILABLE
    with pytest.raises(RunAgainAt):
        anchoring.anchor_daily(without, Context.new())


def test_the_timer_runs_at_two_in_the_morning(suite: AuditedSuite) -> None:
    with pytest.raises(RunAgainAt) as again:
        anchoring.anchor_daily(suite.anchoring, Context.new())
    assert again.value.due_at > datetime.now(UTC)
    assert (again.value.due_at.astimezone(UTC).hour, again.value.due_at.minute) == (19, 0)


@pytest.mark.parametrize(
    ("now", "due"),
    [("2026-11-28T18:59:59", "2026-11-28T19:00:00"), ("2026-11-28T19:00:00", "2026-11-29T19:00:00")],
)
def test_the_next_run_is_the_next_two_o_clock(now: str, due: str) -> None:
    assert next_run(datetime.fromisoformat(f"{now}+00:00")) == datetime.fromisoformat(f"{due}+00:00")


def refusal(call: object) -> str:
    with pytest.raises(ServiceError) as refused:
        call()  # type: ignore[operator]
    return refused.value.code
