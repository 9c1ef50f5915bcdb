"""The rules of decrees, and what an agency fixes under them (chế độ của một nghị định). Reading is open to all."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from chassis.core.etags import Tags
from contracts import catalog
from contracts.catalog import AgencyTerms, RegimeList
from contracts.catalog.regimes import SetAgencyTermsBody
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Caller, Catalogue, CurrentUser
from gateway.http import path_params
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import (
    IF_MATCH,
    UNKNOWN_VERSION,
    ExpectedVersions,
    IdempotencyKey,
    if_match_header,
    if_match_tags,
    versions_of,
)
from gateway.http.responses import PUBLIC, json_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1", tags=["places"], route_class=JsonRoute)

_TERMS_EXAMPLE = {"decision_number": "12/QĐ-UBND", "late_reception_time": "14:30"}


FIRST = ExpectedVersions((0,))
"""What is expected where there are no terms yet."""


def _seen(
    request: Request,
    if_match: Annotated[  # noqa: ARG001  declared here, read in all its lines below
        str | None,
        if_match_header(
            '"1"', "The version of the terms that you have seen, as an ETag; none: the agency's first."
        ),
    ] = None,
) -> Tags | None:
    return if_match_tags(request) if IF_MATCH in request.headers else None


SeenTerms = Annotated[Tags | None, Depends(_seen)]


@router.get(
    "/agencies/{code}/regimes",
    operation_id="listRegimes",
    summary="The regimes, and what an agency has fixed under them",
    response_model=RegimeList,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def list_regimes(caller: Catalogue, code: path_params.Agency) -> Response:
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
    seen: SeenTerms,
    body: Annotated[SetAgencyTermsBody, json_body(_TERMS_EXAMPLE)],
) -> Response:
    """What the law leaves to the agency: the last minute of a day's reception, the time to answer a supplement.

    By an administrator, or an officer of the catalogue of the agency's ministry or province. The body takes the place of
    all terms fixed before: what it leaves out is as the regime has it. An agency below follows in what it has not fixed
    itself. Dossiers that were received keep the rules they were received under.
    """

    versions = FIRST if seen is None else versions_of(seen)
    if seen is not None and seen.any:
        versions = await _any_version(caller, code, regime_id)
    fixed = await caller.call_at(
        catalog.set_agency_terms,
        versions,
        command_id=key,
        agency_code=code,
        regime_id=regime_id,
        **fields(body),
    )
    return json_response(fixed, version=fixed.version)


async def _any_version(caller: Caller, code: str, regime_id: str) -> ExpectedVersions:
    """What `*` stands for: the terms as they are, and as they were before, which is what a repetition found."""
    listed = await caller.call(catalog.list_regimes, catalog.ListRegimes(agency_code=code))
    stored = [terms.version for terms in listed.agency_terms if terms.regime_id == regime_id]
    return ExpectedVersions((stored[0], stored[0] - 1) if stored else (UNKNOWN_VERSION,))
