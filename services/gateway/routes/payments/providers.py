"""The calls of payment providers' servers, and the page for people who come back from one."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from contracts import payments
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import PaymentReturn, ProviderCall, ProviderName
from gateway.dependencies.caller import Anonymous, Caller
from gateway.http.bodies import read_body
from gateway.http.responses import NO_STORE, language_headers
from gateway.http.route_docs import problems
from gateway.pages.headers import page_headers
from gateway.pages.payment import payment_page
from gateway.state import gateway_of

router = APIRouter(prefix="/v1/payments/providers/{provider}", tags=["payments"])

MAX_BODY = 20_000
SIGNING_HEADERS = frozenset(
    {"authorization", "content-type", "date", "digest", "signature", "signature-input"}
)
"""Passed on with those that start with `x-`: what a provider may sign its call by."""

Provider = Annotated[ProviderName, Path(description="The provider's key.", examples=["vnpay"])]


@router.get(
    "/notifications",
    operation_id="receiveProviderNotification",
    summary="For a provider's server only (IPN by query)",
    response_class=Response,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def receive_query(request: Request, caller: Anonymous, provider: Provider) -> Response:
    """The answer, its status and its form are those that the provider documents. 503 while it cannot be taken."""
    return provider_response(
        await caller.call(payments.receive_notification, await read_call(request, provider))
    )


@router.post(
    "/notifications",
    operation_id="receiveProviderWebhook",
    summary="For a provider's server only (webhook with a body)",
    response_class=Response,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.PAYLOAD_TOO_LARGE, ErrorCode.REQUEST_TIMEOUT),
)
async def receive_body(request: Request, caller: Anonymous, provider: Provider) -> Response:
    """As the call by query; the body, of at most 20,000 letters, is passed on as it came."""
    return provider_response(
        await caller.call(payments.receive_notification, await read_call(request, provider))
    )


@router.get(
    "/return",
    operation_id="showProviderReturn",
    summary="Where a provider sends people back to",
    response_class=HTMLResponse,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def come_back(request: Request, caller: Anonymous, provider: Provider) -> Response:
    """A page that shows the state of the payment. It changes nothing."""
    return await return_page(request, caller, provider)


async def read_call(request: Request, provider: str) -> ProviderCall:
    """The call as it came. Raises ServiceError(INVALID_REQUEST) when it is larger than any provider's."""
    headers = {
        name: value
        for name, value in request.headers.items()
        if name.startswith("x-") or name in SIGNING_HEADERS
    }
    body = await read_body(request, MAX_BODY)
    try:
        return ProviderCall(
            provider=provider, params=dict(request.query_params), headers=headers, body=body.decode()
        )
    except ValueError:  # of pydantic too
        raise ServiceError(ErrorCode.INVALID_REQUEST) from None


def provider_response(answer: payments.ProviderAnswer) -> Response:
    return Response(answer.body, answer.status, {**answer.headers, "cache-control": NO_STORE})


async def return_page(request: Request, caller: Caller, provider: str) -> Response:
    """HTML in the language that the person paid in; a redirection where the front end named a page of its own.

    A call that cannot be read is shown as one without signature.
    """
    try:
        found = await caller.call(payments.read_return, await read_call(request, provider))
    except ServiceError as error:
        if error.code is not ErrorCode.INVALID_REQUEST:
            raise
        found = PaymentReturn(signature_valid=False)
    if found.return_to:
        headers = {"cache-control": NO_STORE, "vary": language_headers(caller.locale)["vary"]}
        return RedirectResponse(found.return_to, status_code=303, headers=headers)
    language = found.locale or caller.locale
    page = payment_page(found, language, gateway_of(request).settings.portal_url)
    return HTMLResponse(page, headers=page_headers(language))
