"""Two persons decide, a part leaves a rest, no state lasts without an end, and a word that comes twice counts once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.payments.examples import NOON, bill, order

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import SEPARATED_BY_LAW
from contracts.dossiers import FeeItem
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import OrderState
from contracts.refunds import ActOnRefundBody, RefundAct, RefundMethod, RefundReason, RefundState
from payments.domain import refunds
from payments.domain.orders import Order
from payments.domain.refund_outcome import RefundOutcome, RefundVerdict, recorded
from payments.domain.refunds import StoredRefund

AGENCY = bill().agency_code
PAID: Order = replace(order("order-1"), state=OrderState.PAID, settled_at=NOON, amount=8000)


def officer(name: str, *roles: OfficerRole, agency: str = AGENCY) -> Actor:
    return Actor(
        kind=ActorKind.OFFICER, account_id=name, agency_code=agency, roles=roles or (OfficerRole.RECEPTION,)
    )


CLERK, LEADER = officer("clerk"), officer("leader", OfficerRole.LEADER)


def due() -> StoredRefund:
    return refunds.of_whole_order(bill(), PAID, RefundReason.WITHDRAWN, NOON)


def act(
    refund: StoredRefund, act: RefundAct, actor: Actor = CLERK, *, by_provider: bool = True, **given: object
) -> StoredRefund:
    body = ActOnRefundBody.model_validate({"act": act, **given})
    return refunds.acted(refund, body, actor, NOON, by_provider=by_provider)


def refusal(work: object) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        work()  # type: ignore[operator]
    return refused.value


def test_from_due_to_approved() -> None:
    requested = act(due(), RefundAct.REQUEST)
    assert (requested.state, requested.requested_by) == (RefundState.REQUESTED, "clerk")
    assert requested.method is RefundMethod.PROVIDER
    approved = act(requested, RefundAct.APPROVE, LEADER)
    assert (approved.state, approved.approved_by, approved.version) == (RefundState.APPROVED, "leader", 3)
    assert [step.by for step in approved.steps] == ["clerk", "leader"]
    sent = refunds.sent(approved, NOON)
    assert (sent.state, len(sent.request_id or "")) == (RefundState.SENT, 32)


def test_who_took_the_money_or_requests_its_return_does_not_approve_it() -> None:
    requested = act(due(), RefundAct.REQUEST, LEADER)
    taken = replace(PAID, taken_by="leader")

    def decide(actor: Actor, of: Order, pairs: tuple = SEPARATED_BY_LAW) -> None:  # type: ignore[type-arg]
        refunds.require_decider(actor, requested, of, RefundAct.APPROVE, pairs)

    assert refusal(lambda: decide(LEADER, PAID)).code is ErrorCode.REFUND_NOT_SEPARATED
    other = replace(requested, requested_by="clerk")
    assert (
        refusal(
            lambda: refunds.require_decider(LEADER, other, taken, RefundAct.APPROVE, SEPARATED_BY_LAW)
        ).code
        is ErrorCode.REFUND_NOT_SEPARATED
    )
    assert refusal(lambda: decide(CLERK, PAID)).code is ErrorCode.FORBIDDEN
    decide(officer("manager", OfficerRole.MANAGER), PAID)
    decide(LEADER, taken, ())


def test_only_officers_of_the_agency_act() -> None:
    refunds.require_officer(CLERK, bill())
    for actor in (officer("x", agency="other"), Actor(kind=ActorKind.ADMINISTRATOR, account_id="a")):
        assert refusal(lambda actor=actor: refunds.require_officer(actor, bill())).code is ErrorCode.FORBIDDEN


def test_a_part_leaves_a_rest_that_is_as_old() -> None:
    before = due()
    after = act(before, RefundAct.REQUEST, amount=3000)
    rest = refunds.rest_of(before, after, "rest", NOON + timedelta(days=1))
    assert rest is not None
    assert (after.amount, rest.amount, rest.entered, rest.opened_at) == (3000, 5000, 0, NOON)
    assert rest.state is RefundState.DUE
    assert refunds.rest_of(before, act(before, RefundAct.REQUEST), "rest", NOON) is None
    assert refusal(lambda: act(before, RefundAct.REQUEST, amount=8001)).code is ErrorCode.INVALID_REQUEST


def test_a_part_takes_back_the_fees_in_their_order() -> None:
    items = (
        FeeItem(code="F1", name="Phí", legal_kind="phi", amount=5000),
        FeeItem(code="F2", name="Lệ phí", legal_kind="le_phi", amount=3000),
    )
    of = bill().model_copy(update={"items": items})
    first = refunds.of_part(of, PAID, (), 4000, RefundReason.OVERCHARGED, "one", NOON)
    second = refunds.of_part(of, PAID, (first,), 4000, RefundReason.REFUSED, "two", NOON)
    assert [(item.code, item.amount) for item in first.items] == [("F1", 4000)]
    assert [(item.code, item.amount) for item in second.items] == [("F1", 1000), ("F2", 3000)]
    for amount, of_order in ((1, PAID), (1, order("unpaid"))):
        found = refusal(
            lambda amount=amount, of_order=of_order: (
                refunds.of_part(of, of_order, (first, second), amount, RefundReason.REFUSED, "three", NOON)
                if of_order is PAID
                else refunds.of_part(of, of_order, (), amount, RefundReason.REFUSED, "three", NOON)
            )
        )
        assert found.errors[0].pointer == "/amount"
    assert refunds.of_rest(of, PAID, (first, second), RefundReason.WITHDRAWN, NOON) is None
    rest = refunds.of_rest(of, PAID, (first,), RefundReason.WITHDRAWN, NOON)
    assert rest is not None
    assert (rest.refund_id, rest.amount) == ("order-1.rest", 4000)


def test_the_agency_pays_out_with_its_voucher() -> None:
    requested = act(due(), RefundAct.REQUEST, by_provider=False)
    approved = act(requested, RefundAct.APPROVE, LEADER)
    assert approved.method is RefundMethod.TRANSFER
    assert refusal(lambda: act(approved, RefundAct.PAY_OUT)).errors[0].pointer == "/reference"
    paid = act(approved, RefundAct.PAY_OUT, reference="12/UNC")
    assert (paid.state, paid.reference) == (RefundState.REFUNDED, "12/UNC")
    assert refunds.next_look(paid) is None
    by_provider = act(act(due(), RefundAct.REQUEST), RefundAct.APPROVE, LEADER)
    refused = refusal(lambda: act(by_provider, RefundAct.PAY_OUT, reference="12/UNC"))
    assert refused.code is ErrorCode.REFUND_NOT_POSSIBLE, "its provider returns it: twice it would be"
    method = refusal(lambda: act(due(), RefundAct.REQUEST, by_provider=False, method="provider"))
    assert method.errors[0].pointer == "/method"


def test_what_is_parked_has_an_owner_and_keeps_its_age() -> None:
    assert refusal(lambda: act(due(), RefundAct.PARK)).errors[0].pointer == "/note"
    parked = act(due(), RefundAct.PARK, note="Chờ số tài khoản.", owner="Phòng Kế toán")
    assert (parked.state, parked.owner, refunds.next_look(parked)) == (
        RefundState.PARKED,
        "Phòng Kế toán",
        None,
    )
    resumed = act(parked, RefundAct.RESUME)
    assert (resumed.state, resumed.owner, resumed.opened_at) == (RefundState.DUE, AGENCY, NOON)
    assert refusal(lambda: act(due(), RefundAct.APPROVE, LEADER)).code is ErrorCode.REFUND_NOT_POSSIBLE


@pytest.mark.parametrize(
    ("state", "days", "then"),
    [
        (RefundState.DUE, 30, RefundState.PARKED),
        (RefundState.REQUESTED, 5, RefundState.DUE),
        (RefundState.APPROVED, 30, RefundState.PARKED),
        (RefundState.SENT, 30, RefundState.PARKED),
    ],
)
def test_what_nobody_sees_to_ends_by_itself(state: RefundState, days: int, then: RefundState) -> None:
    waits = replace(due(), state=state, requested_by="clerk", method=RefundMethod.PROVIDER)
    assert refunds.next_look(waits) == NOON + timedelta(days=days)
    assert refunds.overdue(waits, NOON + timedelta(days=days, seconds=-1)) is None
    ended = refunds.overdue(waits, NOON + timedelta(days=days))
    assert ended is not None
    assert (ended.state, ended.owner) == (then, AGENCY)
    if then is RefundState.DUE:
        assert (ended.requested_by, ended.method) == (None, None)


def test_a_providers_word_counts_once_and_after_it_was_parked() -> None:
    sent = replace(due(), state=RefundState.SENT)
    money_back = RefundOutcome(RefundVerdict.REFUNDED, "00", reference="914000001")
    refunded = recorded(sent, money_back, NOON)
    assert refunded is not None
    assert (refunded.state, refunded.reference) == (RefundState.REFUNDED, "914000001")
    assert recorded(refunded, money_back, NOON) is None
    refused = recorded(sent, RefundOutcome(RefundVerdict.REFUSED, "09"), NOON)
    assert refused is not None
    assert (refused.state, refused.provider_code, refused.owner) == (RefundState.PARKED, "09", AGENCY)
    late = recorded(refused, money_back, NOON)
    assert late is not None
    assert late.state is RefundState.REFUNDED
    for verdict in (RefundVerdict.PENDING, RefundVerdict.NOT_KNOWN):
        assert recorded(sent, RefundOutcome(verdict, "05"), NOON) is None


def test_who_decided_is_for_officers_alone() -> None:
    parked = act(due(), RefundAct.PARK, note="Chờ.", owner="Phòng Kế toán")
    shown = refunds.refund_view(parked, "vi", for_officer=False)
    assert (shown.owner, shown.steps[0].by, shown.steps[0].note) == (AGENCY, None, None)
    full = refunds.refund_view(parked, "vi", for_officer=True)
    assert (full.owner, full.steps[0].by, full.steps[0].note) == ("Phòng Kế toán", "clerk", "Chờ.")
