"""Suggestions of machines (gợi ý của máy): what a program suggests for a dossier, apart from the acts of officers."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Identifier, Instant, Model, Query
from contracts.dossiers.status import DossierAction
from contracts.printable import LongText, Printable, ShortText


class SuggestionKind(StrEnum):
    """What is suggested (loại gợi ý)."""

    ACCEPT = "accept"  # tiếp nhận
    REQUEST_SUPPLEMENT = "request_supplement"  # yêu cầu bổ sung
    ROUTE = "route"  # phân loại, chuyển đến cơ quan hoặc bộ phận


class SuggestionOutcome(StrEnum):
    """What became of a suggestion (kết quả của gợi ý)."""

    OPEN = "open"  # chưa có thao tác nào của cán bộ nêu đến
    FOLLOWED = "followed"  # cán bộ đã làm theo
    DEPARTED = "departed"  # cán bộ đã làm khác


Components = Annotated[tuple[ShortText, ...], Field(max_length=50)]
Items = Annotated[tuple[ShortText, ...], Field(max_length=30)]
Unit = Annotated[str, Printable(min_length=0, max_length=64)]
Confidence = Annotated[float, Field(ge=0, le=1)]


class SuggestActBody(Body):
    """An act that a machine suggests (gợi ý của máy).

    By a program of an agency. It changes nothing of the dossier: no state, no time limit, no allowed action.

    `components` and `items` with `request_supplement` alone, one at least; `to_agency` or `unit` with `route` alone.
    """

    kind: SuggestionKind
    """What is suggested."""
    source: ShortText
    """Which software."""
    source_version: ShortText
    """Version of its model or of its rules."""
    confidence: Confidence
    """How sure the machine is (độ tin cậy), from 0 to 1."""
    reasons: Annotated[tuple[LongText, ...], Field(min_length=1, max_length=20)]
    """Why (lý do)."""
    components: Components = ()
    """Codes of the components (thành phần hồ sơ) to ask for."""
    items: Items = ()
    """What else to ask for, in words (nội dung bổ sung)."""
    to_agency: AgencyCode | None = None
    """Code of the agency that it should go to."""
    unit: Unit = ""
    """The unit (phòng, bộ phận) that it should go to."""


class SuggestAct(SuggestActBody, Command):
    """Command to store what a machine suggests for a dossier."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""


class ActSuggestion(Model):
    """A suggestion of a machine, and what an officer's act made of it."""

    suggestion_id: Identifier
    """Id of the suggestion."""
    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    kind: SuggestionKind
    """What is suggested."""
    source: str
    """Which software."""
    source_version: str
    """Version of its model or of its rules."""
    confidence: float
    """How sure the machine is (độ tin cậy), from 0 to 1."""
    reasons: tuple[str, ...] = ()
    """Why (lý do)."""
    components: tuple[str, ...] = ()
    """Codes of the components (thành phần hồ sơ) to ask for."""
    items: tuple[str, ...] = ()
    """What else to ask for, in words (nội dung bổ sung)."""
    to_agency: str | None = None
    """Code of the agency that it should go to."""
    unit: str = ""
    """The unit (phòng, bộ phận) that it should go to."""
    proposed_at: Instant
    """When it came (UTC)."""
    proposed_by: Identifier
    """Account of the program."""
    about_version: int
    """Version that the dossier had then."""
    outcome: SuggestionOutcome = SuggestionOutcome.OPEN
    """What became of it."""
    act: DossierAction | None = None
    """The officer's act that named it."""
    acted_at: Instant | None = None
    """When that was (UTC)."""


class ListSuggestions(Query):
    """Query for the suggestions of a dossier."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""


class ActSuggestions(Model):
    """The suggestions of a dossier, newest first."""

    items: tuple[ActSuggestion, ...]
    """The suggestions."""


class GetSuggestionFigures(Query):
    """Query for what became of the suggestions that came between two local days, both included.

    Of the dossiers of the caller's agency.
    """

    from_day: Day
    """First day on which they came (local day of Viet Nam)."""
    to_day: Day
    """Last day on which they came (local day of Viet Nam)."""


class SuggestionFigure(Model):
    """What became of the suggestions of one kind of one software."""

    source: str
    """Which software."""
    kind: SuggestionKind
    """What was suggested."""
    followed: int
    """How many an officer's act followed."""
    departed: int
    """How many an officer's act departed from."""
    open: int
    """How many no act has named."""


class SuggestionFigures(Model):
    """What became of the suggestions of machines for the dossiers of an agency."""

    from_day: Day
    """First day on which they came (local day of Viet Nam)."""
    to_day: Day
    """Last day on which they came (local day of Viet Nam)."""
    figures: tuple[SuggestionFigure, ...]
    """By source and kind, in their order."""
