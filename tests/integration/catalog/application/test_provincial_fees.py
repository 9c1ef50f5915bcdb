"""Fee tables of provinces: who writes them, and the rules of filing that they change."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.support.catalog.use_cases import OFFICER, Catalogue, UseCase

from catalog.application import filing_rules, provincial_fees
from chassis.core.ids import new_id
from chassis.storage import event_log
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import (
    Fee,
    FeeKind,
    GetFilingRules,
    ListProvincialFees,
    ProvincialFee,
    SaveProvincialFees,
)
from contracts.errors import ErrorCode, ServiceError

PROVINCE = Actor(
    kind=ActorKind.OFFICER, account_id="o-2", agency_code="H26.15", roles=(OfficerRole.CATALOGUE,)
)
BIRTH = "1.001193"


def refusal(catalogue: Catalogue, use_case: UseCase[Any, Any], request: Any, actor: Actor) -> ErrorCode:
    with pytest.raises(ServiceError) as refused:
        catalogue.run(use_case, request, actor)
    return refused.value.code


def test_the_table_of_a_province_answers_for_its_agencies_alone(catalogue: Catalogue) -> None:
    late = Fee(
        code="1.001193-LP02", name="Lệ phí khai sinh quá hạn", legal_kind="le_phi",
        kind=FeeKind.FIXED, case_code="1.001193.02", amount=8_000,
    )  # fmt: skip
    row = ProvincialFee(fee=late, province_code="H26", resolution="NQ mẫu", valid_from=date(2026, 1, 1))
    saving = SaveProvincialFees(command_id=new_id(), fees=(row,))
    assert refusal(catalogue, provincial_fees.save_provincial_fees, saving, OFFICER) == ErrorCode.FORBIDDEN
    catalogue.run(provincial_fees.save_provincial_fees, saving, PROVINCE)
    assert catalogue.run(
        provincial_fees.list_provincial_fees, ListProvincialFees(province_code="H26")
    ).fees == (row,)

    (entry,) = event_log.entries(catalogue.database, "provincial-fees:H26")
    assert (entry.type, entry.actor) == ("catalog.provincial_fees_saved", PROVINCE)

    def fee_at(agency: str) -> FeeKind:
        request = GetFilingRules(procedure_code=BIRTH, agency_code=agency, at=datetime.now(UTC))
        fees = catalogue.run(filing_rules.get_filing_rules, request).procedure.fees
        return next(fee.kind for fee in fees if fee.code == late.code)

    assert (fee_at("H26.31.05"), fee_at("000.00.16.H05")) == (FeeKind.FIXED, FeeKind.TEXT)


def test_the_steps_of_other_agencies_are_named(catalogue: Catalogue) -> None:
    request = GetFilingRules(procedure_code="2.000986", agency_code="H26.31.05", at=datetime.now(UTC))
    agencies = catalogue.run(filing_rules.get_filing_rules, request).step_agencies
    assert agencies == {"residence": "G01.26.31.05", "insurance": "G18.26.31"}
