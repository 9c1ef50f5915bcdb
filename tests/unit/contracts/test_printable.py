"""Every text of every request is printable; what is not is refused or mended, by one rule."""

import types
import typing
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from contracts import topology
from contracts.base import AnyMethod, Model
from contracts.printable import (
    LongText,
    MendedLine,
    Printable,
    SearchWords,
    ShortText,
    Title,
    cleaned_line,
    cleaned_text,
    first_unprintable,
    normal_values,
)

NOT_PRINTABLE = (
    "\x00", "\x07", "\x1b", "\x7f", "\x85", "\xad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b", "\u200c",
    "\u200d", "\u200e", "\u202a", "\u202e", "\u2028", "\u2029", "\u2060", "\u2066", "\u3164", "\ufeff", "\ufffa",
    "\ue000", "\u0378", "\U000e0041", "\U0010ffff", "\v", "\f",
)  # fmt: skip
"""One of each kind: control, format, zero width, two directions, separators, private use, unassigned, without ink."""

OPAQUE = {
    "cursor": "made by us, compared whole",
    "password": "typed blind, compared by its hash",
    "current_password": "typed blind, compared by its hash",
    "new_password": "typed blind, compared by its hash",
    "client_secret": "made by us, compared by its digest",
    "token": "made by us, read by its signature",
    "refresh_token": "made by us, compared by its digest",
    "params": "a provider's own words, covered by his signature",
    "headers": "a provider's own words, covered by his signature",
    "body": "a provider's own words, covered by his signature",
    "xml": "made by our services, read by the parser that signs it",
}
"""Fields whose text is never shown, by name, and why they are taken as they come."""

FREE_JSON = {
    "credential": "what a security key has signed, of which a few fields are read, as base64url of bounded length",
    "assertion": "as a credential",
    "form_data": "checked against the form, text by text, with the same rule",
    "form_schema": "checked as a JSON Schema at publication",
    "fields": "read again as the command of the act",
    "content": "a row of the national catalogue, read again by its own model",
    "items": "what an agency's system sends, kept as evidence and read by its own parser",
}

REAL_NAMES = (
    "O", "Ý", "Y Ñ", "H'Ƀlý Niê", "O’Nil", "Nguyễn Thị Ánh", "Y Kmlơ̆ng", "K'Brưih Ê Ban", "陳小明", "Anne-Marie d’Arc",
    "Đặng Văn A.", "Ðỗ Ðình Thử", "Công ty TNHH 1 thành viên (Hà Nội) & Con", "Müller ß", "Ñ̊",
)  # fmt: skip


