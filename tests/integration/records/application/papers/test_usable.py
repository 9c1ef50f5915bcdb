"""What the list calls usable is what a dossier may use: one rule, tried on papers of every kind and state."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from tests.integration.records.use_cases import DOSSIERS, Records, as_actor

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from contracts.base import Actor
from contracts.errors import ErrorCode, ServiceError
from contracts.records import ListPapers, PaperOrigin, PaperOwner, PaperReuseRequest, ReusePapers
from records.application.papers import queries, reuse
from records.application.papers.paper_store import add_paper
from records.domain.papers import PaperFile, PaperState

KINDS = ("KQ.1", "KQ.2", None)
STATES = ("valid", "revoked", "replaced", "expired", "ends later")
PROCEDURES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("KQ.1",),),
    (("KQ.1",), ("KQ.2", "KQ.3")),
    ((), ("KQ.1",)),
    ((),),
    (("KQ.9",),),
    (),
)


@pytest.fixture
def citizen(records: Records) -> Actor:
    """With a paper of every origin, kind and state."""
    owner = records.new_citizen()

    def keep(origin: PaperOrigin, kind: str | None, state: str) -> None:
        now = utcnow()
        paper = PaperState(
            paper_id=new_id(),
            version=1,
            origin=origin,
            owner=PaperOwner(account_id=owner.account_id),
            file=PaperFile(file_id=new_id(), sha256="0" * 64, size=1, media_type="application/pdf"),
            title="Giấy tờ",
            result_code=kind,
            issued_at=now,
            valid_until={"expired": now - timedelta(days=1), "ends later": now + timedelta(days=1)}.get(
                state
            ),
            revoked_reason="Cấp sai" if state == "revoked" else None,
            replaced_by=new_id() if state == "replaced" else None,
            created_at=now,
        )
        records.store.transaction(as_actor(owner), lambda uow: add_paper(uow, paper))

    for origin, kind, state in itertools.product(PaperOrigin, KINDS, STATES):
        keep(origin, kind, state)
    return owner


@pytest.mark.parametrize("components", PROCEDURES, ids=repr)
def test_the_list_of_usable_papers_is_what_filing_takes(
    records: Records, citizen: Actor, components: tuple[tuple[str, ...], ...]
) -> None:
    everything = listed(records, citizen, ListPapers(limit=100))
    assert len(everything) == len(PaperOrigin) * len(KINDS) * len(STATES)
    taken = {
        paper_id
        for paper_id in everything
        if any(takes(records, citizen, paper_id, kinds) for kinds in components)
    }
    assert listed(records, citizen, ListPapers(limit=100, usable=True, components=components)) == taken


def test_without_a_procedure_it_is_what_a_component_without_kinds_takes(
    records: Records, citizen: Actor
) -> None:
    everything = listed(records, citizen, ListPapers(limit=100))
    taken = {paper_id for paper_id in everything if takes(records, citizen, paper_id, ())}
    assert listed(records, citizen, ListPapers(limit=100, usable=True)) == taken


def listed(records: Records, citizen: Actor, request: ListPapers) -> set[str]:
    return {paper.paper_id for paper in queries.list_papers(records.papers, request, as_actor(citizen)).items}


def takes(records: Records, citizen: Actor, paper_id: str, kinds: tuple[str, ...]) -> bool:
    question = PaperReuseRequest(paper_id=paper_id, component_code="TP", result_codes=kinds)
    request = ReusePapers(
        command_id=new_id(),
        dossier_id=new_id(),
        agency_code="H05.34.44",
        owner=PaperOwner(account_id=citizen.account_id),
        assurance=1,
        questions=(question,),
    )
    try:
        reuse.reuse_papers(records.store, request, as_actor(DOSSIERS))
    except ServiceError as error:
        assert error.code is ErrorCode.PAPER_NOT_USABLE, error
        return False
    return True
