"""Taking in a batch of the national catalogue: publish what is sound, set aside the rest, in one transaction."""

from collections.abc import Sequence

from catalog.domain.access import require_keeper
from catalog.domain.importing import Rejected, read_row, without_repeats
from catalog.publication import Press, report
from catalog.repository.quarantine import Quarantine
from chassis.context import Context
from chassis.store import Store
from chassis.unit import Unit
from contracts import catalog as contract
from contracts.catalog import ImportReport, ImportRows, ProcedureContent, Quarantined

Read = Sequence[tuple[str, ProcedureContent | Rejected]]


def import_rows(store: Store, request: ImportRows, context: Context) -> ImportReport:
    require_keeper(context.actor)
    rows = [(row.ref, read_row(request.kind, row.content)) for row in request.rows]
    batch = ImportBatch(store, request)
    return store.command(contract.import_rows, request, context, lambda unit: batch.settle(unit, rows))


class ImportBatch:
    def __init__(self, store: Store, request: ImportRows) -> None:
        self.quarantine = Quarantine(store.database)
        self.request = request
        self.scope = f"{request.run_id}:{request.kind}"

    def settle(self, unit: Unit, rows: Read) -> ImportReport:
        distinct = self._without_repeats(unit, rows)
        sound = [outcome for _, outcome in distinct if isinstance(outcome, ProcedureContent)]
        set_aside = [
            Quarantined(ref=ref, code=outcome.code, reasons=outcome.reasons)
            for ref, outcome in distinct
            if isinstance(outcome, Rejected)
        ]
        self._hold(unit, sound, set_aside)
        return report(Press(unit).bring_in(sound), set_aside)

    def _without_repeats(self, unit: Unit, rows: Read) -> Read:
        named = {
            outcome.code: ref for ref, outcome in reversed(rows) if isinstance(outcome, ProcedureContent)
        }
        before = self.quarantine.first_rows(self.scope, named, unit.session)
        news = {code: ref for code, ref in named.items() if code not in before}
        self.quarantine.remember(self.scope, news, unit.now, unit.session)
        return without_repeats(rows, before)

    def _hold(self, unit: Unit, sound: Sequence[ProcedureContent], set_aside: Sequence[Quarantined]) -> None:
        """Every row of the batch is judged anew, so what was held against it before is forgotten."""
        codes = {content.code for content in sound} | {entry.code for entry in set_aside if entry.code}
        refs = [row.ref for row in self.request.rows]
        self.quarantine.release(self.request.kind, codes, refs, unit.session)
        raw = {row.ref: row for row in self.request.rows}
        held = [(raw[entry.ref], entry) for entry in set_aside]
        self.quarantine.hold(self.request.kind, self.scope, held, unit.now, unit.session)