def texts(annotation: Any, metadata: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The types within an annotation, with what is said of each."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        yield from texts(args[0], (*metadata, *args[1:]))
    elif origin in (typing.Union, types.UnionType):
        for part in args:
            yield from texts(part, metadata)
    elif origin is not None and origin is not typing.Literal:
        for part in args:
            if part is not Ellipsis:
                yield from texts(part)
    elif origin is None:
        yield annotation, metadata


def fields_of(
    model: type[BaseModel], seen: set[type[BaseModel]]
) -> Iterator[tuple[str, str, Any, tuple[Any, ...]]]:
    """Model, field, type and metadata of every leaf of a request, models within included, each model once."""
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        for kind, metadata in texts(field.annotation, tuple(field.metadata)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from fields_of(kind, seen)
            else:
                yield model.__name__, name, kind, metadata


def request_texts() -> list[Any]:
    seen: set[type[BaseModel]] = set()
    methods: list[AnyMethod] = [method for contract in topology.CONTRACTS for method in contract.METHODS]
    return [
        pytest.param(name, kind, metadata, id=f"{model}.{name}")
        for method in methods
        for model, name, kind, metadata in fields_of(method.request, seen)
        if kind is str or kind is Any
    ]


@pytest.mark.parametrize(("name", "kind", "metadata"), request_texts())
def test_every_text_of_every_request_is_of_a_known_type(
    name: str, kind: Any, metadata: tuple[Any, ...]
) -> None:
    if kind is Any:
        assert name in FREE_JSON
        return
    if name in OPAQUE or name in FREE_JSON:
        return
    text = TypeAdapter(typing.Annotated[kind, *metadata] if metadata else kind)
    for wrong in NOT_PRINTABLE:
        for value in (wrong, f"An{wrong}Bình", f"00109901234{wrong}"):
            try:
                taken = text.validate_python(value)
            except ValidationError:
                continue
            assert first_unprintable(taken, newlines=True) is None, f"U+{ord(wrong):04X} is taken"
            assert is_multiline(metadata) or "\n" not in taken


def is_multiline(metadata: tuple[Any, ...]) -> bool:
    return any(isinstance(each, Printable) and each.newlines for each in metadata)


@pytest.mark.parametrize("wrong", [*NOT_PRINTABLE, "\n", "\t"], ids=lambda wrong: f"U+{ord(wrong):04X}")
def test_a_line_with_what_nobody_sees_is_refused_and_says_which(wrong: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(Title).validate_python(f"Nguyễn{wrong}Văn An")
    (error,) = refusal.value.errors()
    assert error["type"] == "unprintable"
    assert f"U+{ord(wrong):04X}" in error["msg"]


@pytest.mark.parametrize("wrong", NOT_PRINTABLE, ids=lambda wrong: f"U+{ord(wrong):04X}")
def test_lines_with_what_nobody_sees_are_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(LongText).validate_python(f"Dòng một\nDòng {wrong} hai")


@pytest.mark.parametrize("name", REAL_NAMES)
def test_names_of_real_people_pass(name: str) -> None:
    assert TypeAdapter(Title).validate_python(name) == unicodedata.normalize("NFC", name)
    assert TypeAdapter(Title).validate_python(unicodedata.normalize("NFD", name)) == unicodedata.normalize(
        "NFC", name
    )


@pytest.mark.parametrize("nothing", ["", " ", "\u3000", "-", "…", "12", "\u0301", "'"])
def test_a_name_has_a_letter(nothing: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Title).validate_python(nothing)


def test_blanks_of_a_line_are_single_and_of_the_usual_width() -> None:
    assert TypeAdapter(ShortText).validate_python("\u00a0 Số  1,\u2003phố\u202fMẫu ") == "Số 1, phố Mẫu"


def test_lines_keep_their_breaks_in_one_form() -> None:
    assert TypeAdapter(LongText).validate_python("Một\r\nHai\tba\n\nBốn \n") == "Một\nHai ba\n\nBốn"


def test_length_is_that_of_the_composed_text() -> None:
    decomposed = unicodedata.normalize("NFD", "ệ" * 250)
    assert TypeAdapter(ShortText).validate_python(decomposed) == "ệ" * 250
    with pytest.raises(ValidationError):
        TypeAdapter(ShortText).validate_python("ệ" * 251)


def test_what_is_searched_or_printed_is_mended() -> None:
    assert TypeAdapter(SearchWords).validate_python("khai\u200b sinh\n") == "khai sinh"
    assert TypeAdapter(MendedLine).validate_python("Nguyễn\nVăn\u202e An\x07") == "Nguyễn Văn An"
    assert cleaned_line("a\u2028b") == "a b"
    assert cleaned_text("a\u2028b\r\nc\vd\u200b") == "a\nb\nc\nd"


class Stored(Model):
    """A stored document with texts that a request could not bring today."""

    name: Title
    note: LongText


def test_what_was_stored_before_is_read_as_it_stands() -> None:
    old = {"name": "Nguyễn\nVăn\u200b An ", "note": "\u202ex"}
    assert Stored.model_validate(old, extra="ignore").model_dump() == old
    assert Stored.model_validate_json('{"name":"\\u200b","note":"\\u0007"}', extra="ignore").name == "\u200b"
    with pytest.raises(ValidationError):
        Stored.model_validate(old, extra="forbid")


def test_every_text_in_form_data_comes_into_normal_form() -> None:
    decomposed = unicodedata.normalize("NFD", "Đặng Thị Ế")
    assert normal_values({"a": [{"b": decomposed}], "c": 1, "d": None}) == {
        "a": [{"b": "Đặng Thị Ế"}], "c": 1, "d": None
    }  # fmt: skip
