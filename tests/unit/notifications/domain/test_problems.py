"""What an office must see to: which events open and settle it, who sees it, how it reads."""

from typing import Any

import pytest
from tests.unit.notifications.examples import BILL, DOSSIER, DUE, event

from contracts import dossiers, notifications, payments, sync, topology
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from contracts.events import AnyEventType
from contracts.notifications import ProblemKind
from notifications.domain import problems

AGENCY = "000.00.16.H05"
ORDER: dict[str, Any] = {**BILL, "order_id": "order-1", "provider": "vnpay"}
MESSAGE = {
    "message_id": "m-1",
    "account_id": "citizen-1",
    "channel": "email",
    "template": "dossiers.accepted",
    "reason": "550",
    "agency_code": AGENCY,
    "dossier_id": "0193-dossier",
}
PUSH = {
    "dossier_id": "0193-dossier",
    "code": "000.00.16.H05-261102-0001",
    "agency_code": AGENCY,
    "state": "refused",
    "wanted_version": 2,
    "pushed_version": 1,
    "attempts": 1,
}
OPENED: list[tuple[AnyEventType, dict[str, Any], ProblemKind]] = [
    (payments.DUPLICATE_PAYMENT, ORDER, ProblemKind.SURPLUS_PAYMENT),
    (payments.REFUND_DUE, BILL, ProblemKind.REFUND_DUE),
    (payments.WRONG_AMOUNT, {**ORDER, "received_amount": 1}, ProblemKind.WRONG_AMOUNT),
    (payments.WRONG_AMOUNT, ORDER, ProblemKind.WRONG_AMOUNT),
    (payments.PAYMENT_PENDING, ORDER, ProblemKind.PAYMENT_HELD),
    (payments.ORDER_EXPIRED, {**ORDER, "bill_state": "open"}, ProblemKind.ORDER_EXPIRED),
    (dossiers.OVERDUE, {**DOSSIER, "what": "payment", "deadline": DUE}, ProblemKind.PAYMENT_OVERDUE),
    (dossiers.WITHDRAWN, {**DOSSIER, "paid_at_counter": 20000}, ProblemKind.REFUND_DUE),
    (
        dossiers.DOCUMENT_FAILED,
        {**DOSSIER, "kind": "RECEIPT", "about_version": 2, "reason": "not_found"},
        ProblemKind.DOCUMENT_FAILED,
    ),
    (
        dossiers.RESULT_SEAL_FAILED,
        {**DOSSIER, "file_id": "f-1", "reason": "file_not_sealable"},
        ProblemKind.SEAL_FAILED,
    ),
    (notifications.MESSAGE_FAILED, MESSAGE, ProblemKind.MESSAGE_FAILED),
    (sync.PUSH_FAILED, PUSH, ProblemKind.PUSH_FAILED),
]


def officer(*roles: OfficerRole, agency_code: str = AGENCY) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id="o", agency_code=agency_code, roles=roles)


@pytest.mark.parametrize(("kind", "fields", "opened"), OPENED)
def test_what_goes_wrong_opens_a_problem_that_reads_well(
    kind: AnyEventType, fields: dict[str, Any], opened: ProblemKind
) -> None:
    problem = problems.opened_by(event(kind, fields))
    assert problem is not None
    assert (problem.kind, problem.agency_code, problem.dossier_id) == (opened, AGENCY, "0193-dossier")
    for locale in ("vi", "en"):
        summary = problems.problem_view(problem, locale).summary
        assert summary
        assert "{" not in summary


def test_every_kind_is_opened_by_some_event_and_has_its_words() -> None:
    assert {kind for _, _, kind in OPENED} == set(ProblemKind) == set(problems.SUMMARIES)
    assert {kind.name for kind, _, _ in OPENED} == set(problems.OPENINGS)


def test_the_subscription_is_what_opens_and_settles() -> None:
    heard = (*topology.NOTIFICATIONS_PROBLEMS.types, *topology.NOTIFICATIONS_REFUND_PROBLEMS.types)
    assert problems.handled_types() == {kind.name for kind in heard}


@pytest.mark.parametrize(
    ("of_order", "of_bill", "subjects"),
    [(0, 0, ["order order-1", "bill bill-1"]), (0, 5, ["order order-1"]), (5, 5, [])],
)
def test_money_that_is_back_settles_what_it_was_about(
    of_order: int, of_bill: int, subjects: list[str]
) -> None:
    refunded = event(
        payments.REFUNDED,
        {
            **BILL,
            "order_id": "order-1",
            "refund_id": "r-1",
            "state": "refunded",
            "reason": "surplus",
            "left_of_order": of_order,
            "left_of_bill": of_bill,
        },
    )
    assert [closing.subject for closing in problems.closed_by(refunded)] == subjects


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (payments.ORDER_EXPIRED, {**ORDER, "bill_state": "paid"}),
        (dossiers.OVERDUE, {**DOSSIER, "what": "due", "deadline": DUE}),
        (dossiers.WITHDRAWN, DOSSIER),
        (payments.BILL_PAID, ORDER),
    ],
)
def test_what_needs_nobody_opens_nothing(kind: AnyEventType, fields: dict[str, Any]) -> None:
    assert problems.opened_by(event(kind, fields)) is None


