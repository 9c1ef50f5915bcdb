"""Drafts of regimes: written by one administrator, tried, put into force on a day by another."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Body, Command, Day, Identifier, Instant, Model, PageRequest, Query
from contracts.catalog.regimes import Regime, RegimeId
from contracts.printable import LongText, ShortText


class RegimeDraftState(StrEnum):
    """The life of a draft."""

    DRAFT = "draft"  # dự thảo
    ENACTED = "enacted"  # đã ban hành: in force from its day on
    DISCARDED = "discarded"  # đã hủy


class RegimeDraft(Model):
    """A draft of a regime (dự thảo chế độ). Those that are enacted are the history of how the rules came about."""

    draft_id: Identifier
    """Id of the draft."""
    revision: int
    """Counts its changes: the ETag."""
    state: RegimeDraftState
    """Where it stands."""
    regime: Regime
    """The whole regime."""
    note: str
    """Why: a decree, a decision (căn cứ)."""
    drafted_by: str
    """Account of the administrator who wrote it last."""
    drafted_at: Instant
    """When it was written last (UTC)."""
    closed_by: str | None = None
    """Account of the administrator who enacted or discarded it."""
    closed_at: Instant | None = None
    """When (UTC)."""
    reason: str | None = None
    """Why it was discarded, or by which decision it was enacted."""


class DraftRegimeBody(Body):
    """By an administrator. A regime in force is not rewritten: a draft has an id of its own, and names the regime that it
    amends in `amends`; of two regimes in force the one that began last rules.
    """

    regime: Regime
    """The whole regime; its first day is set when it is enacted."""
    note: LongText
    """Why: a decree, a decision (căn cứ)."""


class DraftRegime(DraftRegimeBody, Command):
    """Command to write a draft, or to rewrite one.

    Errors: forbidden, not_found, version_stale, guard_failed, invalid_request.
    """

    draft_id: Identifier | None = None
    """The draft that is rewritten; none: a new one."""
    expected_revision: Annotated[int, Field(ge=0)] | None = None
    """Revision that the caller has seen; with draft_id."""


class GetRegimeDraft(Query):
    """Query for one draft. Errors: forbidden, not_found."""

    draft_id: Identifier
    """Id of the draft."""


class ListRegimeDrafts(PageRequest):
    """Query for drafts, the newest first; for administrators and operators."""

    state: RegimeDraftState | None = None
    """Narrows to one state."""
    regime_id: RegimeId | None = None
    """Narrows to one regime."""


class RegimeDraftCommand(Command):
    """Command on one draft of a regime."""

    draft_id: Identifier
    """Id of the draft."""
    expected_revision: Annotated[int, Field(ge=0)]
    """Revision that the caller has seen; refused when it is not the current one."""


class EnactRegimeBody(Body):
    """By an administrator who has not written the draft: it rules from the day on, which is not before tomorrow.

    Dossiers that were received before keep the rules they were received under.
    """

    effective_from: Day
    """First day in force (ngày có hiệu lực) (local day of Viet Nam)."""
    decision_number: ShortText
    """Number of the decision that puts it into force (số quyết định)."""


class EnactRegime(EnactRegimeBody, RegimeDraftCommand):
    """Command to put a draft into force on a day.

    Errors: forbidden, not_found, version_stale, guard_failed, invalid_request.
    """


class DiscardRegimeDraftBody(Body):
    """By an administrator: nothing comes of the draft."""

    reason: LongText
    """Why (lý do)."""


class DiscardRegimeDraft(DiscardRegimeDraftBody, RegimeDraftCommand):
    """Command to discard a draft. Errors: forbidden, not_found, version_stale, guard_failed."""
