"""A closed dossier as a package: whole, and every change of it found by a program that knows nothing of Motcua."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as Xml

import bagit
import pytest
from tests.support.sync.pushes import AT, CODE, hours, record, returned

from chassis.core.canonical_json import to_canonical_json
from cli.archive import package, verifier
from cli.archive.package import FileChangedError
from contracts.dossiers import ArchivedChain, ArchivedEntry, ArchiveRecord
from contracts.records import LentFile

PDF = b"%PDF-1.7 result"
FILES = ("f1", "f2", "f9", "f10", "f77")


def chain(name: str, count: int) -> ArchivedChain:
    entries: list[ArchivedEntry] = []
    for version in range(1, count + 1):
        before = entries[-1].hash if entries else verifier.FIRST
        manifest = {
            "aggregate_version": version,
            "prev_hash": before,
            "payload": {"file_ids": ["f77"], "ghi": "Việc"},
        }
        text = to_canonical_json(manifest)
        entries.append(ArchivedEntry(text=text.decode(), hash=hashlib.sha256(text).hexdigest()))
    return ArchivedChain(chain=name, entries=tuple(entries))


ARCHIVED = ArchiveRecord(record=record(returned()), chains=(chain("d1", 3), chain("issued-d1", 1)))


def lent(file_id: str, content: bytes = PDF) -> LentFile:
    digest = hashlib.sha256(content).hexdigest()
    return LentFile(
        file_id=file_id,
        url="https://x",
        expires_at=AT,
        name="kq.pdf",
        sha256=digest,
        media_type="application/pdf",
    )


def fetch(_: LentFile) -> Iterator[bytes]:
    yield PDF[:5]
    yield PDF[5:]


def written(folder: Path) -> Path:
    files = map(lent, package.file_ids(ARCHIVED))
    return package.write(folder, ARCHIVED, files, fetch, lambda _: (b"signature", b""), hours(20))


def run(bag: Path) -> tuple[int, str]:
    """The verifier alone: `-I` hides whatever is installed or beside it but Python's own."""
    command = [sys.executable, "-I", "-S", verifier.__file__, str(bag)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_package_is_whole_and_a_program_without_motcua_says_so(tmp_path: Path) -> None:
    bag = written(tmp_path)
    assert (bag.name, run(bag)) == (CODE, (0, "no fault\n"))
    assert set(package.file_ids(ARCHIVED)) == set(FILES), "files of the logs too"
    assert (bag / "data/files/f10.pdf").read_bytes() == PDF
    dossier = json.loads((bag / "data/dossier.json").read_text(encoding="utf-8"))
    assert dossier["dossier"]["code"] == CODE


@pytest.mark.parametrize("manifest", [verifier.MANIFEST, verifier.TAG_MANIFEST])
def test_the_sums_are_those_of_sha256sum(tmp_path: Path, manifest: str) -> None:
    bag = written(tmp_path)
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", manifest], cwd=bag, check=True)


def test_what_preservation_needs_is_there(tmp_path: Path) -> None:
    root = Xml.parse(written(tmp_path) / "metadata/preservation/PREMIS.xml").getroot()
    spaces = {"p": package.PREMIS}
    digests = {each.text for each in root.iterfind(".//p:messageDigest", spaces)}
    assert hashlib.sha256(PDF).hexdigest() in digests
    assert len(root.findall("p:event", spaces)) == len(ARCHIVED.record.history) + 1


def test_every_byte_that_is_changed_is_found(tmp_path: Path) -> None:
    bag = written(tmp_path)
    for path in [each for each in bag.rglob("*") if each.is_file() and each.name != verifier.SIGNATURE]:
        before = path.read_bytes()
        path.write_bytes(bytes([before[0] ^ 1]) + before[1:])
        assert list(verifier.faults(bag)), path
        path.write_bytes(before)
    assert not list(verifier.faults(bag))


def remanifested(bag: Path) -> None:
    """Whoever changes a package can make its manifests anew, but for the signature."""
    for manifest in (verifier.MANIFEST, verifier.TAG_MANIFEST):
        names = [line.split("  ")[1] for line in (bag / manifest).read_text().splitlines()]
        rows = (f"{hashlib.sha256((bag / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
        (bag / manifest).write_text("".join(rows))


def drop_a_line(rows: list[str]) -> list[str]:
    return [rows[0], rows[2]]


def change_an_entry(rows: list[str]) -> list[str]:
    return [rows[0], rows[1].replace("Việc", "việc"), rows[2]]


def rehash_an_entry(rows: list[str]) -> list[str]:
    row = json.loads(change_an_entry(rows)[1])
    row["hash"] = hashlib.sha256(row["entry"].encode()).hexdigest()
    return [rows[0], json.dumps(row), rows[2]]


@pytest.mark.parametrize("change", [drop_a_line, change_an_entry, rehash_an_entry, lambda _: ["nothing"]])
def test_a_log_that_is_no_chain_is_found_also_under_new_manifests(
    tmp_path: Path, change: Callable[[list[str]], list[str]]
) -> None:
    bag = written(tmp_path)
    path = bag / verifier.LOGS / "d1.jsonl"
    path.write_text("\n".join(change(path.read_text(encoding="utf-8").splitlines())), encoding="utf-8")
    remanifested(bag)
    assert [fault for fault in verifier.faults(bag) if fault.startswith("d1.jsonl, line ")]


def test_a_file_that_no_manifest_names_one_that_is_missing_and_one_of_elsewhere_are_found(
    tmp_path: Path,
) -> None:
    bag = written(tmp_path)
    (bag / "data/more.txt").write_text("x")
    assert list(verifier.faults(bag)) == ["data/more.txt: no manifest names it"]
    (bag / "data/more.txt").rename(tmp_path / "more.txt")
    manifest = bag / verifier.MANIFEST
    manifest.write_text(manifest.read_text() + f"{hashlib.sha256(b'x').hexdigest()}  data/../../more.txt\n")
    assert "data/../../more.txt: it is not of this package" in list(verifier.faults(bag))
    (bag / "data/dossier.json").unlink()
    assert "data/dossier.json: it is missing" in list(verifier.faults(bag))


def test_an_empty_folder_is_no_package(tmp_path: Path) -> None:
    assert len(list(verifier.faults(tmp_path))) >= 3


def test_a_package_that_broke_off_is_made_anew_and_one_that_is_there_stays(tmp_path: Path) -> None:
    def away(_: str) -> tuple[bytes, bytes]:
        raise OSError("nobody signs")

    with pytest.raises(OSError, match="nobody signs"):
        package.write(tmp_path, ARCHIVED, [lent("f1")], fetch, away, AT)
    assert not (tmp_path / CODE).exists()
    bag = written(tmp_path)
    assert package.write(tmp_path, ARCHIVED, [], fetch, away, AT) == bag
    assert [each.name for each in tmp_path.iterdir()] == [CODE]


def test_a_file_that_is_not_what_records_knows_stops_it(tmp_path: Path) -> None:
    with pytest.raises(FileChangedError):
        package.write(tmp_path, ARCHIVED, [lent("f1", b"another")], fetch, lambda _: (b"", b""), AT)
    assert not (tmp_path / CODE).exists()


def test_the_reference_reader_of_bagit_reads_it_and_finds_a_changed_byte(tmp_path: Path) -> None:
    bag = written(tmp_path)
    bagit.Bag(str(bag)).validate()
    path = bag / "data/files/f10.pdf"
    path.write_bytes(b"%PDF-1.7 resulu")
    with pytest.raises(bagit.BagValidationError, match=r"f10\.pdf"):
        bagit.Bag(str(bag)).validate()
