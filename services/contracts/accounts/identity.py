"""Proofs of personal numbers: papers that an officer has seen, and how a number was proved (xác thực danh tính)."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import AssuranceLevel, Body, Command, Identifier, Instant, Model, PersonalNumber, Query
from contracts.printable import Title


class ProofMethod(StrEnum):
    """How a personal number was proved (cách xác thực danh tính)."""

    EID = "eid"  # đăng nhập bằng tài khoản định danh điện tử (VNeID)
    DESK = "desk"  # cán bộ đối chiếu giấy tờ tại Bộ phận Một cửa


class IdentityPaperKind(StrEnum):
    """A paper by which an officer knows a person (giấy tờ tùy thân)."""

    IDENTITY_CARD = "identity_card"  # thẻ căn cước, thẻ căn cước công dân
    IDENTITY_CERTIFICATE = "identity_certificate"  # giấy chứng nhận căn cước
    PASSPORT = "passport"  # hộ chiếu
    BIRTH_CERTIFICATE = "birth_certificate"  # giấy khai sinh, of a child


class IssueDeskCode(Query):
    """Request for a code to show at a desk.

    By a citizen. Not a command: nobody stores a code to replay it. Repeating it makes another code, and the earlier one
    is void.
    """


DeskCodeText = Annotated[str, StringConstraints(pattern=r"^[2-9A-HJ-NP-Z]{8}$")]
"""Eight characters without those that look alike."""


class DeskCode(Model):
    """A code that names the caller's account to the officer at the desk, once (mã xác nhận tại quầy)."""

    code: Annotated[str, Field(repr=False)]
    """The code, for the officer."""
    expires_at: Instant
    """Until when it is good (UTC)."""


class SeenPaper(Model):
    """The paper that the officer saw (giấy tờ tùy thân)."""

    kind: IdentityPaperKind
    """Kind of the paper."""
    number: Annotated[str, Field(min_length=4, max_length=32, pattern=r"^[A-Za-z0-9/-]+$", repr=False)]
    """Number of the paper."""


class ProveNumberBody(Body):
    """A personal number that an officer saw proved (xác thực danh tính tại quầy).

    By an officer of reception, of the person before him who shows the code of an account and a paper.
    """

    code: Annotated[DeskCodeText, Field(repr=False)]
    """Code that the person shows from the account."""
    personal_number: Annotated[PersonalNumber, Field(repr=False)]
    """Personal identification number (số định danh cá nhân) on the paper, twelve digits."""
    full_name: Title
    """Full name on the paper (họ và tên), which becomes that of the account."""
    paper: SeenPaper
    """The paper that was seen."""


class ProveNumber(ProveNumberBody, Command):
    """Command to record that the number of an account was proved at a desk."""


class NumberProof(Model):
    """That the number of an account is proved."""

    account_id: Identifier
    """Id of the account."""
    full_name: str
    """Full name (họ và tên)."""
    assurance: AssuranceLevel
    """Level to which the number is proved (mức độ bảo đảm định danh)."""
    proof: ProofMethod
    """How it was proved."""
    proved_at: Instant
    """When it was proved (UTC)."""
