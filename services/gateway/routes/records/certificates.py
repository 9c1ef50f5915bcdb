"""Certificates of agencies and officials (chứng thư chữ ký số của cơ quan, của người có thẩm quyền)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import records
from contracts.base import Page
from contracts.errors import ErrorCode
from contracts.records import ListCertificates, SigningCertificate
from contracts.records.certificates import RegisterCertificateBody, RevokeCertificateBody
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import CertificateId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["signing"], route_class=JsonRoute)

_REGISTER_EXAMPLE = {
    "agency_code": "H26.31.05",
    "holder": "official",
    "account_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
    "capacity": "deputy",
    "position": "Phó Chủ tịch",
    "on_behalf_of": "Chủ tịch",
    "certificates": "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUZ0dQ\n-----END CERTIFICATE-----\n",
    "key_place": "service",
    "key_name": "cred-0001",
}
_REVOKE_EXAMPLE = {"reason": "Thôi giữ chức vụ."}
_read = link("readCertificate", "The certificate.", certificate_id="$response.body#/certificate_id")


@router.post(
    "/signing-certificates",
    operation_id="registerCertificate",
    summary="Register a certificate of an agency or an official (đăng ký chứng thư chữ ký số)",
    status_code=201,
    response_model=SigningCertificate,
    responses=answers(201, "ETag", "Location", links={"readCertificate": _read})
    | problems(ErrorCode.FORBIDDEN, ErrorCode.SIGNATURE_REFUSED),
)
async def register(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[RegisterCertificateBody, json_body(_REGISTER_EXAMPLE)],
) -> Response:
    """By who administers the accounts of the agency (role `accounts`), or an administrator.

    From then on what the agency issues bears its own seal, and decisions the signature of who is competent. The key signs
    once before it is taken.
    """
    command = records.RegisterCertificate(command_id=key, **fields(body))
    made = await caller.call(records.register_certificate, command)
    location = f"/v1/signing-certificates/{made.certificate_id}"
    return json_response(made, status=201, version=made.version, location=location)


@router.get(
    "/signing-certificates",
    operation_id="listCertificates",
    summary="List the certificates by which an agency signs",
    response_model=Page[SigningCertificate],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_certificates(
    request: Request, caller: CurrentUser, query: Annotated[ListCertificates, Query()]
) -> Response:
    """By officers, those of their agency; by administrators, all. Newest first, with those that have ended."""
    return page_response(request, await caller.call(records.list_certificates, query))


@router.get(
    "/signing-certificates/{certificate_id}",
    operation_id="readCertificate",
    summary="Read a registered certificate",
    response_model=SigningCertificate,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def read(caller: CurrentUser, certificate_id: CertificateId) -> Response:
    """By officers of its agency and by administrators."""
    lookup = records.GetCertificate(certificate_id=certificate_id)
    found = await caller.call(records.get_certificate, lookup)
    return json_response(found, version=found.version)


@router.post(
    "/signing-certificates/{certificate_id}/revoke",
    operation_id="revokeCertificate",
    summary="End a certificate before its time (thu hồi chứng thư)",
    response_model=SigningCertificate,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN),
)
async def revoke(
    caller: CurrentUser,
    certificate_id: CertificateId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[RevokeCertificateBody, json_body(_REVOKE_EXAMPLE)],
) -> Response:
    """By who administers the accounts of the agency, or an administrator. What was signed before stays valid."""

    async def revoke_at(version: int) -> SigningCertificate:
        command = records.RevokeCertificate(
            command_id=key, certificate_id=certificate_id, expected_version=version, **fields(body)
        )
        return await caller.call(records.revoke_certificate, command)

    ended = await versions.attempt(revoke_at)
    return json_response(ended, version=ended.version)
