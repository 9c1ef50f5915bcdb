"""Redaction of personal data and secrets from log records."""

import re
from collections.abc import Mapping
from typing import Any

MASK = "***"

_SECRET_WORDS = (
    "password",
    "passwd",
    "secret",
    "token",
    "authorization",
    "cookie",
    "private_key",
    "signing_key",
    "email",
    "e_mail",
    "mail_to",
    "phone",
    "full_name",
    "fullname",
    "date_of_birth",
    "address",
    "personal_number",
    "identity_number",
    "form_data",
    "recipient",
)
_EXACT_WORDS = frozenset({"name_vi", "applicant", "citizen", "login", "to", "body"})

# Identity papers have 9 or 12 digits, telephones 9 after 0 or 84; our own ids are joined by dashes.
_NUMBER = re.compile(r"(?<![\w.-])(?:\+?84\d{9}|0\d{9}|\d{12}|\d{9})(?![\w-])")
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_JWT = re.compile(r"\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
# Drivers and validators quote the value that they refuse.
_QUOTED = (
    (re.compile(r"input_value=.*?(?=, input_type=|\]|$)", re.MULTILINE | re.DOTALL), f"input_value={MASK}"),
    (re.compile(r"dup key: \{.*?\}", re.DOTALL), f"dup key: {MASK}"),
    (re.compile(r"'(keyValue|keyPattern)': \{.*?\}", re.DOTALL), rf"'\1': {MASK}"),
)


def redact_text(text: str) -> str:
    """The text without identity numbers, telephones, mail addresses, tokens and quoted values."""
    for pattern, replacement in _QUOTED:
        text = pattern.sub(replacement, text)
    text = _CREDENTIALS.sub(f"{MASK}@", text)
    for pattern in (_JWT, _MAIL, _NUMBER):
        text = pattern.sub(MASK, text)
    return text


def redact(name: str, value: Any) -> Any:
    """The value of a logged field, redacted by the field's name first, then by its content, at every depth."""
    if is_personal_field(name):
        return MASK
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, Mapping):
        return {str(key): redact(str(key), item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(name, item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redact_text(str(value))


def is_personal_field(name: str) -> bool:
    """True for a field that holds personal data or a secret, judged by its name alone."""
    lowered = name.lower().replace("-", "_")
    return lowered in _EXACT_WORDS or any(word in lowered for word in _SECRET_WORDS)
