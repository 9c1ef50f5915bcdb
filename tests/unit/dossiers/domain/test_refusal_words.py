"""What a person reads of a refusal whose words name somebody."""

import pytest

from contracts.catalog import AdministrativeLevel, Agency, FilingCompetence
from contracts.errors import ServiceError
from contracts.field_error_messages import MESSAGES, field_error_detail
from dossiers.domain.competence import check_competence
from dossiers.domain.model.refusals import WhyNot

RIGHT = Agency(code="G01.26.31.05", name="Công an phường mẫu số 5", level=AdministrativeLevel.COMMUNE)


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("why", ["other_agency", "ended"])
def test_a_person_reads_where_to_go(why: str, locale: str) -> None:
    competence = FilingCompetence.model_validate({"competent": False, "why": why, "agencies": (RIGHT,)})
    with pytest.raises(ServiceError) as refusal:
        check_competence(competence, "/agency_code", locale)
    (wrong,) = refusal.value.errors
    assert "Công an phường mẫu số 5 (G01.26.31.05)" in field_error_detail(wrong, locale)


@pytest.mark.parametrize(
    "code", [*WhyNot, "not_competent", "agency_ended", "agency_not_begun", "unknown_piece"]
)
def test_every_such_code_has_words(code: str) -> None:
    assert MESSAGES[str(code)]
