"""The broker's management interface, as far as the local stack and the tests need it."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from devstack.processes.http_probe import WITHOUT_PROXY

_TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True)
class RabbitManagement:
    """Every call blocks and raises urllib.error.HTTPError when the broker refuses it."""

    url: str
    user: str
    password: str = field(repr=False)

    def is_reachable(self) -> bool:
        try:
            self.call("GET", "/api/whoami")
        except (OSError, urllib.error.URLError):
            return False
        return True

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

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The decoded answer, or None when it has no body."""
        request = urllib.request.Request(self.url + path, method=method, headers=self._headers())  # noqa: S310
        request.data = None if body is None else json.dumps(body).encode()
        with WITHOUT_PROXY.open(request, timeout=_TIMEOUT_SECONDS) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def _headers(self) -> dict[str, str]:
        login = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
