"""Who sees which paper: the same by every path."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.records.domain.paper_samples import AGENCY, AT, CITIZEN, NUMBER, officer, own_upload, paper

from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.errors import ServiceError
from contracts.records import PaperOrigin, PaperOwner
from contracts.subjects import Subject, SubjectOfPaper, SubjectRelation
from records.domain.paper_access import (
    Claimant,
    PaperViewer,
    belongs,
    may_be_revoked_by,
    may_reuse,
    owned_filter,
    owns,
    paper_visible,
    require_citizen,
    require_reception,
    reusable_filter,
)
from records.domain.papers import PaperHolder, PaperState, view, with_holders

accounts = st.sampled_from([None, "citizen", "other"])
numbers = st.sampled_from([None, NUMBER, "001099000002"])
agencies = st.sampled_from(["", AGENCY, "H06.10"])
subjects = st.none() | st.builds(
    Subject,
    full_name=st.just("Nguyễn Minh Khôi"),
    relation=st.just(SubjectRelation.CHILD),
    personal_number=numbers,
)
owners = st.builds(PaperOwner, account_id=accounts, identity_number=numbers)
papers = st.builds(
    lambda owner, subject, vouched_by, holder, required, origin: paper(
        owner=owner,
        subject=subject,
        required_ial=required,
        origin=origin,
        vouched_by=vouched_by or None,
        issuer_code=vouched_by or None,
        holders=(PaperHolder(dossier_id="d", agency_code=holder),) if holder else (),
    ),
    owners,
    subjects,
    agencies,
    agencies,
    st.integers(0, 2),
    st.sampled_from(PaperOrigin),
)
actors = st.builds(
    Actor,
    kind=st.sampled_from(ActorKind),
    account_id=st.sampled_from(["", "citizen", "other"]),
    agency_code=agencies,
    roles=st.lists(st.sampled_from(OfficerRole), max_size=2).map(tuple),
)
levels = st.integers(0, 2)


def viewer_of(actor: Actor, number: str | None, level: int) -> PaperViewer:
    """As records makes it: of a citizen's account and number, of nobody else's."""
    if actor.kind is not ActorKind.CITIZEN:
        return PaperViewer(actor)
    return PaperViewer(actor, Claimant(actor.account_id or None, number, level))


viewers = st.builds(viewer_of, actors, numbers, levels)


def matches(query: dict[str, Any], paper: PaperState) -> bool:
    """As the database reads the filters that the store uses."""
    if "$or" in query:
        return any(matches(way, paper) for way in query["$or"])
    if "_id" in query:
        return False
    return all(_has(paper, name, value) for name, value in query.items())


def _has(paper: PaperState, name: str, value: Any) -> bool:
    if name.startswith("owner."):
        return bool(getattr(paper.owner, name.removeprefix("owner.")) == value)
    if name.startswith("subject."):
        subject = paper.subject
        return subject is not None and bool(getattr(subject, name.removeprefix("subject.")) == value)
    stored = getattr(paper, name)
    return stored in value["$in"] if "$in" in value else stored not in value["$nin"]


@given(viewers, papers)
def test_a_list_shows_exactly_what_the_caller_owns(viewer: PaperViewer, paper: PaperState) -> None:
    assert matches(owned_filter(viewer.claimant), paper) == owns(viewer, paper)


@given(viewers, papers)
def test_what_may_be_reused_is_listed_and_nothing_else(viewer: PaperViewer, paper: PaperState) -> None:
    listed = all(
        matches(query, paper) for query in (owned_filter(viewer.claimant), reusable_filter(viewer.claimant))
    )
    assert listed == may_reuse(paper, viewer.claimant)


@given(actors, numbers, levels, papers)
def test_nothing_is_found_by_a_number_that_is_not_proved_to_the_level_of_the_paper(
    actor: Actor, number: str | None, level: int, paper: PaperState
) -> None:
    claimant = Claimant(None, number, level)
    found = belongs(paper, claimant)
    assert not (found and level < max(1, paper.required_ial))
    assert not (found and (number is None or number not in paper.identity_numbers))
    assert belongs(paper, Claimant(None, number, 0)) is False
    assert not may_reuse(paper, Claimant(actor.account_id, number, 0)) or (
        not paper.verified or paper.required_ial == 0
    )


@given(actors, numbers, levels, papers)
def test_a_level_that_rises_hides_nothing(
    actor: Actor, number: str | None, level: int, paper: PaperState
) -> None:
    lower, higher = (Claimant(actor.account_id, number, each) for each in (level, min(2, level + 1)))
    assert belongs(paper, lower) <= belongs(paper, higher)
    assert may_reuse(paper, lower) <= may_reuse(paper, higher)


@given(viewers, papers)
def test_who_owns_a_paper_sees_it_and_only_citizens_own(viewer: PaperViewer, paper: PaperState) -> None:
    if owns(viewer, paper):
        assert paper_visible(viewer, paper)
        assert viewer.actor.kind is ActorKind.CITIZEN


@given(viewers, papers)
def test_who_may_revoke_a_paper_sees_it(viewer: PaperViewer, paper: PaperState) -> None:
    if may_be_revoked_by(viewer.actor, paper):
        assert paper_visible(viewer, paper)


@given(viewers, papers, agencies)
def test_a_dossier_that_holds_a_paper_takes_it_from_nobody(
    viewer: PaperViewer, paper: PaperState, agency: str
) -> None:
    if paper_visible(viewer, paper):
        assert paper_visible(viewer, with_holders(paper, "d2", (agency,)))


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (CITIZEN, True),
        (Actor(kind=ActorKind.CITIZEN, account_id="other"), False),
        (officer(OfficerRole.PROCESSING), True),
        (officer(OfficerRole.RECEPTION, agency="H06.10"), True),
        (officer(OfficerRole.CATALOGUE), False),
        (officer(OfficerRole.LEADER, agency="H05.34"), False),
        (Actor(kind=ActorKind.SERVICE, name="dossiers"), True),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"), False),
        (Actor(kind=ActorKind.SYSTEM, account_id="s", agency_code=AGENCY), False),
        (ANONYMOUS, False),
    ],
    ids=lambda value: f"{value.kind} {value.agency_code}" if isinstance(value, Actor) else "",
)
def test_a_paper_is_for_its_owner_its_agency_and_those_whose_dossier_holds_it(
    actor: Actor, sees: bool
) -> None:
    assert paper_visible(PaperViewer.without_number(actor), with_holders(paper(), "d2", ("H06.10",))) is sees


def test_a_number_finds_what_was_kept_before_there_was_an_account() -> None:
    newcomer = Actor(kind=ActorKind.CITIZEN, account_id="newcomer")
    stored = paper(owner=PaperOwner(identity_number=NUMBER))
    assert paper_visible(PaperViewer(newcomer, Claimant("newcomer", NUMBER, 1)), stored)
    assert not paper_visible(PaperViewer(newcomer, Claimant("newcomer", NUMBER, 0)), stored)
    assert not paper_visible(PaperViewer.without_number(newcomer), stored)


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (officer(OfficerRole.LEADER), True),
        (officer(OfficerRole.PROCESSING), False),
        (officer(OfficerRole.LEADER, agency="H06.10"), False),
        (CITIZEN, False),
    ],
    ids=["leader", "another role", "another agency", "owner"],
)
def test_a_leader_of_the_agency_revokes(actor: Actor, may: bool) -> None:
    assert may_be_revoked_by(actor, paper()) is may


def test_nobody_revokes_what_nobody_vouches_for() -> None:
    assert not may_be_revoked_by(officer(OfficerRole.LEADER), own_upload())


def test_only_reception_scans_and_only_citizens_keep() -> None:
    require_reception(officer(OfficerRole.RECEPTION))
    require_citizen(CITIZEN)
    with pytest.raises(ServiceError, match="forbidden"):
        require_reception(officer(OfficerRole.PROCESSING))
    with pytest.raises(ServiceError, match="forbidden"):
        require_citizen(officer(OfficerRole.RECEPTION))
    with pytest.raises(ServiceError, match="unauthenticated"):
        require_citizen(ANONYMOUS)


CHILD_NUMBER = "001226000001"
CHILD = Subject(
    full_name="Nguyễn Minh Khôi",
    born_on=date(2026, 2, 2),
    relation=SubjectRelation.CHILD,
    personal_number=CHILD_NUMBER,
)


def test_a_paper_is_the_childs_by_its_proved_number_and_stays_the_applicants() -> None:
    certificate = paper(subject=CHILD)
    assert belongs(certificate, Claimant("child", CHILD_NUMBER, 1))
    assert belongs(certificate, Claimant("citizen"))
    assert not belongs(certificate, Claimant("child", CHILD_NUMBER, 0))
    assert not belongs(paper(), Claimant("child", CHILD_NUMBER, 2))


def test_whom_a_paper_is_about_is_shown_without_the_number() -> None:
    shown = view(paper(subject=CHILD), AT)
    assert shown.subject == SubjectOfPaper(
        full_name="Nguyễn Minh Khôi", born_on=date(2026, 2, 2), relation=SubjectRelation.CHILD
    )
    assert CHILD_NUMBER not in shown.model_dump_json()
