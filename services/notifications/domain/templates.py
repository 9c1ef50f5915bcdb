"""Templates: words with named gaps, checked against what an event can tell before anything is sent."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from contracts.events import AnyEvent, AnyEventType
from notifications.domain.formatting import format_value, lines, one_line

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
LANGUAGES = ("vi", "en")
MAX_SUBJECT_LENGTH = 200

COMMON_PLACEHOLDERS = frozenset({"full_name", "occurred_at", "reference"})
"""Known for every event: the recipient's name, the time, and the dossier's code or, before it has one, its id."""
INTERNAL_FIELDS = frozenset(
    {
        "applicant_id", "follower_ids", "handler_ids", "agency_codes", "payer_id", "bill_id", "order_id",
        "file_ids", "status",
    }
)  # fmt: skip
"""Fields of payloads that mean nothing to a person."""


class BadTemplateError(Exception):
    """Raised at start when a template cannot be filled from its event."""


@dataclass(frozen=True)
class MessageText:
    subject: str
    body: str

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(PLACEHOLDER.findall(self.subject + self.body))


@dataclass(frozen=True)
class Template:
    """The words of one event type in each language."""

    name: str
    words: Mapping[str, MessageText]

    def fill(self, event: AnyEvent, full_name: str, locale: str) -> MessageText:
        """Gaps are filled once: a value that looks like a gap stays as it is."""
        values = _values(event, full_name, locale)
        words = self.words[locale]
        subject = _fill(words.subject, {name: one_line(value or "") for name, value in values.items()})
        body = "\n".join(
            _fill(line, values) for line in words.body.strip().splitlines() if _is_fillable(line, values)
        )
        return MessageText(one_line(subject)[:MAX_SUBJECT_LENGTH], lines(body))


def load(types: Iterable[AnyEventType]) -> dict[str, Template]:
    """The checked template of every type, by the type's name. Raises BadTemplateError."""
    folder = files("notifications.templates")
    templates = {kind.name: _read(kind, folder / f"{kind.name}.toml") for kind in types}
    strangers = {item.name for item in folder.iterdir() if item.name.endswith(".toml")} - {
        f"{name}.toml" for name in templates
    }
    if strangers:
        raise BadTemplateError(f"templates of no event: {sorted(strangers)}")
    return templates


def check(template: Template, kind: AnyEventType) -> None:
    """Same gaps in every language, all of them known, those of a subject never empty."""
    gaps = [template.words[language].placeholders for language in LANGUAGES]
    if len(set(gaps)) > 1:
        raise BadTemplateError(
            f"{kind.name}: the languages differ in {sorted(frozenset.symmetric_difference(*gaps))}"
        )
    for language, words in template.words.items():
        _check_text(f"{kind.name} [{language}]", words, kind)


def placeholders_of(kind: AnyEventType) -> frozenset[str]:
    """What a template of this event may name."""
    return (frozenset(kind.payload.model_fields) - INTERNAL_FIELDS) | COMMON_PLACEHOLDERS


def _check_text(where: str, words: MessageText, kind: AnyEventType) -> None:
    unknown = words.placeholders - placeholders_of(kind)
    if unknown:
        raise BadTemplateError(f"{where}: unknown {sorted(unknown)}")
    may_lack = {name for name, field in kind.payload.model_fields.items() if not field.is_required()}
    lacking = frozenset(PLACEHOLDER.findall(words.subject)) & may_lack
    if lacking:
        raise BadTemplateError(f"{where}: the subject may lack {sorted(lacking)}")
    if re.search(r"[{}]", PLACEHOLDER.sub("", words.subject + words.body)):
        raise BadTemplateError(f"{where}: a stray brace")


def _read(kind: AnyEventType, file: Traversable) -> Template:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        template = Template(kind.name, {language: MessageText(**content[language]) for language in LANGUAGES})
    except (OSError, tomllib.TOMLDecodeError, LookupError, TypeError) as error:
        raise BadTemplateError(f"{kind.name}: {error!r}") from error
    check(template, kind)
    return template


def _values(event: AnyEvent, full_name: str, locale: str) -> dict[str, str | None]:
    payload = event.payload
    known: dict[str, Any] = {name: getattr(payload, name) for name in type(payload).model_fields}
    code = known.get("code") or known.get("dossier_code")
    known |= {
        "full_name": full_name,
        "occurred_at": event.occurred_at,
        "reference": code or known["dossier_id"],
    }
    return {
        name: format_value(name, value, locale)
        for name, value in known.items()
        if name not in INTERNAL_FIELDS
    }


def _is_fillable(line: str, values: Mapping[str, str | None]) -> bool:
    return all(values[name] is not None for name in PLACEHOLDER.findall(line))


def _fill(text: str, values: Mapping[str, str | None]) -> str:
    return PLACEHOLDER.sub(lambda gap: values[gap[1]] or "", text)
