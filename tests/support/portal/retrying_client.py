"""A good client: it repeats what was not answered, with the same key, until it is."""

from __future__ import annotations

import time
from typing import Any

import httpx

from devstack.walk.gateway_client import GatewayClient

SECONDS = 60.0
_PAUSE_SECONDS = 0.2


class RetryingClient(GatewayClient):
    """Takes no for an answer, but neither silence nor "try again"."""

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Raises httpx.TransportError when nobody answers for a minute."""
        deadline = time.monotonic() + SECONDS
        while True:
            late = time.monotonic() > deadline
            try:
                answer = super().send(method, path, **options)
            except httpx.TransportError:
                if late:
                    raise
            else:
                if late or not _asks_to_repeat(answer):
                    return answer
            time.sleep(_PAUSE_SECONDS)


def _asks_to_repeat(answer: httpx.Response) -> bool:
    """Every problem that says "try again" carries Retry-After."""
    return answer.status_code >= 400 and "retry-after" in answer.headers
