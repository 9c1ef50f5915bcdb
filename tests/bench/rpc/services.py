"""The same echo service and the same caller twice: on stock nameko and on the chassis."""

from types import SimpleNamespace
from typing import Annotated, Any

from nameko.rpc import ServiceRpc
from nameko.rpc import rpc as stock_rpc
from pydantic import Field

from chassis.core.context import Context
from chassis.runtime.rpc_client import Client
from chassis.runtime.rpc_server import rpc
from contracts.base import Method, Query


class Echo(Query):
    number: Annotated[int, Field(ge=0)]
    text: str


echo = Method("ours", "echo", Echo, Echo)
TEXT = "Đăng ký khai sinh " * 12


class StockTarget:
    name = "stock"

    @stock_rpc  # type: ignore[untyped-decorator]
    def echo(self, number: int, text: str) -> dict[str, Any]:
        return {"number": number, "text": text}


class StockCaller:
    name = "stock_caller"
    target = ServiceRpc("stock")


class OurTarget:
    name = "ours"

    @rpc(echo)
    def echo(self, request: Echo, context: Context) -> Echo:
        return request


class OurCaller:
    name = "our_caller"
    target = Client()


def call_stock(target: Any, number: int) -> None:
    assert target.echo(number=number, text=TEXT)["number"] == number


def call_ours(target: Any, number: int) -> None:
    assert target.call(echo, Echo(number=number, text=TEXT), Context.new()).number == number


def dependency(container: Any) -> Any:
    """What a worker of the caller would find in `self.target`."""
    (provider,) = container.dependencies
    return provider.get_dependency(SimpleNamespace(context_data={}))


TARGETS = {"stock": StockTarget, "ours": OurTarget}
CALLERS = {"stock": (StockCaller, call_stock), "ours": (OurCaller, call_ours)}
