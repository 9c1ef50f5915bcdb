"""A service that sells and tells. Run with `python -m`."""

from chassis import monkey_patch  # noqa: I001  must come first

from chassis.runtime.service import Context, Mongo, Settings, UnitOfWork, rpc, run
from chassis.core.ids import new_id
from tests.integration.chassis.services import trade

assert monkey_patch


class ShopService:
    name = "shop"
    store = Mongo()

    @rpc(trade.sell)
    def sell(self, request: trade.Sell, context: Context) -> trade.Receipt:
        return self.store.run_idempotent(trade.sell, request, context, lambda uow: sell(uow, request))


def sell(uow: UnitOfWork, request: trade.Sell) -> trade.Receipt:
    sale_id = new_id()
    uow.record_event(trade.SOLD, sale_id, 1, trade.Sold(item=request.item, quantity=request.quantity))
    return trade.Receipt(sale_id=sale_id, quantity=request.quantity)


if __name__ == "__main__":
    run(ShopService, Settings)
