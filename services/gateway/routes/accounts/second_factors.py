"""Second factors (yếu tố xác thực thứ hai): one's own, recovery codes, a factor shown once more, resets.

Codes, keys and challenges are good once, and secrets are never stored to be replayed, so there is no Idempotency-Key.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from contracts import accounts
from contracts.accounts import Account
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.dependencies.rate_limits import limit_sign_in
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import AccountId, FactorId
from gateway.http.responses import NO_STORE, json_response, no_content
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["accounts"], route_class=JsonRoute)

_CHALLENGE = "3kq0y7gkO3cV1w8o2yXb5mVJt7nLr9sQ4uZp6aHd0eE"
_ENROLMENT = "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"
_SHOWN_EXAMPLE = {"challenge": _CHALLENGE, "code": "287082"}
_ADD_EXAMPLE = {"enrolment_id": _ENROLMENT, "name": "Điện thoại cơ quan", "code": "287082"}
_RESET_EXAMPLE = {"reason": "Cán bộ mất điện thoại, đã báo bằng văn bản."}

_add = link("addSecondFactor", "Show that it works.")


@router.get(
    "/me/second-factors",
    operation_id="listSecondFactors",
    summary="List one's own second factors",
    response_model=accounts.SecondFactors,
)
async def list_second_factors(caller: CurrentUser) -> Response:
    """Oldest first, without their secrets; whether a role needs one and from when; how many recovery codes are left."""
    found = await caller.call(accounts.list_second_factors, accounts.ListSecondFactors())
    return json_response(found)


@router.post(
    "/me/second-factors/totp",
    operation_id="startTotp",
    summary="Enrol an app that makes one-time passwords (TOTP)",
    status_code=201,
    response_model=accounts.TotpEnrolment,
    responses=answers(201, links={"addSecondFactor": _add}) | problems(ErrorCode.SECOND_FACTOR_NEEDED),
)
async def start_totp(caller: CurrentUser) -> Response:
    """The secret, its `otpauth` address and the QR code of it, shown this once, for ten minutes; it counts when a code of it
    has come to POST /v1/me/second-factors. Asks for a fresh proof: a second factor shown, or a log-in where there is none,
    in the last ten minutes."""
    started = await caller.call(accounts.start_totp, accounts.StartTotp(current=caller.session_id))
    return json_response(started, status=201, cache=NO_STORE)


@router.post(
    "/me/second-factors/webauthn",
    operation_id="startWebauthn",
    summary="Enrol a security key (WebAuthn)",
    status_code=201,
    response_model=accounts.WebauthnEnrolment,
    responses=answers(201, links={"addSecondFactor": _add}) | problems(ErrorCode.SECOND_FACTOR_NEEDED),
)
async def start_webauthn(caller: CurrentUser) -> Response:
    """Give `options` to `PublicKeyCredential.parseCreationOptionsFromJSON` and `navigator.credentials.create`, and send
    `toJSON()` of what it gives to POST /v1/me/second-factors. Asks for a fresh proof, as an app does."""
    started = await caller.call(accounts.start_webauthn, accounts.StartWebauthn(current=caller.session_id))
    return json_response(started, status=201, cache=NO_STORE)


@router.post(
    "/me/second-factors",
    operation_id="addSecondFactor",
    summary="Add a second factor that has been enrolled (đăng ký yếu tố xác thực)",
    status_code=201,
    response_model=accounts.AddedSecondFactor,
    responses=answers(201) | problems(ErrorCode.SECOND_FACTOR_NEEDED),
)
async def add_second_factor(
    caller: CurrentUser, body: Annotated[accounts.AddSecondFactorBody, json_body(_ADD_EXAMPLE)]
) -> Response:
    """From now on every log-in shows a second factor. With the first one all other sessions end and ten recovery codes come,
    shown this once. Its owner is told."""
    request = accounts.AddSecondFactor(current=caller.session_id, **fields(body))
    added = await caller.call(accounts.add_second_factor, request)
    return json_response(added, status=201, cache=NO_STORE)


@router.delete(
    "/me/second-factors/{factor_id}",
    operation_id="removeSecondFactor",
    summary="Remove an own second factor",
    status_code=204,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.SECOND_FACTOR_NEEDED, ErrorCode.SECOND_FACTOR_REQUIRED),
)
async def remove_second_factor(caller: CurrentUser, factor_id: FactorId) -> Response:
    """Asks for a second factor shown in the last ten minutes. The last one stays while a role needs it; with it the recovery
    codes go. Its owner is told."""
    request = accounts.RemoveSecondFactor(factor_id=factor_id, current=caller.session_id)
    await caller.call(accounts.remove_second_factor, request)
    return no_content()


@router.post(
    "/me/recovery-codes",
    operation_id="makeRecoveryCodes",
    summary="Make new recovery codes (mã khôi phục)",
    status_code=201,
    response_model=accounts.RecoveryCodes,
    responses=answers(201) | problems(ErrorCode.SECOND_FACTOR_NEEDED),
)
async def make_recovery_codes(caller: CurrentUser) -> Response:
    """Ten, each good once in place of a second factor, shown this once; those of before are void. Asks for a second factor
    shown in the last ten minutes."""
    request = accounts.MakeRecoveryCodes(current=caller.session_id)
    return json_response(await caller.call(accounts.make_recovery_codes, request), status=201, cache=NO_STORE)


@router.post(
    "/me/second-factor-challenges",
    operation_id="challengeOwnFactor",
    summary="Ask to show a second factor once more (xác thực lại)",
    status_code=201,
    response_model=accounts.FactorChallenge,
    responses=answers(201),
)
async def challenge_own_factor(caller: CurrentUser) -> Response:
    """Before an act that was refused with 403 `second_factor_needed`; answer it at POST /v1/me/second-factor-proofs."""
    request = accounts.ChallengeOwnFactor(current=caller.session_id)
    return json_response(
        await caller.call(accounts.challenge_own_factor, request), status=201, cache=NO_STORE
    )


@router.post(
    "/me/second-factor-proofs",
    operation_id="showOwnFactor",
    summary="Show a second factor once more",
    response_model=accounts.ShownFactor,
    dependencies=[Depends(limit_sign_in)],
    responses=problems(ErrorCode.FACTOR_CHALLENGE_INVALID),
)
async def show_own_factor(
    caller: CurrentUser, body: Annotated[accounts.ShownFactorBody, json_body(_SHOWN_EXAMPLE)]
) -> Response:
    """This session may do what asks for a fresh second factor until `fresh_until`."""
    request = accounts.ShowOwnFactor(current=caller.session_id, **fields(body))
    return json_response(await caller.call(accounts.show_own_factor, request), cache=NO_STORE)


@router.post(
    "/officers/{account_id}/second-factor-reset",
    operation_id="resetSecondFactors",
    summary="Reset the second factors of an officer who has lost them (đặt lại yếu tố xác thực)",
    response_model=Account,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def reset_second_factors(
    caller: CurrentUser,
    account_id: AccountId,
    key: IdempotencyKey,
    body: Annotated[accounts.ResetSecondFactorsBody, json_body(_RESET_EXAMPLE)],
) -> Response:
    """By who administers the account, and nobody his own. All factors and recovery codes are void, the sessions end, and the
    officer is told; he enrols a factor at his next log-in, where a role needs one. Make a set-up code too where the password
    may be known to others."""
    command = accounts.ResetSecondFactors(command_id=key, account_id=account_id, **fields(body))
    account = await caller.call(accounts.reset_second_factors, command)
    return json_response(account, version=account.version)
