"""Who reads the draft of a result: the officers of the agency that handles the dossier, and nobody else (law.md A2)."""

from __future__ import annotations

import pytest
from tests.integration.records.use_cases import (
    ELSEWHERE,
    OFFICER,
    OTHER_CITIZEN,
    RECEPTION,
    Records,
    as_actor,
    event_of,
    submitted,
)

from chassis.storage.inbox import ReceivedEvent
from contracts.base import Actor
from contracts.dossiers import ResultOutcome, ResultProposedEvent
from contracts.errors import ServiceError
from contracts.records import GetFile
from records.application import files


def propose(records: Records, file_id: str) -> None:
    """As the handler of the event does."""
    about = submitted().model_dump(exclude={"file_ids"}) | {"follower_ids": (OTHER_CITIZEN.account_id,)}
    draft = {"draft_outcome": ResultOutcome.APPROVED, "draft_file_ids": (file_id,)}
    context = as_actor(OFFICER)
    received = [ReceivedEvent(event_of(ResultProposedEvent(**about, **draft), context), context)]
    records.store.transaction(context, lambda uow: files.share_drafts(uow, received))


def reads(records: Records, actor: Actor, file_id: str) -> bool:
    try:
        return files.get_file(records.papers, GetFile(file_id=file_id), as_actor(actor)).file_id == file_id
    except ServiceError:
        return False


def test_a2_a_draft_is_read_by_the_agency_alone(records: Records) -> None:
    file_id = records.store_file(OFFICER)
    assert not reads(records, RECEPTION, file_id)
    for _ in range(2):
        propose(records, file_id)
    assert [reads(records, each, file_id) for each in (RECEPTION, OTHER_CITIZEN, ELSEWHERE)] == [
        True,
        False,
        False,
    ]
    assert records.event_types_of(file_id).count("records.file_shared") == 1


def test_a_file_that_is_gone_is_left_out(records: Records) -> None:
    propose(records, "gone")
    with pytest.raises(ServiceError, match="not_found"):
        files.get_file(records.papers, GetFile(file_id="gone"), as_actor(OFFICER))
