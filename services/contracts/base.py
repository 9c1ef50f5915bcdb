"""The grammar of the contracts: models, queries, commands, methods, pages and the caller."""

import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Generic, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from contracts import field_descriptions
from contracts.printable import AS_IT_STANDS

ExtraValues = Literal["allow", "ignore", "forbid"]
"""What becomes of fields that a model does not know."""

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
"""An id of ours (UUIDv7 as text) or an opaque key of a caller."""

PersonalNumber = Annotated[
    str, StringConstraints(pattern=r"^(0(0[1-9]|[1-8][0-9]|9[0-6])|[1-3][0-9]{2})[0-9]{9}$")
]
"""Số định danh cá nhân (NĐ 137/2015/NĐ-CP art 13): 12 digits. Three name the province (001 to 096) or country of birth,
one the century and sex, two the year, six are random; every century and year has its digits, so the first three alone
can be wrong. Nothing is derived from it."""


def _tax_code(value: str) -> str:
    weighted = sum(int(digit) * weight for digit, weight in zip(value, _TAX_CODE_WEIGHTS, strict=False))
    if int(value[9]) != 10 - weighted % 11:
        raise PydanticCustomError("tax_code", "the check digit of the tax code is wrong")
    return value


_TAX_CODE_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
TaxCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{10}(-?[0-9]{3})?$"), AfterValidator(_tax_code)]
"""Mã số thuế: 10 digits, the tenth a check digit, or 13 with the number of a branch (0101243150-001)."""

AssuranceLevel = Annotated[int, Field(ge=0, le=2)]
"""Mức độ bảo đảm định danh: 0 nothing proved; 1 and 2 as the electronic identity has them (NĐ 69/2024/NĐ-CP). Who
showed the card at a desk has level 2."""

Vnd = Annotated[int, Field(ge=0, le=10**12, strict=True)]
"""Money: whole Vietnamese dong."""


def _written_number(value: object) -> object:
    """Text is a number when it is digits alone: pydantic takes 1.000, one thousand here, for 1, and 1_000 too."""
    if isinstance(value, str):
        if not re.fullmatch(r"-?[0-9]{1,19}", value):
            raise PydanticCustomError("int_parsing", "a whole number is written in digits alone")
        return int(value)
    return value


DIGITS = BeforeValidator(_written_number)
"""Annotation of a whole number that may be written in a query or a path; it follows the limits."""

_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)


