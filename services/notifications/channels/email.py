"""E-mail over SMTP."""

import smtplib
import ssl
from typing import Annotated, ClassVar, Self

from pydantic import Field, SecretStr, StringConstraints, model_validator

from chassis.core.setting_types import MIN_GIVEN_SECRET, Host, Port
from chassis.core.settings import Configuration, load_settings
from contracts.accounts import Contact
from contracts.contact_details import normal_email
from notifications.channels.base import PermanentFailure, ServerAway, TemporaryFailure
from notifications.channels.mail import MailWriter
from notifications.channels.smtp_connections import Letter, NotConnected, SmtpConnection, SmtpConnections
from notifications.domain.messages import ChannelMessage
from notifications.domain.templates import TextForm

PERMANENT_CODES = range(500, 600)


EmailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+$", max_length=254)]


class EmailSettings(Configuration):
    """Settings of e-mail, where it is switched on."""

    smtp_host: Host
    """Host of the mail server."""
    smtp_port: Port = 25
    """Port of the mail server."""
    smtp_starttls: bool = False
    """Whether the connection is encrypted by STARTTLS."""
    smtp_user: Annotated[str, StringConstraints(strip_whitespace=True)] | None = None
    """User at the mail server; empty: no login."""
    smtp_password: SecretStr | None = None
    """Password at the mail server, of at least 8 characters; needed with a user, refused without one."""
    smtp_timeout_s: float = Field(default=10.0, gt=0, le=3600)
    """How long each step with the mail server may take, in seconds."""
    smtp_idle_s: float = Field(default=10.0, ge=0, le=290)
    """How long a connection to the mail server stays open without a letter, in seconds; servers close theirs after 300."""
    smtp_letters_per_connection: int = Field(default=100, ge=1)
    """How many letters a connection carries before a new one takes its place; 1: a connection for each letter."""
    mail_from: EmailAddress
    """The sender's bare address; its domain names the sending host to mail servers."""
    mail_from_name: str = ""
    """Who writes, as readers show it; empty: the address alone."""

    @model_validator(mode="after")
    def require_whole_login(self) -> Self:
        password = self.smtp_password.get_secret_value() if self.smtp_password else ""
        if bool(self.smtp_user) != bool(password):
            raise ValueError("MOTCUA_SMTP_USER and MOTCUA_SMTP_PASSWORD are given together or not at all")
        if password and len(password) < MIN_GIVEN_SECRET:
            raise ValueError(f"MOTCUA_SMTP_PASSWORD: at least {MIN_GIVEN_SECRET} characters are needed")
        return self

    @property
    def mail_domain(self) -> str:
        return self.mail_from.rpartition("@")[2]


class EmailChannel:
    """E-mail over SMTP by kept connections; blocks at most `smtp_timeout_s` per step."""

    kind: ClassVar[str] = "email"
    form: ClassVar[TextForm] = TextForm.FULL

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings
        self._writer = MailWriter(settings.mail_from, settings.mail_from_name)
        self._tls = ssl.create_default_context() if settings.smtp_starttls else None
        self._connections = SmtpConnections(
            self._connect, settings.smtp_idle_s, settings.smtp_letters_per_connection
        )

    @classmethod
    def from_environment(cls) -> Self:
        """Ends the process with one line when a setting is missing or wrong."""
        return cls(load_settings(EmailSettings))

    def address_of(self, contact: Contact) -> str | None:
        return contact.email

    def send(self, message: ChannelMessage) -> None:
        letter = self.compose(message)
        try:
            self._connections.carry(letter)
        except NotConnected as error:
            raise ServerAway(str(error)) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise _failure([code for code, _ in error.recipients.values()]) from error
        except smtplib.SMTPDataError as error:
            raise _failure([error.smtp_code]) from error
        except (smtplib.SMTPException, OSError) as error:
            raise TemporaryFailure(type(error).__name__) from error

    def compose(self, message: ChannelMessage) -> Letter:
        """The Message-ID is made of the message's id: a second copy is recognisable as one.

        Raises PermanentFailure for what cannot be a header.
        """
        address = _deliverable(message.address or "")
        try:
            content = self._writer.write(
                message.message_id, address, message.subject, message.body, message.locale, message.created_at
            )
        except ValueError as error:
            raise PermanentFailure("header") from error
        return Letter(self._settings.mail_from, address, content)

    def close(self) -> None:
        """Close the connections that nobody uses."""
        self._connections.close()

    def _connect(self) -> SmtpConnection:
        """A connection that takes letters. Raises SMTPException, OSError."""
        settings = self._settings
        smtp = SmtpConnection(
            settings.smtp_host,
            settings.smtp_port,
            local_hostname=settings.mail_domain,  # else smtplib asks DNS for our own name on every call
            timeout=settings.smtp_timeout_s,
        )
        try:
            if self._tls is not None:
                smtp.starttls(context=self._tls)
            if settings.smtp_user and settings.smtp_password:
                smtp.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        except BaseException:
            smtp.close()
            raise
        return smtp


def _deliverable(address: str) -> str:
    """In ASCII, also where an earlier release stored it otherwise. Raises PermanentFailure for what no server takes."""
    try:
        return normal_email(address)
    except ValueError as error:
        raise PermanentFailure("address") from error


def _failure(codes: list[int]) -> PermanentFailure | TemporaryFailure:
    reason = f"smtp {codes[0]}"
    return (
        PermanentFailure(reason)
        if all(code in PERMANENT_CODES for code in codes)
        else TemporaryFailure(reason)
    )
