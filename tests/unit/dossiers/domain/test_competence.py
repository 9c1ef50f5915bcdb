"""What is said to who files at the wrong agency."""

from datetime import date

import pytest

from contracts.catalog import AdministrativeLevel, Agency, FilingCompetence
from contracts.errors import ServiceError
from dossiers.domain.competence import check_competence, check_in_force

RIGHT = Agency(code="G01.26.31.05", name="Công an phường mẫu số 5", level=AdministrativeLevel.COMMUNE)
DAY = date(2026, 11, 27)


@pytest.mark.parametrize("why", ["other_agency", "ended", "not_begun"])
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_refusal_names_where_to_go(why: str, locale: str) -> None:
    competence = FilingCompetence.model_validate({"competent": False, "why": why, "agencies": (RIGHT,)})
    with pytest.raises(ServiceError) as refusal:
        check_competence(competence, "/agency_code", locale)
    (wrong,) = refusal.value.errors
    assert wrong.pointer == "/agency_code"
    assert "Công an phường mẫu số 5 (G01.26.31.05)" in wrong.detail


def test_who_is_competent_and_what_an_older_release_does_not_say_pass() -> None:
    check_competence(FilingCompetence(competent=True, why="rule"), "/agency_code", "vi")
    check_competence(None, "/agency_code", "vi")


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "code"),
    [
        (None, None, None),
        (DAY, DAY, None),
        (date(2026, 11, 28), None, "agency_not_begun"),
        (None, date(2026, 11, 26), "agency_ended"),
    ],
)
def test_an_agency_is_asked_on_the_days_of_its_validity(
    valid_from: date | None, valid_to: date | None, code: str | None
) -> None:
    agency = RIGHT.model_copy(update={"valid_from": valid_from, "valid_to": valid_to})
    if code is None:
        check_in_force(agency, DAY, "/agency_code", "vi")
        return
    with pytest.raises(ServiceError) as refusal:
        check_in_force(agency, DAY, "/agency_code", "vi")
    assert [(wrong.pointer, wrong.code) for wrong in refusal.value.errors] == [("/agency_code", code)]
