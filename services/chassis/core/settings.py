"""Settings: one frozen object from environment variables and secret files; a bad one ends the start with one line.

`docs/settings.md` lists those of every process; it is made from these classes.
"""

import difflib
import json
import logging
import os
import sys
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from chassis.core.master_keys import ListedKeys
from chassis.core.setting_types import AmqpUri, Form, Host, LogLevel, MongoUri, Name, Port, RetryTiers
from contracts import field_descriptions

log = logging.getLogger(__name__)

PREFIX = "MOTCUA_"
NAMES_FILE = "setting_names.json"
"""The names of all settings of all parts, beside this module; made with docs/settings.md."""


class SecretFiles(PydanticBaseSettingsSource):
    """Settings source: field `x` from the file named by MOTCUA_X_FILE, without the line end at its end."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        return (Path(path).read_text(encoding="utf-8").rstrip("\r\n") if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        read = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in read.items() if value is not None}


class Configuration(BaseSettings):
    """Base of the settings of every process: field `x` from MOTCUA_X, or from the file that MOTCUA_X_FILE names."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="ignore",
        use_attribute_docstrings=field_descriptions.are_read(),
    )

    log_level: LogLevel = "INFO"
    """The least grave lines that are logged: DEBUG, INFO, WARNING, ERROR, CRITICAL."""
    release: str = "source"
    """Name of the release that runs, for metrics and the log of migrations."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, SecretFiles(settings_cls)


class EncryptionSettings(Configuration):
    """Settings of every process that writes or reads what is stored encrypted."""

    field_encryption: bool = False
    """Whether personal fields of stored documents are written encrypted; `docs/encryption.md`. What is stored is read in
    either form, as long as its key is there."""
    field_encryption_key: Annotated[str, Form("a name and a key on each line")] = Field(
        default="", repr=False
    )
    """Master keys of the service's data keys, the newest first; each 96 octets in base64, or `kmip` and the identifier of a
    key in a key management service. Who loses them loses what is encrypted."""
    kmip_endpoint: Annotated[str, Form("host and port, or nothing")] = Field(
        default="", pattern=r"^([^\s/@:]+(:[0-9]{1,5})?)?$"
    )
    """Host and port of the key management service that master keys of `kmip` are in, by KMIP over TLS."""
    kmip_ca_path: str = ""
    """File with the certificates of the authorities that vouch for it (PEM)."""
    kmip_certificate_path: str = ""
    """File with the certificate and the key (PEM) by which the service is known there."""

    @field_validator("field_encryption_key")
    @classmethod
    def _readable_keys(cls, text: str) -> str:
        if text:
            ListedKeys.from_text(text)
        return text

    @model_validator(mode="after")
    def _with_its_key(self) -> Self:
        if self.field_encryption and not self.field_encryption_key:
            raise ValueError("MOTCUA_FIELD_ENCRYPTION needs MOTCUA_FIELD_ENCRYPTION_KEY")
        listed = self.listed_keys
        if listed is not None and listed.any_elsewhere and not self._names_kmip():
            raise ValueError(
                "MOTCUA_FIELD_ENCRYPTION_KEY names a key of a key management service: it needs MOTCUA_KMIP_ENDPOINT, "
                "MOTCUA_KMIP_CA_PATH and MOTCUA_KMIP_CERTIFICATE_PATH"
            )
        return self

    def _names_kmip(self) -> bool:
        return bool(self.kmip_endpoint and self.kmip_ca_path and self.kmip_certificate_path)

    @property
    def listed_keys(self) -> ListedKeys | None:
        """The master keys, as far as the settings have them."""
        return ListedKeys.from_text(self.field_encryption_key) if self.field_encryption_key else None


class Settings(EncryptionSettings):
    """Settings of every nameko service; times in seconds."""

    service: Name
    """Name of the service, as in the contracts."""
    amqp_uri: AmqpUri
    """Address of the broker with the service's own login: amqp://user:password@host:port/virtual-host."""
    mongo_uri: MongoUri
    """Address of MongoDB with the service's own login: mongodb://user:password@host:port/database?replicaSet=rs0."""
    mongo_database: Name
    """Name of the service's own database."""
    admin_host: Host = "0.0.0.0"  # noqa: S104  inside a container; the local stack says 127.0.0.1
    """Address at which /healthz, /readyz and /metrics are served."""
    admin_port: Port = 8080
    """Port at which they are served."""
    drain_s: float = Field(default=20.0, gt=0, le=3600)
    """How long work that has begun may take after the signal to stop, in seconds."""
    max_workers: int = Field(default=50, ge=1, le=1000)
    """Requests, events and timers that run at once."""
    prefetch: int = Field(default=50, ge=1, le=65535)
    """Messages of a queue that the broker hands over before they are settled."""
    retry_tiers: RetryTiers = "5s,30s,2m,10m,1h"
    """Pauses before an event that failed is tried again; the same for all services and the topology."""
    unsettled_limit_s: float = Field(default=120.0, gt=0, le=86400)
    """How long a message may be neither answered nor acknowledged until the process says that it is not ready."""
    look_every_s: float = Field(default=10.0, gt=0, le=60)
    """How often the database is asked for events and timers that another process has set or left, in seconds; those of the
    process itself start at once."""
    claims_required: bool = True
    """Whether a call must prove who calls. `false` takes the word of a part of the release before for longer than the hour
    of an upgrade, and that of whoever has a login at the broker."""
    rpc_timeout_s: float = Field(default=5.0, gt=0, le=3600)
    """How long a call to another service may take, in seconds."""


C = TypeVar("C", bound=Configuration)


def load_settings(cls: type[C]) -> C:
    """The settings of class `cls`. Exits the process with status 2 and one line that names every bad setting."""
    try:
        return cls()
    except ValidationError as error:
        problems = "; ".join(map(_problem, error.errors(include_input=False, include_url=False)))
    except OSError as error:
        problems = f"cannot read the secret file {error.filename}: {error.strerror}"
    except UnicodeDecodeError:
        problems = "a secret file is no UTF-8 text"
    print(f"motcua: bad configuration: {problems}", file=sys.stderr)  # noqa: T201
    raise SystemExit(2)


def _problem(error: Any) -> str:
    """One wrong setting in one line, without its value."""
    name = ".".join(map(str, error["loc"])).upper()
    words = error["msg"].removeprefix("Value error, ").replace("\n", " ")
    return f"{PREFIX}{name}: {words}" if name else words


def warn_of_unknown_settings(environment: Mapping[str, str] = os.environ) -> None:
    """Log each variable MOTCUA_... that no part of the suite reads, with the setting whose name is nearest.

    A warning and no refusal: parts share one file of settings, and the release before does not know those of this one.
    """
    known = known_names()
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known and name.removesuffix("_FILE") not in known:
            near = difflib.get_close_matches(name.removesuffix("_FILE"), known, n=1, cutoff=0.7)
            meant = f"; did you mean {near[0]}?" if near else ""
            log.warning("unknown setting %s is ignored%s", name, meant)


def known_names() -> frozenset[str]:
    """Of all parts: an image holds the code of one of them only."""
    return frozenset(json.loads((resources.files("chassis.core") / NAMES_FILE).read_text(encoding="utf-8")))
