"""What would have been due: the dossiers of a time counted again under a regime that is not in force."""

from typing import Annotated

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Identifier, Instant, Model, PageRequest, Query
from contracts.catalog import Regime


class TryRegime(Query):
    """Query for the due dates that an agency's dossiers would have had under a regime.

    By an administrator or operator. Those received between two local days, the latest first. Nothing is stored, and no
    dossier is named.
    """

    regime: Regime
    """The regime to be tried (chế độ của một nghị định)."""
    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    from_day: Day
    """First day of reception, inclusive (local day of Viet Nam)."""
    to_day: Day
    """Last day of reception, inclusive (local day of Viet Nam)."""
    limit: Annotated[int, Field(ge=1, le=500)] = 200
    """At most so many dossiers."""


class MovedDueDate(Model):
    """A due date that would have been another one."""

    procedure_code: str
    """Code of the procedure (mã thủ tục hành chính)."""
    received_at: Instant
    """When the dossier was received (UTC)."""
    due_at: Instant
    """Due date under the law that it has (UTC)."""
    would_be_due_at: Instant
    """Due date that it would have had under the regime that was tried (UTC)."""


class RegimeTrial(Model):
    """What a regime would have changed."""

    tried: int
    """How many dossiers were counted again."""
    unchanged: int
    """Of how many the due date would be the same."""
    earlier: int
    """Of how many it would be earlier."""
    later: int
    """Of how many it would be later."""
    late: int
    """How many ended, or stand now, after the due date that they have."""
    would_be_late: int
    """How many after the one that they would have had."""
    without_due_date: int
    """How many have none, or would have none: an immediate result, a calendar that ends too early."""
    more: bool
    """Whether there are more dossiers in the time than were counted."""
    moved: tuple[MovedDueDate, ...]
    """The due dates that would be others, those of the latest reception first."""


class StartRegimeTrialBody(Body):
    """By an administrator: all dossiers of an agency that were received between two local days are counted again.

    It goes on by itself; the trial says how far it is.
    """

    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    from_day: Day
    """First day of reception, inclusive (local day of Viet Nam)."""
    to_day: Day
    """Last day of reception, inclusive (local day of Viet Nam)."""


class StartRegimeTrial(StartRegimeTrialBody, Command):
    """Command to try a draft of a regime on past dossiers. Errors: forbidden, invalid_request."""

    draft_id: Identifier
    """Id of the draft."""
    draft_revision: int
    """Revision of the draft."""
    regime: Regime
    """The regime to be tried (chế độ của một nghị định)."""


class RegimeTrialJob(Model):
    """A trial of a regime: how far it is, and what would have been due (chạy thử chế độ)."""

    trial_id: Identifier
    """Id of the trial."""
    draft_id: Identifier
    """Id of the draft that is tried."""
    draft_revision: int
    """Revision of the draft."""
    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    from_day: Day
    """First day of reception, inclusive (local day of Viet Nam)."""
    to_day: Day
    """Last day of reception, inclusive (local day of Viet Nam)."""
    started_at: Instant
    """When it was started (UTC)."""
    started_by: str
    """Account of the administrator."""
    finished_at: Instant | None = None
    """When it was finished (UTC); none: it goes on."""
    dossiers: int
    """How many dossiers there are in the time, as counted at the start."""
    result: RegimeTrial
    """What was found so far; `more` until it is finished. Of the dates that move the first 500 are listed."""


class GetRegimeTrial(Query):
    """Query for a trial. Errors: forbidden, not_found."""

    trial_id: Identifier
    """Id of the trial."""


class ListRegimeTrials(PageRequest):
    """Query for the trials of a draft, the newest first."""

    draft_id: Identifier
    """Id of the draft."""
