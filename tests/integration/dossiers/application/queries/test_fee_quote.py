"""A quote of fees is what the dossier owes when it is received the same day."""

from typing import Any

import pytest
from tests.support.dossiers.office import CHARGED, LocalOffice, calendar_of_today
from tests.support.dossiers.samples import AGENCY, fee, law, regime

from contracts.base import Actor
from contracts.catalog import (
    Discount,
    FeeExemption,
    FeeKind,
    FeeReductionGround,
    FilingCompetence,
    SubmissionChannel,
)
from contracts.dossiers import Dossier, DossierAction, FeeQuote
from contracts.errors import ErrorCode, ServiceError

MERIT = FeeReductionGround.MERIT
FEES = (
    fee(code="LP", amount=20_000, discounts=(Discount(code="TT", name="Giảm khi nộp trực tuyến", percent=20,
        channel=SubmissionChannel.ONLINE),)),
    fee(code="BS", name="Phí bản sao", legal_kind="phi", kind=FeeKind.PER_UNIT, amount=8_000, quantity_field="so_ban"),
)  # fmt: skip
HALF = FeeExemption(code="NQ", name="Nghị quyết mẫu", procedure_codes=(CHARGED,), percent=50, claim=MERIT)


@pytest.fixture
def charging(office: LocalOffice) -> LocalOffice:
    decree = regime(fee_exemptions=(HALF,))
    office.neighbours.laws[CHARGED] = law(
        calendar_=calendar_of_today(), regime_=decree, code=CHARGED, fees=FEES
    )
    return office


def quote(office: LocalOffice, **fields: Any) -> FeeQuote:
    found: FeeQuote = office.call("quote_fees", Actor(), procedure_code=CHARGED, agency_code=AGENCY, **fields)
    return found


@pytest.mark.parametrize("claims", [(), (MERIT,)], ids=["no claim", "a claim"])
def test_the_quote_is_what_is_charged(charging: LocalOffice, claims: tuple[FeeReductionGround, ...]) -> None:
    quoted = quote(charging, claims=claims, quantities={"so_ban": 3})
    filed = charging.submission(CHARGED)
    filed.update(claims=claims, form_data={**filed["form_data"], "so_ban": 3})
    dossier: Dossier = charging.call("submit", charging.citizen, **filed)
    received = charging.act(DossierAction.ACCEPT, dossier, confirmed_claims=claims)
    assert received.fee is not None
    assert quoted.complete
    assert quoted.total == received.fee.amount == (22_000 if claims else 40_000)
    explained = [each.reduction for each in quoted.fees if each.reduction]
    stored = received.fee.reductions
    assert [(each.fee_code, each.percent, each.amount) for each in explained] == [
        (each.fee_code, each.percent, each.amount) for each in stored
    ]
    assert [each.name for each in stored] == ([None, None] if claims else ["Giảm khi nộp trực tuyến"])
    assert {each.name for each in explained} == ({HALF.name} if claims else {"Giảm khi nộp trực tuyến"})


def test_what_the_form_does_not_count_yet_is_left_open(charging: LocalOffice) -> None:
    quoted = quote(charging)
    assert [(each.code, each.amount) for each in quoted.fees] == [("BS", None), ("LP", 16_000)]
    assert (quoted.total, quoted.complete) == (16_000, False)


def test_a_case_that_the_procedure_does_not_have_is_refused(charging: LocalOffice) -> None:
    with pytest.raises(ServiceError) as refused:
        quote(charging, case_code="khong_co")
    assert refused.value.code is ErrorCode.INVALID_REQUEST
    assert [each.pointer for each in refused.value.errors] == ["/case_code"]


def test_a_channel_that_the_procedure_does_not_offer_is_refused(charging: LocalOffice) -> None:
    direct = tuple(each.model_copy(update={"channel": SubmissionChannel.DIRECT}) for each in FEES)
    charging.neighbours.laws[CHARGED] = law(
        calendar_=calendar_of_today(), code=CHARGED, fees=direct, time_limits=(), online_level=None
    )
    with pytest.raises(ServiceError) as refused:
        quote(charging, channel=SubmissionChannel.POSTAL)
    assert [each.pointer for each in refused.value.errors] == ["/channel"]


def test_an_agency_that_is_not_competent_is_refused(charging: LocalOffice) -> None:
    other = FilingCompetence(competent=False, why="other_agency")
    charging.neighbours.competences = {AGENCY: other}
    with pytest.raises(ServiceError) as refused:
        quote(charging)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [("/agency_code", "not_competent")]
