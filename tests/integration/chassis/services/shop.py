"""A service that does nothing but tell its events. Run with `python -m`."""

from chassis import green  # noqa: I001  must come first

from chassis.mongo import Mongo
from chassis.runner import run
from chassis.settings import Settings

assert green


class ShopService:
    name = "shop"
    store = Mongo()


if __name__ == "__main__":
    run(ShopService, Settings)
