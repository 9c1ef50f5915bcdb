"""The line to VNPAY's querydr."""

from types import TracebackType
from typing import Any, Self

import httpx


class ProviderUnreachableError(Exception):
    """Raised when VNPAY could not be reached in time or did not answer with a JSON object."""


class VnpayQueryClient:
    """One pool of connections; blocks at most `timeout_s` per step of a call."""

    def __init__(self, api_url: str, timeout_s: float) -> None:
        self._api_url = api_url
        self._http = httpx.Client(timeout=timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def post(self, question: dict[str, str]) -> dict[str, Any]:
        try:
            response = self._http.post(self._api_url, json=question)
            answer = response.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderUnreachableError(type(error).__name__) from error
        if not isinstance(answer, dict):
            raise ProviderUnreachableError("not an object")
        return answer
