"""The contract of two small services: a shop tells its sales, a stock keeps count of them."""

from typing import ClassVar

from contracts.base import Command, Method, Model
from contracts.events import EventType, Subscription
from contracts.printable import ShortText


class Sell(Command):
    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"pin"})

    item: ShortText
    quantity: int
    pin: str = ""


class Receipt(Model):
    sale_id: str
    quantity: int


class Sold(Model):
    item: ShortText
    quantity: int


sell = Method("shop", "sell", Sell, Receipt)
SOLD = EventType("shop.sold", Sold)
STOCK_SALES = Subscription("stock", "sales", (SOLD,))
MOST = 20
"""Sales that the stock takes at once, at most, where it takes several."""
