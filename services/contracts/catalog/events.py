"""Events of the catalogue: what changed in it."""

from contracts.accounts import AgencyCode
from contracts.base import Day, Model
from contracts.catalog.codes import ProcedureCode
from contracts.catalog.conditions import ConditionStatus
from contracts.catalog.procedures import VersionState
from contracts.catalog.questions import QuestionKind, QuestionState
from contracts.catalog.regime_drafts import RegimeDraftState
from contracts.events import EventType, events_of


class ProcedurePublished(Model):
    """A version became public."""

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    version: int
    """Number of the version."""
    fileable: bool
    """Whether a dossier can be filed online; false for a procedure known from the national list only."""


class VersionStateChanged(Model):
    """A version moved on in its life, was rewritten as a draft, or got the day on which it ends."""

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    version: int
    """Number of the version."""
    state: VersionState
    """State of the version after it."""
    ended_on: Day | None = None
    """First day on which it is not in force any more (local day of Viet Nam)."""


class ProvincialFeesSaved(Model):
    """Rows of a province's fee table were written."""

    province_code: AgencyCode
    """Code of the province."""
    resolutions: tuple[str, ...]
    """Resolutions of the people's council (nghị quyết HĐND)."""
    fee_codes: tuple[str, ...]
    """Codes of the fees."""


class RegimeSaved(Model):
    """A regime is new or has another content; with `agency_code`: what this agency has fixed under it."""

    regime_id: str
    """Id of the regime."""
    agency_code: AgencyCode | None = None
    """Code of the agency that fixed its terms; none: the regime itself was written."""


class ConditionRecorded(Model):
    """A condition is new, or its content changed."""

    condition_id: str
    """Id of the business condition (điều kiện kinh doanh)."""
    ministry_code: str
    """Code of the ministry (mã định danh bộ)."""


class ConditionDecided(Model):
    """Event payload: a business condition was kept, cut or simplified."""

    condition_id: str
    """Id of the business condition (điều kiện kinh doanh)."""
    ministry_code: str
    """Code of the ministry (mã định danh bộ)."""
    status: ConditionStatus
    """Kept, cut or simplified."""


class QuestionMoved(Model):
    """A question of the catalogue was raised, answered, opened again or withdrawn."""

    question_id: str
    """Id of the question."""
    procedure_code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    kind: QuestionKind
    """What is open."""
    state: QuestionState
    """Where it stands after it."""


class RegimeDraftMoved(Model):
    """A draft of a regime was written, enacted or discarded."""

    draft_id: str
    """Id of the draft."""
    regime_id: str
    """Id of the regime."""
    state: RegimeDraftState
    """Where it stands after it."""


class AgencyEndSet(Model):
    """Event payload: an agency got the day on which it ends (chấm dứt hoạt động), or goes on after all."""

    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    agency_codes: tuple[AgencyCode, ...]
    """All of its codes."""
    ended_on: Day | None = None
    """First day on which it is not there any more (local day of Viet Nam); none: it goes on."""
    successor_code: AgencyCode | None = None
    """Code of the agency that takes its place, if any."""


PROCEDURE_PUBLISHED = EventType("catalog.procedure_published", ProcedurePublished)
VERSION_MOVED = EventType("catalog.version_moved", VersionStateChanged)
PROVINCIAL_FEES_SAVED = EventType("catalog.provincial_fees_saved", ProvincialFeesSaved)
REGIME_SAVED = EventType("catalog.regime_saved", RegimeSaved)
CONDITION_RECORDED = EventType("catalog.condition_recorded", ConditionRecorded)
CONDITION_DECIDED = EventType("catalog.condition_decided", ConditionDecided)
REGIME_DRAFT_MOVED = EventType("catalog.regime_draft_moved", RegimeDraftMoved)
QUESTION_MOVED = EventType("catalog.question_moved", QuestionMoved)
AGENCY_END_SET = EventType("catalog.agency_end_set", AgencyEndSet)

EVENTS = events_of(__name__)
