"""A mail as it goes over the wire (RFC 5322): one text, by one sender, to one recipient.

Written by ourselves: the library's `EmailMessage` parses each header that it is given and costs ten times as much.
"""

import binascii
from datetime import datetime
from email.utils import format_datetime

from notifications.channels.mail_headers import encoded_mailbox, encoded_text


class MailWriter:
    """Writes the mails of one sender. What is the same in all of them is written once.

    `sender`: the bare address; `name` as readers show it, may be empty. Raises ValueError for one of several lines.
    """

    def __init__(self, sender: str, name: str) -> None:
        self._domain = sender.rpartition("@")[2]
        mailbox = encoded_mailbox(_one_line(name), _one_line(sender), len("From: "))
        self._head = f"From: {mailbox}\r\n"
        self._tail = (
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            'Content-Type: text/plain; charset="utf-8"\r\n'
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
        )

    def write(
        self, message_id: str, recipient: str, subject: str, body: str, language: str, at: datetime
    ) -> bytes:
        """Headers and body, in ASCII. Raises ValueError for a subject or recipient of several lines."""
        headers = (
            f"{self._head}"
            f"To: {_one_line(recipient)}\r\n"
            f"Subject: {encoded_text(_one_line(subject), len('Subject: '))}\r\n"
            f"Message-ID: <{message_id}@{self._domain}>\r\n"
            f"Date: {format_datetime(at)}\r\n"
            f"Content-Language: {language}\r\n"
            f"{self._tail}"
        )
        return headers.encode("ascii") + _quoted_printable(body)


def _one_line(text: str) -> str:
    if len(text.splitlines()) > 1:
        raise ValueError("a header is one line")
    return text


def _quoted_printable(text: str) -> bytes:
    """RFC 2045 section 6.7, lines of at most 76 characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return binascii.b2a_qp(lines.encode(), istext=True).replace(b"\n", b"\r\n") + b"\r\n"
