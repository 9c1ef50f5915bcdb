"""The same two services on nameko as it is shipped, to show what the chassis repairs."""

import eventlet

eventlet.monkey_patch()

import os  # noqa: E402
import signal  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from nameko import config  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402
from nameko.exceptions import UnknownService  # noqa: E402
from nameko.rpc import ServiceRpc, rpc  # noqa: E402


class Target:
    name = "target"

    @rpc  # type: ignore[untyped-decorator]
    def echo(self, text: str = "", path: str = "", timeout_s: float = 5.0) -> dict[str, Any]:
        return {"text": text}

    @rpc  # type: ignore[untyped-decorator]
    def wait(self, text: str = "", path: str = "", timeout_s: float = 5.0) -> dict[str, Any]:
        with Path(path + ".runs").open("a") as runs:
            runs.write("run\n")
        while not Path(path).exists():
            eventlet.sleep(0.02)
        return {"text": "waited"}

    @rpc  # type: ignore[untyped-decorator]
    def crash(self, text: str = "", path: str = "", timeout_s: float = 5.0) -> dict[str, Any]:
        raise ValueError("secret db password xyz")


class Front:
    name = "front"
    target = ServiceRpc("target")
    nobody = ServiceRpc("nobody")

    @rpc  # type: ignore[untyped-decorator]
    def forward_echo(self, text: str = "", path: str = "", timeout_s: float = 5.0) -> Any:
        return self.target.echo(text=text)

    @rpc  # type: ignore[untyped-decorator]
    def forward_wait(self, text: str = "", path: str = "", timeout_s: float = 5.0) -> Any:
        return self.target.wait(path=path)

    @rpc  # type: ignore[untyped-decorator]
    def forward_nowhere(self, text: str = "", path: str = "", timeout_s: float = 5.0) -> Any:
        try:
            self.nobody.nowhere()
        except UnknownService:
            (provider,) = (one for one in container.dependencies if one.attr_name == "nobody")
            return {"text": str(len(provider.reply_listener.pending))}


container: ServiceContainer


def main() -> None:
    global container
    config.setup({"AMQP_URI": os.environ["MOTCUA_AMQP_URI"]})
    container = ServiceContainer({"target": Target, "front": Front}[os.environ["MOTCUA_SERVICE"]])
    container.start()
    Path(os.environ["MOTCUA_READY_FILE"]).touch()
    signal.signal(signal.SIGTERM, lambda _number, _frame: eventlet.spawn_n(container.stop))
    container.wait()


if __name__ == "__main__":
    main()
