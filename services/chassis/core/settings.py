"""Settings: one frozen object from environment variables and secret files; a bad one ends the start with one line."""

import os
import sys
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "MOTCUA_"


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

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    log_level: str = "INFO"

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


class Settings(Configuration):
    """Settings of every nameko service; times in seconds."""

    service: str
    amqp_uri: str = Field(repr=False)
    mongo_uri: str = Field(repr=False)
    mongo_database: str
    admin_host: str = "0.0.0.0"  # noqa: S104  inside a container; the local stack says 127.0.0.1
    admin_port: int = 8080
    drain_s: float = Field(default=20.0, gt=0)
    max_workers: int = Field(default=50, ge=1)
    prefetch: int = Field(default=50, ge=1)
    unsettled_limit_s: float = Field(default=120.0, gt=0)
    """How long a message may be neither answered nor acknowledged until the process says that it is not ready."""
    rpc_timeout_s: float = Field(default=5.0, gt=0)


C = TypeVar("C", bound=Configuration)


def load_settings(cls: type[C]) -> C:
    """The settings of class `cls`. Exits the process with status 2 and one line that names every bad setting."""
    try:
        return cls()
    except ValidationError as error:
        problems = "; ".join(
            f"{PREFIX}{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
        )
    except OSError as error:
        problems = f"cannot read the secret file {error.filename}: {error.strerror}"
    print(f"motcua: bad configuration: {problems}", file=sys.stderr)  # noqa: T201
    raise SystemExit(2)
