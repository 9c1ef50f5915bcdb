"""Import of the national catalogue (Cơ sở dữ liệu quốc gia về TTHC), the quarantine of its defective rows, and counts."""

from collections.abc import Sequence

from catalog.application.changes import run_command
from catalog.application.questions import QuestionKeeper
from catalog.application.versions.publisher import Publisher, import_report
from catalog.domain.access import require_keeper, require_maintainer
from catalog.domain.national.row_parser import ParsedRow, RejectedRow, parse_row, reject_repeated
from catalog.repository.procedures import ProcedureRepository
from catalog.repository.quarantine import ImportedCodeRepository, QuarantineRepository
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.base import Page
from contracts.catalog import (
    CatalogueCounts,
    CountCatalogue,
    ImportReport,
    ImportRows,
    ListQuarantine,
    QuarantinedRow,
)

ParsedRows = Sequence[tuple[str, ParsedRow | RejectedRow]]


def import_rows(store: Store, request: ImportRows, context: Context) -> ImportReport:
    """One batch in one transaction: sound rows become public versions with their questions, defective ones go to the
    quarantine.

    Raises ServiceError(FORBIDDEN).
    """
    require_keeper(context.actor)
    rows = [(row.ref, parse_row(request.kind, row.content)) for row in request.rows]
    return run_command(
        store, contract.import_rows, request, context, lambda uow: ImportBatch(uow, request).store(rows)
    )


def list_quarantine(store: Store, request: ListQuarantine, context: Context) -> Page[QuarantinedRow]:
    """Raises ServiceError: FORBIDDEN, INVALID_REQUEST for a cursor of another list."""
    require_maintainer(context.actor)
    start = position_of(request.cursor, {}, str)
    found = list(store.repository(QuarantineRepository).page(start and start[1], request.limit + 1))
    return page(
        Page[QuarantinedRow],
        found,
        request.limit,
        key=lambda row: (row[0], row[0]),
        filter={},
        view=lambda row: row[1],
    )


def count_catalogue(store: Store, _request: CountCatalogue, _context: Context) -> CatalogueCounts:
    """How many procedures are in force, can be filed, and how many rows are in quarantine."""
    procedures = store.repository(ProcedureRepository)
    return CatalogueCounts(
        procedures=procedures.count(fileable_only=False),
        fileable=procedures.count(fileable_only=True),
        quarantined=store.repository(QuarantineRepository).count(),
    )


class ImportBatch:
    """The rows of one request within one transaction."""

    def __init__(self, uow: UnitOfWork, request: ImportRows) -> None:
        self.uow = uow
        self.request = request
        self.scope = f"{request.run_id}:{request.kind}"

    def store(self, rows: ParsedRows) -> ImportReport:
        """Publish the sound rows and quarantine the defective ones."""
        distinct = self._distinct(rows)
        sound = [parsed for _, parsed in distinct if isinstance(parsed, ParsedRow)]
        defective = [
            QuarantinedRow(ref=ref, code=parsed.code, reasons=parsed.reasons)
            for ref, parsed in distinct
            if isinstance(parsed, RejectedRow)
        ]
        self._quarantine(sound, defective)
        keeper, raw = QuestionKeeper(self.uow, self.request.kind), self._raw_by_code(distinct)
        read = keeper.read_with_answers(sound, raw)
        outcomes = Publisher(self.uow).import_contents([row.content for row in read])
        keeper.keep(read, raw, outcomes)
        return import_report(outcomes, defective)

    def _raw_by_code(self, rows: ParsedRows) -> dict[str, object]:
        content = {row.ref: row.content for row in self.request.rows}
        return {parsed.code: content[ref] for ref, parsed in rows if isinstance(parsed, ParsedRow)}

    def _distinct(self, rows: ParsedRows) -> ParsedRows:
        """Only the first row of a run that names a code may be the procedure."""
        imported_codes = self.uow.repository(ImportedCodeRepository)
        refs = {parsed.code: ref for ref, parsed in reversed(rows) if isinstance(parsed, ParsedRow)}
        earlier = imported_codes.refs_of(self.scope, refs)
        new = {code: ref for code, ref in refs.items() if code not in earlier}
        imported_codes.add(self.scope, new, self.uow.now)
        return reject_repeated(rows, earlier)

    def _quarantine(self, sound: Sequence[ParsedRow], defective: Sequence[QuarantinedRow]) -> None:
        """Every row of the batch is judged anew, so its earlier entries go."""
        quarantine = self.uow.repository(QuarantineRepository)
        codes = {row.code for row in sound} | {entry.code for entry in defective if entry.code}
        quarantine.remove(self.request.kind, codes, [row.ref for row in self.request.rows])
        raw_by_ref = {row.ref: row for row in self.request.rows}
        entries = [(raw_by_ref[entry.ref], entry) for entry in defective]
        quarantine.add(self.request.kind, self.scope, entries, self.uow.now)
