"""Digitisation of papers at the desk (số hóa giấy tờ, TT 01/2023/TT-VPCP): scan, confirmed fields, sealed paper."""

from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from contracts.base import Body, Command, Identifier, Instant, Model, Query
from contracts.printable import LongText, ShortText
from contracts.records.files import Sha256
from contracts.records.papers import IdentityNumber, PaperOwner, StoredPaper
from contracts.subjects import Subject, SubjectOfPaper


class DigitisedField(StrEnum):
    """What is read off a paper (trường thông tin được bóc tách)."""

    NUMBER = "number"  # số, ký hiệu
    ISSUED_ON = "issued_on"  # ngày cấp, yyyy-mm-dd
    ISSUER = "issuer"  # nơi cấp; confirmed by the code of the agency
    TITLE = "paper_title"  # trích yếu
    OWNER = "owner"  # chủ sở hữu, by name
    VALID_UNTIL = "valid_until"  # thời hạn, yyyy-mm-dd


class ProposedField(Model):
    """A field as a machine has read it: a suggestion, which counts for nothing until a person confirms it."""

    name: DigitisedField
    """Which field."""
    text: ShortText
    """What was read."""
    confidence: Annotated[float, Field(ge=0, le=1)]
    """How sure the machine is (độ tin cậy), from 0 to 1."""


class ConfirmedField(Model):
    """A field as a person has read it off the paper."""

    name: DigitisedField
    """Which field."""
    text: ShortText | None = None
    """What stands on the paper; a day as yyyy-mm-dd, the issuer as its code. None: the paper has no such field."""


Named = TypeVar("Named", ProposedField, ConfirmedField)


def _each_once(fields: tuple[Named, ...]) -> tuple[Named, ...]:
    if len({each.name for each in fields}) < len(fields):
        raise PydanticCustomError("field_twice", "a field is named twice")
    return fields


class BeginDigitisationBody(Body):
    """A scan to digitise (số hóa).

    By an officer of reception: the file is checked, and the store is asked for a valid paper of that kind.
    """

    file_id: Identifier
    """Id of the scanned file: PDF/A."""
    dossier_id: Identifier | None = None
    """Dossier of the officer's agency that the paper was handed in for."""
    component_code: ShortText | None = None
    """Code of the component (thành phần hồ sơ) that it is handed in for."""
    result_code: ShortText | None = None
    """Code of the result (mã kết quả, KQ.*) that it is; one that no procedure has is refused."""
    owner: PaperOwner
    """Whose paper it is: an account, or a number."""
    subject: Subject | None = None
    """Whom it is about (chủ thể); none: its owner."""
    pages: Annotated[int, Field(ge=1, le=9999)] | None = None
    """How many pages the paper has; a scan with another number is refused. None: not counted."""
    scanned_again: Annotated[tuple[Identifier, ...], Field(max_length=20)] = ()
    """Valid papers of the store that it is scanned beside, though they could be reused."""
    scanned_again_reason: LongText | None = None
    """Why it is scanned again; required with `scanned_again`."""


class BeginDigitisation(BeginDigitisationBody, Command):
    """Command to begin the digitisation of a scanned paper."""


class ProposeFieldsBody(Body):
    """Fields that a machine has read off the scan (bóc tách dữ liệu).

    From the software of the desk. They are stored beside the officer's act and never applied by themselves.
    """

    source: ShortText
    """Which software, and its version."""
    fields: Annotated[
        tuple[ProposedField, ...], Field(min_length=1, max_length=6), AfterValidator(_each_once)
    ]
    """Each field once."""


class ProposeFields(ProposeFieldsBody, Command):
    """Command to store what a machine has read off a scan, as suggestions."""

    digitisation_id: Identifier
    """Id of the digitisation."""


class ConfirmFieldsBody(Body):
    """Fields that a person has compared with the paper: confirmed as suggested, or corrected."""

    fields: Annotated[
        tuple[ConfirmedField, ...], Field(min_length=1, max_length=6), AfterValidator(_each_once)
    ]
    """Each field once."""


class ConfirmFields(ConfirmFieldsBody, Command):
    """Command to confirm fields of a paper that is being digitised."""

    digitisation_id: Identifier
    """Id of the digitisation."""
    expected_version: Annotated[int, Field(ge=0)]
    """Version that the caller has seen; refused when it is not the current one."""


class CompleteDigitisationBody(Body):
    """The end of a digitisation: the scan is stamped, signed and sealed, and goes into its owner's store."""

    certified_copy: bool = False
    """Whether it is certified as an electronic copy of the original by who is competent to (NĐ 45/2020/NĐ-CP art 10)."""


