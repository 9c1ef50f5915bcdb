"""Where a broker is and how to become its administrator."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import quote, unquote, urlsplit

from cli.management import RabbitManagement

_PROTOCOL_HEADER = b"AMQP\x00\x00\x09\x01"


@dataclass(frozen=True)
class Vhost:
    """A virtual host of its own. `uri` has all rights in it."""

    name: str
    uri: str


@dataclass(frozen=True)
class BrokerAddress:
    """A RabbitMQ with its management interface. It may be ours or somebody else's."""

    host: str
    port: int
    admin: str
    admin_password: str = field(repr=False)
    management_url: str

    @classmethod
    def from_environment(cls) -> Self | None:
        """The broker of MOTCUA_AMQP_URI (an administrator's) and MOTCUA_MANAGEMENT_URL, if given."""
        uri = os.environ.get("MOTCUA_AMQP_URI")
        if not uri:
            return None
        parts = urlsplit(uri)
        host = parts.hostname or "127.0.0.1"
        management_url = os.environ.get("MOTCUA_MANAGEMENT_URL", f"http://{host}:15672").rstrip("/")
        user, password = unquote(parts.username or "guest"), unquote(parts.password or "guest")
        return cls(host, parts.port or 5672, user, password, management_url)

    def amqp_uri(self, user: str, password: str, vhost: str) -> str:
        login = f"{quote(user, safe='')}:{quote(password, safe='')}"
        return f"amqp://{login}@{self.host}:{self.port}/{quote(vhost, safe='')}"

    @property
    def admin_uri(self) -> str:
        return self.amqp_uri(self.admin, self.admin_password, "/")

    @property
    def management(self) -> RabbitManagement:
        return RabbitManagement(self.management_url, self.admin, self.admin_password)

    def new_vhost(self, name: str) -> Vhost:
        self.management.put_vhost(name)
        return Vhost(name, self.amqp_uri(self.admin, self.admin_password, name))

    def drop_vhost(self, name: str) -> None:
        self.management.delete_vhost(name)

    def speaks_amqp(self) -> bool:
        """True when a connection is offered, which RabbitMQ does only after its whole start."""
        try:
            with socket.create_connection((self.host, self.port), timeout=1.0) as connection:
                connection.sendall(_PROTOCOL_HEADER)
                return connection.recv(1) == b"\x01"
        except OSError:
            return False
