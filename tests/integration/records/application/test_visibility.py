"""Nothing of a file or of a paper of the store is seen on one path and hidden on another, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.integration.records.use_cases import Records, as_actor
from tests.support.dossiers.depth import lives
from tests.support.stores import fresh_store
from tests.support.visibility import HERE, PEOPLE, THERE, answered, callers, check_hidden
from tests.unit.records.domain.paper_samples import paper

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import accounts
from contracts.accounts import Contact, GetContact
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode
from contracts.records import (
    GetFile,
    GetPaper,
    ListAccesses,
    ListPapers,
    OpenDownload,
    PaperOrigin,
    PaperOwner,
    RemovePaper,
    RevokePaper,
)
from devstack.servers.mongo_address import MongoAddress
from records.application import files
from records.application.documents.signing_context import SigningTools
from records.application.papers import queries, removal, revocation
from records.domain.content import FileContent
from records.domain.file_access import file_visible
from records.domain.files import ConsultedReader, File, FileReaders
from records.domain.paper_access import PaperViewer, belongs, paper_visible
from records.domain.papers import PaperFile, PaperHolder, PaperState
from records.repository import FileRepository, PaperRepository, create_indexes

NUMBERS = {"an": "001099000001", "binh": "001099000002"}
agencies = st.sampled_from(("", HERE, THERE))
people = st.sampled_from((None, *PEOPLE))


@pytest.fixture(scope="module")
def store_of_papers(mongo: MongoAddress, signing_tools: SigningTools) -> Iterator[Records]:
    with fresh_store(mongo, "records", create_indexes) as store:
        yield Records(store, signing_tools)


@dataclass(frozen=True)
class Held:
    """A paper and its file. `levels`: to which the number of each account is proved."""

    paper: PaperState
    file: File
    levels: dict[str, int]


@st.composite
def held(draw: st.DrawFn) -> Held:
    owner, number, vouched_by, holder = (
        draw(people),
        draw(st.sampled_from([None, *NUMBERS.values()])),
        draw(agencies),
        draw(agencies),
    )
    uploader = draw(st.sampled_from(PEOPLE))
    kind = draw(st.sampled_from((ActorKind.CITIZEN, ActorKind.OFFICER, ActorKind.SERVICE)))
    consulted = draw(agencies)
    file = File(
        file_id=new_id(),
        version=1,
        name="giay-to.pdf",
        owner=Actor(kind=kind, account_id=uploader, agency_code=draw(agencies)),
        announced_size=7,
        announced_sha256=None,
        created_at=utcnow(),
        content=FileContent(size=7, sha256="0" * 64, media_type="application/pdf", pages=1, defect=None),
        blob_id=new_id(),
        stored_at=utcnow(),
        readers=FileReaders(
            frozenset(draw(st.lists(st.sampled_from((HERE, THERE)), max_size=1))),
            frozenset(draw(st.lists(st.sampled_from(PEOPLE), max_size=1))),
            frozenset({ConsultedReader("d", consulted)} if consulted else ()),
        ),
    )
    state = paper(
        paper_id=new_id(),
        file=PaperFile.of(file),
        owner=PaperOwner(account_id=owner, identity_number=number),
        origin=draw(st.sampled_from(PaperOrigin)),
        required_ial=draw(st.integers(0, 2)),
        vouched_by=vouched_by or None,
        issuer_code=draw(agencies) or None,
        holders=(PaperHolder(dossier_id="d", agency_code=holder),) if holder else (),
    )
    return Held(state, file, {person: draw(st.integers(0, 2)) for person in PEOPLE})


@lives(usual=20, deep=500, steps=1)
@given(of=held(), asking=st.lists(callers, min_size=3, max_size=6))
def test_every_path_shows_a_paper_and_its_file_or_none_does(
    store_of_papers: Records, of: Held, asking: list[Actor]
) -> None:
    records = store_of_papers
    know_levels(records, of.levels)
    records.store.repository(FileRepository).add(of.file)
    records.store.repository(PaperRepository).add_all([of.paper])
    try:
        for caller in asking:
            check_paper(records, of, caller)
            check_file(records, of, caller)
    finally:
        records.store.database.papers.delete_many({})
        records.store.database.files.delete_many({})


def check_paper(records: Records, of: Held, caller: Actor) -> None:
    viewer, context = viewer_of(records, caller), as_actor(caller)
    shown = paper_visible(viewer, of.paper)
    store, own, absent = records.papers, belongs(of.paper, viewer.claimant), new_id()

    def revoke(paper_id: str) -> Any:
        request = RevokePaper(command_id=new_id(), paper_id=paper_id, expected_version=99, reason="x")
        return revocation.revoke_paper(store, request, context)

    def remove(paper_id: str) -> Any:
        request = RemovePaper(command_id=new_id(), paper_id=paper_id, expected_version=99)
        return removal.remove_paper(store, request, context)

    for name, call in {
        "get_paper": lambda key: queries.get_paper(store, GetPaper(paper_id=key), context),
        "list_accesses": lambda key: queries.list_accesses(store, ListAccesses(paper_id=key), context),
        "revoke_paper": revoke,
    }.items():
        check_hidden(name, shown, partial(call, of.paper.paper_id), partial(call, absent))
    check_hidden("remove_paper", own, lambda: remove(of.paper.paper_id), lambda: remove(absent))
    listed, refusal = answered(lambda: queries.list_papers(store, ListPapers(limit=100), context))
    assert (listed is not None and of.paper.paper_id in {each.paper_id for each in listed.items}) is own
    assert shown or not own, "what is listed can be read"
    assert refusal is None or refusal[0] in (ErrorCode.FORBIDDEN, ErrorCode.UNAUTHENTICATED)


def check_file(records: Records, of: Held, caller: Actor) -> None:
    context, absent = as_actor(caller), new_id()
    shown = file_visible(caller, of.file) or paper_visible(viewer_of(records, caller), of.paper)
    for name, call in {
        "get_file": lambda key: files.get_file(records.papers, GetFile(file_id=key), context),
        "open_download": lambda key: files.open_download(
            records.papers, records.signer, OpenDownload(file_id=key), context
        ),
    }.items():
        check_hidden(name, shown, partial(call, of.file.file_id), partial(call, absent))
        assert (answered(partial(call, of.file.file_id))[0] is not None) is shown, (name, caller)


def know_levels(records: Records, levels: dict[str, int]) -> None:
    def contact(request: GetContact) -> Contact:
        level = levels[request.account_id]
        number = NUMBERS[request.account_id]
        return Contact(account_id=request.account_id, full_name="x", personal_number=number, assurance=level)

    records.client.answers(accounts.get_contact, contact)


def viewer_of(records: Records, caller: Actor) -> PaperViewer:
    return records.papers.viewer(Context.new(caller))
