"""Danh mục hồ sơ: which plan counts, what it may say, and where a closed dossier belongs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.refusals import refused

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import (
    ArchivalPackage,
    ArchivalState,
    ClosedDossier,
    DraftFilePlan,
    EnactFilePlan,
    FilePlan,
    FilePlanContent,
    FilePlanHeading,
    RedraftFilePlan,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.archive import access, file_plans
from dossiers.domain.archive.retention import is_retained

AGENCY, PROCEDURE = "H26.31.05", "1.000001"
AT = datetime(2026, 7, 1, 3, tzinfo=UTC)
DIGEST = "0" * 64


def heading(**fields: Any) -> FilePlanHeading:
    given_ = {"code": "TT.01", "heading": "Hồ sơ", "procedure_codes": (PROCEDURE,), "years": 20, **fields}
    return FilePlanHeading(**given_)


def content(*headings: FilePlanHeading) -> FilePlanContent:
    return FilePlanContent(title="Danh mục hồ sơ năm 2026", headings=headings or (heading(),))


def plan(*headings: FilePlanHeading) -> FilePlan:
    command = DraftFilePlan(command_id="1", agency_code=AGENCY, content=content(*headings))
    return file_plans.drafted(command, "plan", "head-1", AT)


def enacted(start: date, plan_id: str = "plan", at: datetime = AT, *headings: FilePlanHeading) -> FilePlan:
    draft = plan(*headings).model_copy(update={"plan_id": plan_id})
    command = EnactFilePlan(
        command_id="2", plan_id=plan_id, expected_version=1, effective_from=start, decision="12/QĐ"
    )
    return file_plans.enacted(draft, command, "leader-1", at)


def closed(**fields: Any) -> ClosedDossier:
    given_ = {
        "dossier_id": "d1", "code": "H26-1", "agency_code": AGENCY, "procedure_code": PROCEDURE,
        "closed_on": date(2026, 7, 10), "state": ArchivalState.UNPLANNED, **fields,
    }  # fmt: skip
    return ClosedDossier(**given_)


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        ((heading(years=None),), "permanent_or_years"),
        ((heading(permanent=True),), "permanent_or_years"),
        ((heading(), heading(procedure_codes=("1.000002",))), "heading_twice"),
        ((heading(), heading(code="TT.02")), "procedure_twice"),
        ((heading(procedure_codes=(PROCEDURE, PROCEDURE)),), "procedure_twice"),
    ],
)
def test_a_plan_that_says_nothing_or_two_things_is_refused(
    headings: tuple[FilePlanHeading, ...], code: str
) -> None:
    with pytest.raises(ServiceError) as fault:
        file_plans.check(content(*headings))
    assert [each.code for each in fault.value.errors] == [code]


def test_a_draft_is_written_anew_and_an_enacted_plan_is_not() -> None:
    again = RedraftFilePlan(command_id="3", plan_id="plan", expected_version=1, content=content())
    assert file_plans.redrafted(plan(), again, "head-1", AT).version == 2
    stale = again.model_copy(update={"expected_version": 7})
    refused(ErrorCode.VERSION_STALE, lambda: file_plans.redrafted(plan(), stale, "head-1", AT))
    settled = enacted(date(2026, 7, 1))
    late = again.model_copy(update={"expected_version": settled.version})
    refused(ErrorCode.RETENTION_SETTLED, lambda: file_plans.redrafted(settled, late, "head-1", AT))
    refused(ErrorCode.INVALID_REQUEST, lambda: enacted(date(2026, 6, 30)))


@given(days=st.lists(st.integers(1, 28), max_size=6), day=st.integers(1, 28))
def test_the_plan_counts_that_began_last_by_the_day_of_close(days: list[int], day: int) -> None:
    plans = [
        enacted(date(2026, 7, each), f"plan-{number}", AT.replace(minute=number))
        for number, each in enumerate(days)
    ]
    found = file_plans.in_force(plans, date(2026, 7, day))
    begun = [(each, number) for number, each in enumerate(days) if each <= day]
    assert (found and found.plan_id) == (f"plan-{max(begun)[1]}" if begun else None)


def test_a_closed_dossier_gets_the_place_of_its_day() -> None:
    plans = [
        enacted(date(2026, 7, 1), "old"),
        enacted(date(2026, 7, 11), "new", AT, heading(permanent=True, years=None, transfer_months=0)),
    ]
    before, after = (file_plans.placed(closed(closed_on=date(2026, 7, day)), plans) for day in (10, 11))
    assert before.place and after.place
    assert (before.place.plan_id, before.place.retained_until) == ("old", date(2046, 7, 10))
    assert before.place.transfer_due == date(2027, 7, 10)
    assert (after.place.plan_id, after.place.permanent, after.place.retained_until) == ("new", True, None)
    assert after.place.transfer_due == date(2026, 7, 11)
    assert before.state is after.state is ArchivalState.CLASSIFIED


def test_a_person_says_where_the_plan_does_not() -> None:
    plans = [enacted(date(2026, 7, 1))]
    assert file_plans.placed(closed(procedure_code="1.9"), plans).state is ArchivalState.UNCLASSIFIED
    assert file_plans.placed(closed(closed_on=date(2026, 6, 30)), plans).state is ArchivalState.UNPLANNED
    chosen = file_plans.classified(closed(), plans[0], plans[0].content.headings[0], "head-1")
    assert chosen.place and (chosen.place.code, chosen.place.classified_by) == ("TT.01", "head-1")


def test_another_place_asks_for_another_package_and_a_listed_dossier_stays() -> None:
    known = enacted(date(2026, 7, 1))
    package = ArchivalPackage(sha256=DIGEST, size=1, entries=1, packaged_at=AT)
    packaged = closed(state=ArchivalState.PACKAGED, package=package)
    chosen = file_plans.classified(packaged, known, known.content.headings[0], "head-1")
    assert (chosen.state, chosen.package) == (ArchivalState.CLASSIFIED, None)
    for state in (ArchivalState.LISTED, ArchivalState.HANDED_OVER):
        listed = closed(state=state, package=package)
        with pytest.raises(ServiceError, match="retention_settled"):
            file_plans.classified(listed, known, known.content.headings[0], "h")


def test_a_plan_of_today_reaches_what_was_closed_this_morning_but_not_what_a_person_chose() -> None:
    plans = [enacted(date(2026, 7, 10))]
    by_person = file_plans.classified(closed(dossier_id="d2"), plans[0], plans[0].content.headings[0], "h")
    listed = closed(dossier_id="d3", state=ArchivalState.LISTED)
    placed = file_plans.placed(closed(dossier_id="d4"), plans)
    changed = file_plans.placed_anew([closed(), by_person, listed, placed], plans)
    assert [(each.dossier_id, each.state) for each in changed] == [("d1", ArchivalState.CLASSIFIED)]


PLACE = file_plans.place(enacted(date(2026, 7, 1)), heading(), date(2026, 7, 10))
FOR_EVER = PLACE.model_copy(update={"permanent": True, "retained_until": None})
BEFORE, AFTER = date(2046, 7, 10), date(2046, 7, 11)


@pytest.mark.parametrize(
    ("dossier", "day", "stays"),
    [
        (closed(state=ArchivalState.UNPLANNED), BEFORE, False),
        (closed(state=ArchivalState.UNCLASSIFIED), AFTER, True),
        (closed(state=ArchivalState.CLASSIFIED, place=PLACE), AFTER, True),
        (closed(state=ArchivalState.PACKAGED, place=PLACE), AFTER, True),
        (closed(state=ArchivalState.LISTED, place=PLACE), AFTER, True),
        (closed(state=ArchivalState.HANDED_OVER, place=PLACE), BEFORE, True),
        (closed(state=ArchivalState.HANDED_OVER, place=PLACE), AFTER, False),
        (closed(state=ArchivalState.HANDED_OVER, place=FOR_EVER), BEFORE, False),
    ],
)
def test_a_dossier_leaves_once_the_archive_has_it_and_its_period_is_over(
    dossier: ClosedDossier, day: date, stays: bool
) -> None:
    assert is_retained(dossier, day, agency_has_plan=True) is stays


def test_a_dossier_without_its_place_yet_waits_where_its_agency_has_a_plan() -> None:
    assert is_retained(None, AFTER, agency_has_plan=True)
    assert not is_retained(None, AFTER, agency_has_plan=False)


def officer(*roles: OfficerRole, agency: str = AGENCY) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id="o", agency_code=agency, roles=roles)


ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="a")
LEADER, HEAD = officer(OfficerRole.LEADER), officer(OfficerRole.MANAGER)


def test_an_agency_writes_for_itself_and_its_leader_enacts() -> None:
    for actor in (LEADER, HEAD, ADMINISTRATOR):
        access.require_steward(actor, AGENCY)
    for actor in (LEADER, ADMINISTRATOR):
        access.require_leader(actor, AGENCY)
    refused(ErrorCode.FORBIDDEN, lambda: access.require_leader(HEAD, AGENCY))
    strangers = (
        officer(OfficerRole.PROCESSING), officer(OfficerRole.LEADER, agency="H26.12"),
        Actor(kind=ActorKind.CITIZEN, account_id="c", roles=(OfficerRole.LEADER,), agency_code=AGENCY),
        Actor(kind=ActorKind.OPERATOR, name="cli"),
    )  # fmt: skip
    for actor in strangers:
        with pytest.raises(ServiceError, match="forbidden"):
            access.require_steward(actor, AGENCY)
    assert access.agency_read_by(ADMINISTRATOR) is None
    assert access.agency_read_by(LEADER) == AGENCY
    refused(ErrorCode.FORBIDDEN, lambda: access.agency_read_by(LEADER, "H26.12"))
    refused(ErrorCode.NOT_FOUND, lambda: access.require_seen(LEADER, "H26.12", "file plan"))
