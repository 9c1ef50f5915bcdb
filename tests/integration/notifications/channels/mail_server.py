"""The simulated mail server in the process of a test, with the habits of servers that do not serve on and on."""

# ruff: noqa: N802  the names are the server's

import asyncio
import ssl
import threading
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from devstack.servers.ports import LOOPBACK, free_port
from notifications.channels.email import EmailChannel, EmailSettings
from simulators.mail.app import SmtpHandler
from simulators.mail.mailbox import Mailbox


@dataclass
class Habits:
    """What the server does, by letters of one connection; 0: never."""

    closes_after: int = 0
    """It closes the connection without a word after so many."""
    says_421_at: str = ""
    """The command at which it answers 421 and closes ..."""
    says_421_after: int = 0
    """... once the connection has carried so many."""
    breaks_after_taking: bool = False
    """It stores the letter and breaks the connection instead of answering, once."""
    pause_s: float = 0.0
    """How long it thinks about each letter."""


@dataclass
class MailServer:
    """`commands`: how often each was given; `connections`: how many were opened; `open`: how many there are now."""

    habits: Habits = field(default_factory=Habits)
    tls: ssl.SSLContext | None = None
    commands: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    open: int = 0
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self.mailbox = Mailbox()

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def start(self) -> None:
        self._sessions: set[_Session] = set()
        serving = self._loop.create_server(self._session, LOOPBACK, self.port)
        self._server = asyncio.run_coroutine_threadsafe(serving, self._loop).result(10)

    def stop(self) -> None:
        """With every connection, as a server that is ended."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)

    def channel(self, **settings: object) -> EmailChannel:
        """A channel to this server."""
        given = {"smtp_host": LOOPBACK, "smtp_port": self.port, "mail_from": "no-reply@motcua.example"}
        return EmailChannel(EmailSettings.model_validate({**given, **settings}))

    @property
    def arrived(self) -> list[str]:
        """The Message-IDs of all that it took, oldest first."""
        return [mail.summary()["MessageID"] for mail in reversed(self.mailbox.newest(len(self.mailbox)))]

    async def _end(self) -> None:
        self._server.close()
        for session in self._sessions:
            session.end()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _session(self) -> "_Session":
        self.connections += 1
        session = _Session(self)
        self._sessions.add(session)
        return session


class _Handler(SmtpHandler):
    def __init__(self, server: MailServer) -> None:
        super().__init__(server.mailbox)
        self.server = server

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        habits = self.server.habits
        await asyncio.sleep(habits.pause_s)
        answer = await super().handle_DATA(server, session, envelope)
        if habits.breaks_after_taking:
            habits.breaks_after_taking = False
            assert isinstance(server, _Session)
            server.end()
        return answer


class _Session(SMTP):  # type: ignore[misc]
    """One connection."""

    def __init__(self, server: MailServer) -> None:
        self.mail_server = server
        self.letters = 0
        super().__init__(
            _Handler(server),
            hostname="mail.localhost",
            tls_context=server.tls,
            authenticator=_authenticate if server.tls else None,
            auth_required=server.tls is not None,
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.transport is None:
            self.mail_server.open += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.mail_server.open -= 1
        super().connection_lost(error)

    def end(self) -> None:
        if self.transport is not None:
            self.transport.close()

    async def smtp_MAIL(self, arg: str) -> None:
        if not await self._closes_at("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        if not await self._closes_at("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if await self._closes_at("DATA"):
            return
        await super().smtp_DATA(arg)
        self.letters += 1
        if self.letters == self.mail_server.habits.closes_after:
            self.end()

    async def smtp_STARTTLS(self, arg: str) -> None:
        self.mail_server.commands["STARTTLS"] += 1
        await super().smtp_STARTTLS(arg)

    async def smtp_QUIT(self, arg: str) -> None:
        self.mail_server.commands["QUIT"] += 1
        await super().smtp_QUIT(arg)

    async def _closes_at(self, command: str) -> bool:
        self.mail_server.commands[command] += 1
        habits = self.mail_server.habits
        if habits.says_421_at != command or self.letters < habits.says_421_after:
            return False
        await self.push("421 4.7.0 mail.localhost closing the connection")
        self.end()
        return True


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    assert isinstance(server, _Session)
    server.mail_server.commands["AUTH"] += 1
    return AuthResult(success=data == LoginPassword(b"motcua", b"a password"))
