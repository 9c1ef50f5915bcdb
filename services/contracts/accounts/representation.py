"""Acts of representation (đại diện): who acts for whom, by which right, for how long.

An organisation's legal representative and its members, and people who act for others: both sides see an act, and the one
that did not ask decides. Where the law needs a paper, an officer looks at it. The methods and events are those of accounts
(`contracts.accounts`).
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.accounts.eid import EidAnswerBody
from contracts.accounts.fields import HolderKind, OptionalId
from contracts.accounts.identity import DeskCodeText
from contracts.base import (
    Body,
    Command,
    Day,
    Identifier,
    Instant,
    Model,
    PageRequest,
    PersonalNumber,
    Query,
    RepresentationGround,
    RepresentationScope,
)
from contracts.printable import ShortText, Title

_Procedure = Annotated[str, StringConstraints(pattern=r"^[1-6]\.[0-9]{6}[.0-9A-Z]*$", max_length=32)]
RepresentationScopes = Annotated[tuple[RepresentationScope, ...], Field(min_length=1, max_length=4)]
RepresentedProcedures = Annotated[tuple[_Procedure, ...], Field(max_length=50)]


class RepresentationSide(StrEnum):
    """Which side of an act of representation somebody is."""

    PRINCIPAL = "principal"  # người được đại diện
    REPRESENTATIVE = "representative"  # người đại diện


class RepresentationState(StrEnum):
    """How an act of representation stands."""

    ASKED = "asked"  # chờ bên kia xác nhận, hoặc chờ cán bộ đối chiếu giấy tờ
    CONFIRMED = "confirmed"  # bên kia đã xác nhận
    CHECKED = "checked"  # cán bộ đã đối chiếu giấy tờ
    REFUSED = "refused"  # bên kia từ chối
    ENDED = "ended"  # đã chấm dứt
    EXPIRED = "expired"  # hết thời hạn


class RepresentationPaperKind(StrEnum):
    """A paper by which an officer knows that somebody may act for another."""

    BIRTH_CERTIFICATE = "birth_certificate"  # giấy khai sinh
    GUARDIANSHIP_DECISION = "guardianship_decision"  # trích lục, quyết định công nhận giám hộ
    POWER_OF_ATTORNEY = "power_of_attorney"  # văn bản ủy quyền có công chứng, chứng thực
    INHERITANCE = "inheritance"  # văn bản khai nhận, thỏa thuận phân chia di sản
    COURT_DECISION = "court_decision"  # bản án, quyết định của tòa án


class RepresentationPaper(Model):
    """The paper that an officer looked at (giấy tờ chứng minh quyền đại diện)."""

    kind: RepresentationPaperKind
    """Kind of the paper."""
    number: ShortText
    """Number of the paper."""
    issued_by: ShortText
    """Who issued it: the agency or the notary."""
    issued_on: Day
    """When it was issued (local day of Viet Nam)."""


class Representation(Model):
    """An act of representation (đại diện) as its two sides see it."""

    representation_id: Identifier
    """Id of the act."""
    version: int
    """Version, which counts its changes."""
    side: RepresentationSide
    """Which side the caller is."""
    ground: RepresentationGround
    """By which right the representative acts."""
    state: RepresentationState
    """How it stands."""
    asked_by: RepresentationSide
    """Which side asked; the other one confirms or refuses."""
    principal_id: Identifier | None = None
    """Account of the one who is represented; none: the number is not proved by anybody yet."""
    principal_name: str
    """Name of the one who is represented: as the asking side wrote it, until the act is confirmed or checked."""
    principal_kind: HolderKind = HolderKind.CITIZEN
    """Whether a person or an organisation is represented."""
    representative_name: str
    """Name of the representative: as the asking side wrote it, until the act is confirmed or checked."""
    scopes: tuple[RepresentationScope, ...]
    """What the representative may do."""
    procedure_codes: tuple[str, ...] = ()
    """Codes of the procedures that it is for; empty: all."""
    valid_from: Instant
    """From when it holds (UTC)."""
    valid_until: Instant | None = None
    """Until when it holds (UTC); none: until it is ended."""
    asked_at: Instant
    """When it was asked for (UTC)."""
    decided_at: Instant | None = None
    """When it was confirmed, checked or refused (UTC)."""
    ended_at: Instant | None = None
    """When it was ended before its time (UTC)."""
    checked_by_agency: str | None = None
    """Agency whose officer looked at the paper (mã định danh cơ quan); none: no paper was needed."""
    paper_kind: RepresentationPaperKind | None = None
    """Kind of the paper that the officer looked at."""


class AskRepresentationBody(Body):
    """An act of representation to ask for (đề nghị đại diện, ủy quyền).

    `side` representative: to act for the person of this number, who confirms it (`authorised`); a parent, a guardian and an
    heir show the paper at a one-stop desk. `side` principal: to let the person of this number act for oneself
    (`authorised`), or for the organisation in whose name the caller acts (`member`). The other side confirms in any case.
    """

    side: RepresentationSide
    """Which side the caller is."""
    ground: RepresentationGround
    """By which right."""
    personal_number: Annotated[PersonalNumber, Field(repr=False)]
    """Personal identification number (số định danh cá nhân) of the other side."""
    full_name: Title
    """Full name of the other side (họ và tên)."""
    scopes: RepresentationScopes
    """What the representative may do; `file` and `pay` let read, too."""
    procedure_codes: RepresentedProcedures = ()
    """Codes of the procedures that it is for; empty: all."""
    valid_from: Instant | None = None
    """From when it holds (time with its offset from UTC); none: from its confirmation."""
    valid_until: Instant | None = None
    """Until when it holds (time with its offset from UTC); none: until it is ended."""


class AskRepresentation(AskRepresentationBody, Command):
    """Command to ask for an act of representation."""


class RepresentationCommand(Command):
    """Any decision about an act of representation."""

    representation_id: Identifier
    """Id of the act."""


class ConfirmRepresentation(RepresentationCommand):
    """Command to confirm an act of representation (xác nhận), by the side that did not ask."""


class RefuseRepresentation(RepresentationCommand):
    """Command to refuse an act of representation (từ chối), by the side that did not ask."""


class EndRepresentation(RepresentationCommand):
    """Command to end an act of representation (chấm dứt), by either side: tokens by it are void at once."""


class CheckRepresentationBody(Body):
    """A right to act for another that an officer saw proved by a paper (đối chiếu giấy tờ tại quầy).

    By an officer of reception, of the person before him who shows the code of an account (POST /v1/me/desk-code) and the
    paper.
    """

    code: Annotated[DeskCodeText, Field(repr=False)]
    """Code that the representative shows from the account."""
    ground: Literal[
        RepresentationGround.PARENT,
        RepresentationGround.GUARDIAN,
        RepresentationGround.AUTHORISED,
        RepresentationGround.HEIR,
    ]
    """By which right."""
    personal_number: Annotated[PersonalNumber, Field(repr=False)]
    """Personal identification number (số định danh cá nhân) of the one who is represented, as a paper has it."""
    full_name: Title
    """Full name of the one who is represented, as the paper has it."""
    paper: RepresentationPaper
    """The paper that was looked at."""
    scopes: RepresentationScopes
    """What the representative may do; `file` and `pay` let read, too."""
    procedure_codes: RepresentedProcedures = ()
    """Codes of the procedures that it is for; empty: all."""
    valid_until: Instant
    """Until when it holds (time with its offset from UTC), as the paper or the law has it."""


class CheckRepresentation(CheckRepresentationBody, Command):
    """Command to record that an officer looked at the paper by which somebody acts for another."""


class CheckedRepresentation(Model):
    """An act of representation as the officer sees it who checked the paper."""

    representation_id: Identifier
    """Id of the act."""
    ground: RepresentationGround
    """By which right."""
    representative_name: str
    """Name of the representative."""
    principal_id: Identifier
    """Account of the one who is represented."""
    principal_name: str
    """Name of the one who is represented."""
    valid_until: Instant
    """Until when it holds (UTC)."""


class ListRepresentations(PageRequest):
    """Query for the acts of representation of one's own account, on either side, newest first."""


