"""Export file: the whole catalogue, one JSON row a line; written and sent back."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from chassis.core.ids import new_id
from contracts.catalog import (
    EXPORT_KINDS,
    ExportCatalogue,
    ExportedRow,
    ExportKind,
    ExportPage,
    ImportExported,
    ImportReport,
)

PAGE = 25
"""Rows a page: a version may be some 60 kB, and a page is one message."""
BATCH_ROWS = 200
BATCH_BYTES = 1_000_000

FetchPage = Callable[[ExportCatalogue], ExportPage]
SendRows = Callable[[ImportExported], ImportReport]


class NotAnExportError(Exception):
    """A line that is no row of an export."""


def rows_of(ask: FetchPage, kind: ExportKind) -> Iterator[ExportedRow]:
    """All rows of a kind, page by page."""
    cursor: str | None = None
    while True:
        page = ask(ExportCatalogue(kind=kind, limit=PAGE, cursor=cursor))
        yield from page.items
        if (cursor := page.next_cursor) is None:
            return


def write_export(ask: FetchPage, path: Path) -> Iterator[tuple[ExportKind, int]]:
    """Write every kind, and yield after each how many rows it has. The file is there only when it is whole."""
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("w", encoding="utf-8") as file:
        for kind in EXPORT_KINDS:
            count = 0
            for row in rows_of(ask, kind):
                file.write(json.dumps(row.model_dump(mode="json"), ensure_ascii=False) + "\n")
                count += 1
            yield kind, count
    unfinished.replace(path)


def send_export(send: SendRows, path: Path) -> Iterator[tuple[int, int]]:
    """Send the rows of a file in its order; after each batch yields how many it had, and how many were new or changed.

    Raises NotAnExportError. What was sent before a refused batch stays; the whole may be repeated.
    """
    with path.open(encoding="utf-8") as lines:
        for batch in _batches(enumerate(lines, start=1)):
            report = send(ImportExported(command_id=new_id(), rows=tuple(batch)))
            yield len(batch), report.loaded + report.updated


def count_lines(path: Path) -> int:
    """Lines of a file."""
    with path.open(encoding="utf-8") as lines:
        return sum(1 for _ in lines)


def _batches(lines: Iterable[tuple[int, str]]) -> Iterator[list[ExportedRow]]:
    batch: list[ExportedRow] = []
    size = 0
    for number, line in lines:
        batch.append(_row(number, line))
        size += len(line)
        if len(batch) == BATCH_ROWS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _row(number: int, line: str) -> ExportedRow:
    try:
        return ExportedRow.model_validate_json(line, extra="ignore")
    except ValidationError as error:
        raise NotAnExportError(f"line {number} is no row of an export") from error
