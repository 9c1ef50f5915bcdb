"""A simulator as a process of its own."""

from pathlib import Path

from tests.support.processes import ServiceProcess


class SimulatorProcess(ServiceProcess):
    """Answers for its health on the port where it serves."""

    def __init__(self, module: str, log: Path, **settings: object) -> None:
        super().__init__(module, log, **settings)
        self._environment["MOTCUA_HTTP_PORT"] = str(self.admin_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.admin_port}"
