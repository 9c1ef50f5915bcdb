"""HTTP client of the national portal (Cổng Dịch vụ công quốc gia), which speaks the old contract: one session for all
calls, opened anew when the portal has ended it."""

import threading
import time
from types import TracebackType
from typing import Any, Self

import httpx

from chassis.core.tls import trusted_authorities
from sync.domain.pushes import portal_answers
from sync.domain.pushes.portal_answers import AnswerMeaning, PortalAnswer
from sync.settings import SyncSettings

CONNECT_S = 10.0
_UNAUTHORISED = (401, 403)
_NOT_NOW = (AnswerMeaning.BUSY, AnswerMeaning.SESSION_OVER, AnswerMeaning.UNKNOWN)
"""Neither done nor refused: it is asked again, for as long as the patience lasts."""


class PortalUnavailableError(Exception):
    """Raised when the portal could not be reached in time, did not answer in the contract's form or is busy."""


class PortalClient:
    """Shared by all workers of a process. A call blocks up to the set timeout, twice that with a log-in."""

    def __init__(self, settings: SyncSettings) -> None:
        self._settings = settings
        self._url = settings.national_portal_url.rstrip("/")
        timeout_s = settings.national_portal_timeout_s
        self._http = httpx.Client(
            verify=trusted_authorities(),
            timeout=httpx.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s)),
            headers={"Charset": "utf-8", "dstcode": settings.national_portal_dstcode},
        )
        self._session = ""
        self._logging_in = threading.Lock()
        self._rests_until = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def call(self, service: str, unit_code: str, data: list[Any], *, updating: bool = False) -> PortalAnswer:
        """The portal's answer, whatever it means. Raises PortalUnavailableError."""
        body = {
            "madonvi": unit_code,
            "service": service,
            "isUpdating": "True" if updating else "False",
            "data": data,
        }
        session = self._session or self._log_in("")
        answer = self._post("/service", {"session": session, **body})
        if answer.meaning is AnswerMeaning.SESSION_OVER:
            answer = self._post("/service", {"session": self._log_in(session), **body})
        if answer.meaning in _NOT_NOW:
            raise PortalUnavailableError(answer.reason)
        return answer

    def _log_in(self, stale: str) -> str:
        """A session other than the stale one; many callers at once open one."""
        with self._logging_in:
            if self._session == stale:
                self._session = self._open_session()
            return self._session

    def _open_session(self) -> str:
        settings = self._settings
        credentials = {
            "username": settings.national_portal_username,
            "password": settings.national_portal_password,
        }
        body = self._send("/login", credentials)
        answer = portal_answers.parse(body)
        if answer is None:
            raise PortalUnavailableError("log-in refused: no answer of the contract")
        session = body.get("session")
        if answer.meaning is not AnswerMeaning.DONE or not isinstance(session, str) or not session:
            raise PortalUnavailableError(f"log-in refused: {answer.message}")
        return session

    def _post(self, path: str, body: dict[str, Any]) -> PortalAnswer:
        answer = portal_answers.parse(self._send(path, body))
        if answer is None:
            raise PortalUnavailableError("no answer of the contract")
        return answer

    def _send(self, path: str, body: dict[str, Any]) -> Any:
        """After a failure, calls fail at once for `national_portal_retry_s` instead of waiting for the portal."""
        if time.monotonic() < self._rests_until:
            raise PortalUnavailableError("the portal did not answer the call before")
        try:
            response = self._http.post(f"{self._url}{path}", json=body)
            if response.status_code in _UNAUTHORISED:
                return {"error_code": "-3", "message": f"session refused, HTTP {response.status_code}"}
            return response.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            self._rests_until = time.monotonic() + self._settings.national_portal_retry_s
            raise PortalUnavailableError(_reason(error)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    return type(error).__name__