def _iso_moment(value: object) -> object:
    """A moment of text, with a space for T and without seconds too. A number is none: pydantic alone takes digits, also
    those of a local time without its marks (20270701235959), for seconds or milliseconds since 1970."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        with suppress(ValueError):
            return datetime.fromisoformat(value.upper())
    raise PydanticCustomError("datetime_parsing", "a moment is written as in 2026-07-01T08:00:00+07:00")


Instant = Annotated[AwareDatetime, BeforeValidator(_iso_moment)]
"""A moment with its offset (RFC 3339); stored in UTC, reasoned about in Asia/Ho_Chi_Minh."""


def _iso_day(value: object) -> object:
    """A number in a query is not a day: no seconds since 1970. Text becomes a day here, because what a validator has
    touched is no JSON to pydantic any more, and a strict body would refuse it."""
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("a day is written yyyy-mm-dd")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_iso_day)]
"""A local day of Viet Nam, yyyy-mm-dd."""


class Model(BaseModel):
    """A value that crosses a border, frozen.

    Whoever reads one decides about fields that it does not know, by the argument `extra` of `model_validate`, which
    reaches every value within:

    - a request is read with `extra="forbid"`, so that a slip of the caller shows;
    - an answer, an event and a stored document are read with `extra="ignore"`: the release after this one may have
      written them, and only optional fields are ever added. Their texts are taken as they stand (`contracts.printable`):
      an earlier release may have taken what this one refuses.

    Without the argument unknown fields are refused, also those of a constructor's call. The schema of an answer
    (serialisation mode) allows them, so that generated clients do not break on the next release.
    """

    model_config = ConfigDict(
        defer_build=True,  # a process of one service never needs most of them
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=field_descriptions.are_read(),
        json_schema_serialization_defaults_required=True,
    )

    @classmethod
    def model_validate(
        cls, obj: Any, *, extra: ExtraValues | None = None, context: Any = None, **options: Any
    ) -> Self:
        """Pydantic's; with `extra="ignore"` texts are taken as they stand."""
        return super().model_validate(obj, extra=extra, context=_judging(extra, context), **options)

    @classmethod
    def model_validate_json(
        cls,
        json_data: str | bytes | bytearray,
        *,
        extra: ExtraValues | None = None,
        context: Any = None,
        **options: Any,
    ) -> Self:
        """Pydantic's; with `extra="ignore"` texts are taken as they stand."""
        return super().model_validate_json(
            json_data, extra=extra, context=_judging(extra, context), **options
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        if handler.mode == "serialization":
            handler.resolve_ref_schema(schema).pop("additionalProperties", None)
        return schema


def _judging(extra: ExtraValues | None, context: Any) -> Any:
    return AS_IT_STANDS if context is None and extra == "ignore" else context


ANY_VERSION = 0
"""As the version that a caller expects: whichever is current (`If-Match: *`, RFC 9110 13.1.1)."""


def is_expected(expected: int | None, current: int) -> bool:
    """Whether a change that was meant for the version `expected` may be made to the version `current`."""
    return expected in (ANY_VERSION, current)


class Query(Model):
    """A request that changes nothing and may be repeated freely."""


class Body(Model):
    """What the body of an HTTP request holds: a command without what its headers and its address say."""


class Command(Model):
    """A request that changes something; the owner runs one `command_id` of one caller at most once.

    The same id with the same content answers with the stored result; with other content it is refused
    (`idempotency_mismatch`). Fields in `unfingerprinted` (passwords) are left out of the stored comparison.
    """

    unfingerprinted: ClassVar[frozenset[str]] = frozenset()

    command_id: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]
    """Key of the command: one id of one caller takes effect at most once."""


class Empty(Model):
    """Answer of a request that yields nothing."""


class OfficerRole(StrEnum):
    """What an officer may do (vai trò cán bộ)."""

    RECEPTION = "reception"  # tiếp nhận tại Bộ phận Một cửa
    PROCESSING = "processing"  # chuyên viên xử lý
    LEADER = "leader"  # lãnh đạo ký
    MANAGER = "manager"  # người đứng đầu Bộ phận Một cửa: phân công, theo dõi
    CATALOGUE = "catalogue"  # quản trị TTHC


DESK_ROLES = frozenset(
    {OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER, OfficerRole.MANAGER}
)
"""Roles that work on dossiers; an officer of the catalogue alone sees none, and nothing of one."""


class ActorKind(StrEnum):
    """Who is calling."""

    ANONYMOUS = "anonymous"
    CITIZEN = "citizen"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"  # the command line of the ops team; the gateway never sets it
    SYSTEM = "system"  # the information system of an agency (hệ thống thông tin một cửa), not a person
    SERVICE = "service"  # another service of ours, acting for itself


class RepresentationGround(StrEnum):
    """By which right a person acts for another person or an organisation (căn cứ đại diện)."""

    LEGAL_REPRESENTATIVE = "legal_representative"  # người đại diện theo pháp luật của tổ chức
    MEMBER = "member"  # thành viên được tổ chức giao
    PARENT = "parent"  # cha, mẹ của người chưa thành niên
    GUARDIAN = "guardian"  # người giám hộ
    AUTHORISED = "authorised"  # người được ủy quyền
    HEIR = "heir"  # người thừa kế


class RepresentationScope(StrEnum):
    """What somebody who acts for another may do (phạm vi đại diện)."""

    READ = "read"  # xem hồ sơ
    FILE = "file"  # nộp, bổ sung, rút hồ sơ
    PAY = "pay"  # thanh toán
    MANAGE = "manage"  # quản lý thành viên và thông tin liên hệ


class Acting(Model):
    """By which act of representation a person acts for the account of the caller (hành vi đại diện)."""

    person_id: str
    """Account of the person who acts."""
    representation_id: str
    """Id of the act of representation."""
    version: int
    """Version of that act that the token was given out for: a later one makes the token void."""
    ground: RepresentationGround
    """By which right."""
    scopes: tuple[RepresentationScope, ...]
    """What the person may do."""
    procedure_codes: tuple[str, ...] = ()
    """Codes of the procedures that it is for; empty: all."""

    @property
    def void_key(self) -> str:
        """By what the gateway hears that the token is void."""
        return f"{self.representation_id}.{self.version}"


