"""Fee tables of the provinces (mức thu do HĐND cấp tỉnh quyết định): written by the province, read by all."""

from collections.abc import Sequence

from catalog.application.changes import run_command
from catalog.domain.access import require_writer_for
from catalog.domain.provincial_fees import require_sound
from catalog.repository.provincial_fees import ProvincialFeeRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.catalog import (
    ListProvincialFees,
    ProvincialFee,
    ProvincialFees,
    ProvincialFeesSaved,
    SaveProvincialFees,
)


def save_provincial_fees(store: Store, request: SaveProvincialFees, context: Context) -> ProvincialFees:
    """The rows as saved. Raises ServiceError: FORBIDDEN, INVALID_REQUEST."""
    require_writer_for(context.actor, *(row.province_code for row in request.fees))
    require_sound(request.fees)

    def work(uow: UnitOfWork) -> ProvincialFees:
        uow.repository(ProvincialFeeRepository).save(request.fees)
        _append_events(uow, request.fees)
        return ProvincialFees(fees=request.fees)

    return run_command(store, contract.save_provincial_fees, request, context, work)


def list_provincial_fees(store: Store, request: ListProvincialFees, _: Context) -> ProvincialFees:
    """The whole table of a province; empty for one that has none."""
    fees = store.repository(ProvincialFeeRepository).of_province(request.province_code)
    return ProvincialFees(fees=fees)


def _append_events(uow: UnitOfWork, rows: Sequence[ProvincialFee]) -> None:
    """One for each province; its table is one aggregate of the log."""
    for province in dict.fromkeys(row.province_code for row in rows):
        own = [row for row in rows if row.province_code == province]
        payload = ProvincialFeesSaved(
            province_code=province,
            resolutions=tuple(dict.fromkeys(row.resolution for row in own)),
            fee_codes=tuple(dict.fromkeys(row.fee.code for row in own)),
        )
        table = f"provincial-fees:{province}"
        entry = uow.last_version(table) + 1
        uow.record_event(contract.PROVINCIAL_FEES_SAVED, table, entry, payload)
