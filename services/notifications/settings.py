"""What the notifications service must be told to start."""

from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints

from chassis.core.settings import Settings

Address = Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+$", max_length=254)]


class NotificationsSettings(Settings):
    """`mail_from` is the sender's bare address; its domain names us to mail servers."""

    smtp_host: str
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_starttls: bool = False
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_timeout_s: float = Field(default=10.0, gt=0)
    mail_from: Address

    @property
    def mail_domain(self) -> str:
        return self.mail_from.rpartition("@")[2]
