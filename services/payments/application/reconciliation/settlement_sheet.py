"""The settlement of a day (bảng đối chiếu số thu) by agency and Treasury office, folded from the ledger."""

from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.reconciliation import GetSettlement, Settlement, SettlementRow
from contracts.time import end_of_day, start_of_day
from payments.domain.reconciliation.access import require_reconciler
from payments.repository.receipts import CollectorRepository
from payments.repository.reconciliation import SettlementRepository


def get_settlement(store: Store, request: GetSettlement, context: Context) -> Settlement:
    """What was collected and taken back that day: a query of the ledger, and one for each agency. Raises FORBIDDEN."""
    require_reconciler(context.actor)
    start, end = start_of_day(request.day), end_of_day(request.day)
    collectors, treasuries, rows = store.repository(CollectorRepository), dict[str, str](), []
    for account, collected, returned in store.repository(SettlementRepository).collected(start, end):
        _, agency_code, legal_kind, fee_code = account.split(":", 3)
        if agency_code not in treasuries:
            collector = collectors.in_force(agency_code, request.day)
            treasuries[agency_code] = collector.treasury_code if collector else ""
        rows.append(
            SettlementRow(
                agency_code=agency_code,
                treasury_code=treasuries[agency_code],
                legal_kind=legal_kind,
                fee_code=fee_code,
                collected=collected,
                returned=returned,
            )
        )
    return Settlement(rows=tuple(rows))
