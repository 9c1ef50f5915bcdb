"""JSON over HTTP to a payment provider: one pool of connections, answers as objects."""

from collections.abc import Mapping
from typing import Any

import httpx

from chassis.core.tls import trusted_authorities
from payments.providers.base import ProviderUnreachable

SERVER_ERROR = 500


class JsonClient:
    """Calls of one provider; blocks at most `timeout_s` a step of a call. Used by many threads at once."""

    def __init__(self, url: str, timeout_s: float) -> None:
        self._http = httpx.Client(base_url=url, verify=trusted_authorities(), timeout=timeout_s)

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer, unchecked, also where its status is that of a refusal: providers put their code into the body.

        Raises ProviderUnreachable.
        """
        try:
            response = self._http.post(path, json=body)
            answer = response.json()
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            raise ProviderUnreachable(type(error).__name__) from error
        if response.status_code >= SERVER_ERROR or not isinstance(answer, dict):
            raise ProviderUnreachable(f"HTTP {response.status_code}")
        return answer
