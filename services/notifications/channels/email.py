"""E-mail over SMTP."""

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Annotated, ClassVar, Self

from pydantic import Field, SecretStr, StringConstraints

from chassis.core.settings import Configuration, load_settings
from contracts.accounts import Contact
from contracts.contact_details import normal_email
from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.channels.mail_headers import MailPolicy
from notifications.domain.messages import ChannelMessage
from notifications.domain.templates import TextForm

PERMANENT_CODES = range(500, 600)


EmailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+$", max_length=254)]


class EmailSettings(Configuration):
    """`mail_from` is the sender's bare address; its domain names the sending host to mail servers. `mail_from_name`: who
    writes, as readers show it; empty: the address alone."""

    smtp_host: str
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_starttls: bool = False
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_timeout_s: float = Field(default=10.0, gt=0)
    mail_from: EmailAddress
    mail_from_name: str = ""

    @property
    def mail_domain(self) -> str:
        return self.mail_from.rpartition("@")[2]


@dataclass(frozen=True)
class EmailChannel:
    """E-mail over SMTP: one connection per message; blocks at most `smtp_timeout_s` per step."""

    settings: EmailSettings
    kind: ClassVar[str] = "email"
    form: ClassVar[TextForm] = TextForm.FULL

    @classmethod
    def from_environment(cls) -> Self:
        """Ends the process with one line when a setting is missing or wrong."""
        return cls(load_settings(EmailSettings))

    def address_of(self, contact: Contact) -> str | None:
        return contact.email

    def send(self, message: ChannelMessage) -> None:
        mail = self.compose(message)
        try:
            with self._connection() as smtp:
                smtp.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            raise _failure([code for code, _ in error.recipients.values()]) from error
        except smtplib.SMTPDataError as error:
            raise _failure([error.smtp_code]) from error
        except smtplib.SMTPNotSupportedError as error:
            raise PermanentFailure("not supported by the mail server") from error
        except (smtplib.SMTPException, OSError) as error:
            raise TemporaryFailure(type(error).__name__) from error

    def compose(self, message: ChannelMessage) -> EmailMessage:
        """The Message-ID is made of the message's id: a second copy is recognisable as one.

        Raises PermanentFailure for what cannot be a header.
        """
        mail = EmailMessage(policy=MailPolicy())
        address = _deliverable(message.address or "")
        try:
            mail["From"] = Address(self.settings.mail_from_name, addr_spec=self.settings.mail_from)
            mail["To"] = Address(addr_spec=address)
            mail["Subject"] = message.subject
        except ValueError as error:
            raise PermanentFailure("header") from error
        mail["Message-ID"] = f"<{message.message_id}@{self.settings.mail_domain}>"
        mail["Date"] = format_datetime(message.created_at)
        mail["Content-Language"] = message.locale
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.body, cte="quoted-printable")
        return mail

    def _connection(self) -> smtplib.SMTP:
        settings = self.settings
        smtp = smtplib.SMTP(
            settings.smtp_host,
            settings.smtp_port,
            local_hostname=settings.mail_domain,  # else smtplib asks DNS for our own name on every call
            timeout=settings.smtp_timeout_s,
        )
        if settings.smtp_starttls:
            smtp.starttls(context=ssl.create_default_context())
        if settings.smtp_user and settings.smtp_password:
            smtp.login(settings.smtp_user, settings.smtp_password.get_secret_value())
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
