"""The fee tables of the provinces: saved by the province, read by all."""

from catalog.domain.access import require_writer_for
from catalog.domain.provincial_fees import require_sound
from catalog.repository.provincial_fees import ProvincialFeeTable
from chassis.context import Context
from chassis.mongo import Store, Unit
from contracts import catalog as contract
from contracts.catalog import ListProvincialFees, ProvincialFees, SaveProvincialFees


def save(store: Store, request: SaveProvincialFees, context: Context) -> ProvincialFees:
    """The rows as saved."""
    require_writer_for(context.actor, *(row.province_code for row in request.fees))
    require_sound(request.fees)

    def work(unit: Unit) -> ProvincialFees:
        ProvincialFeeTable(unit.database).keep(request.fees, unit.session)
        return ProvincialFees(fees=request.fees)

    return store.command(contract.save_provincial_fees, request, context, work)


def list_(store: Store, request: ListProvincialFees) -> ProvincialFees:
    return ProvincialFees(fees=ProvincialFeeTable(store.database).of(request.province_code))
