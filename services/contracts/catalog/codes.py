"""The code lists of the catalogue."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from contracts.base import Model
from contracts.printable import MendedLine
from contracts.typed_codes import TYPED

ExactProcedureCode = Annotated[
    str,
    StringConstraints(
        pattern=(
            r"^[1-6]\.[0-9]{6}(\.[A-Z][0-9]{2}|\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|\.[0-9]{2})?$"
        ),
        max_length=32,
    ),
]
"""A code of a procedure to the letter, as machines write it."""
ProcedureCode = Annotated[ExactProcedureCode, TYPED]
"""Mã thủ tục hành chính: 1./2./3. public, 5./6. internal, with an optional local or case suffix."""


class SubmissionChannel(StrEnum):
    """Cách thức thực hiện; KenhThucHien on the old wire: 1, 2, 3."""

    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"


class AdministrativeLevel(StrEnum):
    """Cấp thực hiện."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    OTHER = "other"


class OnlineLevel(StrEnum):
    """Toàn trình / một phần (NĐ 42/2022, NĐ 224/2026); none: at the counter only."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class ProcedureSource(StrEnum):
    """Where our knowledge of a procedure comes from, weakest first."""

    NATIONAL_LIST = "national_list"
    NATIONAL_DETAIL = "national_detail"
    STARTER = "starter"
    DECISION = "decision"  # written here, under a decision of the promulgating agency


class NamedCode(Model):
    """A code with its name."""

    code: MendedLine
    """Code."""
    name: MendedLine
    """Name."""
