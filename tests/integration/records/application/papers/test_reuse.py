"""Papers are reused in dossiers, all or none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.integration.records.application.papers.papers import accesses, add_sealed, get, reuse_papers
from tests.integration.records.use_cases import ELSEWHERE, Records, submitted

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from contracts.base import Actor
from contracts.errors import ServiceError
from contracts.records import PaperOwner


def test_a_use_lets_the_dossiers_agency_read_and_is_in_the_log(records: Records, citizen: Actor) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    paper = add_sealed(records, owner)
    with pytest.raises(ServiceError, match="not_found"):
        get(records, paper, ELSEWHERE)
    used = reuse_papers(records, owner, paper)
    records.share(submitted(paper.file_id, dossier_id=used.dossier_id, agency_code="H06.10"))
    assert get(records, paper, ELSEWHERE).paper_id == paper.paper_id
    assert accesses(records, paper, citizen) == [
        ("read", "H06.10", "dossier"),
        ("reused", "H06.10", "dossier"),
    ]
    verify(records.store.database, paper.paper_id)


def test_all_or_none_and_each_with_its_reason(records: Records, citizen: Actor) -> None:
    file_id, owner = records.store_file(), PaperOwner(account_id=citizen.account_id)
    good = add_sealed(records, owner, file_id)
    old = add_sealed(records, owner, file_id, valid_until=utcnow() - timedelta(days=1))
    anothers = add_sealed(records, PaperOwner(account_id="another"), file_id)
    with pytest.raises(ServiceError) as refused:
        reuse_papers(records, owner, good, old, anothers)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/questions/1/paper_id", "expired"),
        ("/questions/2/paper_id", "not_owned"),
    ]
    assert accesses(records, good, citizen) == []
    assert records.event_types_of(good.paper_id) == ["records.paper_kept"]


def test_a_repeated_use_is_answered_with_the_first_dossier(records: Records, citizen: Actor) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    paper = add_sealed(records, owner)
    command_id = new_id()
    first = reuse_papers(records, owner, paper, command_id=command_id)
    assert reuse_papers(records, owner, paper, command_id=command_id, dossier_id=new_id()) == first
    assert len(accesses(records, paper, citizen)) == 1


def test_no_event_names_a_person(records: Records, citizen: Actor) -> None:
    number = records.numbers[citizen.account_id]
    owner = PaperOwner(account_id=citizen.account_id, identity_number=number, name="Nguyễn Văn An")
    paper = add_sealed(records, owner)
    reuse_papers(records, owner, paper)
    events = str(list(records.store.database.events.find({"aggregate_id": paper.paper_id})))
    assert not [hidden for hidden in (str(number), "Nguyễn") if hidden in events]
