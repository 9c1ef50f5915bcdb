"""The server of the second provider: real HTTP, in the process of the test."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from tests.support.json_server import Json, JsonServer, set_event


def _nothing(reference: str) -> None:
    """What is done before a payment is created, unless a test sets more."""


@dataclass
class QuickpayServer(JsonServer):
    """`creations` and `queries` are the references of all calls that create a payment or query it, in order.

    Calls are answered with `error` (status and code) while it is set. `before_create` runs within a call that creates
    a payment, before it is answered. Queries are answered once `open` is set.
    """

    payments: dict[str, Json] = field(default_factory=dict)
    creations: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    open: Event = field(default_factory=set_event)
    error: tuple[int, str] | None = None
    before_create: Callable[[str], None] = _nothing

    def __exit__(self, *_: object) -> None:
        self.open.set()
        super().__exit__()

    def answer(self, method: str, path: str, payload: Json) -> tuple[int, Json]:
        return self.create(payload) if method == "POST" else self.find(path.rpartition("/")[2])

    def create(self, request: Json) -> tuple[int, Json]:
        """One payment a reference, however often it is created."""
        reference = request["reference"]
        self.creations.append(reference)
        self.before_create(reference)
        if self.error:
            return self.error[0], {"code": self.error[1]}
        payment = {**request, "id": f"q-{reference}", "state": "open", "url": f"{self.url}/pay/{reference}"}
        return 200, self.payments.setdefault(reference, payment)

    def find(self, reference: str) -> tuple[int, Json]:
        """An empty object for an unknown reference."""
        self.queries.append(reference)
        self.open.wait(30)
        return 200, self.payments.get(reference, {})
