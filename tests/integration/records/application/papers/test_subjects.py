"""A paper is about somebody else than its owner."""

from __future__ import annotations

from datetime import date

import pytest
from tests.integration.records.application.papers.papers import add_sealed, get, own, reuse_papers
from tests.integration.records.use_cases import Records

from contracts.base import Actor
from contracts.errors import ServiceError
from contracts.records import PaperOwner
from contracts.subjects import Subject, SubjectRelation
from records.repository.papers import PaperRepository


def child_of(records: Records, person: Actor) -> Subject:
    return Subject(
        full_name="Nguyễn Minh Khôi",
        born_on=date(2026, 11, 2),
        relation=SubjectRelation.CHILD,
        personal_number=records.numbers[person.account_id],
    )


def test_the_childs_paper_is_in_the_stores_of_both(records: Records, citizen: Actor) -> None:
    person, stranger = records.new_citizen(), records.new_citizen()
    owner, child = PaperOwner(account_id=citizen.account_id), child_of(records, person)
    paper = add_sealed(records, owner, subject=child)
    assert own(records, citizen) == own(records, person) == [paper.paper_id]
    assert get(records, paper, person) == get(records, paper, citizen) == paper
    assert own(records, stranger) == []
    with pytest.raises(ServiceError, match="not_found"):
        get(records, paper, stranger)
    assert records.store.repository(PaperRepository).get(paper.paper_id).subject == child
    stored = str(records.store.database.papers.find_one({"_id": paper.paper_id}))
    hidden = (str(child.personal_number), child.full_name, "2026-11-02")
    assert not [each for each in hidden if each in stored]


def test_a_use_says_for_whom(records: Records, citizen: Actor) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    child = child_of(records, records.new_citizen())
    paper = add_sealed(records, owner, subject=child)
    with pytest.raises(ServiceError) as refused:
        reuse_papers(records, owner, paper)
    assert [error.code for error in refused.value.errors] == ["wrong_subject"]
    assert reuse_papers(records, owner, paper, subjects=(child,)).papers[0].paper_id == paper.paper_id


def test_a_paper_of_before_is_about_its_owner(records: Records, citizen: Actor) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    paper = add_sealed(records, owner)
    records.store.database.papers.update_one({"_id": paper.paper_id}, {"$unset": {"subject": ""}})
    assert get(records, paper, citizen).subject is None
    assert reuse_papers(records, owner, paper).papers[0].paper_id == paper.paper_id
