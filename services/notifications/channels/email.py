"""E-mail over SMTP."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime

from notifications.domain.messages import ChannelMessage
from notifications.settings import NotificationsSettings

PERMANENT_CODES = range(500, 600)


class PermanentFailure(Exception):
    """Raised when the server will never take this message. The text names no person."""


class TemporaryFailure(Exception):
    """Raised when the message may be taken later, or may have been taken: the outcome is unknown."""


@dataclass(frozen=True)
class EmailChannel:
    """One connection per message; blocks at most `smtp_timeout_s` per step."""

    settings: NotificationsSettings

    def send(self, post: ChannelMessage) -> None:
        """Hand over to the mail server. Raises RefusedError, UndeliveredError."""
        message = self.compose(post)
        try:
            with self._connection() as smtp:
                smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _failure([code for code, _ in error.recipients.values()]) from error
        except smtplib.SMTPDataError as error:
            raise _failure([error.smtp_code]) from error
        except (smtplib.SMTPException, OSError) as error:
            raise TemporaryFailure(type(error).__name__) from error

    def compose(self, post: ChannelMessage) -> EmailMessage:
        """The Message-ID comes from the message's id: a second copy is recognisable as one. Raises RefusedError."""
        message = EmailMessage(policy=SMTP_POLICY)
        try:
            message["From"] = self.settings.mail_from
            message["To"] = post.address or ""
            message["Subject"] = post.subject
        except ValueError as error:
            raise PermanentFailure("header") from error
        message["Message-ID"] = f"<{post.message_id}@{self.settings.mail_domain}>"
        message["Date"] = format_datetime(post.created_at)
        message["Content-Language"] = post.locale
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(post.body, cte="quoted-printable")
        return message

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


def _failure(codes: list[int]) -> PermanentFailure | TemporaryFailure:
    reason = f"smtp {codes[0]}"
    return (
        PermanentFailure(reason)
        if all(code in PERMANENT_CODES for code in codes)
        else TemporaryFailure(reason)
    )
