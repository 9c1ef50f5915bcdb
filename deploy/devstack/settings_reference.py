"""The reference of all settings, docs/settings.md, and the list of their names by which a process knows a slip.

`python -m devstack.settings_reference` writes both; with --check it fails when they are not what the classes say.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from accounts.settings import AccountsSettings
from catalog.settings import CatalogSettings
from chassis.core.setting_types import Form
from chassis.core.settings import NAMES_FILE, PREFIX, Configuration
from cli.settings import AuditSettings, BrokerSettings, OperatorSettings
from dossiers.settings import DossiersSettings
from gateway.settings import GatewaySettings
from notifications.channels.email import EmailSettings
from notifications.channels.sms import SmsSettings
from notifications.settings import NotificationsSettings
from payments.providers.momo.provider import MomoSettings
from payments.providers.vietqr.provider import VietqrSettings
from payments.providers.vnpay.provider import VnpaySettings
from payments.providers.zalopay.provider import ZalopaySettings
from payments.settings import PaymentsSettings
from records.settings import ContentServerSettings, RecordsSettings
from simulators.archive.settings import ArchiveSettings
from simulators.mail.settings import MailSettings
from simulators.portal.settings import PortalSettings
from simulators.signing.settings import SigningSettings
from simulators.sms.settings import SmsSimulatorSettings
from simulators.tsa.settings import TsaSettings
from simulators.vneid.settings import VneidSettings
from simulators.vnpay.settings import VnpaySettings as VnpaySimulatorSettings
from simulators.wallets.settings import WalletsSettings
from sync.settings import SyncSettings

REPO = Path(__file__).parents[2]
REFERENCE = REPO / "docs" / "settings.md"
NAMES = REPO / "services" / "chassis" / "core" / NAMES_FILE

SERVICES: dict[str, type[Configuration]] = {
    "accounts": AccountsSettings,
    "catalog": CatalogSettings,
    "dossiers": DossiersSettings,
    "payments": PaymentsSettings,
    "notifications": NotificationsSettings,
    "records": RecordsSettings,
    "sync": SyncSettings,
}
PARTS: dict[str, tuple[type[Configuration], ...]] = {
    **{name: (cls,) for name, cls in SERVICES.items()},
    "payments, VNPAY": (VnpaySettings,),
    "payments, MoMo": (MomoSettings,),
    "payments, ZaloPay": (ZalopaySettings,),
    "payments, VietQR": (VietqrSettings,),
    "notifications, e-mail": (EmailSettings,),
    "notifications, short messages": (SmsSettings,),
    "content server of records": (ContentServerSettings,),
    "gateway": (GatewaySettings,),
    "command line": (OperatorSettings, BrokerSettings, AuditSettings),
    "simulator of mail": (MailSettings,),
    "simulator of short messages": (SmsSimulatorSettings,),
    "simulator of VNeID": (VneidSettings,),
    "simulator of VNPAY": (VnpaySimulatorSettings,),
    "simulator of MoMo, ZaloPay and a bank": (WalletsSettings,),
    "simulator of the national portal": (PortalSettings,),
    "simulator of a timestamp authority": (TsaSettings,),
    "simulator of an archive": (ArchiveSettings,),
    "simulator of a certification authority and signing service": (SigningSettings,),
}
COMPOSE = {
    "MOTCUA_GATEWAY_PORT": "Port of this machine at which the proxy is reached.",
    "MOTCUA_PROMETHEUS_PORT": "Port of this machine at which Prometheus is reached.",
    "MOTCUA_VNPAY_PORT": "Port of this machine at which the simulator of VNPAY is reached.",
    "MOTCUA_VNEID_PORT": "Port of this machine at which the simulator of VNeID is reached.",
    "MOTCUA_MAIL_PORT": "Port of this machine at which the simulator of mail is reached.",
    "MOTCUA_SECRETS_DIR": "Folder of the secrets on this machine.",
}
"""Read by docker compose and by no process."""

HEAD = """\
# Settings

Made by `make settings` from the classes that read them; do not edit.

