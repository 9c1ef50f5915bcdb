"""The broker's management interface, as far as users, rights and queues go."""

from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import httpx

from chassis.amqp.topology import Topology

_TIMEOUT_S = 15.0


class Management:
    """Raises httpx.HTTPError when it is not reachable or refuses."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._client = httpx.Client(base_url=url, auth=(user, password), timeout=_TIMEOUT_S, trust_env=False)

    @classmethod
    def of(cls, url: str, amqp_admin_uri: str) -> Self:
        """With the login that the address carries, or else the one of the AMQP address."""
        own, amqp = urlsplit(url), urlsplit(amqp_admin_uri)
        login = own if own.username else amqp
        bare = urlunsplit(own._replace(netloc=own.netloc.rpartition("@")[2]))
        return cls(bare, unquote(login.username or "guest"), unquote(login.password or "guest"))

    def put(self, topology: Topology, vhost: str, passwords: Mapping[str, str], administrator: str) -> None:
        """The virtual host, the users with these passwords, and what each may do. May be repeated."""
        answer = self._client.post("/api/definitions", json={
            "vhosts": [{"name": vhost}],
            "users": [{"name": name, "password": word, "tags": ""} for name, word in passwords.items()],
            "permissions": [
                {"user": administrator, "vhost": vhost, "configure": ".*", "write": ".*", "read": ".*"},
                *_permissions(topology, vhost, passwords),
            ],
            "topic_permissions": _topic_permissions(topology, vhost, passwords),
        })  # fmt: skip
        answer.raise_for_status()

    def queues(self, vhost: str) -> list[dict[str, Any]]:
        """name and consumers of each."""
        columns = {"columns": "name,consumers,messages", "disable_stats": "false"}
        answer = self._client.get(f"/api/queues/{quote(vhost, safe='')}", params=columns)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()
        return found


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
