"""What an office must see to is opened and settled by events, once each, and listed for the office alone."""

from typing import Any

import pytest
from tests.integration.notifications.application.conftest import NotificationsApplication
from tests.support.events import make_event

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.observability import metrics
from chassis.runtime.service import ReceivedEvent
from contracts import payments
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from contracts.events import AnyEvent, AnyEventType
from contracts.notifications import CloseProblem, DeskProblem, ListProblems, ProblemKind
from notifications.application import problems


def agency() -> str:
    """One of its own for each test."""
    return f"H26.{new_id()[-4:]}"


def officer(agency_code: str, *roles: OfficerRole) -> Context:
    """Of reception, unless other roles are named."""
    roles = roles or (OfficerRole.RECEPTION,)
    return Context.new(Actor(kind=ActorKind.OFFICER, account_id="o", agency_code=agency_code, roles=roles))


def about_order(kind: AnyEventType, agency_code: str, order_id: str, **more: Any) -> AnyEvent:
    payload = kind.payload(
        bill_id="b",
        dossier_id="d",
        payer_id="an",
        agency_code=agency_code,
        amount=8000,
        order_id=order_id,
        provider="vnpay",
        **more,
    )
    return make_event(kind, "b", payload)


def follow(application: NotificationsApplication, *events: AnyEvent) -> None:
    """What the handler does with events that have come together."""
    problems.follow(application.store, [ReceivedEvent(event, Context.new()) for event in events])


def listed(
    application: NotificationsApplication, context: Context, **filters: Any
) -> tuple[DeskProblem, ...]:
    return problems.list_problems(application.store, ListProblems(**filters), context).items


def counted(kind: ProblemKind) -> float:
    return float(metrics.PROBLEMS.labels("notifications", kind.value)._value.get())


def test_an_event_opens_one_problem_and_is_counted_once(application: NotificationsApplication) -> None:
    office, before = agency(), counted(ProblemKind.WRONG_AMOUNT)
    event = about_order(payments.WRONG_AMOUNT, office, new_id(), received_amount=1)
    for _ in range(2):
        follow(application, event)
    (problem,) = listed(application, officer(office, OfficerRole.RECEPTION))
    assert (problem.kind, problem.amount, problem.received_amount) == (ProblemKind.WRONG_AMOUNT, 8000, 1)
    assert "8.000 ₫" in problem.summary
    assert counted(ProblemKind.WRONG_AMOUNT) == before + 1


def test_what_is_open_is_not_opened_again(application: NotificationsApplication) -> None:
    """A provider that says held with another code: the office has it on its list."""
    office, order_id, before = agency(), new_id(), counted(ProblemKind.PAYMENT_HELD)
    for code in ("07", "05"):
        event = about_order(payments.PAYMENT_PENDING, office, order_id, provider_code=code)
        follow(application, event)
    assert [one.reason for one in listed(application, officer(office))] == ["07"]
    assert counted(ProblemKind.PAYMENT_HELD) == before + 1


def test_what_is_over_is_closed_by_itself(application: NotificationsApplication) -> None:
    office, order_id = agency(), new_id()
    follow(application, about_order(payments.PAYMENT_PENDING, office, order_id))
    follow(application, about_order(payments.PAYMENT_PENDING, office, new_id()))
    follow(application, about_order(payments.BILL_PAID, office, order_id))
    context = officer(office)
    assert [one.order_id for one in listed(application, context, open=False)] == [order_id]
    assert order_id not in [one.order_id for one in listed(application, context, open=True)]
    assert len(listed(application, context)) == 2


def test_each_office_sees_its_own(application: NotificationsApplication) -> None:
    mine, other = agency(), agency()
    for office in (mine, other):
        event = about_order(payments.DUPLICATE_PAYMENT, office, new_id())
        follow(application, event)
    assert [one.agency_code for one in listed(application, officer(mine))] == [mine]
    administrator = Context.new(Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"))
    assert {mine, other} <= {one.agency_code for one in listed(application, administrator, limit=100)}
    with pytest.raises(ServiceError) as refused:
        listed(application, Context.new(Actor(kind=ActorKind.CITIZEN, account_id="an")))
    assert refused.value.code is ErrorCode.FORBIDDEN


def test_an_officer_settles_with_a_note(application: NotificationsApplication) -> None:
    office = agency()
    follow(application, about_order(payments.DUPLICATE_PAYMENT, office, new_id()))
    (problem,) = listed(application, officer(office))
    request = CloseProblem(command_id=new_id(), problem_id=problem.problem_id, note="Đã hoàn trả.")
    with pytest.raises(ServiceError) as refused:
        problems.close_problem(application.store, request, officer(office, OfficerRole.PROCESSING))
    assert refused.value.code is ErrorCode.FORBIDDEN
    manager = officer(office, OfficerRole.MANAGER)
    closed = problems.close_problem(application.store, request, manager)
    assert (closed.closed_by, closed.note, closed.version) == ("o", "Đã hoàn trả.", 2)
    assert listed(application, manager, open=True) == ()


def test_pages_show_every_problem_once(application: NotificationsApplication) -> None:
    office = agency()
    for _ in range(5):
        event = about_order(payments.DUPLICATE_PAYMENT, office, new_id())
        follow(application, event)
    seen, cursor = [], None
    while True:
        request = ListProblems(limit=2, cursor=cursor, kind=ProblemKind.SURPLUS_PAYMENT)
        page = problems.list_problems(application.store, request, officer(office))
        seen += [one.problem_id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5


def test_events_that_come_together_settle_what_they_open(application: NotificationsApplication) -> None:
    office, order_id = agency(), new_id()
    pending = about_order(payments.PAYMENT_PENDING, office, order_id)
    other = about_order(payments.WRONG_AMOUNT, office, new_id(), received_amount=1)
    paid = about_order(payments.BILL_PAID, office, order_id)
    follow(application, pending, other, paid)
    assert [one.order_id for one in listed(application, officer(office), open=False)] == [order_id]
    assert [one.kind for one in listed(application, officer(office), open=True)] == [ProblemKind.WRONG_AMOUNT]


def test_events_that_settle_nothing_are_not_even_written_down(application: NotificationsApplication) -> None:
    events = [about_order(payments.BILL_PAID, agency(), new_id()) for _ in range(3)]
    follow(application, *events)
    ids = {"$regex": "|".join(event.event_id for event in events)}
    assert application.store.database.inbox.find_one({"_id": ids}) is None