A setting `x` is the variable `MOTCUA_X`, or the text of the file that `MOTCUA_X_FILE` names, without the line end at its
end. A value that is missing or wrong ends the start with exit code 2 and one line that names it and never shows it. A
variable `MOTCUA_...` that no part knows is named in the log with the setting that is nearest (`unknown setting`), and
ignored: parts share one file of settings, and the release before does not know those of the next. Secrets are marked S.
"""


@dataclass(frozen=True)
class Row:
    """One line of a table. `form` and `default` as people read them."""

    name: str
    form: str
    default: str
    meaning: str

    def __str__(self) -> str:
        return f"| `{self.name}` | {self.form} | {self.default} | {self.meaning} |"


def settings_of(*classes: type[Configuration]) -> Iterator[tuple[str, FieldInfo, dict[str, Any]]]:
    """Each setting once: its variable, its field, its JSON schema."""
    seen = set[str]()
    for cls in classes:
        schema = cls.model_json_schema()["properties"]
        for field_name, field in cls.model_fields.items():
            if field_name not in seen:
                seen.add(field_name)
                yield f"{PREFIX}{field_name.upper()}", field, schema[field_name]


def rows(*classes: type[Configuration]) -> Iterator[Row]:
    for name, field, schema in settings_of(*classes):
        yield Row(
            name, form_of(field, schema), default_of(field), " ".join((field.description or "").split())
        )


def form_of(field: FieldInfo, schema: dict[str, Any]) -> str:
    """What a value must be, in words."""
    written = next((mark.text for mark in field.metadata if isinstance(mark, Form)), None)
    kinds = schema.get("anyOf", [schema])
    secret = "" if field.repr and "password" not in {kind.get("format") for kind in kinds} else "S, "
    if written is not None:
        return secret + written
    limits = {name: value for name, value in schema.items() if name != "anyOf"}
    return secret + " or ".join(_kind(kind | limits) for kind in kinds if kind.get("type") != "null")


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    kind = {"array": "list, comma-separated", "string": "text", "boolean": "true or false"}.get(
        schema.get("type", "string"), schema.get("type", "text")
    )
    if schema.get("format") == "uri":
        kind = "http or https address"
    limits = [
        f"{words} {schema[key]:g}" if isinstance(schema[key], int | float) else f"{words} {schema[key]}"
        for key, words in (
            ("minimum", "from"), ("exclusiveMinimum", "above"), ("maximum", "to"),
            ("minLength", "characters from"), ("maxLength", "to"), ("minItems", "items from"),
        )
        if key in schema
    ]  # fmt: skip
    pattern = [f"`{schema['pattern']}`".replace("|", "\\|")] if "pattern" in schema else []
    return ", ".join([kind, *limits, *pattern])


def default_of(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "needed"
    if isinstance(field.default, tuple):
        return f"`{','.join(field.default)}`"
    return "nothing" if field.default in ("", None) else f"`{field.default}`"


def reference() -> str:
    """The text of docs/settings.md."""
    common = set.intersection(*({row.name for row in rows(cls)} for cls in SERVICES.values()))
    parts = [HEAD, *_table("Every service", [row for row in rows(CatalogSettings) if row.name in common])]
    for part, classes in PARTS.items():
        own = [row for row in rows(*classes) if part not in SERVICES or row not in set(rows(CatalogSettings))]
        parts += _table(part[0].upper() + part[1:], own)
    compose = [Row(name, "see `.env`", "see `.env`", meaning) for name, meaning in COMPOSE.items()]
    return "\n".join([*parts, *_table("Docker compose alone", compose)])


def _table(title: str, found: list[Row]) -> list[str]:
    if not found:
        return [f"## {title}\n", "Nothing beside what every service reads.\n"]
    head = ["| setting | form | without it | meaning |", "| --- | --- | --- | --- |"]
    return [f"## {title}\n", *head, *map(str, found), ""]


def names() -> str:
    """The text of the list of names."""
    classes = [cls for part in PARTS.values() for cls in part]
    found = {name for cls in classes for name, _, _ in settings_of(cls)} | set(COMPOSE)
    return json.dumps(sorted(found), indent=2) + "\n"


def compose_names() -> set[str]:
    """The variables that docker-compose.yml and .env name."""
    texts = [(REPO / file).read_text(encoding="utf-8") for file in ("docker-compose.yml", ".env")]
    found = set(re.findall(r"MOTCUA_[A-Z0-9_]+", "\n".join(texts)))
    return {name.removesuffix("_FILE") for name in found}


def main(arguments: list[str]) -> int:
    """The exit code: 1 when --check finds a difference."""
    expected = {REFERENCE: reference(), NAMES: names()}
    if "--check" not in arguments:
        for file, text in expected.items():
            file.write_text(text, encoding="utf-8")
        return 0
    stale = [
        file
        for file, text in expected.items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    for file in stale:
        print(f"{file.name} is not what the code says; run: make settings", file=sys.stderr)
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
