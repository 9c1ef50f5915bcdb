"""Answers of the national portal: {error_code, message, result}.

The portal's own document is lost: codes alone do not say enough, so the message counts too, as in the clients that
are known to work.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MAX_MESSAGE_CHARS = 500


class AnswerMeaning(StrEnum):
    DONE = "done"
    EXISTS = "exists"  # send it again as a change
    MISSING = "missing"  # send it again as new
    SESSION_OVER = "session_over"
    BUSY = "busy"
    REFUSED = "refused"
    UNKNOWN = "unknown"  # a code that the contract does not have: neither done nor refused


REFUSALS = frozenset({"-1", "-3", ""})
"""Codes by which the portal says that the content is wrong, where the message says nothing else."""


@dataclass(frozen=True)
class PortalAnswer:
    code: str
    message: str
    rows: tuple[Any, ...] = ()

    @property
    def meaning(self) -> AnswerMeaning:
        if self.code.strip("0") == "" and self.code:
            return AnswerMeaning.DONE
        message = unicodedata.normalize("NFC", self.message).casefold()
        if self.code == "1" or "đã tồn tại" in message:
            return AnswerMeaning.EXISTS
        if "không tồn tại" in message or "chưa tồn tại" in message:
            return AnswerMeaning.MISSING
        if "phiên" in message or "session" in message:
            return AnswerMeaning.SESSION_OVER
        if self.code in REFUSALS:
            return AnswerMeaning.REFUSED
        return AnswerMeaning.BUSY if self.code == "3" else AnswerMeaning.UNKNOWN

    @property
    def reason(self) -> str:
        """Its message, or its code where it has none."""
        return self.message or f"error_code {self.code}"

    def names(self, code: str) -> bool:
        """Whether one of its rows is this dossier's."""
        return any(isinstance(row, dict) and row.get("MaHoSo") == code for row in self.rows)


def parse(body: Any) -> PortalAnswer | None:
    """None for what is no answer of the contract."""
    if not isinstance(body, dict) or "error_code" not in body:
        return None
    rows = body.get("result") or body.get("data") or ()
    message = str(body.get("message") or "")[:MAX_MESSAGE_CHARS]
    return PortalAnswer(
        str(body["error_code"]).strip(), message, tuple(rows) if isinstance(rows, list) else ()
    )
