"""RabbitMQ's management interface: virtual hosts, users, rights and queues."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import httpx

from chassis.amqp.topology import Topology

_TIMEOUT_S = 15.0
_ATTEMPTS = 3
_CUT_OFF = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)
"""The broker closed a kept-alive connection as the request came: it closes those that were idle for a minute."""


@dataclass(frozen=True)
class RabbitManagement:
    """The interface, with an administrator's login. Every call blocks for at most 15 seconds.

    Raises httpx.HTTPStatusError when the broker refuses, httpx.TransportError when it is not reachable.
    """

    url: str
    user: str
    password: str = field(repr=False)

    @classmethod
    def of(cls, url: str, amqp_admin_uri: str) -> Self:
        """With the login that the address carries, or else the one of the AMQP address."""
        own, amqp = urlsplit(url), urlsplit(amqp_admin_uri)
        login = own if own.username else amqp
        bare = urlunsplit(own._replace(netloc=own.netloc.rpartition("@")[2]))
        return cls(bare, unquote(login.username or "guest"), unquote(login.password or "guest"))

    def is_reachable(self) -> bool:
        """True when it takes the login."""
        try:
            self.call("GET", "/api/whoami")
        except httpx.HTTPError:
            return False
        return True

    def apply(self, topology: Topology, vhost: str, passwords: Mapping[str, str], administrator: str) -> None:
        """The virtual host, the users with these passwords, and what each may do. May be repeated."""
        definitions = {
            "vhosts": [{"name": vhost}],
            "users": [{"name": name, "password": word, "tags": ""} for name, word in passwords.items()],
            "permissions": [
                {"user": administrator, "vhost": vhost, "configure": ".*", "write": ".*", "read": ".*"},
                *_permissions(topology, vhost, passwords),
            ],
            "topic_permissions": _topic_permissions(topology, vhost, passwords),
        }
        self.call("POST", "/api/definitions", definitions)

    def queues(self, vhost: str) -> list[dict[str, Any]]:
        """Name, consumers and messages of each queue; the counts are some seconds old."""
        columns = "columns=name,consumers,messages&disable_stats=false"
        found: list[dict[str, Any]] = self.call("GET", f"/api/queues/{quote(vhost, safe='')}?{columns}")
        return found

    def put_user(self, name: str, password: str, tags: str = "") -> None:
        self.call("PUT", f"/api/users/{quote(name, safe='')}", {"password": password, "tags": tags})

    def delete_user(self, name: str) -> None:
        self.call("DELETE", f"/api/users/{quote(name, safe='')}")

    def put_vhost(self, name: str) -> None:
        """Makes the virtual host and gives the caller all rights in it."""
        self.call("PUT", f"/api/vhosts/{quote(name, safe='')}", {})
        self.permit(name, self.user)

    def delete_vhost(self, name: str) -> None:
        self.call("DELETE", f"/api/vhosts/{quote(name, safe='')}")

    def permit(
        self, vhost: str, user: str, configure: str = ".*", write: str = ".*", read: str = ".*"
    ) -> None:
        path = f"/api/permissions/{quote(vhost, safe='')}/{quote(user, safe='')}"
        self.call("PUT", path, {"configure": configure, "write": write, "read": read})

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """The decoded answer, or None when it has no body. Sent again when it was cut off: every call may repeat.

        What is gone already counts as deleted.
        """
        answer = self._send(method, path, body)
        if method == "DELETE" and answer.status_code == httpx.codes.NOT_FOUND:
            return None
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> httpx.Response:
        auth = (self.user, self.password)
        for _ in range(_ATTEMPTS - 1):
            with suppress(*_CUT_OFF):
                return _client().request(method, self.url + path, json=body, auth=auth)
        return _client().request(method, self.url + path, json=body, auth=auth)


@cache
def _client() -> httpx.Client:
    """One for the process: each new one would read all certificates of the machine."""
    return httpx.Client(timeout=_TIMEOUT_S, trust_env=False)


def _permissions(topology: Topology, vhost: str, known: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {
            "user": user.name,
            "vhost": vhost,
            "configure": user.configure,
            "write": user.write,
            "read": user.read,
        }
        for user in topology.users
        if user.name in known
    ]


def _topic_permissions(topology: Topology, vhost: str, known: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {
            "user": user.name,
            "vhost": vhost,
            "exchange": topic.exchange,
            "write": topic.write,
            "read": topic.read,
        }
        for user in topology.users
        if user.name in known
        for topic in user.topics
    ]