@pytest.mark.parametrize(
    ("opening", "settling"),
    [
        ((payments.PAYMENT_PENDING, ORDER), (payments.BILL_PAID, ORDER)),
        ((payments.PAYMENT_PENDING, ORDER), (payments.PAYMENT_FAILED, ORDER)),
        ((payments.PAYMENT_PENDING, ORDER), (payments.DUPLICATE_PAYMENT, ORDER)),
        ((payments.WRONG_AMOUNT, ORDER), (payments.BILL_PAID, ORDER)),
        ((payments.ORDER_EXPIRED, {**ORDER, "bill_state": "open"}), (payments.BILL_CANCELLED, BILL)),
        (
            (dossiers.RESULT_SEAL_FAILED, {**DOSSIER, "file_id": "f-1", "reason": "x"}),
            (
                dossiers.RESULT_SEALED,
                {**DOSSIER, "source_file_id": "f-1", "paper_id": "p", "verification_code": "A"},
            ),
        ),
        (
            (dossiers.DOCUMENT_FAILED, {**DOSSIER, "kind": "RECEIPT", "about_version": 2, "reason": "x"}),
            (dossiers.DOCUMENT_ISSUED, {**DOSSIER, "kind": "RECEIPT", "form_number": "01"}),
        ),
        ((sync.PUSH_FAILED, PUSH), (sync.DOSSIER_PUSHED, PUSH)),
        (
            (dossiers.OVERDUE, {**DOSSIER, "what": "payment", "deadline": DUE}),
            (dossiers.FEE_PAID, DOSSIER),
        ),
    ],
)
def test_what_is_over_settles_itself(
    opening: tuple[AnyEventType, dict[str, Any]], settling: tuple[AnyEventType, dict[str, Any]]
) -> None:
    opened = problems.opened_by(event(*opening))
    assert opened is not None
    closings = problems.closed_by(event(*settling))
    assert any(opened.kind in each.kinds and opened.subject == each.subject for each in closings)


def test_an_office_sees_its_own_and_an_administrator_all() -> None:
    administrator = Actor(kind=ActorKind.ADMINISTRATOR, account_id="a")
    assert problems.visible_filter(officer(OfficerRole.RECEPTION), None) == {"agency_code": AGENCY}
    assert problems.visible_filter(administrator, None) == {}
    assert problems.visible_filter(administrator, AGENCY) == {"agency_code": AGENCY}


@pytest.mark.parametrize(
    "actor",
    [
        Actor(),
        Actor(kind=ActorKind.CITIZEN, account_id="c"),
        Actor(kind=ActorKind.SYSTEM, account_id="s", agency_code=AGENCY),
        officer(OfficerRole.MANAGER, agency_code="000.00.17.H05"),
    ],
)
def test_others_see_none(actor: Actor) -> None:
    with pytest.raises(ServiceError) as refused:
        problems.visible_filter(actor, AGENCY)
    assert refused.value.code is ErrorCode.FORBIDDEN


def test_a_manager_or_leader_of_the_agency_settles() -> None:
    problem = problems.opened_by(event(payments.REFUND_DUE, BILL))
    assert problem is not None
    problems.require_settler(officer(OfficerRole.MANAGER), problem)
    problems.require_settler(officer(OfficerRole.LEADER), problem)
    for actor, code in (
        (officer(OfficerRole.RECEPTION), ErrorCode.FORBIDDEN),
        (officer(OfficerRole.MANAGER, agency_code="000.00.17.H05"), ErrorCode.NOT_FOUND),
        (Actor(kind=ActorKind.CITIZEN, account_id="c"), ErrorCode.FORBIDDEN),
    ):
        with pytest.raises(ServiceError) as refused:
            problems.require_settler(actor, problem)
        assert refused.value.code is code


def test_settling_again_changes_nothing() -> None:
    problem = problems.opened_by(event(payments.REFUND_DUE, BILL))
    assert problem is not None
    settled = problems.settle(problem, officer(OfficerRole.MANAGER), "đã hoàn trả", DUE)
    assert (settled.closed_at, settled.closed_by, settled.note) == (DUE, "o", "đã hoàn trả")
    assert problems.settle(settled, officer(OfficerRole.LEADER), "khác", DUE) is settled
