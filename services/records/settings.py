"""Settings of the records service and of its content server."""

from datetime import date
from pathlib import Path
from typing import Annotated, Self

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509 import load_pem_x509_certificate
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator
from pyhanko.keys import load_certs_from_pemder_data

from chassis.core.setting_types import Form, Host, MongoUri, Name, OptionalUrl, Port, Url
from chassis.core.settings import EncryptionSettings, Settings
from records.domain.digitisation.scan_rules import scan_rules
from records.domain.tickets import MIN_KEY_BYTES

TicketKey = Annotated[str, StringConstraints(min_length=MIN_KEY_BYTES), Field(repr=False)]
MIN_PIN = 4


def require_certificates(pem: str) -> str:
    """Raises ValueError for what is not at least one certificate in PEM."""
    try:
        found = list(load_certs_from_pemder_data(pem.encode()))
        names = [certificate.subject.human_friendly for certificate in found]
    except Exception:  # noqa: BLE001  whatever the reader meets in it: it is none
        raise ValueError("no certificate in PEM") from None
    if not names:
        raise ValueError("no certificate in PEM")
    return pem


def require_scan_rules(text: str) -> str:
    """Raises ValueError for what is no list of rules."""
    scan_rules(text)
    return text


OptionalDay = Annotated[
    date | None,
    BeforeValidator(lambda value: None if value == "" else value),
    Form("day as yyyy-mm-dd, or nothing"),
]
ScanRules = Annotated[
    str, AfterValidator(require_scan_rules), Form("rows as `2023-04-05 200dpi colour 200pages`, `;` between")
]
Certificates = Annotated[str, AfterValidator(require_certificates), Form("certificates in PEM")]


