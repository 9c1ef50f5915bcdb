"""Taking in a batch of the national catalogue: publish what is sound, set aside the rest, in one transaction."""

from collections.abc import Sequence

from catalog.application.versions.publisher import Publisher, import_report
from catalog.domain.access import require_keeper
from catalog.domain.national.row_parser import RejectedRow, parse_row, reject_repeated
from catalog.repository.quarantine import QuarantineRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.catalog import ImportReport, ImportRows, ProcedureContent, QuarantinedRow

ParsedRows = Sequence[tuple[str, ProcedureContent | RejectedRow]]


def import_rows(store: Store, request: ImportRows, context: Context) -> ImportReport:
    require_keeper(context.actor)
    rows = [(row.ref, parse_row(request.kind, row.content)) for row in request.rows]
    batch = ImportBatch(store, request)
    return store.run_idempotent(contract.import_rows, request, context, lambda uow: batch.store(uow, rows))


class ImportBatch:
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
