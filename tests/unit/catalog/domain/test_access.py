"""Reading is open to all; changing the catalogue is for its keepers."""

import pytest

from catalog.domain.access import (
    may_maintain,
    may_write_for,
    require_keeper,
    visible_version,
    visible_versions,
)
from catalog.domain.agency_codes import is_of_a_province, root
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import VersionState
from contracts.errors import ServiceError


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (Actor(kind=ActorKind.OPERATOR, name="cli"), True),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"), True),
        (Actor(kind=ActorKind.OFFICER, account_id="o", roles=(OfficerRole.CATALOGUE,)), True),
        (
            Actor(kind=ActorKind.OFFICER, account_id="o", roles=(OfficerRole.LEADER, OfficerRole.RECEPTION)),
            False,
        ),
        (Actor(kind=ActorKind.CITIZEN, account_id="c", roles=(OfficerRole.CATALOGUE,)), False),
        (Actor(kind=ActorKind.SERVICE, name="dossiers"), False),
        (Actor(), False),
    ],
    ids=lambda value: str(value.kind) if isinstance(value, Actor) else None,
)
def test_who_may_maintain_the_catalogue(actor: Actor, allowed: bool) -> None:
    assert may_maintain(actor) is allowed


def officer(agency: str, *roles: OfficerRole) -> Actor:
    return Actor(
        kind=ActorKind.OFFICER, account_id="o", agency_code=agency, roles=roles or (OfficerRole.CATALOGUE,)
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [("H26.31.05", "H26"), ("000.00.16.H05", "H05"), ("G15", "G15"), ("", ""), ("019b698a-6087", "")],
)
def test_the_root_of_a_code_in_both_styles(code: str, expected: str) -> None:
    assert root(code) == expected


def test_provinces_are_told_from_ministries() -> None:
    assert (is_of_a_province("000.00.16.H05"), is_of_a_province("G15")) == (True, False)


@pytest.mark.parametrize(
    ("actor", "promulgator", "allowed"),
    [
        (officer("G15"), "G15", True),
        (officer("G15.07"), "G15", True),
        (officer("000.00.07.G15"), "G15", True),
        (officer("G01"), "G15", False),
        (officer("G15", OfficerRole.LEADER), "G15", False),
        (officer(""), "some-list-id", False),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"), "some-list-id", True),
        (Actor(kind=ActorKind.OPERATOR, name="cli"), "G15", False),
    ],
)
def test_a_version_is_written_by_the_agency_that_promulgates_it(
    actor: Actor, promulgator: str, allowed: bool
) -> None:
    assert may_write_for(actor, promulgator) is allowed


def test_an_officer_does_not_bring_in_a_whole_catalogue() -> None:
    with pytest.raises(ServiceError):
        require_keeper(officer("G15"))


@pytest.mark.parametrize("state", VersionState)
@pytest.mark.parametrize("actor", [Actor(), officer("G15"), officer("G15", OfficerRole.LEADER)])
def test_a_list_shows_what_can_be_read(actor: Actor, state: VersionState) -> None:
    listed = visible_versions(actor).get("state", {}).get("$in", list(VersionState))
    assert visible_version(actor, state) is (state.value in listed)


def test_drafts_and_proposals_are_not_for_everybody() -> None:
    hidden = [state for state in VersionState if not visible_version(Actor(), state)]
    assert hidden == [VersionState.DRAFT, VersionState.PROPOSED]
