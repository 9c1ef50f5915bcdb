"""Papers are revoked by the agency that vouches for them."""

from __future__ import annotations

import pytest
from tests.integration.records.application.papers.papers import add_sealed, own, reuse_papers
from tests.integration.records.use_cases import ELSEWHERE, RECEPTION, Records, as_actor

from chassis.core.ids import new_id
from contracts.base import Actor
from contracts.errors import ServiceError
from contracts.records import PaperOwner, PaperStatus, RevokePaper, StoredPaper
from records.application.papers import revocation


def revoke(records: Records, request: RevokePaper, actor: Actor) -> StoredPaper:
    return revocation.revoke_paper(records.papers, request, as_actor(actor))


def test_a_revoked_paper_can_be_read_and_not_used(records: Records, citizen: Actor) -> None:
    owner = PaperOwner(account_id=citizen.account_id)
    paper = add_sealed(records, owner)
    request = RevokePaper(command_id=new_id(), paper_id=paper.paper_id, expected_version=1, reason="Cấp sai")
    revoked = revoke(records, request, RECEPTION)
    assert (revoked.status, revoked.revoked_reason, revoked.version) == (PaperStatus.REVOKED, "Cấp sai", 2)
    assert revoke(records, request, RECEPTION) == revoked
    with pytest.raises(ServiceError, match="revoked"):
        reuse_papers(records, owner, paper)
    assert own(records, citizen) == [paper.paper_id]
    assert own(records, citizen, usable=True) == []


def test_only_by_a_leader_of_the_agency_that_vouches_for_it(records: Records, citizen: Actor) -> None:
    paper = add_sealed(records, PaperOwner(account_id=citizen.account_id))
    request = RevokePaper(command_id=new_id(), paper_id=paper.paper_id, expected_version=1, reason="Cấp sai")
    for actor, code in ((ELSEWHERE, "not_found"), (citizen, "forbidden")):
        with pytest.raises(ServiceError, match=code):
            revoke(records, request, actor)


def test_once_and_at_the_version_that_was_seen(records: Records, citizen: Actor) -> None:
    paper = add_sealed(records, PaperOwner(account_id=citizen.account_id))
    first = RevokePaper(command_id=new_id(), paper_id=paper.paper_id, expected_version=1, reason="Cấp sai")
    revoke(records, first, RECEPTION)
    for version, code in ((1, "version_stale"), (2, "paper_not_usable")):
        again = first.model_copy(update={"command_id": new_id(), "expected_version": version})
        with pytest.raises(ServiceError, match=code):
            revoke(records, again, RECEPTION)
