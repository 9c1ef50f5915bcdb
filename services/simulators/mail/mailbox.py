"""The mailbox: the last messages, newest first."""

import email
import email.policy
import itertools
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from functools import cached_property
from typing import Any

CAPACITY = 5000
SNIPPET = 250


@dataclass(frozen=True)
class StoredMail:
    """`sender` and `recipients` are those of the envelope. It is parsed when somebody reads it."""

    id: str
    sender: str
    recipients: tuple[str, ...]
    created: datetime
    content: bytes

    @cached_property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=email.policy.default)

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain", "html"))
        return str(body.get_content()) if body else ""

    def summary(self) -> dict[str, Any]:
        return {
            "ID": self.id,
            "MessageID": str(self.message.get("Message-ID", "")).strip("<>"),
            "From": {"Address": self.sender},
            "To": [{"Address": recipient} for recipient in self.recipients],
            "Subject": _subject(self.content),
            "Created": self.created.isoformat(),
            "Snippet": " ".join(self.text.split())[:SNIPPET],
        }

    def details(self) -> dict[str, Any]:
        return {**self.summary(), "Text": self.text}


class Mailbox:
    """Touched from one event loop only."""

    def __init__(self) -> None:
        self._mails: deque[StoredMail] = deque(maxlen=CAPACITY)
        self._numbers = itertools.count(1)

    def put(self, sender: str, recipients: list[str], content: bytes) -> None:
        number = str(next(self._numbers))
        self._mails.appendleft(StoredMail(number, sender, tuple(recipients), datetime.now(UTC), content))

    def newest(self, limit: int) -> list[StoredMail]:
        return list(itertools.islice(self._mails, limit))

    def find(self, mail_id: str) -> StoredMail | None:
        return next((mail for mail in self._mails if mail.id == mail_id), None)

    def clear(self) -> None:
        self._mails.clear()

    def __len__(self) -> int:
        return len(self._mails)


def _subject(content: bytes) -> str:
    """By RFC 2047, section 6.2. The parser of `policy.default` puts blanks back that a sender has lost."""
    raw = email.message_from_bytes(content, policy=email.policy.compat32).get("Subject", "")
    return str(make_header(decode_header(raw.replace("\r\n", "").replace("\n", ""))))
