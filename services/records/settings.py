"""Settings of the records service and of its content server."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from chassis.core.settings import Configuration, Settings
from records.domain.tickets import MIN_KEY_BYTES

TicketKey = Annotated[str, StringConstraints(min_length=MIN_KEY_BYTES), Field(repr=False)]
"""The same for service and content server. Changing it ends the tickets given out, which last some minutes."""


class RecordsSettings(Settings):
    """The seal key is in one place: `seal_key` (PEM), `seal_pkcs12_path` (a file), or the token of
    `seal_pkcs11_module` (the path of its library).

    `seal_certificate` is PEM, the signer's own first, then those up to the root; a PKCS#12 file holds its own.
    `trust_roots` (PEM): whose signatures verify.
    """

    ticket_key: TicketKey
    public_url: str
    """The gateway's address as people see it: what QR codes lead to."""
    seal_key: str = Field(default="", repr=False)
    seal_certificate: str = ""
    seal_passphrase: str = Field(default="", repr=False)
    seal_pkcs12_path: str = ""
    seal_pkcs11_module: str = ""
    seal_pkcs11_token: str = ""
    """The label of the token."""
    seal_pkcs11_label: str = ""
    """The label of the key in the token."""
    seal_pkcs11_pin: str = Field(default="", repr=False)
    trust_roots: str
    timestamp_url: str = ""
    """A timestamp authority (RFC 3161); empty: signatures without timestamp."""
    timestamp_timeout_s: float = Field(default=5.0, gt=0)

    @model_validator(mode="after")
    def require_one_seal_key(self) -> Self:
        places = [self.seal_key, self.seal_pkcs12_path, self.seal_pkcs11_module]
        if sum(map(bool, places)) != 1:
            raise ValueError("give one of seal_key, seal_pkcs12_path, seal_pkcs11_module")
        if not self.seal_pkcs12_path and not self.seal_certificate:
            raise ValueError("the seal key needs its seal_certificate")
        if self.seal_pkcs11_module and not (self.seal_pkcs11_token and self.seal_pkcs11_label):
            raise ValueError("seal_pkcs11_module needs seal_pkcs11_token and seal_pkcs11_label")
        return self


class ContentServerSettings(Configuration):
    """The content server. `upload_idle_s` is the longest pause between two chunks, `upload_limit_s` a whole upload."""

    mongo_uri: str = Field(repr=False)
    mongo_database: str
    ticket_key: TicketKey
    content_host: str = "0.0.0.0"  # noqa: S104  inside a container; the local stack says 127.0.0.1
    content_port: int = 8080
    drain_s: int = Field(default=20, gt=0)
    upload_idle_s: float = Field(default=10.0, gt=0)
    upload_limit_s: float = Field(default=300.0, gt=0, le=1800)
