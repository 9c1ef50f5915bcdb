"""Import of the national catalogue and export of everything."""

from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from contracts.base import Command, Model, Page, PageRequest, Query


class SeedStarter(Command):
    """By an operator: write the starter catalogue, regimes, calendars, agencies. Idempotent by content."""


class ImportRow(Model):
    """`content` is the row as it came: parsed JSON, or the text itself where it is not JSON."""

    ref: str
    content: Any


class ImportRows(Command):
    """By an operator: a batch of raw rows of the national catalogue. `ref` names a row (line, file)."""

    run_id: str
    kind: Literal["list", "detail"]
    rows: Annotated[tuple[ImportRow, ...], Field(max_length=500)]


class QuarantinedRow(Model):
    """A row set aside as it came, by name, with every reason."""

    ref: str
    code: str | None = None
    reasons: tuple[str, ...]


class ImportReport(Model):
    loaded: int
    updated: int
    unchanged: int
    quarantined: tuple[QuarantinedRow, ...] = ()


class ListQuarantine(PageRequest):
    pass


class CatalogueCounts(Model):
    procedures: int
    fileable: int
    quarantined: int


class CountCatalogue(Query):
    pass


ExportKind = Literal[
    "regimes",
    "units",
    "agencies",
    "calendars",
    "competences",
    "versions",
    "provincial_fees",
    "conditions",
]
EXPORT_KINDS: tuple[ExportKind, ...] = get_args(ExportKind)
"""Every part of the catalogue, in an order in which an empty one can be filled."""


class ExportCatalogue(PageRequest):
    """By an operator or administrator: everything of one kind, page by page."""

    kind: ExportKind


class ExportedRow(Model):
    kind: str
    content: dict[str, Any]


class ExportPage(Page[ExportedRow]):
    pass


class ImportExported(Command):
    """By an operator: rows of an export, written back as they are; each replaces the one of its key."""

    rows: Annotated[tuple[ExportedRow, ...], Field(min_length=1, max_length=200)]