class CompleteDigitisation(CompleteDigitisationBody, Command):
    """Command to seal a digitised paper and put it into its owner's store."""

    digitisation_id: Identifier
    """Id of the digitisation."""
    expected_version: Annotated[int, Field(ge=0)]
    """Version that the caller has seen; refused when it is not the current one."""


class GetDigitisation(Query):
    """Query for one digitisation, by officers of its agency."""

    digitisation_id: Identifier
    """Id of the digitisation."""


class SuggestedText(Model):
    """What a machine has read off a field."""

    text: str
    """What was read."""
    confidence: float
    """How sure the machine is (độ tin cậy), from 0 to 1."""
    source: str
    """Which software."""
    proposed_at: Instant
    """When (UTC)."""


class FieldState(Model):
    """A field of a paper that is digitised: what machines suggest, and apart from it what a person has confirmed."""

    name: DigitisedField
    """Which field."""
    suggestions: tuple[SuggestedText, ...] = ()
    """What machines have read, the oldest first."""
    confirmed: bool = False
    """Whether a person has confirmed it."""
    text: str | None = None
    """What the person has confirmed; none: not confirmed, or not on the paper."""
    corrected: bool | None = None
    """Whether it differs from the last suggestion; none: there was none, or nobody has confirmed it."""
    confirmed_by: Identifier | None = None
    """Account of the officer who confirmed it."""
    confirmed_at: Instant | None = None
    """When (UTC)."""


class Digitisation(Model):
    """A paper on its way from the scanner into the store (số hóa). `version` is its ETag."""

    digitisation_id: Identifier
    """Id of the digitisation."""
    version: int
    """Version, which counts its changes: the ETag."""
    agency_code: str
    """Agency whose desk digitises it."""
    dossier_id: str | None = None
    """Dossier that the paper was handed in for."""
    component_code: str | None = None
    """Code of the component (thành phần hồ sơ) that it is handed in for."""
    result_code: str | None = None
    """Code of the result (mã kết quả, KQ.*) that it is."""
    subject: SubjectOfPaper | None = None
    """Whom it is about (chủ thể); none: its owner."""
    file_id: Identifier
    """The scan."""
    sha256: Sha256
    """SHA-256 of the scan, in hex."""
    pages: int
    """How many pages it has."""
    lowest_dpi: int
    """The lowest resolution of a page, in dots per inch."""
    pdf_a: str
    """The level of PDF/A, as 2b."""
    fields: tuple[FieldState, ...] = ()
    """The fields of the paper, each once."""
    paper_id: Identifier | None = None
    """The paper in the store, once it is there."""
    paper_code: str | None = None
    """Its code (mã giấy tờ)."""
    created_at: Instant
    """When the scan was handed in (UTC)."""
    completed_at: Instant | None = None
    """When it went into the store (UTC)."""


class FindStoredPapersBody(Body):
    """A look into the store before a paper is scanned (kiểm tra kho trước khi số hóa).

    By an officer of reception: valid papers of a person, which can be reused instead. Each that is found is in the access
    log of its owner.
    """

    number: Annotated[IdentityNumber, Field(repr=False)]
    """Number of the person who owns them, or whom they are about."""
    result_codes: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=20)]
    """Kinds of results (KQ.*) that are looked for."""
    dossier_id: Identifier | None = None
    """Dossier of the officer's agency that they are needed for."""


class FindStoredPapers(FindStoredPapersBody, Query):
    """Query for valid papers of a person, by the desk."""


class FoundPapers(Model):
    """Papers that can be reused instead of a scan."""

    papers: tuple[StoredPaper, ...]
    """Newest first."""


class DigitisationStep(StrEnum):
    """What was done on the way of a paper into the store."""

    BEGUN = "begun"  # scan taken
    PROPOSED = "proposed"  # fields suggested by a machine
    CONFIRMED = "confirmed"  # fields confirmed by a person
    COMPLETED = "completed"  # sealed and stored


class DigitisationEvent(Model):
    """Event payload: a step of a digitisation. No text that was read, no name and no number of a person."""

    digitisation_id: Identifier
    """Id of the digitisation."""
    step: DigitisationStep
    """What was done."""
    agency_code: str
    """Agency whose desk digitises it."""
    dossier_id: str | None = None
    """Dossier that the paper was handed in for."""
    fields: tuple[DigitisedField, ...] = ()
    """The fields that were suggested or confirmed."""
    paper_id: Identifier | None = None
    """The paper in the store, once it is there."""
    certified_copy: bool = False
    """Whether it was certified as a copy of the original."""
