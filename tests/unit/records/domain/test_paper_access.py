"""Who sees which paper: the same by every path."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.records.domain.paper_samples import AGENCY, CITIZEN, NUMBER, officer, own_upload, paper

from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.errors import ServiceError
from contracts.records import PaperOwner
from records.domain.paper_access import (
    PaperViewer,
    may_be_revoked_by,
    owned_filter,
    owns,
    paper_visible,
    require_citizen,
    require_reception,
)
from records.domain.papers import PaperHolder, PaperState, with_holders

accounts = st.sampled_from([None, "citizen", "other"])
numbers = st.sampled_from([None, NUMBER, "001099000002"])
agencies = st.sampled_from(["", AGENCY, "H06.10"])
owners = st.builds(PaperOwner, account_id=accounts, identity_number=numbers)
papers = st.builds(
    lambda owner, vouched_by, holder: paper(
        owner=owner,
        vouched_by=vouched_by or None,
        issuer_code=vouched_by or None,
        holders=(PaperHolder(dossier_id="d", agency_code=holder),) if holder else (),
    ),
    owners,
    agencies,
    agencies,
)
actors = st.builds(
    Actor,
    kind=st.sampled_from(ActorKind),
    account_id=st.sampled_from(["", "citizen", "other"]),
    agency_code=agencies,
    roles=st.lists(st.sampled_from(OfficerRole), max_size=2).map(tuple),
)
viewers = st.builds(PaperViewer, actors, numbers)


def matches(query: dict[str, Any], paper: PaperState) -> bool:
    """As the database reads the filters that the store uses."""
    if "$or" in query:
        return any(matches(way, paper) for way in query["$or"])
    if "_id" in query:
        return False
    return all(getattr(paper.owner, name.removeprefix("owner.")) == value for name, value in query.items())


@given(viewers, papers)
def test_a_list_shows_exactly_what_the_caller_owns(viewer: PaperViewer, paper: PaperState) -> None:
    assert matches(owned_filter(viewer.owner), paper) == owns(viewer, paper)


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
    assert paper_visible(PaperViewer(actor), with_holders(paper(), "d2", ("H06.10",))) is sees


def test_a_number_finds_what_was_kept_before_there_was_an_account() -> None:
    newcomer = Actor(kind=ActorKind.CITIZEN, account_id="newcomer")
    assert paper_visible(PaperViewer(newcomer, NUMBER), paper(owner=PaperOwner(identity_number=NUMBER)))
    assert not paper_visible(PaperViewer(newcomer), paper(owner=PaperOwner(identity_number=NUMBER)))


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
