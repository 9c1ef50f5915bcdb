"""The fee tables of the provinces (nghị quyết HĐND cấp tỉnh)."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from contracts import catalog
from contracts.catalog import ProvincialFees
from contracts.catalog.regimes import SaveProvincialFeesBody
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Catalogue, CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import ProvinceCode
from gateway.http.responses import PUBLIC, json_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1/provincial-fees", tags=["catalogue"], route_class=JsonRoute)

_SAVE_EXAMPLE = {
    "fees": [
        {
            "province_code": "H26",
            "resolution": "Nghị quyết mẫu số 01/2026/NQ-HĐND",
            "valid_from": "2026-01-01",
            "fee": {
                "code": "1.001193-LP02",
                "name": "Lệ phí đăng ký khai sinh quá hạn",
                "legal_kind": "le_phi",
                "kind": "fixed",
                "case_code": "1.001193.02",
                "amount": 5000,
            },
        }
    ]
}


@router.get(
    "/{province_code}",
    operation_id="listProvincialFees",
    summary="The fee table of a province",
    response_model=ProvincialFees,
    responses=answers(200, "ETag"),
)
async def list_fees(caller: Catalogue, province_code: ProvinceCode) -> Response:
    """What a fee that the law leaves to the province costs there. Empty for a province without a table."""
    lookup = catalog.ListProvincialFees(province_code=province_code)
    table = await caller.call(catalog.list_provincial_fees, lookup)
    return json_response(table, cache=PUBLIC)


@router.post(
    "",
    operation_id="saveProvincialFees",
    summary="Write rows of a province's fee table",
    response_model=ProvincialFees,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def save(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[SaveProvincialFeesBody, json_body(_SAVE_EXAMPLE)],
) -> Response:
    """By an officer of the catalogue of the province, or an administrator. All rows or none.

    A row replaces that of its province, fee, case, channel and first day.
    """
    command = catalog.SaveProvincialFees(command_id=key, **fields(body))
    saved = await caller.call(catalog.save_provincial_fees, command)
    return json_response(saved)
