from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.records.domain.paper_samples import AT, KIND, NUMBER, own_upload, paper, question

from contracts.records import PaperOrigin, PaperOwner
from contracts.subjects import Subject, SubjectRelation
from records.domain.paper_access import Claimant
from records.domain.paper_reuse import ReuseRefusal, refusal, refusals
from records.domain.papers import PaperState

OWNER = Claimant("citizen", level=1)
BY_NUMBER = Claimant(None, NUMBER, 1)
STRANGER = Claimant("stranger", "001099000002", 1)


@pytest.mark.parametrize("owner", [OWNER, BY_NUMBER], ids=["by account", "by number"])
def test_a_valid_paper_of_the_owner_and_of_a_kind_that_is_taken_may_be_used(owner: Claimant) -> None:
    assert refusal(question("p1", KIND), paper(), owner, AT) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"revoked_reason": "Cấp sai"}, ReuseRefusal.REVOKED),
        ({"replaced_by": "p2"}, ReuseRefusal.REPLACED),
        ({"valid_until": AT - timedelta(days=1)}, ReuseRefusal.EXPIRED),
        ({"result_code": "KQ.G15.000032"}, ReuseRefusal.WRONG_KIND),
        ({"result_code": None}, ReuseRefusal.WRONG_KIND),
        ({"origin": PaperOrigin.UPLOADED}, ReuseRefusal.NOT_VERIFIED),
    ],
)
def test_each_fault_has_its_reason(changes: dict[str, object], why: ReuseRefusal) -> None:
    assert refusal(question("p1", KIND), paper(**changes), OWNER, AT) is why


def test_anothers_paper_and_none_at_all_are_refused_alike_whatever_is_wrong_with_it() -> None:
    assert refusal(question(), None, OWNER, AT) is ReuseRefusal.NOT_OWNED
    assert refusal(question(), paper(revoked_reason="Cấp sai"), STRANGER, AT) is ReuseRefusal.NOT_OWNED


CHILD = Subject(
    full_name="Nguyễn Minh Khôi",
    born_on=date(2026, 2, 2),
    relation=SubjectRelation.CHILD,
    personal_number="001226000001",
)
SISTER = Subject(full_name="Nguyễn Minh Anh", born_on=CHILD.born_on, relation=SubjectRelation.CHILD)


@pytest.mark.parametrize(
    ("claimant", "subjects", "why"),
    [
        (OWNER, (), ReuseRefusal.WRONG_SUBJECT),
        (OWNER, (CHILD.model_copy(update={"personal_number": None}),), None),
        (OWNER, (CHILD.model_copy(update={"full_name": "NGUYEN MINH KHOI"}),), None),
        (OWNER, (CHILD.model_copy(update={"personal_number": "001226000002"}),), ReuseRefusal.WRONG_SUBJECT),
        (OWNER, (SISTER,), ReuseRefusal.WRONG_SUBJECT),
        (Claimant("child", CHILD.personal_number, 1), (), None),
        (Claimant("child", CHILD.personal_number, 0), (CHILD,), ReuseRefusal.NOT_OWNED),
    ],
)
def test_a_paper_stands_only_for_the_person_whom_it_is_about(
    claimant: Claimant, subjects: tuple[Subject, ...], why: ReuseRefusal | None
) -> None:
    found = refusal(question("p1", KIND), paper(subject=CHILD), claimant, AT, subjects)
    assert found is why


def test_a_component_that_names_no_kind_takes_any_paper_of_the_owner() -> None:
    assert refusal(question("u1"), own_upload(), OWNER, AT) is None


def test_nobody_owns_what_has_no_account_and_no_number() -> None:
    ownerless = paper(owner=PaperOwner(name="Nguyễn Văn An"))
    assert refusal(question(), ownerless, Claimant(level=2), AT) is ReuseRefusal.NOT_OWNED


PAPERS = {"p1": paper(), "u1": own_upload(), "old": paper(paper_id="old", replaced_by="p1")}


@given(st.lists(st.sampled_from(["p1", "u1", "old", "none"]), min_size=1, max_size=6))
def test_each_refusal_points_at_its_question(paper_ids: list[str]) -> None:
    questions = tuple(question(paper_id) for paper_id in paper_ids)
    found = {error.pointer: error.code for error in refusals(questions, PAPERS, OWNER, AT)}
    expected = {"old": "replaced", "none": "not_owned"}
    assert found == {
        f"/questions/{i}/paper_id": expected[paper_id]
        for i, paper_id in enumerate(paper_ids)
        if paper_id in expected
    }


def test_the_reasons_name_no_person() -> None:
    (wrong,) = refusals((question("old"),), PAPERS, OWNER, AT)
    assert NUMBER not in wrong.detail


def test_papers_are_plain_values() -> None:
    assert PaperState.model_validate(paper().model_dump()) == paper()
