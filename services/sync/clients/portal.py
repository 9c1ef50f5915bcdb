"""The line to the national portal: one session for all, opened anew when the portal has ended it."""

import threading
import time
from types import TracebackType
from typing import Any, Self

import httpx

from sync.domain.pushes import portal_answers
from sync.domain.pushes.portal_answers import AnswerMeaning, PortalAnswer
from sync.settings import SyncSettings

CONNECT_S = 10.0
_UNAUTHORISED = (401, 403)


class PortalUnavailableError(Exception):
    """Raised when the portal could not be reached in time, did not answer in the contract's form or is busy."""


class PortalClient:
    """Shared by all workers of a process. Every call blocks up to `portal_timeout_s`, twice that with a log-in."""

    def __init__(self, settings: SyncSettings) -> None:
        self._settings = settings
        self._url = settings.portal_url.rstrip("/")
        timeout = httpx.Timeout(settings.portal_timeout_s, connect=min(CONNECT_S, settings.portal_timeout_s))
        self._http = httpx.Client(
            timeout=timeout, headers={"Charset": "utf-8", "dstcode": settings.portal_dstcode}
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
        """The portal's answer, whatever it means. Raises PortalAwayError."""
        asked = {
            "madonvi": unit_code,
            "service": service,
            "isUpdating": "True" if updating else "False",
            "data": data,
        }
        session = self._session or self._log_in("")
        answer = self._post("/service", {"session": session, **asked})
        if answer.meaning is AnswerMeaning.SESSION_OVER:
            answer = self._post("/service", {"session": self._log_in(session), **asked})
        if answer.meaning in (AnswerMeaning.BUSY, AnswerMeaning.SESSION_OVER):
            raise PortalUnavailableError(answer.words or f"error_code {answer.code}")
        return answer

    def _log_in(self, stale: str) -> str:
        """A session other than the stale one; many who ask at once make one."""
        with self._logging_in:
            if self._session == stale:
                self._session = self._open_session()
            return self._session

    def _open_session(self) -> str:
        settings = self._settings
        body = self._send(
            "/login", {"username": settings.portal_username, "password": settings.portal_password}
        )
        answer = portal_answers.parse(body)
        session = body.get("session") if isinstance(body, dict) else None
        if (
            answer is None
            or answer.meaning is not AnswerMeaning.DONE
            or not isinstance(session, str)
            or not session
        ):
            raise PortalUnavailableError(
                f"log-in refused: {answer.words if answer else 'no answer of the contract'}"
            )
        return session

    def _post(self, path: str, body: dict[str, Any]) -> PortalAnswer:
        answer = portal_answers.parse(self._send(path, body))
        if answer is None:
            raise PortalUnavailableError("no answer of the contract")
        return answer

    def _send(self, path: str, body: dict[str, Any]) -> Any:
        """After a failure nobody waits for the portal for a while."""
        if time.monotonic() < self._rests_until:
            raise PortalUnavailableError("the portal did not answer a moment ago")
        try:
            response = self._http.post(f"{self._url}{path}", json=body)
            if response.status_code in _UNAUTHORISED:
                return {"error_code": "-3", "message": f"session refused, HTTP {response.status_code}"}
            return response.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            self._rests_until = time.monotonic() + self._settings.portal_retry_s
            raise PortalUnavailableError(_reason(error)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    return type(error).__name__
