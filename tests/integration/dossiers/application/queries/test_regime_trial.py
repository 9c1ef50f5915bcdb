"""A regime is tried on the stored dossiers of an agency, by those who write regimes."""

from datetime import timedelta
from typing import Any

import pytest
from tests.support.dossiers.office import LocalOffice, received
from tests.support.dossiers.samples import AGENCY, regime

from chassis.core.clock import utcnow
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import RegimeTrial
from contracts.errors import ErrorCode, ServiceError
from contracts.time import local_day

OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
LEADER = Actor(kind=ActorKind.OFFICER, account_id="leader-1", agency_code=AGENCY, roles=(OfficerRole.LEADER,))


def trial(office: LocalOffice, actor: Actor = OPERATOR, **changes: Any) -> RegimeTrial:
    today = local_day(utcnow())
    fields: dict[str, Any] = {
        "regime": regime(working_days_end="day").model_dump(),
        "agency_code": AGENCY,
        "from_day": today,
        "to_day": today,
    }
    found: RegimeTrial = office.call("try_regime", actor, **{**fields, **changes})
    return found


def test_the_dossiers_of_a_time_are_counted_again_and_stay_as_they_are(office: LocalOffice) -> None:
    dossier = received(office)
    found = trial(office, limit=1)
    assert (found.tried, found.unchanged + found.earlier + found.later) == (1, 1)
    assert all(each.procedure_code == dossier.procedure_code for each in found.moved)
    assert office.read(dossier).version == dossier.version
    assert trial(office, regime=regime().model_dump(), limit=1).unchanged == 1


def test_a_time_without_dossiers_counts_none(office: LocalOffice) -> None:
    day = local_day(utcnow()) - timedelta(days=300)
    assert trial(office, from_day=day, to_day=day).tried == 0


def test_only_who_writes_regimes_tries_them(office: LocalOffice) -> None:
    with pytest.raises(ServiceError) as refusal:
        trial(office, LEADER)
    assert refusal.value.code is ErrorCode.FORBIDDEN


def test_a_time_that_ends_before_it_begins_is_refused(office: LocalOffice) -> None:
    with pytest.raises(ServiceError) as refusal:
        trial(office, to_day=local_day(utcnow()) - timedelta(days=1))
    assert refusal.value.errors[0].pointer == "/to_day"
