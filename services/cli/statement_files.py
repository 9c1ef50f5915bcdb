"""A payment provider's daily file (tệp đối soát, CSV): read line by line, each broken line named by its number."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from pydantic import ValidationError

from contracts.reconciliation import StatementLine

REQUIRED = ("transaction_no", "txn_ref", "amount", "status")
OPTIONAL = ("fee", "bank", "dossier_code")
PAID = "paid"
STATUSES = frozenset({PAID, "failed", "pending", "refunded"})
MOST_BYTES = 10_000
"""Of one line."""


class UnreadableFile(ValueError):
    """The header does not name the columns."""


@dataclass(frozen=True)
class BrokenLine:
    """A line that says nothing usable, and why. What it holds is not repeated."""

    row: int
    reason: str


@dataclass(frozen=True)
class OtherLine:
    """A line of a payment that the provider has not done, or has returned."""

    row: int


Read = StatementLine | BrokenLine | OtherLine


def read_statement(file: BinaryIO) -> Iterator[Read]:
    """UTF-8 with a header, columns in any order, others ignored; no field spans lines. One line is in memory at a time.

    Raises UnreadableFile.
    """
    first = next(_lines(file), b"")
    try:
        header = _fields((first or b"").decode("utf-8-sig"))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile("the header is not CSV in UTF-8") from error
    names = [name.strip().lower() for name in header]
    missing = [name for name in REQUIRED if names.count(name) != 1]
    if missing:
        raise UnreadableFile(f"the header lacks, or has twice: {', '.join(missing)}")
    for row, line in enumerate(_lines(file), start=2):
        if line is None:
            yield BrokenLine(row, "too long")
        elif line.strip():
            yield _read(row, names, line)


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """None for one that is too long."""
    while line := file.readline(MOST_BYTES + 1):
        if len(line) <= MOST_BYTES:
            yield line
            continue
        while not line.endswith(b"\n") and (line := file.readline(MOST_BYTES)):
            pass
        yield None


def _read(row: int, names: Sequence[str], line: bytes) -> Read:
    try:
        values = _fields(line.decode())
    except (UnicodeDecodeError, csv.Error):
        return BrokenLine(row, "not CSV in UTF-8")
    if len(values) != len(names):
        return BrokenLine(row, f"{len(values)} columns instead of {len(names)}")
    given = {name: value.strip() for name, value in zip(names, values, strict=True)}
    status = given["status"].lower()
    if status not in STATUSES:
        return BrokenLine(row, "status")
    if status != PAID:
        return OtherLine(row)
    found = {name: given[name] for name in (*REQUIRED[:3], *OPTIONAL) if given.get(name)}
    for name in ("amount", "fee"):
        if name in found and not (found[name].isascii() and found[name].isdigit() and len(found[name]) < 16):
            return BrokenLine(row, name)
    numbers = {name: int(found[name]) for name in ("amount", "fee") if name in found}
    try:
        return StatementLine.model_validate({**found, **numbers, "row": row}, extra="forbid")
    except ValidationError as error:
        return BrokenLine(row, ", ".join(sorted({str(each["loc"][0]) for each in error.errors()})))


def _fields(line: str) -> list[str]:
    return next(csv.reader([line], strict=True), [])
