from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from contracts.records import FileState, OpenUpload
from records.domain import file_access
from records.domain.content import FileContent
from records.domain.files import (
    PORTION_BYTES,
    File,
    FileReaders,
    announced_file,
    in_portions,
    with_content,
    with_readers,
)

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
OWNER = Actor(kind=ActorKind.CITIZEN, account_id="owner")
CONTENT = FileContent(100, "0" * 64, "application/pdf")
READERS = FileReaders(frozenset({"H05.34.44"}), frozenset({"applicant"}))


def pending() -> File:
    return announced_file(OpenUpload(command_id="c", name="Tờ khai.pdf", size=100), OWNER, "f1", AT)


def test_an_announced_file_is_pending_and_nothing_was_told_of_it() -> None:
    file = pending()
    assert (file.info.state, file.info.size, file.version) == (FileState.PENDING, None, 0)


def test_a_stored_file_says_what_was_received() -> None:
    file = with_content(pending(), CONTENT, "b1", AT)
    assert (file.info.state, file.info.size, file.info.sha256) == (FileState.STORED, 100, "0" * 64)
    assert file.version == 1


def test_files_are_held_in_memory_in_portions() -> None:
    sizes = [PORTION_BYTES - 1, 1, 1, PORTION_BYTES + 1, 0, 1]
    files = [with_content(pending(), replace(CONTENT, size=size), f"b{size}", AT) for size in sizes]
    portions = list(in_portions([*files, pending()], lambda file: file))
    assert [[file.info.size for file in portion] for portion in portions] == [
        [PORTION_BYTES - 1, 1],
        [1],
        [PORTION_BYTES + 1],
        [0, 1, None],
    ]
    assert list(in_portions([], lambda file: file)) == []


def test_sharing_counts_once_for_the_same_readers() -> None:
    once = with_readers(with_content(pending(), CONTENT, "b1", AT), READERS)
    assert once.version == 2
    assert with_readers(once, READERS) is once


def test_sharing_takes_nobody_away() -> None:
    both = with_readers(with_readers(pending(), READERS), FileReaders(frozenset({"H06.10"})))
    assert both.readers.agency_codes == {"H05.34.44", "H06.10"}
    assert both.readers.account_ids == {"applicant"}


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (OWNER, True),
        (Actor(kind=ActorKind.CITIZEN, account_id="applicant"), True),
        (
            Actor(
                kind=ActorKind.OFFICER, account_id="o", agency_code="H05.34.44", roles=(OfficerRole.LEADER,)
            ),
            True,
        ),
        (
            Actor(
                kind=ActorKind.OFFICER,
                account_id="o",
                agency_code="H05.34.44",
                roles=(OfficerRole.CATALOGUE,),
            ),
            False,
        ),
        (Actor(kind=ActorKind.SERVICE, name="dossiers"), True),
        (
            Actor(kind=ActorKind.OFFICER, account_id="o", agency_code="H05.34", roles=(OfficerRole.LEADER,)),
            False,
        ),
        (Actor(kind=ActorKind.OFFICER, account_id="o", roles=(OfficerRole.LEADER,)), False),
        (Actor(kind=ActorKind.CITIZEN, account_id="x", agency_code="H05.34.44"), False),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="x"), False),
        (Actor(kind=ActorKind.OPERATOR, name="cli"), False),
        (ANONYMOUS, False),
    ],
)
def test_a_file_is_for_its_owner_its_readers_and_services(actor: Actor, sees: bool) -> None:
    assert file_access.file_visible(actor, with_readers(pending(), READERS)) is sees


def test_what_an_officer_uploaded_is_not_his_any_more_when_he_has_left_the_agency() -> None:
    officer = Actor(
        kind=ActorKind.OFFICER, account_id="o", agency_code="H05.34.44", roles=(OfficerRole.PROCESSING,)
    )
    file = announced_file(OpenUpload(command_id="c", name="Kết quả.pdf", size=100), officer, "f1", AT)
    assert file_access.file_visible(officer, file)
    assert not file_access.file_visible(officer.model_copy(update={"agency_code": "H05.34.45"}), file)


@given(st.builds(Actor, kind=st.sampled_from(ActorKind), account_id=st.sampled_from(["", "x"])))
def test_nobody_but_the_owner_and_services_sees_a_file_that_was_not_shared(actor: Actor) -> None:
    assert file_access.file_visible(actor, pending()) is (actor.kind is ActorKind.SERVICE)


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (ANONYMOUS, ErrorCode.UNAUTHENTICATED),
        (Actor(kind=ActorKind.SERVICE, name="dossiers"), ErrorCode.FORBIDDEN),
        (Actor(kind=ActorKind.OPERATOR, name="cli"), ErrorCode.FORBIDDEN),
    ],
)
def test_only_accounts_upload(actor: Actor, code: ErrorCode) -> None:
    with pytest.raises(ServiceError) as refused:
        file_access.require_uploader(actor)
    assert refused.value.code is code
