"""What people read, wherever it stands: natural Vietnamese of one spelling, without ids, codes and programmer's words."""

import ast
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.sources import PARTS, SERVICES

from contracts.dossiers import DossierStatus
from contracts.error_messages import ACTIONS, NOUNS, STATES, detail, title
from contracts.errors import DEFINITIONS, ErrorCode, ServiceError, not_found
from contracts.field_error_messages import FOR_FORM_AUTHORS
from contracts.payments import BillState, OrderState

TECHNICAL = (
    SERVICES / "gateway" / "openapi",
    SERVICES / "gateway" / "routes",
    SERVICES / "gateway" / "legacy_sync",
)
"""For programmers of callers."""


def _modules() -> Iterator[Path]:
    for part in PARTS:
        for file in (SERVICES / part).rglob("*.py"):
            if not any(file.is_relative_to(folder) for folder in TECHNICAL):
                yield file


def texts() -> Iterator[tuple[str, str, str]]:
    """Where, Vietnamese, English: every `Text(...)` of the services, and every text of a template."""
    for file in _modules():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="Text"),
                    args=[ast.Constant(value=str(vi)), ast.Constant(value=str(en))],
                ):
                    yield f"{file.relative_to(SERVICES)}:{node.lineno}", vi, en
    for file in (SERVICES / "notifications" / "templates").glob("*.toml"):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        for part in content["vi"]:
            yield f"{file.name} {part}", content["vi"][part], content["en"][part]


TEXTS = list(texts())

PROGRAMMERS = re.compile(
    r"\b(errors?|trace_id|e-?tag|if-match|if-none-match|authorization|idempotency|headers?|tokens?|uuid|string|null"
    r"|true|false|json|http|url|cookie|timeout|application/|image/|tiêu đề|vé tải|con trỏ|phần tử|khuôn dạng|đối tượng"
    r"|hàng đợi|phương thức|mã truy cập|mã làm mới|trạng thái)",
    re.IGNORECASE,
)
ALLOWED = {"dữ liệu theo định dạng JSON", *(text.vi for text in FOR_FORM_AUTHORS.values())}
"""For programs and for authors of schemas."""
ENGLISH = re.compile(
    r"\b(the|is|are|was|not|of|and|be|has|have|with|must|field|value|file|paper|dossier|request|agency|bill|order|document"
    r"|message|account|officer|unknown|missing|required|invalid|please|this|that)\b",
    re.IGNORECASE,
)
PATTERN = re.compile(r"\^\S*\$|\\[dws]|\[[^\]]+\][+*{]|\(\?")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\{[a-z_]*_id\}")
CODE = re.compile(r"\{(consulted_|forward_)?agency_code\}|\{procedure_version\}|\{calendar\}")
NEW_TONES = re.compile(r"(?<!q)(o[áàảãạéèẻẽẹ]|u[ýỳỷỹỵ])(?![a-zà-ỹ])", re.IGNORECASE)
"""hoá, uỷ, khoẻ: the spelling that decrees do not use (they write hóa, ủy, khỏe)."""


def test_there_are_texts() -> None:
    assert len(TEXTS) > 400
    assert all(text.strip() for _, vi, en in TEXTS for text in (vi, en) if (vi or en))


@pytest.mark.parametrize(
    ("wrong", "languages"),
    [
        pytest.param(PROGRAMMERS, ("vi",), id="words of programmers"),
        pytest.param(ENGLISH, ("vi",), id="English"),
        pytest.param(NEW_TONES, ("vi",), id="another spelling"),
        pytest.param(PATTERN, ("vi", "en"), id="regular expressions"),
        pytest.param(UUID, ("vi", "en"), id="ids"),
        pytest.param(CODE, ("vi", "en"), id="codes that have names"),
    ],
)
def test_no_text_holds(wrong: re.Pattern[str], languages: tuple[str, ...]) -> None:
    found = [
        f"{where}: {match[0]!r} in {text!r}"
        for where, vi, en in TEXTS
        for language, text in (("vi", vi), ("en", en))
        if language in languages and text not in ALLOWED and (match := wrong.search(_plain(text)))
    ]
    assert not found, "\n".join(found)


def _plain(text: str) -> str:
    """Without placeholders, but for those that name ids and codes."""
    return re.sub(r"\{(?!\w*(?:_id|agency_code|procedure_version|calendar)\})[a-z_]+\}", "…", text)


def _prose() -> Iterator[tuple[str, str]]:
    """Every literal of the services with a letter that only Vietnamese has, docstrings included, and the other files."""
    for file in _modules():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{file.relative_to(SERVICES)}:{node.lineno}", node.value
    for kind in ("*.toml", "*.typ", "*.html", "*.json"):
        for file in SERVICES.rglob(kind):
            if file.name == "search_thesaurus.json":  # what people type, in every spelling
                continue
            yield str(file.relative_to(SERVICES)), file.read_text(encoding="utf-8")


def test_vietnamese_has_one_spelling() -> None:
    both = "contracts/text.py"  # its docstring shows the two spellings that it makes one
    found = [
        f"{where}: {match[0]!r}"
        for where, text in _prose()
        if not where.startswith(both) and (match := NEW_TONES.search(unicodedata.normalize("NFC", text)))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("noun", NOUNS)
def test_what_is_not_found_is_named_in_both_languages(noun: str) -> None:
    assert detail(not_found(noun), "vi") == f"Không tìm thấy {NOUNS[noun].vi}."
    assert detail(not_found(noun), "en") == f"No such {NOUNS[noun].en}."
    assert not ENGLISH.search(NOUNS[noun].vi)


@pytest.mark.parametrize("state", [*DossierStatus, *BillState, *OrderState])
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_state_and_action_has_words(state: str, locale: str) -> None:
    for action, words in ACTIONS.items():
        error = ServiceError(ErrorCode.ILLEGAL_TRANSITION, current=state, action=action)
        sentence = detail(error, locale)
        assert STATES[state][locale] in sentence
        assert words[locale] in sentence
        assert "_" not in sentence


def _actions_of_guards() -> set[str]:
    """Every action that some module gives to GUARD_FAILED as a literal."""
    found = set()
    for file in _modules():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="guard_failed" | "_require"), args=args):
                    found |= {
                        arg.value
                        for arg in args
                        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                    }
                case ast.keyword(arg="action", value=ast.Constant(value=str(action))):
                    found.add(action)
    return found


def test_every_action_of_a_guard_has_words() -> None:
    assert {"propose", "abolish"} <= _actions_of_guards() <= set(ACTIONS)


@pytest.mark.parametrize("code", DEFINITIONS)
def test_every_error_reads_in_both_languages(code: ErrorCode) -> None:
    for locale in ("vi", "en"):
        assert title(ServiceError(code), locale) and detail(ServiceError(code), locale)


def test_media_types_are_told_in_words() -> None:
    error = ServiceError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, expected="application/pdf, image/jpeg, image/png")
    assert detail(error, "vi") == "Chỉ nhận tệp PDF hoặc ảnh JPEG hoặc ảnh PNG."
