"""Papers are read, and their owner sees by whom."""

from __future__ import annotations

import pytest
from tests.integration.records.application.papers.papers import KIND, accesses, add_sealed, get, own
from tests.integration.records.use_cases import ELSEWHERE, RECEPTION, Records, as_actor

from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError
from contracts.records import ListAccesses, ListPapers, OpenDownload, PaperOwner, PaperStatus
from records.application import files
from records.application.papers import queries


def test_every_reading_by_another_is_in_the_log_that_the_owner_reads(
    records: Records, citizen: Actor
) -> None:
    paper = add_sealed(records, PaperOwner(account_id=citizen.account_id), records.store_file(RECEPTION))
    for reader in (citizen, RECEPTION):
        get(records, paper, reader)
        download = OpenDownload(file_id=paper.file_id)
        files.open_download(records.papers, records.signer, download, as_actor(reader))
    assert accesses(records, paper, citizen) == [
        ("downloaded", "H05.34.44", "issuer"),
        ("read", "H05.34.44", "issuer"),
    ]
    with pytest.raises(ServiceError, match="forbidden"):
        accesses(records, paper, RECEPTION)


def test_the_log_is_read_in_pages(records: Records, citizen: Actor) -> None:
    paper = add_sealed(records, PaperOwner(account_id=citizen.account_id))
    for _ in range(3):
        get(records, paper, RECEPTION)
    context = as_actor(citizen)
    first = queries.list_accesses(records.papers, ListAccesses(paper_id=paper.paper_id, limit=2), context)
    rest = ListAccesses(paper_id=paper.paper_id, limit=2, cursor=first.next_cursor)
    last = queries.list_accesses(records.papers, rest, context)
    assert (len(first.items), len(last.items), last.next_cursor) == (2, 1, None)


def test_own_papers_are_listed_in_pages_newest_first(records: Records, citizen: Actor) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    added = [add_sealed(records, owner).paper_id for _ in range(3)]
    context = as_actor(citizen)
    first = queries.list_papers(records.papers, ListPapers(limit=2), context)
    rest = queries.list_papers(records.papers, ListPapers(limit=2, cursor=first.next_cursor), context)
    found = [paper.paper_id for paper in (*first.items, *rest.items)]
    assert (found, rest.next_cursor) == (added[::-1], None)
    other = as_actor(records.new_citizen())
    with pytest.raises(ServiceError, match="cursor"):
        queries.list_papers(records.papers, ListPapers(cursor=first.next_cursor), other)


def test_others_have_no_list_of_their_own(records: Records) -> None:
    with pytest.raises(ServiceError, match="forbidden"):
        own(records, RECEPTION)


def test_an_account_that_is_gone_has_what_it_owned(records: Records) -> None:
    gone = Actor(kind=ActorKind.CITIZEN, account_id="gone")
    paper = add_sealed(records, PaperOwner(account_id="gone"))
    assert own(records, gone) == [paper.paper_id]


def test_of_a_paper_that_one_may_not_see_there_is_none(records: Records, citizen: Actor) -> None:
    paper = add_sealed(records, PaperOwner(account_id="somebody"))
    for reader in (ELSEWHERE, citizen):
        with pytest.raises(ServiceError, match="not_found"):
            get(records, paper, reader)


def test_a_replaced_paper_names_its_successor(records: Records, citizen: Actor) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    old = add_sealed(records, owner)
    new = add_sealed(records, owner, old.file_id, replaces=old.paper_id)
    found = get(records, old, citizen)
    assert (found.status, found.replaced_by) == (PaperStatus.REPLACED, new.paper_id)
    assert own(records, citizen, usable=True, result_codes=(KIND,)) == [new.paper_id]
    assert own(records, citizen, result_codes=("KQ.G15.000031",)) == []
