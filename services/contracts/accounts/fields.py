"""Fields of accounts that several requests have, and the kinds of accounts."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import StringConstraints

from contracts import agency_codes
from contracts.printable import Printable
from contracts.typed_codes import TYPED

LoginName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._@-]{3,64}$")]


Password = Annotated[str, StringConstraints(min_length=10, max_length=128)]


Locale = Literal["vi", "en"]


AgencyCode = Annotated[
    str, StringConstraints(pattern=agency_codes.PATTERN, max_length=agency_codes.MAX_LENGTH), TYPED
]
"""Mã định danh cơ quan, old style (000.00.16.H05) or that of QĐ 20/2020/QĐ-TTg (H05.34.44)."""


UnitName = Annotated[str, Printable(min_length=0, max_length=64)]
"""Code or short name of a unit (phòng, bộ phận) within an agency."""


DeviceName = Annotated[str, Printable(min_length=1, max_length=64)]
"""How a person calls a device (tên thiết bị)."""


OptionalId = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9._:-]*$")]
"""An id, or empty where there is none."""


class AccountKind(StrEnum):
    """What kind of person or system an account belongs to."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"  # the information system of an agency


class HolderKind(StrEnum):
    """Whose account it is that somebody outside of the state has (loại chủ tài khoản)."""

    CITIZEN = "citizen"  # công dân Việt Nam
    FOREIGNER = "foreigner"  # người nước ngoài
    ORGANISATION = "organisation"  # tổ chức
    BUSINESS = "business"  # doanh nghiệp
    HOUSEHOLD_BUSINESS = "household_business"  # hộ kinh doanh

    @property
    def is_person(self) -> bool:
        return self in (HolderKind.CITIZEN, HolderKind.FOREIGNER)


class SecondFactorKind(StrEnum):
    """What a second factor is (yếu tố xác thực thứ hai)."""

    TOTP = "totp"  # mã dùng một lần theo thời gian, RFC 6238
    WEBAUTHN = "webauthn"  # khóa bảo mật, Web Authentication Level 2


class AuthenticationMethod(StrEnum):
    """How somebody proved who he is (phương thức xác thực): values of `amr` (RFC 8176), and two of our own."""

    PASSWORD = "pwd"
    ONE_TIME_PASSWORD = "otp"
    HARDWARE_KEY = "hwk"
    SOFTWARE_KEY = "swk"  # a key that its holder's devices share (passkey)
    RECOVERY_CODE = "recovery"
    ELECTRONIC_IDENTITY = "eid"
    MULTIPLE_FACTORS = "mfa"


OneTimeCode = Annotated[str, StringConstraints(pattern=r"^[2-9A-HJ-NP-Z]{8}$")]
"""Mã xác nhận một lần: eight characters without those that look alike."""