class ClaimOrganisation(EidAnswerBody, Query):
    """Request to take over an organisation's account, by its legal representative. Good once: a repetition is refused."""


class ActFor(Query):
    """Request for an access token in the name of the one who is represented. Repeating it gives another."""

    representation_id: Identifier
    """Id of the act."""
    session_id: OptionalId = ""
    """Session that the request came by; the token ends with it."""


class RepresentationToken(Model):
    """`access_token` is a JWT of `expires_in` seconds, with both in it: who acts, and for whom. It is not refreshed: ask
    for another."""

    access_token: Annotated[str, Field(repr=False)]
    """Access token: a JWT signed with EdDSA, to be sent as Bearer."""
    token_type: Literal["Bearer"] = "Bearer"
    """Always Bearer."""
    expires_in: int
    """Seconds until the access token expires."""
    representation: Representation
    """The act by which the person acts."""


class RepresentationEvent(Model):
    """Event payload: something happened to an act of representation. Neither names nor numbers are in it."""

    representation_id: Identifier
    """Id of the act."""
    ground: RepresentationGround
    """By which right."""
    principal_id: Identifier | None = None
    """Account of the one who is represented; none: not known yet."""
    representative_id: Identifier | None = None
    """Account of the representative; none: not known yet."""
    void_key: str = ""
    """The act with the version that its tokens name, which are void from now on; empty: none is out."""
