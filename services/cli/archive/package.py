"""A closed dossier as a package for an archive: a bag of BagIt (RFC 8493), written whole or not at all.

`data/dossier.json`, `data/logs/*.jsonl` (the chained logs), `data/files/*` (papers, results, documents), and what
preservation needs to know of them in `metadata/preservation/PREMIS.xml` (PREMIS 3). One chunk of a file is in memory.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from cli.archive.verifier import DECLARATION, LOGS, MANIFEST, SIGNATURE, TAG_MANIFEST, TIMESTAMP, faults
from contracts.dossiers import ArchiveRecord
from contracts.records import LentFile

PREMIS = "http://www.loc.gov/premis/v3"
INFO = "bag-info.txt"
PLACE_LABELS = ("File-Plan-Code", "File-Plan-Heading", "Retention-Period")
EXTENSIONS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "application/zip": ".zip"}
FILE_KEYS, FILE_LIST = ("file_id", "sealed_file_id"), "file_ids"
Sign = Callable[[str], tuple[bytes, bytes]]
"""Signature and timestamp token, which may be empty, of a tag manifest."""
Fetch = Callable[[LentFile], Iterable[bytes]]


class FileChangedError(Exception):
    """Raised when the bytes of a file are not those that records knows."""


def file_ids(archived: ArchiveRecord) -> tuple[str, ...]:
    """Of all files that the dossier or its logs name, once each."""
    found = dict.fromkeys(_named(archived.record.model_dump(mode="json")))
    for chain in archived.chains:
        for entry in chain.entries:
            found |= dict.fromkeys(_named(json.loads(entry.text)))
    return tuple(found)


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _named(each)
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        if name in FILE_KEYS and isinstance(inner, str) and inner:
            yield inner
        elif name == FILE_LIST and isinstance(inner, list):
            yield from (each for each in inner if isinstance(each, str))
        else:
            yield from _named(inner)


def write(
    folder: Path, archived: ArchiveRecord, files: Iterable[LentFile], fetch: Fetch, sign: Sign, at: datetime
) -> Path:
    """The package's folder, named by the dossier's code or id. One that is there stays as it is, unless the dossier's logs
    or its place in the file plan have changed since, or it is not whole.

    Raises FileChangedError, OSError; what was written of it by then is written anew the next time.
    """
    dossier = archived.record.dossier
    package = folder / (dossier.code or dossier.dossier_id)
    if package.exists() and is_current(package, archived) and not any(faults(package)):
        return package
    partial = folder / f".{package.name}.part"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    _write_payload(partial, archived, files, fetch)
    _write_tags(partial, archived, at)
    manifest = partial / TAG_MANIFEST
    signature, token = sign(manifest.read_text(encoding="utf-8"))
    (partial / SIGNATURE).write_bytes(signature)
    if token:
        (partial / TIMESTAMP).write_bytes(token)
    shutil.rmtree(package, ignore_errors=True)
    partial.rename(package)
    return package


def is_current(package: Path, archived: ArchiveRecord) -> bool:
    """Whether it has all entries of the logs, and names the place that the dossier has in the file plan."""
    lines = _read(package / INFO).splitlines()
    named = [line for line in lines if line.startswith(PLACE_LABELS)]
    return entries_in(package) == sum(len(chain.entries) for chain in archived.chains) and named == [
        f"{name}: {text}" for name, text in _place(archived).items()
    ]


def entries_in(package: Path) -> int:
    """Entries of the logs that are in it."""
    return sum(len(_read(path).splitlines()) for path in (package / LOGS).glob("*.jsonl"))


def size_of(package: Path) -> int:
    """Bytes of all its files."""
    return sum(path.stat().st_size for path in package.rglob("*") if path.is_file())


def _place(archived: ArchiveRecord) -> dict[str, str]:
    """Heading and period in the file plan (danh mục hồ sơ, thời hạn lưu trữ); nothing without a place."""
    place = archived.place
    if place is None:
        return {}
    until = "permanent" if place.retained_until is None else f"until {place.retained_until}"
    heading = " ".join(place.heading.split())
    return dict(zip(PLACE_LABELS, (place.code, heading, until), strict=True))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _write_payload(partial: Path, archived: ArchiveRecord, files: Iterable[LentFile], fetch: Fetch) -> None:
    _write_json(partial / "data/dossier.json", archived.record.model_dump(mode="json"))
    for chain in archived.chains:
        rows = ({"hash": entry.hash, "entry": entry.text} for entry in chain.entries)
        text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        _write_text(partial / LOGS / f"{chain.chain}.jsonl", text)
    listed = []
    for file in files:
        path = f"data/files/{file.file_id}{EXTENSIONS.get(file.media_type or '', '')}"
        _fetch(partial / path, file, fetch)
        listed.append({"path": path, "name": file.name, "sha256": file.sha256, "media_type": file.media_type})
    _write_json(partial / "data/files.json", listed)


def _fetch(path: Path, file: LentFile, fetch: Fetch) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("wb") as target:
        for chunk in fetch(file):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != file.sha256:
        raise FileChangedError(file.file_id)


def _write_tags(partial: Path, archived: ArchiveRecord, at: datetime) -> None:
    payload = _sums(partial, sorted((partial / "data").rglob("*")))
    size = sum((partial / name).stat().st_size for name in payload)
    dossier = archived.record.dossier
    _write_text(partial / "bagit.txt", DECLARATION)
    info = {
        "Source-Organization": archived.record.agency_name,
        "External-Identifier": dossier.code or dossier.dossier_id,
        "External-Description": dossier.procedure_name,
        "Bagging-Date": f"{at:%Y-%m-%d}",
        "Payload-Oxum": f"{size}.{len(payload)}",
        **_place(archived),
    }
    _write_text(
        partial / INFO,
        "".join(f"{name}: {' '.join(text.split())}\n" for name, text in info.items()),
    )
    _write_manifest(partial / MANIFEST, payload)
    premis = partial / "metadata/preservation/PREMIS.xml"
    premis.parent.mkdir(parents=True)
    premis.write_bytes(_premis(archived, payload, partial, at))
    tags = [partial / name for name in ("bagit.txt", INFO, MANIFEST, premis.relative_to(partial).as_posix())]
    _write_manifest(partial / TAG_MANIFEST, _sums(partial, tags))


def _premis(archived: ArchiveRecord, sums: dict[str, str], partial: Path, at: datetime) -> bytes:
    """Each file with its fixity, and each entry of the history as an event of the dossier."""
    Xml.register_namespace("", PREMIS)
    root = Xml.Element(_tag("premis"), {"version": "3.0"})
    for name, digest in sums.items():
        thing = Xml.SubElement(root, _tag("object"))
        _identify(thing, "object", "path", name)
        traits = Xml.SubElement(thing, _tag("objectCharacteristics"))
        fixity = Xml.SubElement(traits, _tag("fixity"))
        _add(fixity, "messageDigestAlgorithm", "SHA-256")
        _add(fixity, "messageDigest", digest)
        _add(traits, "size", str((partial / name).stat().st_size))
    for entry in archived.record.history:
        _event(root, str(entry.version), entry.event, entry.occurred_at, entry.text)
    _event(root, "package", "information package creation", at, "Đóng gói hồ sơ để nộp lưu")
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _event(root: Xml.Element, number: str, kind: str, at: datetime, text: str) -> None:
    event = Xml.SubElement(root, _tag("event"))
    _identify(event, "event", "local", number)
    _add(event, "eventType", kind)
    _add(event, "eventDateTime", at.isoformat())
    detail = Xml.SubElement(event, _tag("eventDetailInformation"))
    _add(detail, "eventDetail", text)


def _identify(parent: Xml.Element, what: str, kind: str, value: str) -> None:
    identifier = Xml.SubElement(parent, _tag(f"{what}Identifier"))
    _add(identifier, f"{what}IdentifierType", kind)
    _add(identifier, f"{what}IdentifierValue", value)


def _add(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, _tag(name)).text = text


def _tag(name: str) -> str:
    return f"{{{PREMIS}}}{name}"


def _sums(partial: Path, paths: Iterable[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in paths:
        if path.is_file():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[path.relative_to(partial).as_posix()] = digest
    return found


def _write_manifest(path: Path, sums: dict[str, str]) -> None:
    _write_text(path, "".join(f"{digest}  {name}\n" for name, digest in sums.items()))


def _write_json(path: Path, value: Any) -> None:
    _write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
