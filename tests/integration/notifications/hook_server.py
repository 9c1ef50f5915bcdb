"""The server of the second channel: real HTTP, in the process of the test."""

from dataclasses import dataclass, field
from threading import Event

from tests.support.json_server import Json, JsonServer, set_event


@dataclass
class HookServer(JsonServer):
    """`arrived` are the messages of all calls, in order; each is answered with `status` once `open` is set."""

    arrived: list[Json] = field(default_factory=list)
    status: int = 200
    open: Event = field(default_factory=set_event)

    def __exit__(self, *_: object) -> None:
        self.open.set()
        super().__exit__()

    def answer(self, method: str, path: str, payload: Json) -> tuple[int, Json]:
        self.arrived.append(payload)
        self.open.wait(30)
        return self.status, {}