class Actor(Model):
    """The caller's claims, as every authorisation predicate reads them.

    `name` is a service name or empty; `unit` the code of an officer's unit within the agency, or empty. Where a person acts
    for another, `account_id` is the account of the one for whom, and `acting` says who acts.
    """

    kind: ActorKind = ActorKind.ANONYMOUS
    """What kind of caller it is."""
    account_id: str = ""
    """Id of the caller's account; empty without one."""
    agency_code: str = ""
    """Agency of an officer or a system; empty for others."""
    unit: str = ""
    """Unit of an officer within the agency; empty for others."""
    roles: tuple[OfficerRole, ...] = ()
    """Roles of an officer; empty for others."""
    name: str = ""
    """Name of a service that acts for itself; empty for others."""
    assurance: AssuranceLevel | None = None
    """Level to which the access token says that the caller's number is proved; none where it says nothing."""
    acting: Acting | None = None
    """Who acts for the account, and by which right; none: its owner."""

    @property
    def person_id(self) -> str:
        """The account of the person who really acts; empty without one."""
        return self.account_id if self.acting is None else self.acting.person_id

    def may(self, scope: RepresentationScope) -> bool:
        """Whether the owner acts, or somebody whose act of representation has this scope."""
        return self.acting is None or scope in self.acting.scopes

    def covers(self, procedure_code: str) -> bool:
        """Whether the owner acts, or somebody whose act of representation is for this procedure."""
        return self.acting is None or procedure_code in (self.acting.procedure_codes or (procedure_code,))

    @property
    def works_with_dossiers(self) -> bool:
        """Whether the roles let the caller see dossiers of an agency, with their files, papers and bills."""
        is_officer = self.kind is ActorKind.OFFICER and bool(self.agency_code)
        return is_officer and bool(DESK_ROLES.intersection(self.roles))

    def level(self, known: int) -> int:
        """The level that counts: the one that accounts knows now, and no more than the token says. A token of the release
        before says nothing."""
        return known if self.assurance is None else min(known, self.assurance)

    @property
    def key(self) -> str:
        """One word for who this is: the scope of command ids. Each who acts for the same account has one of their own."""
        own = f"{self.kind}:{self.account_id or self.name}"
        return own if self.acting is None else f"{own}/{self.acting.person_id}"


ANONYMOUS = Actor()

RequestT = TypeVar("RequestT", bound=Model)
AnswerT = TypeVar("AnswerT", bound=Model)
ItemT = TypeVar("ItemT")


@dataclass(frozen=True)
class Method(Generic[RequestT, AnswerT]):
    """One RPC: `service.name`, what goes in, what comes out. Field names are the keyword arguments on the wire."""

    service: str
    name: str
    request: type[RequestT]
    response: type[AnswerT]

    @property
    def routing_key(self) -> str:
        return f"{self.service}.{self.name}"


AnyMethod = Method[Any, Any]


def methods_of(module: str) -> tuple[AnyMethod, ...]:
    """Every method that a module defines, in its order: what its service offers. Call it at the end of the module."""
    return tuple(value for value in vars(sys.modules[module]).values() if isinstance(value, Method))


class Page(Model, Generic[ItemT]):
    """One page of an open list; `next_cursor` is opaque and absent on the last page."""

    # Pydantic looks for the docstrings of `Page[X]` in the statement that names it, and fails where that has two lines.
    model_config = ConfigDict(use_attribute_docstrings=False)

    items: tuple[ItemT, ...] = Field(description="The items of this page.")
    next_cursor: str | None = Field(
        default=None, description="Where the next page begins; opaque, absent on the last page."
    )


class PageRequest(Query):
    """Where to continue and how much to return."""

    limit: Annotated[int, Field(ge=1, le=100), DIGITS] = 20
    """How many items at most."""
    cursor: Annotated[str, StringConstraints(max_length=2048)] | None = None
    """Where to continue: `next_cursor` of the page before."""
