"""Whom the results of a dossier are about, where it is not the applicant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import (
    ACT,
    START,
    accepted,
    action_context,
    file,
    files,
    law,
    officer,
    steps_done,
    submitted,
)

from contracts.base import OfficerRole
from contracts.catalog import ResultKind
from contracts.dossiers import CorrectResult, IssueResult, ProposeResult, RecordError, ResultOutcome
from contracts.dossiers.parts import ErrorKind
from contracts.errors import ServiceError
from contracts.subjects import Subject, SubjectRelation, is_same_person
from dossiers.domain.actions.correction import correct_result, record_error
from dossiers.domain.actions.draft import propose_result
from dossiers.domain.actions.processing import start_processing
from dossiers.domain.actions.result import issue_result
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.subjects import check_named, subject_at, subject_of_result

OFFICER = officer(OfficerRole.PROCESSING, OfficerRole.LEADER)
CHILD = Subject(full_name="Nguyễn Minh Khôi", born_on=date(2026, 4, 2), relation=SubjectRelation.CHILD)
SISTER = Subject(full_name="Nguyễn Minh Anh", born_on=date(2026, 4, 2), relation=SubjectRelation.CHILD)
APPLICANT = Subject(full_name="Nguyễn Văn A", relation=SubjectRelation.APPLICANT)
NUMBERED = CHILD.model_copy(update={"personal_number": "001226000001"})
ABOUT_ANOTHER = law(results=(ResultKind(code="KQ.1", name="Giấy khai sinh", subject_is_another=True),))
ABOUT_ANYBODY = law()
NOW = action_context("2026-04-21 09:00", ABOUT_ANYBODY, OFFICER)
STRICT = action_context("2026-04-21 09:00", ABOUT_ANOTHER, OFFICER)

names = st.sampled_from(["Nguyễn Minh Khôi", "NGUYEN MINH KHOI", "Nguyễn Minh Anh", "Trần Thị Hoa"])
persons = st.builds(
    Subject,
    full_name=names,
    born_on=st.none() | st.sampled_from([date(2026, 4, 1), date(2026, 4, 2)]),
    relation=st.sampled_from([each for each in SubjectRelation if each is not SubjectRelation.APPLICANT]),
    personal_number=st.sampled_from([None, "001226000001", "001226000002"]),
)


def of(*subjects: Subject) -> DossierState:
    """A dossier whose filing names these."""
    return accepted().model_copy(update={"subjects": subjects})


def issued(dossier: DossierState, stated: Subject | None) -> DossierState:
    request = IssueResult(
        **ACT, outcome=ResultOutcome.APPROVED, result_code="KQ.1", file_id="r1", subject=stated
    )
    working = steps_done(start_processing(dossier, START, action_context("2026-04-20 10:00")).dossier)
    return issue_result(working, request, NOW, files=files(file("r1", owner_id="officer-1"))).dossier


def test_a_result_is_about_the_applicant_unless_somebody_is_named() -> None:
    assert subject_of_result(of(), None, "KQ.1", NOW) == ((), None)
    assert subject_of_result(of(CHILD), None, "KQ.1", NOW) == ((CHILD,), 0)


def test_the_officer_is_asked_where_the_law_or_the_filing_leaves_it_open() -> None:
    for dossier, context in ((of(), STRICT), (of(CHILD, SISTER), NOW)):
        with pytest.raises(ServiceError) as refusal:
            subject_of_result(dossier, None, "KQ.1", context)
        assert [(wrong.pointer, wrong.code) for wrong in refusal.value.errors] == [("/subject", "required")]
    assert subject_of_result(of(CHILD, SISTER), SISTER, "KQ.1", NOW) == ((CHILD, SISTER), 1)
    assert subject_of_result(of(), APPLICANT, "KQ.1", STRICT) == ((), None)


def test_the_officer_completes_what_the_filing_named() -> None:
    assert subject_of_result(of(CHILD), NUMBERED, "KQ.1", NOW) == ((NUMBERED,), 0)
    assert subject_of_result(of(NUMBERED), CHILD, "KQ.1", NOW) == ((NUMBERED,), 0)


def test_a_result_and_its_correction_are_about_the_same_person() -> None:
    dossier = issued(of(CHILD), NUMBERED)
    assert subject_at(dossier, dossier.results[-1].subject) == NUMBERED
    error = RecordError(**ACT, kind=ErrorKind.ERROR, description="Sai tên", apology="Xin lỗi")
    wrong = record_error(dossier, error, NOW).dossier
    corrected = correct_result(
        wrong,
        CorrectResult(**ACT, file_id="r2"),
        NOW,
        files=files(file("r2", owner_id="officer-1")),
    ).dossier
    assert [result.subject for result in corrected.results] == [0, 0]


def test_a_refusal_has_no_subject() -> None:
    working = steps_done(start_processing(of(CHILD), START, action_context("2026-04-20 10:00")).dossier)
    request = IssueResult(**ACT, outcome=ResultOutcome.REFUSED, reason="Không đủ", subject=CHILD)
    with pytest.raises(ServiceError) as refusal:
        issue_result(working, request, NOW, files={})
    assert [(wrong.pointer, wrong.code) for wrong in refusal.value.errors] == [("/subject", "not_expected")]


@pytest.mark.parametrize(
    ("subjects", "pointer", "code"),
    [
        ((APPLICANT,), "/subjects/0/relation", "not_expected"),
        ((CHILD, SISTER, NUMBERED), "/subjects/2", "repeated"),
        ((CHILD.model_copy(update={"born_on": date(2026, 4, 21)}),), "/subjects/0/born_on", "date_in_future"),
    ],
)
def test_a_filing_that_names_nobody_else_is_refused(
    subjects: tuple[Subject, ...], pointer: str, code: str
) -> None:
    with pytest.raises(ServiceError) as refusal:
        submitted("2026-04-20 08:00", subjects=subjects)
    assert [(wrong.pointer, wrong.code) for wrong in refusal.value.errors] == [(pointer, code)]


def test_where_the_personal_data_was_erased_nobody_is_named() -> None:
    assert subject_at(of(), 0) is None


@given(st.lists(persons, max_size=4), st.lists(persons, max_size=4), st.booleans())
def test_every_result_has_a_place_and_nobody_is_lost(
    named: list[Subject], stated: list[Subject], strict: bool
) -> None:
    dossier = of(*named)
    for person in stated:
        subjects, place = subject_of_result(dossier, person, "KQ.1", STRICT if strict else NOW)
        assert place is not None
        assert is_same_person(subjects[place], person)
        assert len(subjects) - len(dossier.subjects) in (0, 1)
        for before, after in zip(dossier.subjects, subjects, strict=False):
            assert before == after or is_same_person(after, person)
        known = dossier.model_copy(update={"subjects": subjects})
        assert subject_of_result(known, person, "KQ.1", NOW)[0] == subjects
        dossier = known


@given(st.lists(persons, max_size=5))
def test_a_filing_that_is_taken_names_different_people(named: list[Subject]) -> None:
    twice = any(is_same_person(one, other) for place, one in enumerate(named) for other in named[place + 1 :])
    if twice:
        with pytest.raises(ServiceError):
            check_named(named, date(2026, 4, 21))
    else:
        check_named(named, date(2026, 4, 21))


def drafted(dossier: DossierState, stated: Subject | None) -> DossierState:
    request = ProposeResult(
        **ACT, outcome=ResultOutcome.APPROVED, result_code="KQ.1", file_id="r1", subject=stated
    )
    working = steps_done(start_processing(dossier, START, action_context("2026-04-20 10:00")).dossier)
    return propose_result(working, request, NOW, files=files(file("r1", owner_id="officer-1"))).dossier


def signed(dossier: DossierState, stated: Subject | None = None) -> DossierState:
    request = IssueResult(**ACT, outcome=ResultOutcome.APPROVED, subject=stated)
    return issue_result(dossier, request, NOW, files={}).dossier


def test_whom_a_draft_is_about_is_taken_over_unless_who_signs_says_another() -> None:
    draft = drafted(of(CHILD, SISTER), SISTER)
    assert draft.subjects == (CHILD, SISTER), "a draft changes nothing of the dossier"
    assert subject_at(signed(draft), signed(draft).results[-1].subject) == SISTER
    assert signed(draft, CHILD).results[-1].subject == 0
    newborn = signed(drafted(of(), NUMBERED))
    assert (newborn.subjects, newborn.results[-1].subject) == ((NUMBERED,), 0)


def test_a_draft_of_a_refusal_is_about_nobody_else() -> None:
    refused = ProposeResult(**ACT, outcome=ResultOutcome.REFUSED, reason="Không đủ điều kiện", subject=CHILD)
    with pytest.raises(ServiceError) as refusal:
        propose_result(of(CHILD), refused, NOW, files={})
    assert [(wrong.pointer, wrong.code) for wrong in refusal.value.errors] == [("/subject", "not_expected")]


def test_of_papers_of_one_kind_about_two_persons_that_of_the_person_named_is_corrected() -> None:
    first = issued(of(CHILD, SISTER), CHILD)
    about_both = first.model_copy(
        update={
            "results": (
                *first.results,
                first.results[-1].model_copy(update={"file_id": "of-the-sister", "subject": 1}),
            )
        }
    )

    def corrected(stated: Subject | None) -> str | None:
        request = CorrectResult(**ACT, result_code="KQ.1", file_id="r2", subject=stated)
        error = RecordError(**ACT, kind=ErrorKind.ERROR, description="Sai ngày sinh", apology="Xin lỗi")
        noted = record_error(about_both, error, NOW).dossier
        known = files(file("r2", owner_id="officer-1"))
        return correct_result(noted, request, NOW, files=known).dossier.results[-1].corrects_file_id

    assert corrected(CHILD) == "r1"
    assert corrected(SISTER) == corrected(None) == corrected(APPLICANT) == "of-the-sister"
