"""JSON over HTTP to a payment provider: one pool of connections, answers as objects."""

from collections.abc import Mapping
from typing import Any

import httpx

from chassis.core.tls import trusted_authorities
from payments.providers.base import ProviderUnreachable

SERVER_ERROR = 500
REDIRECTION = 300


class JsonClient:
    """Calls of one provider; blocks at most `timeout_s` a step of a call. Used by many threads at once.

    From `unusable_from` on a status makes the answer unusable: some providers put the code of a refusal into the body of a
    4xx, others never answer so.
    """

    def __init__(self, url: str, timeout_s: float, unusable_from: int = SERVER_ERROR) -> None:
        self._unusable_from = unusable_from
        self._http = httpx.Client(base_url=url, verify=trusted_authorities(), timeout=timeout_s)

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer, unchecked, to a path below the address or to an address of its own. Raises ProviderUnreachable."""
        try:
            response = self._http.post(path, json=body)
            answer = response.json()
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            raise ProviderUnreachable(type(error).__name__) from error
        if response.status_code >= self._unusable_from or not isinstance(answer, dict):
            raise ProviderUnreachable(f"HTTP {response.status_code}")
        return answer
