"""What the national portal answers, {error_code, message}. Its document is lost: codes alone do not tell enough, so
the words count too, as in the clients that are known to work."""

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


@dataclass(frozen=True)
class PortalAnswer:
    code: str
    words: str
    rows: tuple[Any, ...] = ()

    @property
    def meaning(self) -> AnswerMeaning:
        if self.code.strip("0") == "" and self.code:
            return AnswerMeaning.DONE
        words = unicodedata.normalize("NFC", self.words).casefold()
        if self.code == "1" or "đã tồn tại" in words:
            return AnswerMeaning.EXISTS
        if "không tồn tại" in words or "chưa tồn tại" in words:
            return AnswerMeaning.MISSING
        if "phiên" in words or "session" in words:
            return AnswerMeaning.SESSION_OVER
        return AnswerMeaning.BUSY if self.code == "3" else AnswerMeaning.REFUSED

    def names(self, code: str) -> bool:
        """Whether one of its rows is this dossier's."""
        return any(isinstance(row, dict) and row.get("MaHoSo") == code for row in self.rows)


def parse(body: Any) -> PortalAnswer | None:
    """None for what is no answer of the contract."""
    if not isinstance(body, dict) or "error_code" not in body:
        return None
    rows = body.get("result") or body.get("data") or ()
    words = str(body.get("message") or "")[:MAX_MESSAGE_CHARS]
    return PortalAnswer(str(body["error_code"]).strip(), words, tuple(rows) if isinstance(rows, list) else ())
