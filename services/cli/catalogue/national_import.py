"""Import of the national catalogue in batches, with the sum of the answers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from chassis.core.ids import new_id
from cli.catalogue.national_files import RowKind
from contracts.catalog import ImportReport, ImportRow, ImportRows, QuarantinedRow

BATCH = {"list": 250, "detail": 25}
"""Rows a batch. A detail is some 30 kB, and a batch is one message and one transaction."""

Send = Callable[[ImportRows], ImportReport]
T = TypeVar("T")


@dataclass
class ImportTotals:
    """What became of the rows of one kind."""

    rows: int = 0
    loaded: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: list[QuarantinedRow] = field(default_factory=list)

    def add(self, rows: int, report: ImportReport) -> None:
        """Count the answer to a batch of so many rows."""
        self.rows += rows
        self.loaded += report.loaded
        self.updated += report.updated
        self.unchanged += report.unchanged
        self.quarantined.extend(report.quarantined)

    @property
    def accounted(self) -> int:
        """Rows that are loaded or quarantined by name; every row must be."""
        return self.loaded + self.updated + self.unchanged + len(self.quarantined)

    def reasons(self) -> Counter[str]:
        """How many rows have each reason; a row may have several."""
        return Counter(
            name for row in self.quarantined for name in {reason.split(":", 1)[0] for reason in row.reasons}
        )


class NationalImport:
    """One run over the files. Within it no two rows may claim one code; a batch sent twice has one effect."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._run_id = new_id()

    def take(self, kind: RowKind, rows: Iterable[ImportRow]) -> Iterator[tuple[int, ImportTotals]]:
        """Send all rows; after each batch yields how many rows it had and the totals so far."""
        totals = ImportTotals()
        for number, batch in enumerate(batches(rows, BATCH[kind])):
            command_id = f"{self._run_id}:{kind}:{number}"
            request = ImportRows(command_id=command_id, run_id=self._run_id, kind=kind, rows=batch)
            totals.add(len(batch), self._send(request))
            yield len(batch), totals


def batches(rows: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Tuples of at most `size` rows, in order."""
    remaining = iter(rows)
    while batch := tuple(islice(remaining, size)):
        yield batch
