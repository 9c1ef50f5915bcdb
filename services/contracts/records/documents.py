"""Documents that are made here: typeset, signed, kept with their hash, verified by anybody."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from contracts.base import Command, Identifier, Instant, Model, Query, ShortText
from contracts.records.files import Sha256

VerificationCode = Annotated[str, StringConstraints(pattern=r"^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$")]
"""Sixteen letters and digits (80 random bits) in fours, easy to read aloud: what the QR code of a document holds."""


class ListedPaper(Model):
    """A line in a document's list of papers. `form`: original, copy or electronic."""

    name: str
    quantity: int = 1
    form: Literal["original", "copy", "electronic"] = "electronic"


class ListedHandOver(Model):
    from_whom: str
    to_whom: str
    at: Instant
    what: str = ""
    lateness: str = ""
    note: str = ""


class ListedDossier(Model):
    """A line of the register."""

    number: int
    code: str
    procedure_name: str
    quantity: int = 1
    applicant_name: str
    agency_name: str
    received_at: Instant
    due_at: Instant | None = None
    ended_at: Instant | None = None
    returned_at: Instant | None = None
    return_method: str = ""
    note: str = ""


class DocumentContent(Model):
    """What a document says. Each kind uses what it needs (TT 01/2018/TT-VPCP art 9-10, TT 03/2025/TT-VPCP).

    Names of persons are here and nowhere else on the way: not in events, not in logs.
    """

    agency_name: str
    desk_name: str = ""
    agency_address: str = ""
    agency_phone: str = ""
    dossier_code: str = ""
    serial: int | None = None
    procedure_name: str = ""
    applicant_name: str = ""
    applicant_address: str = ""
    applicant_phone: str = ""
    applicant_email: str = ""
    represented_by: str = ""
    papers: tuple[ListedPaper, ...] = ()
    sets: int = 1
    time_limit: str = ""
    received_at: Instant | None = None
    due_at: Instant | None = None
    due_before: Instant | None = None
    return_place: str = ""
    return_method: str = ""
    reason: str = ""
    legal_ground: str = ""
    items: tuple[str, ...] = ()
    answer_until: Instant | None = None
    officer_name: str = ""
    officer_contact: str = ""
    hand_overs: tuple[ListedHandOver, ...] = ()
    register_rows: tuple[ListedDossier, ...] = ()
    period: str = ""


class IssueDocument(Command):
    """By a service: make, sign and keep a document. `kind` by meaning, `form_number` as the regime counts.

    May take some 100 ms to a few seconds. Repeated, it answers with the document made first.
    """

    kind: ShortText
    form_number: ShortText
    regime_id: ShortText
    agency_code: ShortText
    dossier_id: Identifier | None = None
    content: DocumentContent


class SignedDocument(Model):
    file_id: Identifier
    sha256: Sha256
    size: int
    verification_code: VerificationCode
    issued_at: Instant


class SignatureState(Model):
    """What a check of the signature found: `valid` is whole and trusted; `timestamped` with a trusted timestamp."""

    valid: bool
    signer: str
    signed_at: Instant | None = None
    timestamped: bool = False
    reason: str = ""


class VerifyDocument(Query):
    """By anybody: the code under the QR, or the SHA-256 of a file in hand. Exactly one of them."""

    code: VerificationCode | None = None
    sha256: Sha256 | None = None


class VerifiedDocument(Model):
    """What may be told to anybody: no person is named. `status` is that of a paper of the store, else `valid`."""

    code: VerificationCode
    kind: str
    title: str
    number: str | None = None
    issuer_code: str
    issuer_name: str
    issued_at: Instant
    valid_until: Instant | None = None
    status: str
    replaced_by: VerificationCode | None = None
    dossier_code: str | None = None
    sha256: Sha256
    signature: SignatureState
