"""Every way in which a field can be wrong has words in both languages."""

import ast
import re
from collections.abc import Iterator
from typing import get_args

import pytest
from jsonschema_rs import ValidationErrorKind
from pydantic_core.core_schema import ErrorType
from tests.support.sources import PARTS, SERVICES

from contracts.error_messages import NOUNS
from contracts.errors import FieldError
from contracts.field_error_messages import (
    MESSAGES,
    OF_JSON_SCHEMA,
    OF_OUR_RULES,
    OF_PYDANTIC,
    field_error_detail,
)

OTHERS = {
    *(
        "named_tuple_type",
        "deque_type",
        "counter_type",
        "recursion_depth_exceeded",
        "frozen_field",
        "frozen_instance",
    ),
    *("fraction_type", "fraction_parsing", "ellipsis_error", "ordered_dict_type", "frozen_dict_type"),
    *(
        "no_such_attribute",
        "model_class_type",
        "dataclass_type",
        "dataclass_exact_type",
        "default_factory_not_called",
    ),
    *("arguments_type", "missing_argument", "unexpected_keyword_argument", "missing_keyword_only_argument"),
    *("unexpected_positional_argument", "missing_positional_only_argument", "multiple_argument_values"),
    *(
        "get_attribute_error",
        "recursion_loop",
        "iteration_error",
        "is_instance_of",
        "is_subclass_of",
        "callable_type",
    ),
    *(
        "bytes_type",
        "bytes_too_short",
        "bytes_too_long",
        "bytes_invalid_encoding",
        "date_past",
        "date_future",
    ),
    *(
        "datetime_past",
        "datetime_future",
        "timezone_naive",
        "timezone_offset",
        "time_delta_type",
        "time_delta_parsing",
    ),
    *(
        "url_type",
        "url_parsing",
        "url_syntax_violation",
        "url_too_long",
        "url_scheme",
        "uuid_type",
        "uuid_parsing",
    ),
    *(
        "uuid_version",
        "decimal_type",
        "decimal_parsing",
        "decimal_max_digits",
        "decimal_max_places",
        "needs_python_object",
    ),
    *(
        "decimal_whole_digits",
        "complex_type",
        "complex_str_parsing",
        "set_item_not_hashable",
        "missing_sentinel_error",
    ),
}
"""Errors of pydantic about types and rules that no contract uses."""


def test_every_error_of_pydantic_has_words() -> None:
    assert {code for code in get_args(ErrorType) if code not in OTHERS} <= set(OF_PYDANTIC)


def keywords_of_json_schema() -> set[str]:
    """As the validator names them, from its own kinds of errors."""
    kinds = {name for name in dir(ValidationErrorKind) if name[0].isupper()}
    ours = {"BacktrackLimitExceeded", "Custom", "FromUtf8", "Referencing", "RegexEngineFailure"}
    renamed = {"Constant": "const", "OneOfMultipleValid": "oneOf", "OneOfNotValid": "oneOf"}
    return {renamed.get(kind, kind[0].lower() + kind[1:]) for kind in kinds - ours}


def test_every_keyword_of_json_schema_has_words() -> None:
    assert keywords_of_json_schema() <= set(OF_JSON_SCHEMA)


def codes_of(tree: ast.AST) -> Iterator[str]:
    """The codes that a module gives to a field's error: after a JSON pointer, as `code`, or of pydantic's own error."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="FieldError"), keywords=keywords):
                yield from (word.value.value for word in keywords if _is_literal_code(word))  # type: ignore[attr-defined]
            case ast.Call(func=ast.Name(id="PydanticCustomError"), args=[ast.Constant(value=str(code)), *_]):
                yield code
            case ast.Call(args=[pointer, ast.Constant(value=str(code)), *_]) if _is_pointer(pointer):
                if re.fullmatch(r"[a-z_]+", code):
                    yield code


def _is_literal_code(word: ast.keyword) -> bool:
    return word.arg == "code" and isinstance(word.value, ast.Constant)


def _is_pointer(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str(text)):
            return text.startswith("/")
        case ast.JoinedStr() | ast.Name(id="pointer" | "FORM" | "at"):
            return True
    return False


@pytest.mark.parametrize("part", PARTS)
def test_every_code_that_a_service_gives_has_words(part: str) -> None:
    files = (SERVICES / part).rglob("*.py")
    found = {code for file in files for code in codes_of(ast.parse(file.read_text(encoding="utf-8")))}
    assert found <= set(MESSAGES)


@pytest.mark.parametrize("text", MESSAGES.values(), ids=MESSAGES)
def test_words_are_for_people(text: object) -> None:
    """Both languages are there and differ, are a sentence, and show no pattern."""
    vietnamese, english = text["vi"], text["en"]  # type: ignore[index]
    assert vietnamese != english
    for sentence in (vietnamese, english):
        assert re.fullmatch(r"[A-ZĐx].*[.]", sentence)
        assert not re.search(
            r"[\\^$*\[\]]|\(\?", sentence.replace("bằng dấu $", "").replace("begin with $", "")
        )


def test_a_code_without_words_is_at_least_in_the_language_of_the_reader() -> None:
    unknown = FieldError(pointer="/a", code="brand_new", detail="Something that only its programmer knows.")
    assert field_error_detail(unknown, "vi") == "Giá trị không hợp lệ."
    assert field_error_detail(unknown, "en") == "The value is not valid."


def test_the_limit_and_the_label_are_in_the_sentence() -> None:
    short = FieldError(
        pointer="/form_data/a", code="minLength", detail="", params={"limit": 3, "title": "Nơi sinh"}
    )
    assert field_error_detail(short, "vi") == "Nơi sinh: Cần ít nhất 3 ký tự."
    assert field_error_detail(short, "en") == "Nơi sinh: At least 3 characters are needed."


def test_the_words_of_a_form_go_before_ours() -> None:
    wrong = FieldError(
        pointer="/a", code="pattern", detail="", params={"message": "Gồm đúng 12 chữ số, viết liền."}
    )
    assert field_error_detail(wrong, "vi") == "Gồm đúng 12 chữ số, viết liền."


def test_tables_hold_no_code_twice() -> None:
    assert not set(OF_OUR_RULES) & (set(OF_PYDANTIC) | set(OF_JSON_SCHEMA))
    assert all(noun[locale] == noun[locale].strip() for noun in NOUNS.values() for locale in ("vi", "en"))
