"""Import of the national catalogue and export of everything."""

from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from contracts.base import Command, Model, Page, PageRequest, Query
from contracts.printable import MendedLine, ShortText
from contracts.storable import FreeKeys


class SeedStarter(Command):
    """Command to write the starter catalogue.

    By an operator: write the starter catalogue, regimes, calendars, agencies. Idempotent by content.
    """


class ImportRow(Model):
    """`content` is the row as it came: parsed JSON, or the text itself where it is not JSON."""

    ref: MendedLine
    """Name of the row: line or file."""
    content: Annotated[Any, FreeKeys(levels=64)]
    """The row as it came: JSON, or text where it is none."""


class ImportRows(Command):
    """Command to read rows of the national catalogue.

    By an operator: a batch of raw rows of the national catalogue. `ref` names a row (line, file).
    """

    run_id: ShortText
    """Name of the import."""
    kind: Literal["list", "detail"]
    """Rows of the list, or full details."""
    rows: Annotated[tuple[ImportRow, ...], Field(max_length=500)]
    """The rows as they came."""


class QuarantinedRow(Model):
    """A row set aside as it came, by name, with every reason."""

    ref: str
    """Name of the row: line or file."""
    code: str | None = None
    """Code of the procedure, as far as it can be read."""
    reasons: tuple[str, ...]
    """Every reason why it was set aside."""


class ImportReport(Model):
    """What an import did."""

    loaded: int
    """How many were new."""
    updated: int
    """How many were changed."""
    unchanged: int
    """How many were the same."""
    quarantined: tuple[QuarantinedRow, ...] = ()
    """Rows set aside, with every reason."""


class ListQuarantine(PageRequest):
    """Query for rows that were set aside."""


class CatalogueCounts(Model):
    """How many procedures the catalogue holds."""

    procedures: int
    """How many procedures there are."""
    fileable: int
    """How many of them can be filed online."""
    quarantined: int
    """How many rows were set aside."""


class CountCatalogue(Query):
    """Query for how many procedures the catalogue holds."""


ExportKind = Literal[
    "regimes",
    "agency_terms",
    "units",
    "agencies",
    "calendars",
    "competences",
    "versions",
    "provincial_fees",
    "conditions",
    "thesaurus",
    "national_rows",
    "questions",
    "regime_drafts",
]
EXPORT_KINDS: tuple[ExportKind, ...] = get_args(ExportKind)
"""Every part of the catalogue, in an order in which an empty one can be filled."""


class ExportCatalogue(PageRequest):
    """Query for rows of an export.

    By an operator or administrator: everything of one kind, page by page.
    """

    kind: ExportKind
    """Part of the catalogue."""


class ExportedRow(Model):
    """A row of an export."""

    kind: ShortText
    """Part of the catalogue."""
    content: Annotated[dict[str, Any], FreeKeys(levels=64)]
    """The row as stored."""


class ExportPage(Page[ExportedRow]):
    """A page of an export."""


class ImportExported(Command):
    """Command to write rows of an export back.

    By an operator: rows of an export, written back as they are; each replaces the one of its key.
    """

    rows: Annotated[tuple[ExportedRow, ...], Field(min_length=1, max_length=200)]
    """Rows of an export; each replaces the one of its key."""
