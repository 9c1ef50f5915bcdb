"""Templates of messages: texts with placeholders, checked against the payloads of events before anything is sent."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from contracts.events import AnyEvent, AnyEventType
from contracts.i18n import Text
from notifications.domain.formatting import format_value, lines, one_line
from notifications.domain.messages import CODE

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
LANGUAGES = ("vi", "en")
MAX_LINE_LENGTH = 200

COMMON_PLACEHOLDERS = frozenset({"full_name", "occurred_at", "portal"})
"""Given for every event: the recipient's name, the time, the address of the portal where one is set."""
DOSSIER_PLACEHOLDERS = frozenset({"reference", "look_up_number", "agency"})
"""Given for every event of a dossier.

- reference: its code or, before it has one, its number of submission; its procedure where it has neither; never an id
- look_up_number: by what anybody may look it up, its code or number of submission
- agency: the name of its agency, the code where an older event does not name it
"""
LETTER_PLACEHOLDERS = frozenset({"one_time_code"})
"""Given for every direct letter: the code that it carries, filled in at the hand-over."""
_SOME_DOSSIER = Text("của Ông/Bà", "of yours")
INTERNAL_FIELDS = frozenset(
    {
        "applicant_id", "follower_ids", "handler_ids", "agency_codes", "payer_id", "bill_id", "order_id",
        "file_ids", "file_id", "status", "bill_state", "account_id", "family_id", "message_id", "template",
        "about_version", "kind", "channel", "submission_number", "agency_code", "agency_name",
        "consulted_agency_name", "consultation_id", "verification_id", "step_code", "letter_id",
        "representation_id", "principal_id", "representative_id", "void_key", "ground",
        "request_id", "officer_ids", "request_kind", "deadline_kind", "secret_id", "client_id",
        "breach_id", "account_ids",
        "passing_agencies", "cause", "from_agency_name", "to_agency_name", "outage_id",
    }
)  # fmt: skip
"""Fields of payloads that mean nothing to a person."""


class TextForm(StrEnum):
    """Which of its texts a channel carries."""

    FULL = "full"  # subject and body
    SHORT = "short"  # one line


class BadTemplateError(Exception):
    """Raised at start when a template cannot be filled from its event."""


class Line:
    """One line of a text, taken apart once: plain text and names of placeholders in turns."""

    def __init__(self, text: str) -> None:
        self._parts = PLACEHOLDER.split(text)
        self.names = self._parts[1::2]

    def fill(self, values: Mapping[str, str | None]) -> str:
        parts = self._parts.copy()
        parts[1::2] = [values[name] or "" for name in self.names]
        return "".join(parts)


@dataclass(frozen=True)
class MessageText:
    """The texts of one language, with placeholders or filled. `short` is for channels of one line.

    A template without `short` gives its subject instead.
    """

    subject: str
    body: str
    short: str = ""

    @cached_property
    def placeholders(self) -> frozenset[str]:
        return frozenset(PLACEHOLDER.findall(self.subject + self.body + self.short))

    @cached_property
    def lines(self) -> tuple["Line", ...]:
        """Of the body."""
        return tuple(Line(line) for line in self.body.strip().splitlines())

    @cached_property
    def subject_line(self) -> "Line":
        return Line(self.subject)

    @cached_property
    def short_line(self) -> "Line":
        return Line(self.short)

    def body_in(self, form: TextForm) -> str:
        return self.body if form is TextForm.FULL else self.short or self.subject


@dataclass(frozen=True)
class Template:
    """The texts of one event type in each language. `portal`: the address of the portal, if there is one."""

    name: str
    texts: Mapping[str, MessageText]
    portal: str = ""

    def fill(self, event: AnyEvent, full_name: str, locale: str) -> MessageText:
        """Placeholders are filled once: a value that looks like one stays as it is."""
        text = self.texts[locale]
        values = _values(event, full_name, locale, self.portal, text.placeholders)
        body = "\n".join(line.fill(values) for line in text.lines if _is_fillable(line, values))
        return MessageText(
            _fill_line(text.subject_line, values), lines(body), _fill_line(text.short_line, values)
        )


