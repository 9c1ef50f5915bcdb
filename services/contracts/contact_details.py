"""How a person is reached: telephone numbers and e-mail addresses, each stored in one form (số điện thoại, thư điện tử)."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from contracts.printable import AS_IT_STANDS

HOME_REGION = "VN"
_TYPED_PHONE = re.compile(r"(?:\(?\+|\()?[0-9][0-9 ./()-]*")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_MAX_TYPED_PHONE = 30
_MAX_ADDRESS = 254
"""RFC 5321 section 4.5.3.1.3, without the angle brackets."""


def normal_phone(typed: str) -> str:
    """E.164 (ITU-T): "091 234.56-78", "+84 912 345 678", "0084912345678" are all "+84912345678".

    A number without country code is one of Viet Nam. Raises ValueError for what no operator has given out.
    """
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", typed)).strip()
    if len(text) > _MAX_TYPED_PHONE or not _TYPED_PHONE.fullmatch(text):
        raise ValueError("not a telephone number")
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except NumberParseException:
        raise ValueError("not a telephone number") from None
    if not phonenumbers.is_valid_number(number):
        raise ValueError("not a telephone number")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def readable_phone(stored: str) -> str:
    """As people at home write it: "0912 345 678"; foreign ones with their country code. What is no number stays.

    Also takes what was stored before there was one form: "0912345678" and "+84912345678".
    """
    try:
        number = phonenumbers.parse(stored, HOME_REGION)
    except NumberParseException:
        return stored
    if not phonenumbers.is_valid_number(number):
        return stored
    home = number.country_code == phonenumbers.country_code_for_region(HOME_REGION)
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    )


def dialled_at_home(stored: str) -> str:
    """Digits only, as the national portal's fields have it: "0912345678"; foreign numbers stay as they are stored."""
    shown = readable_phone(stored)
    return "".join(shown.split()) if shown.startswith("0") else stored


class NotAsciiError(ValueError):
    """Raised for an address that only servers with SMTPUTF8 (RFC 6531) can take."""


def normal_email(typed: str) -> str:
    """The address in ASCII, as every mail server takes it: "an@tênmiền.vn" is "an@xn--tnmin-hsa0954c.vn".

    The domain is in lower case and IDNA 2008 A-labels (RFC 5891). Raises NotAsciiError for letters with marks before
    the @, ValueError for what is no address.
    """
    try:
        checked = validate_email(typed.strip(), check_deliverability=False, strict=True)
    except EmailNotValidError:
        raise ValueError("not an e-mail address") from None
    if checked.ascii_email is None:
        raise NotAsciiError("letters outside ASCII before the @")
    address = f"{checked.ascii_local_part}@{(checked.ascii_domain or '').lower()}"
    if len(address) > _MAX_ADDRESS:
        raise ValueError("not an e-mail address")
    return address


def _phone(typed: str) -> str:
    try:
        return normal_phone(typed)
    except ValueError:
        raise PydanticCustomError(
            "not_a_phone_number", "Not a telephone number, such as 0912 345 678 or +84 912 345 678."
        ) from None


def _email(typed: str) -> str:
    try:
        return normal_email(typed)
    except NotAsciiError:
        raise PydanticCustomError(
            "email_not_ascii",
            "Before the @ only letters without marks, digits and signs: mail servers take no others.",
        ) from None
    except ValueError:
        raise PydanticCustomError(
            "not_an_email_address", "Not an e-mail address, such as an.nguyen@vidu.vn."
        ) from None


@dataclass(frozen=True)
class _Normal:
    """Annotation of a text that is stored in the form which a function gives it."""

    normal: Callable[[str], str]
    schema: tuple[tuple[str, Any], ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._validate, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), **dict(self.schema)}

    def _validate(self, value: str, info: ValidationInfo) -> str:
        return value if info.context == AS_IT_STANDS else self.normal(value)


Phone = Annotated[
    str,
    _Normal(
        _phone,
        (("minLength", 3), ("maxLength", _MAX_TYPED_PHONE), ("pattern", r"^(\(?\+|\()?[0-9][0-9 ./()-]*$")),
    ),
]
"""Số điện thoại, written with or without blanks, dots, hyphens and country code; stored in E.164."""

EmailAddress = Annotated[str, _Normal(_email, (("format", "email"), ("maxLength", _MAX_ADDRESS)))]
"""Thư điện tử; stored in ASCII, the domain in A-labels."""
