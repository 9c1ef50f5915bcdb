"""Kept connections to one mail server: opened for a letter that finds none, used for many, closed when they stand idle."""

import smtplib
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

CLOSING = 421
"""RFC 5321 section 3.8: the server closes the connection, and has not taken the letter."""


class NotConnected(smtplib.SMTPException):
    """Raised when the server takes no connection. The text is the class of the error."""


@dataclass(frozen=True)
class Letter:
    """A mail and its envelope. `content`: headers and body in ASCII, lines ended by CRLF."""

    sender: str
    recipient: str
    content: bytes


class SmtpConnection(smtplib.SMTP):
    """One connection, used by one thread at a time."""

    letters = 0
    """Letters that it carried, those that were refused included."""
    content_begun = False
    """Whether the server has been offered the content of the last letter: only then may it have taken it."""
    idle_since = 0.0
    """When it was given back (monotonic seconds)."""

    def carry(self, letter: Letter) -> None:
        """Blocks for the server's four replies. Raises SMTPException, OSError."""
        self.letters, self.content_begun = self.letters + 1, False
        self.sendmail(letter.sender, letter.recipient, letter.content)

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.content_begun = True
        return super().data(msg)

    @property
    def is_open(self) -> bool:
        return getattr(self, "sock", None) is not None

    def take_leave(self) -> None:
        """Close it in order, whatever the server answers."""
        with suppress(smtplib.SMTPException, OSError):
            self.quit()
        self.close()


class SmtpConnections:
    """The connections of one process to its mail server; safe for threads and greenlets.

    `connect` opens one, with all that a connection begins with (STARTTLS, login). Each letter has a connection for itself:
    there are as many as letters are on their way at once. One is closed after `max_letters`, and once it has stood idle for
    `idle_s` seconds.
    """

    def __init__(self, connect: Callable[[], SmtpConnection], idle_s: float, max_letters: int) -> None:
        self._connect = connect
        self._idle_s = idle_s
        self._max_letters = max_letters
        self._idle: list[SmtpConnection] = []
        self._lock = threading.Lock()
        self._sweeper: threading.Timer | None = None

    def carry(self, letter: Letter) -> None:
        """Hand a letter over; blocks. Raises NotConnected; SMTPException, OSError of the letter.

        A kept connection that turns out to have ended before it took the letter is replaced by a new one.
        """
        idle = self._take()
        if idle is not None:
            try:
                self._carry_by(idle, letter)
            except (smtplib.SMTPException, OSError) as error:
                if not _ended_before_the_letter(idle, error):
                    raise
            else:
                return
        self._carry_by(self._open(), letter)

    def close(self) -> None:
        """Close those that stand idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.take_leave()

    def _open(self) -> SmtpConnection:
        try:
            return self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise NotConnected(type(error).__name__) from error

    def _carry_by(self, connection: SmtpConnection, letter: Letter) -> None:
        try:
            connection.carry(letter)
        finally:
            self._give_back(connection)

    def _take(self) -> SmtpConnection | None:
        """The one used last, so that those which are not needed stand idle."""
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _give_back(self, connection: SmtpConnection) -> None:
        if not connection.is_open:
            return
        if connection.letters >= self._max_letters:
            connection.take_leave()
            return
        connection.idle_since = time.monotonic()
        with self._lock:
            self._idle.append(connection)
            self._sweep_later(self._idle_s)

    def _sweep_later(self, seconds: float) -> None:
        """Only while some stand idle: a process at rest is not woken. Called with the lock held."""
        if self._sweeper is None:
            self._sweeper = threading.Timer(seconds, self._sweep)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _sweep(self) -> None:
        with self._lock:
            since = time.monotonic() - self._idle_s
            expired = [connection for connection in self._idle if connection.idle_since <= since]
            self._idle = [connection for connection in self._idle if connection.idle_since > since]
            self._sweeper = None
            if self._idle:
                self._sweep_later(max(0.05, self._idle[0].idle_since - since))
        for connection in expired:
            connection.take_leave()


def _ended_before_the_letter(connection: SmtpConnection, error: Exception) -> bool:
    """Whether the server surely has not taken the letter because it ended the connection."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code == CLOSING for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code == CLOSING
    return not connection.content_begun
