from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import ANONYMOUS, Actor, ActorKind, Role
from contracts.errors import Code, ServiceError
from contracts.records import FileState, OpenUpload
from records.domain import access
from records.domain.content import Content
from records.domain.files import File, Readers, announced, shared, stored

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
OWNER = Actor(kind=ActorKind.CITIZEN, account_id="owner")
CONTENT = Content(100, "0" * 64, "application/pdf")
READERS = Readers(frozenset({"H05.34.44"}), frozenset({"applicant"}))


def pending() -> File:
    return announced(OpenUpload(command_id="c", name="Tờ khai.pdf", size=100), OWNER, "f1", AT)


def test_an_announced_file_is_pending_and_nothing_was_told_of_it() -> None:
    file = pending()
    assert (file.info.state, file.info.size, file.version) == (FileState.PENDING, None, 0)


def test_a_stored_file_says_what_was_received() -> None:
    file = stored(pending(), CONTENT, "b1", AT)
    assert (file.info.state, file.info.size, file.info.sha256) == (FileState.STORED, 100, "0" * 64)
    assert file.version == 1


def test_sharing_counts_once_for_the_same_readers() -> None:
    once = shared(stored(pending(), CONTENT, "b1", AT), READERS)
    assert once.version == 2
    assert shared(once, READERS) is once


def test_sharing_takes_nobody_away() -> None:
    both = shared(shared(pending(), READERS), Readers(frozenset({"H06.10"})))
    assert both.readers.agency_codes == {"H05.34.44", "H06.10"}
    assert both.readers.account_ids == {"applicant"}


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (OWNER, True),
        (Actor(kind=ActorKind.CITIZEN, account_id="applicant"), True),
        (Actor(kind=ActorKind.OFFICER, account_id="o", agency_code="H05.34.44", roles=(Role.LEADER,)), True),
        (
            Actor(kind=ActorKind.OFFICER, account_id="o", agency_code="H05.34.44", roles=(Role.CATALOGUE,)),
            False,
        ),
        (Actor(kind=ActorKind.SERVICE, name="dossiers"), True),
        (Actor(kind=ActorKind.OFFICER, account_id="o", agency_code="H05.34", roles=(Role.LEADER,)), False),
        (Actor(kind=ActorKind.OFFICER, account_id="o", roles=(Role.LEADER,)), False),
        (Actor(kind=ActorKind.CITIZEN, account_id="x", agency_code="H05.34.44"), False),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="x"), False),
        (Actor(kind=ActorKind.OPERATOR, name="cli"), False),
        (ANONYMOUS, False),
    ],
)
def test_a_file_is_for_its_owner_its_readers_and_services(actor: Actor, sees: bool) -> None:
    assert access.visible(actor, shared(pending(), READERS)) is sees


@given(st.builds(Actor, kind=st.sampled_from(ActorKind), account_id=st.sampled_from(["", "x"])))
def test_nobody_but_the_owner_and_services_sees_a_file_that_was_not_shared(actor: Actor) -> None:
    assert access.visible(actor, pending()) is (actor.kind is ActorKind.SERVICE)


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (ANONYMOUS, Code.UNAUTHENTICATED),
        (Actor(kind=ActorKind.SERVICE, name="dossiers"), Code.FORBIDDEN),
        (Actor(kind=ActorKind.OPERATOR, name="cli"), Code.FORBIDDEN),
    ],
)
def test_only_accounts_upload(actor: Actor, code: Code) -> None:
    with pytest.raises(ServiceError) as refused:
        access.require_uploader(actor)
    assert refused.value.code is code
