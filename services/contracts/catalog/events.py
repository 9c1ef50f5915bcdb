"""Events of the catalogue: what changed in it."""

from contracts.accounts import AgencyCode
from contracts.base import Day, Model
from contracts.catalog.codes import ProcedureCode
from contracts.catalog.conditions import ConditionStatus
from contracts.catalog.procedures import VersionState
from contracts.events import EventType, events_of


class ProcedurePublished(Model):
    """A version became public."""

    code: ProcedureCode
    version: int
    fileable: bool


class VersionStateChanged(Model):
    """A version moved on in its life, was rewritten as a draft, or got the day on which it ends."""

    code: ProcedureCode
    version: int
    state: VersionState
    ended_on: Day | None = None


class ProvincialFeesSaved(Model):
    """Rows of a province's fee table were written."""

    province_code: AgencyCode
    resolutions: tuple[str, ...]
    fee_codes: tuple[str, ...]


class ConditionRecorded(Model):
    """A condition is new, or its content changed."""

    condition_id: str
    ministry_code: str


class ConditionDecided(Model):
    condition_id: str
    ministry_code: str
    status: ConditionStatus


PROCEDURE_PUBLISHED = EventType("catalog.procedure_published", ProcedurePublished)
VERSION_MOVED = EventType("catalog.version_moved", VersionStateChanged)
PROVINCIAL_FEES_SAVED = EventType("catalog.provincial_fees_saved", ProvincialFeesSaved)
CONDITION_RECORDED = EventType("catalog.condition_recorded", ConditionRecorded)
CONDITION_DECIDED = EventType("catalog.condition_decided", ConditionDecided)

EVENTS = events_of(__name__)
