"""The fee tables of the provinces: saved by the province, read by all."""

from collections.abc import Sequence

from catalog.domain.access import require_writer_for
from catalog.domain.provincial_fees import require_sound
from catalog.repository.provincial_fees import ProvincialFeeTable
from chassis import eventlog
from chassis.context import Context
from chassis.store import Store
from chassis.unit import Unit
from contracts import catalog as contract
from contracts.catalog import (
    ListProvincialFees,
    ProvincialFee,
    ProvincialFees,
    ProvincialFeesSaved,
    SaveProvincialFees,
)


def save(store: Store, request: SaveProvincialFees, context: Context) -> ProvincialFees:
    """The rows as saved."""
    require_writer_for(context.actor, *(row.province_code for row in request.fees))
    require_sound(request.fees)

    def work(unit: Unit) -> ProvincialFees:
        ProvincialFeeTable(unit.database).keep(request.fees, unit.session)
        _tell(unit, request.fees)
        return ProvincialFees(fees=request.fees)

    return store.command(contract.save_provincial_fees, request, context, work)


def list_(store: Store, request: ListProvincialFees) -> ProvincialFees:
    return ProvincialFees(fees=ProvincialFeeTable(store.database).of(request.province_code))


def _tell(unit: Unit, rows: Sequence[ProvincialFee]) -> None:
    """The table of a province is one aggregate."""
    for province in dict.fromkeys(row.province_code for row in rows):
        mine = [row for row in rows if row.province_code == province]
        saved = ProvincialFeesSaved(
            province_code=province,
            resolutions=tuple(dict.fromkeys(row.resolution for row in mine)),
            fee_codes=tuple(dict.fromkeys(row.fee.code for row in mine)),
        )
        table = f"provincial-fees:{province}"
        entry = eventlog.last_version(unit.database, unit.session, table) + 1
        unit.append(contract.PROVINCIAL_FEES_SAVED, table, entry, saved)
