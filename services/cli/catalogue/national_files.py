"""Files of the national catalogue: the rows in them, each as it came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

from contracts.catalog import ImportRow

LIST_NAME = "catalog.jsonl"
DETAILS_NAME = "details"
RowKind = Literal["list", "detail"]


class NothingToImportError(Exception):
    """The path holds neither a list nor a detail."""


@dataclass(frozen=True)
class NationalFiles:
    """Lists (one row a line) and details (one row a file)."""

    lists: tuple[Path, ...]
    details: tuple[Path, ...]


def find_sources(path: Path, details: Path | None = None) -> NationalFiles:
    """What there is at `path`: a .jsonl list, one .json detail, or a folder with catalog.jsonl and details/.

    Raises NothingToImportError.
    """
    found = _in_folder(path) if path.is_dir() else _file(path)
    if details is not None:
        found = NationalFiles(found.lists, (*found.details, *_details_in(details)))
    if not found.lists and not found.details:
        raise NothingToImportError(path)
    return found


def list_rows(lists: Sequence[Path]) -> list[ImportRow]:
    """Every line that is not blank, with its place as ref."""
    return [
        ImportRow(ref=f"{path.name}:{number}", content=parse(line))
        for path in lists
        for number, line in enumerate(path.read_bytes().split(b"\n"), start=1)
        if line.strip()
    ]


def detail_rows(details: Sequence[Path]) -> Iterator[ImportRow]:
    """One file at a time, with its name as ref."""
    for path in details:
        yield ImportRow(ref=path.name, content=parse(path.read_bytes()))


def parse(raw: bytes) -> Any:
    """The JSON value; where the bytes are no JSON, the text itself, broken letters shown as escapes."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return raw.decode("utf-8", "backslashreplace")


def _in_folder(folder: Path) -> NationalFiles:
    listed = folder / LIST_NAME
    return NationalFiles((listed,) if listed.is_file() else (), tuple(_details_in(folder / DETAILS_NAME)))


def _details_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def _file(path: Path) -> NationalFiles:
    return NationalFiles((), (path,)) if path.suffix == ".json" else NationalFiles((path,), ())
