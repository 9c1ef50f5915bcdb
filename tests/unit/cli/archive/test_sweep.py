"""The sweep over closed dossiers: bounded, broken off anywhere, run again; one at a time in a folder."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.sync.pushes import CODE, hours
from tests.unit.cli.archive.test_package import ARCHIVED, fetch, lent

from cli.archive import package, verifier
from cli.archive.sweep import locked, noted, sweep
from contracts.dossiers import ArchiveRecord, NotePackage, Unpackaged
from contracts.errors import ErrorCode, ServiceError


class Killed(Exception):
    """The process ends here."""


class KnownClosings:
    """What dossiers would know; the process may be killed before or after a note."""

    def __init__(self, ids: list[str], pages: int = 2) -> None:
        self.waiting, self.places, self.pages = sorted(ids), 2, pages
        self.notes: list[str] = []
        self.kill_at: tuple[int, str] | None = None

    def place(self) -> bool:
        self.places -= 1
        return self.places > 0

    def unpackaged(self, after: str) -> Unpackaged:
        found = [each for each in self.waiting if each > after]
        return Unpackaged(dossier_ids=tuple(found[: self.pages]), left=len(self.waiting))

    def note(self, made: NotePackage) -> None:
        self._die("before")
        if made.dossier_id in self.waiting:
            self.waiting.remove(made.dossier_id)
        self.notes.append(made.dossier_id)
        self._die("after")

    def _die(self, moment: str) -> None:
        if self.kill_at is not None and self.kill_at == (len(self.notes), moment):
            raise Killed


def bag(dossier_id: str, folder: Path) -> Path:
    made = folder / dossier_id
    made.mkdir(exist_ok=True)
    (made / verifier.TAG_MANIFEST).write_text(dossier_id)
    (made / verifier.LOGS).mkdir(parents=True, exist_ok=True)
    (made / verifier.LOGS / "log.jsonl").write_text("{}\n{}\n")
    return made


IDS = ["d1", "d2", "d3", "d4", "d5"]


@settings(max_examples=15, deadline=None)
@given(number=st.integers(0, 5), moment=st.sampled_from(["before", "after"]))
def test_a_sweep_that_is_killed_anywhere_loses_and_doubles_nothing(
    tmp_path_factory: pytest.TempPathFactory, number: int, moment: str
) -> None:
    folder, known = tmp_path_factory.mktemp("packages"), KnownClosings(IDS)
    known.kill_at = (number, moment)
    try:
        sweep(known, bag, folder, 100)
    except Killed:
        known.kill_at = None
        sweep(known, bag, folder, 100)
    assert (sorted(known.notes), known.waiting) == (IDS, [])
    assert sorted(each.name for each in folder.iterdir()) == IDS


def test_a_sweep_has_a_bound_and_goes_on_the_next_time(tmp_path: Path) -> None:
    known = KnownClosings(IDS)
    sweep(known, bag, tmp_path, 3)
    assert known.notes == ["d1", "d2", "d3"]
    sweep(known, bag, tmp_path, 3)
    assert known.notes == IDS


def test_one_that_cannot_be_packaged_is_named_and_holds_up_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def pack(dossier_id: str, folder: Path) -> Path:
        if dossier_id == "d2":
            raise ServiceError(ErrorCode.UNAVAILABLE)
        return bag(dossier_id, folder)

    known = KnownClosings(IDS)
    with pytest.raises(SystemExit) as ended:
        sweep(known, pack, tmp_path, 100)
    assert (ended.value.code, known.waiting) == (1, ["d2"])
    out, err = capsys.readouterr()
    assert "packaged 4, failed 1" in out
    assert "d2: not packaged" in err


def test_what_is_noted_is_what_lies_there(tmp_path: Path) -> None:
    made = bag("d1", tmp_path)
    note = noted("d1", made)
    assert (note.sha256, note.entries, note.size) == (verifier.digest_of(made / verifier.TAG_MANIFEST), 2, 8)


def test_one_process_at_a_time_packages_into_a_folder(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(click.ClickException, match="another process"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_a_package_is_made_anew_when_the_log_or_the_place_has_changed(tmp_path: Path) -> None:
    def write(archived: ArchiveRecord) -> bytes:
        files = map(lent, package.file_ids(archived))
        made = package.write(tmp_path, archived, files, fetch, lambda _: (b"seal", b""), hours(20))
        assert not list(verifier.faults(made))
        return (made / verifier.TAG_MANIFEST).read_bytes()

    first = write(ARCHIVED)
    assert write(ARCHIVED) == first
    file = tmp_path / CODE / "data/dossier.json"
    file.write_bytes(file.read_bytes()[:-1])
    assert write(ARCHIVED) == first, "one that is not whole is made anew"
    shorter = ARCHIVED.model_copy(update={"chains": ARCHIVED.chains[:1]})
    assert write(shorter) != first
