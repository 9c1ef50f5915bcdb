"""The system under load: where it is, whom it belongs to, which processes and database make it up.

As a file it stands for a system that something else started, of this build or of another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict, SecretStr, field_serializer

from devstack.process_table import PORTS
from devstack.seed import ADMINISTRATOR, seed_system
from devstack.system import System

UNLIMITED = {f"MOTCUA_RATE_{name}": "0" for name in ("CLIENT", "ACCOUNT", "SIGN_IN", "AGENCY")}
"""The load comes from one address, and would be taken for one impatient client."""
_NO_METRICS = {"smtp"}


class Target(BaseModel):
    """Addresses, the administrator, the parts by name with the process id of each."""

    model_config = ConfigDict(frozen=True)

    gateway: str
    mail: str
    administrator: str
    password: SecretStr
    parts: dict[str, int]
    metrics: list[str]
    """Where each process tells its metrics. One that does not answer is left out of the counts."""
    mongo: SecretStr
    """The administrator's address of the database."""

    @field_serializer("password", "mongo", when_used="json")
    def _reveal(self, secret: SecretStr) -> str:
        return secret.get_secret_value()

    @classmethod
    def read(cls, file: Path) -> Target:
        return cls.model_validate_json(file.read_bytes())


def target_of(system: System) -> Target:
    """A system that `devstack` started with its own servers."""
    assert system.broker and system.mongo
    servers = {"broker": system.broker.pid, "database": system.mongo.pid}
    parts = {process.name: process.pid for process in system.processes} | servers
    return Target(
        gateway=system.gateway_url,
        mail=system.mail_url,
        administrator=ADMINISTRATOR,
        password=SecretStr(system.secret("admin_password")),
        parts={name: pid for name, pid in parts.items() if pid is not None},
        metrics=[f"{system.layout.url(name)}/metrics" for name in PORTS if name not in _NO_METRICS],
        mongo=SecretStr(system.mongo_address.admin_uri),
    )


@contextmanager
def started_target() -> Iterator[Target]:
    """A fresh system as `make run` starts it, but without rate limits. Its data goes with it."""
    with (
        TemporaryDirectory(prefix="motcua-bench-") as root,
        System.started(Path(root), settings={"gateway": UNLIMITED}) as system,
    ):
        seed_system(system)
        yield target_of(system)