class RecordsSettings(Settings):
    """Settings of the records service.

    The seal key is in one place: `seal_key` (PEM), `seal_pkcs12_path` (a file), or the token of
    `seal_pkcs11_module` (the path of its library).
    """

    ticket_key: TicketKey
    """Key of the tickets for uploads and downloads, the same as of the content server. Changing it ends those given out,
    which last some minutes."""
    public_url: Url
    """The gateway's address as people see it: what QR codes lead to."""
    seal_key: str = Field(default="", repr=False)
    """The key that documents are sealed with, in PEM: RSA or an elliptic curve (P-256, P-384), which makes shorter
    signatures."""
    seal_certificate: str = ""
    """Its certificate in PEM, the signer's own first, then those up to the root; a PKCS#12 file holds its own."""
    seal_passphrase: str = Field(default="", repr=False)
    """Passphrase of the key or of the PKCS#12 file, where it has one."""
    seal_pkcs12_path: str = ""
    """Path of a PKCS#12 file with key and certificates."""
    seal_pkcs11_module: str = ""
    """Path of the library of a PKCS#11 token."""
    seal_pkcs11_token: str = ""
    """The label of the token."""
    seal_pkcs11_label: str = ""
    """The label of the key in the token."""
    seal_pkcs11_pin: str = Field(default="", repr=False)
    """PIN of the token, of at least 4 characters."""
    signing_keys_dir: str = ""
    """Folder of the keys of agencies and officials that are in files, `NAME.pem` each, without passphrase; for
    development. The certificates are registered over the API."""
    signing_pkcs11_module: str = ""
    """Path of the library of the PKCS#11 token with keys of agencies and officials."""
    signing_pkcs11_token: str = ""
    """The label of that token."""
    signing_pkcs11_pin: str = Field(default="", repr=False)
    """PIN of that token."""
    signing_service_url: OptionalUrl = ""
    """A remote signing service (CSC API v2) that has keys of agencies and officials, without `/csc/v2`; empty: none."""
    signing_service_client_id: str = ""
    """How the signing service knows this installation."""
    signing_service_client_secret: str = Field(default="", repr=False)
    """The secret to it."""
    signing_service_pin: str = Field(default="", repr=False)
    """By which the credentials that the installation was given are authorised for each signature; empty: without."""
    signing_service_timeout_s: float = Field(default=10.0, gt=0, le=3600)
    """How long it may take, in seconds."""
    agency_seals_from: OptionalDay = None
    """Day (yyyy-mm-dd) from which nothing is sealed for an agency that has registered no seal of its own; empty: the seal of
    the installation stands in for it without an end."""
    trust_roots: Certificates
    """Certificates in PEM whose signatures verify."""
    timestamp_url: OptionalUrl = ""
    """A timestamp authority (RFC 3161); empty: signatures without timestamp."""
    archive_timestamp_url: OptionalUrl = ""
    """The timestamp authority of the timestamps by which signatures of registered certificates last (PAdES B-LTA); empty:
    that of `timestamp_url`."""
    timestamp_timeout_s: float = Field(default=5.0, gt=0, le=3600)
    """How long it may take, in seconds."""
    archive_renewal_days: int = Field(default=90, ge=1, le=3650)
    """Days before the end of the authority's certificate of an archive timestamp at which the file gets a further one."""
    readings_retained_days: int = Field(default=1826, ge=365, le=36_525)
    """Days after which records of who read people's data are deleted; no law names a period, the default are five years."""
    scan_rules: ScanRules = "2023-04-05 200dpi colour 200pages"
    """What a scan at the desk has to be from which day on: least resolution, `colour` or `any`, most pages
    (TT 01/2023/TT-VPCP)."""
    anchor_dir: str = ""
    """Folder into which the heads of all event logs are anchored every day, on a disk that is not the database's; the same
    for all processes of the service. Empty: they are not anchored, and the alert AnchorOverdue says so."""

    @model_validator(mode="after")
    def require_one_seal_key(self) -> Self:
        places = [self.seal_key, self.seal_pkcs12_path, self.seal_pkcs11_module]
        if sum(map(bool, places)) != 1:
            raise ValueError(
                "give one of MOTCUA_SEAL_KEY, MOTCUA_SEAL_PKCS12_PATH, MOTCUA_SEAL_PKCS11_MODULE"
            )
        if not self.seal_pkcs12_path and not self.seal_certificate:
            raise ValueError("MOTCUA_SEAL_KEY needs its MOTCUA_SEAL_CERTIFICATE")
        if self.seal_pkcs11_module:
            self._require_token()
        return self

    def _require_token(self) -> None:
        if not (self.seal_pkcs11_token and self.seal_pkcs11_label):
            raise ValueError(
                "MOTCUA_SEAL_PKCS11_MODULE needs MOTCUA_SEAL_PKCS11_TOKEN and MOTCUA_SEAL_PKCS11_LABEL"
            )
        if len(self.seal_pkcs11_pin) < MIN_PIN:
            raise ValueError(f"MOTCUA_SEAL_PKCS11_PIN: at least {MIN_PIN} characters are needed")

    @model_validator(mode="after")
    def require_readable_seal(self) -> Self:
        """A key in a token is read when it is first needed; its certificates are read now."""
        if self.seal_certificate:
            try:
                require_certificates(self.seal_certificate)
            except ValueError as error:
                raise ValueError(f"MOTCUA_SEAL_CERTIFICATE: {error}") from None
        if self.seal_key:
            self._require_key()
        if self.seal_pkcs12_path:
            self._require_pkcs12()
        return self

    def _require_pkcs12(self) -> None:
        try:
            data = Path(self.seal_pkcs12_path).read_bytes()
        except OSError as error:
            raise ValueError(f"MOTCUA_SEAL_PKCS12_PATH: {error.strerror}") from None
        try:
            key, own, _ = load_key_and_certificates(data, self.seal_passphrase.encode() or None)
        except Exception:  # noqa: BLE001  whatever the reader meets in it: it is none
            key = own = None
        if key is None or own is None:
            raise ValueError(
                "MOTCUA_SEAL_PKCS12_PATH: no file with key and certificate that MOTCUA_SEAL_PASSPHRASE opens"
            )

    def _require_key(self) -> None:
        try:
            phrase = self.seal_passphrase.encode() or None
            key = load_pem_private_key(self.seal_key.encode(), phrase)
            fits = key.public_key() == load_pem_x509_certificate(self.seal_certificate.encode()).public_key()
        except Exception:  # noqa: BLE001  whatever the reader meets in it: it is none
            raise ValueError(
                "MOTCUA_SEAL_KEY: no private key in PEM that MOTCUA_SEAL_PASSPHRASE opens"
            ) from None
        if not fits:
            raise ValueError("MOTCUA_SEAL_KEY is not the key of MOTCUA_SEAL_CERTIFICATE")


class ContentServerSettings(EncryptionSettings):
    """Settings of the content server."""

    mongo_uri: MongoUri
    """Address of MongoDB with the login of the records service."""
    mongo_database: Name
    """Name of the database of the records service."""
    ticket_key: TicketKey
    """Key of the tickets for uploads and downloads, the same as of the service."""
    trust_roots: Certificates
    """Certificates in PEM whose signatures verify, the same as of the service."""
    content_host: Host = "0.0.0.0"  # noqa: S104  inside a container; the local stack says 127.0.0.1
    """Address at which it serves."""
    content_port: Port = 8080
    """Port at which it serves."""
    drain_s: int = Field(default=20, gt=0, le=3600)
    """How long requests that have begun may take after the signal to stop, in seconds."""
    upload_idle_s: float = Field(default=10.0, gt=0, le=3600)
    """The longest pause between two pieces of an upload, in seconds."""
    upload_limit_s: float = Field(default=300.0, gt=0, le=1800)
    """How long a whole upload may take, in seconds."""
