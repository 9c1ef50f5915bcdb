"""A private RabbitMQ: loopback only, its own node, data and name service under one folder."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

from cli.management import RabbitManagement
from devstack.install import rabbitmq
from devstack.processes.child import ChildProcess
from devstack.servers import ports, private_files
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.private_server import PrivateServer

_PORT_NAMES = ("amqp", "management", "distribution", "name_service")

# Memory: what a one-machine system may use before publishers are held back. Disk: small, the data is a toy.
# WAL: the default of 512 MB would fill memory for nothing.
_CONFIGURATION = """\
listeners.tcp.local = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {management}
default_user = {user}
default_pass = {password}
vm_memory_high_watermark.absolute = 768MiB
disk_free_limit.absolute = 64MB
raft.wal_max_size_bytes = 67108864
collect_statistics_interval = 15000
log.file.level = warning
log.console = false
"""


class PrivateBroker(PrivateServer):
    """A RabbitMQ with its management interface, and a name service of its own."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, "broker")

    @property
    def address(self) -> BrokerAddress:
        """Known once the broker was launched for the first time."""
        port = self._state["ports"]
        url = f"http://{ports.LOOPBACK}:{port['management']}"
        return BrokerAddress(
            ports.LOOPBACK, port["amqp"], self._state["admin"], self._state["admin_password"], url
        )

    @property
    def ports(self) -> dict[str, int]:
        """All that it listens on, by name."""
        return dict(self._state["ports"])

    @property
    def management_url(self) -> str:
        return self.address.management_url

    @property
    def management(self) -> RabbitManagement:
        return self.address.management

    @property
    def admin_uri(self) -> str:
        return self.address.admin_uri

    def amqp_uri(self, user: str, password: str, vhost: str) -> str:
        return self.address.amqp_uri(user, password, vhost)

    def _launch(self) -> None:
        script = rabbitmq.require()
        private_files.make_folder(self._home)
        self._save_state(self._next_state())
        self._write_configuration()
        self._helpers = [self._launch_name_service()]
        self._server = self._spawn("broker", [script], self._environment(), "broker.out")

    def is_ready(self) -> bool:
        return self.address.speaks_amqp() and self.management.is_reachable()

    def _next_state(self) -> dict[str, Any]:
        return {
            "node": self._state.get("node") or _node_name(self._home),
            "admin": "admin",
            "admin_password": self._state.get("admin_password") or secrets.token_urlsafe(24),
            "ports": ports.assign(_PORT_NAMES, self._state.get("ports", {})),
        }

    def _write_configuration(self) -> None:
        port = self._state["ports"]
        text = _CONFIGURATION.format(
            user=self._state["admin"], password=self._state["admin_password"], **port
        )
        private_files.write(self._home / "rabbitmq.conf", text)
        private_files.write(self._home / "enabled_plugins", "[rabbitmq_management].\n")
        private_files.write(self._home / "rabbitmq-env.conf", "")
        cookie = self._home / ".erlang.cookie"
        if not cookie.exists():
            private_files.write(cookie, secrets.token_hex(20), mode=0o400)

    def _launch_name_service(self) -> ChildProcess:
        # Erlang would start epmd as a daemon that outlives everybody; a foreground one is ours to stop.
        epmd = shutil.which("epmd") or "epmd"
        port = str(self._state["ports"]["name_service"])
        return self._spawn(
            "epmd", [epmd, "-port", port, "-address", ports.LOOPBACK], self._environment(), "epmd.log"
        )

    def _environment(self) -> dict[str, str]:
        port = self._state["ports"]
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(self._home),
            "RABBITMQ_NODENAME": self._state["node"],
            "RABBITMQ_NODE_IP_ADDRESS": ports.LOOPBACK,
            "RABBITMQ_NODE_PORT": str(port["amqp"]),
            "RABBITMQ_DIST_PORT": str(port["distribution"]),
            "RABBITMQ_MNESIA_BASE": str(self._home / "data"),
            "RABBITMQ_LOG_BASE": str(self._root / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self._home / "enabled_plugins"),
            "RABBITMQ_CONFIG_FILE": str(self._home / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(self._home / "rabbitmq-env.conf"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"
            ),
            # Several Erlangs on one small machine must not all sit on the same core.
            "RABBITMQ_SCHEDULER_BIND_TYPE": "u",
            # Makes the start script become the server instead of staying in front of it.
            "RUNNING_UNDER_SYSTEMD": "true",
            "ERL_EPMD_PORT": str(port["name_service"]),
            "ERL_EPMD_ADDRESS": ports.LOOPBACK,
        }


def _node_name(home: Path) -> str:
    return f"motcua_{hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]}@localhost"
