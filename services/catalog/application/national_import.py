"""Import of the national catalogue (Cơ sở dữ liệu quốc gia về TTHC), the quarantine of its defective rows, and counts."""

from collections.abc import Sequence

from catalog.application.paging import after, page
from catalog.application.versions.publisher import Publisher, import_report
from catalog.domain.access import require_keeper, require_maintainer
from catalog.domain.national.row_parser import RejectedRow, parse_row, reject_repeated
from catalog.repository.procedures import ProcedureRepository
from catalog.repository.quarantine import QuarantineRepository
from chassis.core.context import Context
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
    ProcedureContent,
    QuarantinedRow,
)

ParsedRows = Sequence[tuple[str, ProcedureContent | RejectedRow]]


def import_rows(store: Store, request: ImportRows, context: Context) -> ImportReport:
    """One batch in one transaction: sound rows become public versions, defective ones go to the quarantine.

    Raises ServiceError(FORBIDDEN).
    """
    require_keeper(context.actor)
    rows = [(row.ref, parse_row(request.kind, row.content)) for row in request.rows]
    batch = ImportBatch(store, request)
    return store.run_idempotent(contract.import_rows, request, context, lambda uow: batch.store(uow, rows))


def list_quarantine(store: Store, request: ListQuarantine, context: Context) -> Page[QuarantinedRow]:
    """Raises ServiceError: FORBIDDEN, INVALID_REQUEST for a cursor of another list."""
    require_maintainer(context.actor)
    start = after(request.cursor, {})
    found = QuarantineRepository(store.database).page(start and start[1], request.limit + 1)
    return page(Page[QuarantinedRow], [((key, key), entry) for key, entry in found], request.limit, {})


def count_catalogue(store: Store, _request: CountCatalogue, _context: Context) -> CatalogueCounts:
    procedures = ProcedureRepository(store.database)
    return CatalogueCounts(
        procedures=procedures.count(fileable_only=False),
        fileable=procedures.count(fileable_only=True),
        quarantined=QuarantineRepository(store.database).count(),
    )


class ImportBatch:
    """The rows of one request, and the quarantine that they change."""

    def __init__(self, store: Store, request: ImportRows) -> None:
        self.quarantine = QuarantineRepository(store.database)
        self.request = request
        self.scope = f"{request.run_id}:{request.kind}"

    def store(self, uow: UnitOfWork, rows: ParsedRows) -> ImportReport:
        distinct = self._without_repeats(uow, rows)
        sound = [outcome for _, outcome in distinct if isinstance(outcome, ProcedureContent)]
        set_aside = [
            QuarantinedRow(ref=ref, code=outcome.code, reasons=outcome.reasons)
            for ref, outcome in distinct
            if isinstance(outcome, RejectedRow)
        ]
        self._quarantine(uow, sound, set_aside)
        return import_report(Publisher(uow).import_contents(sound), set_aside)

    def _without_repeats(self, uow: UnitOfWork, rows: ParsedRows) -> ParsedRows:
        named = {
            outcome.code: ref for ref, outcome in reversed(rows) if isinstance(outcome, ProcedureContent)
        }
        before = self.quarantine.first_rows(self.scope, named, uow.session)
        news = {code: ref for code, ref in named.items() if code not in before}
        self.quarantine.save_first_rows(self.scope, news, uow.now, uow.session)
        return reject_repeated(rows, before)

    def _quarantine(
        self, uow: UnitOfWork, sound: Sequence[ProcedureContent], set_aside: Sequence[QuarantinedRow]
    ) -> None:
        """Every row of the batch is judged anew, so what was held against it before is forgotten."""
        codes = {content.code for content in sound} | {entry.code for entry in set_aside if entry.code}
        refs = [row.ref for row in self.request.rows]
        self.quarantine.remove(self.request.kind, codes, refs, uow.session)
        raw = {row.ref: row for row in self.request.rows}
        held = [(raw[entry.ref], entry) for entry in set_aside]
        self.quarantine.add(self.request.kind, self.scope, held, uow.now, uow.session)