def load(types: Iterable[AnyEventType], portal: str = "") -> dict[str, Template]:
    """The checked template of every type, by the type's name. Raises BadTemplateError."""
    folder = files("notifications.templates")
    templates = {kind.name: _read(kind, folder / f"{kind.name}.toml", portal) for kind in types}
    stored = {item.name for item in folder.iterdir() if item.name.endswith(".toml")}
    unused = stored - {f"{name}.toml" for name in templates}
    if unused:
        raise BadTemplateError(f"templates of no event: {sorted(unused)}")
    return templates


def check(template: Template, kind: AnyEventType) -> None:
    """The same placeholders in every language, all of the event, those of a line never without a value.

    Raises BadTemplateError.
    """
    placeholders = [template.texts[language].placeholders for language in LANGUAGES]
    if len(set(placeholders)) > 1:
        raise BadTemplateError(
            f"{kind.name}: the languages differ in {sorted(frozenset.symmetric_difference(*placeholders))}"
        )
    if len({bool(text.short) for text in template.texts.values()}) > 1:
        raise BadTemplateError(f"{kind.name}: a short text in one language only")
    for language, text in template.texts.items():
        _check_text(f"{kind.name} [{language}]", text, kind)


def placeholders_of(kind: AnyEventType) -> frozenset[str]:
    """What a template of this event may name."""
    given = COMMON_PLACEHOLDERS
    if "dossier_id" in kind.payload.model_fields:
        given |= DOSSIER_PLACEHOLDERS
    if "letter_id" in kind.payload.model_fields:
        given |= LETTER_PLACEHOLDERS
    return (frozenset(kind.payload.model_fields) - INTERNAL_FIELDS) | given


def _check_text(where: str, text: MessageText, kind: AnyEventType) -> None:
    unknown = text.placeholders - placeholders_of(kind)
    if unknown:
        raise BadTemplateError(f"{where}: unknown {sorted(unknown)}")
    optional = {name for name, field in kind.payload.model_fields.items() if not field.is_required()}
    optional |= {"look_up_number", "portal"}
    if "dossier_id" in optional:
        optional |= {"reference", "agency"}
    for name, line in (("subject", text.subject), ("short text", text.short)):
        lacking = frozenset(PLACEHOLDER.findall(line)) & optional
        if lacking:
            raise BadTemplateError(f"{where}: the {name} may lack {sorted(lacking)}")
    if re.search(r"[{}]", PLACEHOLDER.sub("", text.subject + text.body + text.short)):
        raise BadTemplateError(f"{where}: a stray brace")


def _read(kind: AnyEventType, file: Traversable, portal: str) -> Template:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        texts = {language: MessageText(**content[language]) for language in LANGUAGES}
        template = Template(kind.name, texts, portal)
    except (OSError, tomllib.TOMLDecodeError, LookupError, TypeError) as error:
        raise BadTemplateError(f"{kind.name}: {error!r}") from error
    check(template, kind)
    return template


def _values(
    event: AnyEvent, full_name: str, locale: str, portal: str, names: Iterable[str]
) -> dict[str, str | None]:
    """Of the placeholders of these names."""
    payload = event.payload

    def field(name: str) -> Any:
        return getattr(payload, name, None)

    number = field("code") or field("dossier_code") or field("submission_number")
    given: dict[str, Any] = {
        "full_name": full_name,
        "occurred_at": event.occurred_at,
        "portal": portal,
        "one_time_code": CODE,
        "look_up_number": number,
        "reference": number or _by_procedure(field("procedure_name")),
        "agency": field("agency_name") or field("agency_code"),
        "consulted_agency": field("consulted_agency_name") or field("consulted_agency"),
        "from_agency": field("from_agency_name") or field("from_agency"),
        "to_agency": field("to_agency_name") or field("to_agency"),
    }
    return {name: format_value(name, given[name] if name in given else field(name), locale) for name in names}


def _by_procedure(name: str | None) -> str | Text:
    """How a dossier is named that has no number, as those that an earlier release filed."""
    return f"«{name}»" if name else _SOME_DOSSIER


def _is_fillable(line: Line, values: Mapping[str, str | None]) -> bool:
    return all(values[name] is not None for name in line.names)


def _fill_line(line: Line, values: Mapping[str, str | None]) -> str:
    """One line of at most MAX_LINE_LENGTH letters."""
    one_lined = {name: one_line(values[name] or "") for name in line.names}
    return one_line(line.fill(one_lined))[:MAX_LINE_LENGTH]
