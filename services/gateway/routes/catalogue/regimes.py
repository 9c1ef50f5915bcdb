"""The rules of decrees, and what an agency fixes under them (chế độ của một nghị định). Reading is open to all."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header
from starlette.responses import Response

from contracts import catalog
from contracts.catalog import AgencyTerms, RegimeList
from contracts.catalog.regimes import SetAgencyTermsBody
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Anonymous, CurrentUser
from gateway.http import path_params
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.responses import PUBLIC, json_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1", tags=["places"], route_class=JsonRoute)

_TERMS_EXAMPLE = {"decision_number": "12/QĐ-UBND", "late_reception_time": "14:30"}


def _terms_version(
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            pattern=r'^"[1-9][0-9]{0,8}"$',
            description="The version of the terms that you have seen, as an ETag; none: the agency's first.",
            examples=['"1"'],
        ),
    ] = None,
) -> int:
    return 0 if if_match is None else int(if_match.strip('"'))


TermsVersion = Annotated[int, Depends(_terms_version)]


@router.get(
    "/agencies/{code}/regimes",
    operation_id="listRegimes",
    summary="The regimes, and what an agency has fixed under them",
    response_model=RegimeList,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def list_regimes(caller: Anonymous, code: path_params.Agency) -> Response:
    """The regimes of the whole country by their first day, and the agency's own terms under each."""
    found = await caller.call(catalog.list_regimes, catalog.ListRegimes(agency_code=code))
    return json_response(found, cache=PUBLIC)


@router.post(
    "/agencies/{code}/regimes/{regime_id}/terms",
    operation_id="setAgencyTerms",
    summary="Fix an agency's terms under a regime",
    response_model=AgencyTerms,
    responses=answers(200, "ETag")
    | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.VERSION_STALE),
)
async def set_terms(
    caller: CurrentUser,
    code: path_params.Agency,
    regime_id: path_params.Regime,
    key: IdempotencyKey,
    version: TermsVersion,
    body: Annotated[SetAgencyTermsBody, json_body(_TERMS_EXAMPLE)],
) -> Response:
    """What the law leaves to the agency: the last minute of a day's reception, the time to answer a supplement.

    By an administrator, or an officer of the catalogue of the agency's ministry or province. The body takes the place of
    all terms fixed before: what it leaves out is as the regime has it. An agency below follows in what it has not fixed
    itself. Dossiers that were received keep the rules they were received under.
    """
    command = catalog.SetAgencyTerms(
        command_id=key, agency_code=code, regime_id=regime_id, expected_version=version, **fields(body)
    )
    fixed = await caller.call(catalog.set_agency_terms, command)
    return json_response(fixed, version=fixed.version)
