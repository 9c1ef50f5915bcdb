"""Dossiers that owe a fee, the people around them, and VNPAY's calls about their orders."""

import itertools
from typing import Any

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import (
    DossierEvent,
    DossierStatus,
    FeeDueEvent,
    FeeItem,
    ResultIssuedEvent,
    ResultOutcome,
)
from contracts.payments import PaymentOrder
from simulators.vnpay.signatures import VnpaySigner

SECRET = "TESTSECRETKEY0123456789ABCDEFGHIJ"
TMN_CODE = "NPSPTEST"
AGENCY = "000.00.16.H05"
AMOUNT = 8000
SIGNER = VnpaySigner(SECRET)

_numbers = itertools.count(1)


def new_dossier_id() -> str:
    return f"dossier-{next(_numbers)}"


def citizen(account_id: str) -> Actor:
    return Actor(kind=ActorKind.CITIZEN, account_id=account_id)


def payer_of(dossier_id: str) -> Actor:
    return citizen(f"payer-of-{dossier_id}")


def officer(agency_code: str) -> Actor:
    return Actor(
        kind=ActorKind.OFFICER, account_id="officer", agency_code=agency_code, roles=(OfficerRole.RECEPTION,)
    )


def fee_payload(dossier_id: str) -> FeeDueEvent:
    item = FeeItem(code="LP01", name="Lệ phí bản sao", legal_kind="le_phi", amount=AMOUNT)
    return FeeDueEvent(**_dossier(dossier_id), amount=AMOUNT, items=(item,))


def withdrawal_payload(dossier_id: str) -> DossierEvent:
    return DossierEvent(**_dossier(dossier_id))


def result_payload(dossier_id: str, outcome: ResultOutcome) -> ResultIssuedEvent:
    return ResultIssuedEvent(**_dossier(dossier_id), outcome=outcome)


def ipn_params(order: PaymentOrder, **changed: str) -> dict[str, str]:
    """The query of VNPAY's call about an order that was paid, signed; `changed` before the signature."""
    params = {
        "vnp_Amount": str(order.amount * 100),
        "vnp_BankCode": "NCB",
        "vnp_ResponseCode": "00",
        "vnp_TmnCode": TMN_CODE,
        "vnp_TransactionNo": "14226112",
        "vnp_TransactionStatus": "00",
        "vnp_TxnRef": order.txn_ref,
        **changed,
    }
    return SIGNER.signed_query(params)


def _dossier(dossier_id: str) -> dict[str, Any]:
    return {
        "dossier_id": dossier_id,
        "code": f"{AGENCY}-261102-0001",
        "status": DossierStatus.PAYMENT_DUE,
        "procedure_code": "2.000635",
        "procedure_name": "Cấp bản sao trích lục hộ tịch",
        "agency_code": AGENCY,
        "applicant_id": f"payer-of-{dossier_id}",
    }
