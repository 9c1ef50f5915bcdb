"""Reading: one dossier, its history, the public look-up, the feed for partners."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from contracts.base import Identifier, Instant, Model, PageRequest, Query
from contracts.catalog import ResultKind
from contracts.dossiers.dossier import Dossier, RecordedEntry
from contracts.dossiers.events import FeeItem
from contracts.dossiers.parts import Supplement
from contracts.dossiers.submission_number import SUBMISSION_NUMBER, TYPED_REFERENCE, check_submission_number
from contracts.typed_codes import TYPED

_CODE = r"([A-Z][0-9]{2}(\.[0-9]{2,3})*|([0-9]{2,3}\.)+[A-Z][0-9]{2})-([0-9]{6}|[0-9]{8})-[0-9]{4,7}"
DossierCode = Annotated[str, StringConstraints(pattern=f"^{_CODE}$", max_length=64), TYPED]
"""Mã hồ sơ, old style (000.00.16.H05-200731-0001) or new (G09.20-20260609-0092637)."""


def is_submission_number(reference: str) -> bool:
    """Whether a reference to a dossier is the number that it has from the moment of filing, and not its code."""
    return re.fullmatch(SUBMISSION_NUMBER, reference) is not None


def _check_reference(reference: str) -> str:
    return check_submission_number(reference) if is_submission_number(reference) else reference


DossierReference = Annotated[
    str,
    StringConstraints(pattern=f"^({_CODE}|{SUBMISSION_NUMBER})$", max_length=64),
    AfterValidator(_check_reference),
    TYPED_REFERENCE,
]
"""Mã hồ sơ, or số biên nhận nộp hồ sơ (7KQM-2XRA-9TBJ), which a dossier has from the moment of filing."""


class GetDossier(Query):
    """Query for one dossier."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""


class GetHistory(PageRequest):
    """`after_version`: only what came after that version."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    after_version: Annotated[int, Field(ge=0)] = 0
    """Only what came after this version."""


class LookUpDossier(Query):
    """Query for how far a dossier has come.

    By anybody, with the code or the number of submission alone.
    """

    code: DossierReference
    """Code of the dossier (mã hồ sơ), or its number from the moment of filing (số biên nhận)."""


class Progress(Model):
    """Mức độ hoàn thành (TT 01/2018/TT-VPCP art 16): the code and the degree of completion in percent, nothing else."""

    code: str
    """The code or the number that was asked for (mã hồ sơ, số biên nhận)."""
    completion: Annotated[int, Field(ge=0, le=100)]
    """Degree of completion (mức độ hoàn thành), percent."""


class ReadFeed(PageRequest):
    """Everything that happened to the dossiers that the caller may see, in the one order of the log, from the start.

    The cursor is good for ever: keep it and go on from it. A page may be empty and still have a next cursor.
    """


class EventFeedEntry(Model):
    """`seq` rises and has no meaning but order. `payload` is that of the event type."""

    seq: int
    """Place in the order of the log; rises, with gaps."""
    event_id: str
    """Id of the event: the same in every repetition."""
    type: str
    """Type of the event: service and what happened."""
    schema_version: int
    """Version of the payload's shape; higher ones must not be read."""
    dossier_id: str
    """Id of the dossier (hồ sơ)."""
    version: int
    """Version of the dossier after it."""
    occurred_at: Instant
    """When it happened (UTC)."""
    payload: dict[str, Any]
    """What happened, by type."""


class EventFeed(Model):
    """`next_cursor` is always there: what comes later comes after it. `more`: ask again at once."""

    items: tuple[EventFeedEntry, ...]
    """Events, in the order of the log."""
    next_cursor: str
    """Where to go on; always there, good for ever."""
    more: bool
    """Whether there are more already."""


class GetRecord(Query):
    """Query for a dossier with all that is synchronised.

    For services only: a dossier with all that its agency's system would report of it.
    """

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""


class DossierRecord(Model):
    """`history` in Vietnamese, oldest first; of `field_code` and `field_name` (lĩnh vực) those of the procedure."""

    dossier: Dossier
    """The dossier (hồ sơ)."""
    agency_name: str
    """Name of the agency (tên cơ quan)."""
    field_code: str = ""
    """Code of the field (lĩnh vực) of the procedure."""
    field_name: str = ""
    """Name of the field (lĩnh vực) of the procedure."""
    supplements: tuple[Supplement, ...] = ()
    """Every supplement asked for."""
    fee_items: tuple[FeeItem, ...] = ()
    """The items of the fee."""
    history: tuple[RecordedEntry, ...] = ()
    """Its history in Vietnamese, oldest first."""
    result_kinds: tuple[ResultKind, ...] = ()
    """Kinds of result of its procedure, with their names."""
    filer_assurance: int | None = None
    """Level to which the number of who filed online was proved then; none at a desk, and where it is not known."""
