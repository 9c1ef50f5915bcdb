"""What a list promises as usable is what a dossier takes."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from tests.integration.records.use_cases import Records, as_actor
from tests.unit.records.domain.paper_samples import own_upload, paper

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from contracts.base import Actor
from contracts.records import ListPapers, PaperOwner, PaperReuseRequest
from records.application.papers import queries
from records.domain.paper_reuse import refusal
from records.domain.papers import PaperState
from records.repository.papers import PaperRepository

WANTED, OTHER = "KQ.G15.000031", "KQ.G15.000099"
LIVES: tuple[dict[str, Any], ...] = (
    {},
    {"revoked_reason": "Sai"},
    {"replaced_by": "p9"},
    {"valid_until": timedelta(days=-1)},
    {"valid_until": timedelta(days=1)},
)


def every_kind(owner: Actor) -> list[PaperState]:
    """Of each origin, kind and life one."""
    made = []
    for of, code, life in product((paper, own_upload), (WANTED, OTHER, None), LIVES):
        changes = {
            name: utcnow() + value if isinstance(value, timedelta) else value for name, value in life.items()
        }
        made.append(
            of(
                paper_id=new_id(),
                owner=PaperOwner(account_id=owner.account_id),
                result_code=code,
                verification_code=None,
                **changes,
            )
        )
    return made


@pytest.mark.parametrize("codes", [(), (WANTED,), (WANTED, OTHER)])
def test_a_usable_paper_is_taken_and_no_other(
    records: Records, citizen: Actor, codes: tuple[str, ...]
) -> None:
    papers = every_kind(citizen)
    for one in papers:
        records.store.repository(PaperRepository).add(one)
    listed = queries.list_papers(
        records.papers, ListPapers(result_codes=codes, usable=True, limit=100), as_actor(citizen)
    )
    owner = PaperOwner(account_id=citizen.account_id)
    taken = {one.paper_id for one in papers if refusal(_asks(one, codes), one, owner, utcnow()) is None}
    assert {one.paper_id for one in listed.items} == taken


def _asks(one: PaperState, codes: tuple[str, ...]) -> PaperReuseRequest:
    return PaperReuseRequest(paper_id=one.paper_id, component_code="c", result_codes=codes)
