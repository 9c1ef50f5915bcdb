"""Receipts are issued with the collection, a number each, none lost, none doubled; then their files, perhaps their end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from tests.integration.payments.application.collecting_desk import ADMINISTRATOR, Desk, manager
from tests.integration.payments.application.conftest import PaymentsApplication
from tests.integration.payments.examples import AGENCY, citizen
from tests.support.receipts import SERIES, SERVICE_FEE, STATE_CHARGE, bill_of, new_agency, registration
from tests.support.visibility import HERE, PEOPLE, THERE, answered

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records
from contracts.base import Actor, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from contracts.receipts import (
    GetReceipt,
    ListCollectors,
    ListReceipts,
    Receipt,
    ReceiptKind,
    ReceiptState,
)
from contracts.records import (
    DocumentStanding,
    IssueDocument,
    SignData,
    SignedData,
)
from contracts.time import local_day
from payments.application.receipts import commands, issue, queries
from payments.domain.receipts.collectors import ReceiptForm
from payments.domain.receipts.receipts import LAST_NUMBER
from payments.repository.bills import BillRepository
from payments.repository.receipts import ReceiptRepository

LAST_PAPER_DAY = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    yield Desk(store, new_agency())


def test_a_payment_is_receipted_in_its_own_transaction(application: PaymentsApplication) -> None:
    Desk(application.store, AGENCY).register()
    bill = application.new_bill()
    order = application.create_order(bill)
    assert application.ipn(order) == "00"
    assert application.ipn(order) == "02", "the call is repeated"
    request, context = ListReceipts(dossier_id=bill.dossier_id), Context.new(citizen(bill.payer_id))
    (receipt,) = queries.list_receipts(application.store, request, context).items
    assert (receipt.order_id, receipt.amount, receipt.state) == (
        order.order_id,
        bill.amount,
        ReceiptState.ISSUED,
    )
    assert receipt.collected_at == application.bill(bill).paid_at


def test_a_second_payment_of_a_bill_has_no_receipt(application: PaymentsApplication) -> None:
    Desk(application.store, AGENCY).register()
    bill = application.new_bill()
    first, second = application.create_order(bill), application.second_order(bill)
    assert [application.ipn(first), application.ipn(second)] == ["00", "00"]
    request = ListReceipts(bill_id=bill.bill_id)
    found = queries.list_receipts(application.store, request, Context.new(citizen(bill.payer_id))).items
    assert [each.order_id for each in found] == [first.order_id]


def test_numbers_run_on_in_each_series_and_a_bill_of_both_kinds_has_two_receipts(desk: Desk) -> None:
    desk.register()
    bill = desk.collect(STATE_CHARGE, SERVICE_FEE)
    desk.collect(STATE_CHARGE)
    assert sorted(each.kind for each in desk.receipts(bill)) == ["le_phi", "phi"]
    assert (desk.numbers(), desk.numbers(ReceiptKind.SERVICE_FEE)) == ([1, 2], [1])
    assert desk.events(desk.receipts(bill)[0]) == ["payments.receipt_issued"]


def test_paper_is_good_until_the_end_of_2026_and_electronic_receipts_begin_with_one(desk: Desk) -> None:
    """Vector 20 of the law of 2026 (NĐ 254/2026/NĐ-CP art 23.2, 44.2)."""
    desk.register(first_day=date(2027, 1, 1))
    paper = bill_of(desk.agency_code)
    assert desk.form_of(paper, LAST_PAPER_DAY) is ReceiptForm.PAPER
    assert desk.receipts(paper) == []
    bill = desk.collect(at=NEXT_YEAR)
    (receipt,) = desk.receipts(bill)
    assert (receipt.number, receipt.year) == (1, 2027)


def test_numbers_begin_again_with_the_year(desk: Desk) -> None:
    desk.register()
    for at in (LAST_PAPER_DAY, LAST_PAPER_DAY, NEXT_YEAR):
        desk.collect(at=at)
    assert [(each.year, each.number) for each in desk.receipts()] == [(2026, 1), (2026, 2), (2027, 1)]


def test_a_collection_that_fails_gives_its_number_back(desk: Desk) -> None:
    desk.register()

    def fails(uow: UnitOfWork) -> None:
        issue.issue_receipts(uow, bill_of(desk.agency_code, STATE_CHARGE, SERVICE_FEE), "order-1")
        raise RuntimeError("the process ends here")

    with pytest.raises(RuntimeError):
        desk.store.transaction(Context.new(), fails)
    desk.collect()
    assert desk.numbers() == [1]


def test_collections_at_once_have_numbers_without_a_gap(desk: Desk) -> None:
    desk.register()
    with ThreadPoolExecutor(6) as people:
        list(people.map(lambda _: desk.collect(), range(12)))
    assert desk.numbers() == list(range(1, 13))


def test_what_had_no_collector_is_receipted_when_there_is_one(desk: Desk) -> None:
    bill = bill_of(desk.agency_code, STATE_CHARGE, SERVICE_FEE)
    desk.store.repository(BillRepository).add(bill, new_id())
    assert desk.form_of(bill, NEXT_YEAR) is ReceiptForm.MISSING
    assert issue.issue_late(desk.store, desk.agency_code, Context.new()) is None
    assert desk.receipts(bill) == []
    desk.register()
    issue.issue_late(desk.store, desk.agency_code, Context.new())
    issue.issue_late(desk.store, desk.agency_code, Context.new())
    assert [(each.number, each.collected_at) for each in desk.receipts(bill)] == [(1, NEXT_YEAR)] * 2


def test_a_series_that_is_used_up_stops_no_collection(desk: Desk) -> None:
    desk.register()
    key = f"{desk.agency_code}|{SERIES[1].form_sign}|{SERIES[1].series_sign}|{local_day(utcnow()).year}"
    desk.store.database.receipt_counters.insert_one({"_id": key, "last": LAST_NUMBER - 1})
    assert desk.receipts(desk.collect())[0].number == LAST_NUMBER
    waiting = desk.collect()
    assert desk.receipts(waiting) == []
    second = SERIES[1].model_copy(update={"series_sign": "BL-26F"})
    desk.register(series=(second,))
    issue.issue_late(desk.store, desk.agency_code, Context.new())
    assert [(each.series_sign, each.number) for each in desk.receipts(waiting)] == [("BL-26F", 1)]


def test_files_are_made_once_and_name_who_paid(desk: Desk) -> None:
    desk.register()
    (receipt,) = desk.receipts(desk.collect())
    made = desk.document(receipt)
    assert made.pdf is not None
    assert made.xml is not None
    assert made.version == 2
    assert desk.document(receipt) == made
    pdf, xml = desk.neighbours.asked_for
    assert isinstance(pdf, IssueDocument)
    assert isinstance(xml, SignData)
    assert "Nguyễn Văn An" in [fact.text for fact in pdf.content.facts]
    assert "Nguyễn Văn An" in xml.xml
    for request in (pdf, xml):
        assert request.readers is not None
        assert request.readers.account_ids == (receipt.payer_id,)
    assert desk.events(receipt)[-1] == "payments.receipt_documented"


def test_an_interrupted_run_has_the_same_files_made_again(desk: Desk) -> None:
    desk.register()
    (receipt,) = desk.receipts(desk.collect(payer_id="gone"))
    desk.neighbours.client.answers(records.sign_data, _away)
    with pytest.raises(ServiceError):
        desk.document(receipt)
    desk.neighbours.__post_init__()
    desk.document(receipt)
    assert len({each.command_id for each in desk.neighbours.asked_for}) == 2


def _away(_: SignData) -> SignedData:
    raise ServiceError(ErrorCode.UNAVAILABLE)


def test_a_cancelled_receipt_stays_and_verification_says_so(desk: Desk) -> None:
    desk.register()
    (receipt,) = desk.receipts(desk.collect())
    made = desk.document(receipt)
    cancelled = desk.cancel(made)
    assert (cancelled.state, cancelled.number, cancelled.end_reason) == (
        ReceiptState.CANCELLED,
        1,
        "Ghi sai",
    )
    desk.document(cancelled)
    assert [(each.standing, each.replaced_by) for each in desk.neighbours.ended] == [
        (DocumentStanding.CANCELLED, None)
    ] * 2
    desk.collect()
    assert desk.numbers() == [1, 2]


def test_a_receipt_is_replaced_by_the_next_number(desk: Desk) -> None:
    desk.register()
    (receipt,) = desk.receipts(desk.collect())
    made = desk.document(receipt)
    desk.register(name="Công an phường mẫu số 6")
    request_id = new_id()
    new = desk.replace(made, command_id=request_id)
    assert desk.replace(made, command_id=request_id) == new, "the command is repeated"
    old = desk.store.repository(ReceiptRepository).get(receipt.receipt_id)
    assert (old.state, old.replaced_by) == (ReceiptState.REPLACED, new.receipt_id)
    assert (new.number, new.replaces, new.collector_name) == (
        2,
        old.receipt_id,
        "Công an phường mẫu số 6",
    )
    documented = desk.document(new)
    assert documented.pdf is not None
    ended = desk.neighbours.ended[0]
    assert made.pdf is not None
    assert (ended.codes, ended.standing, ended.replaced_by) == (
        (made.pdf.verification_code,),
        DocumentStanding.REPLACED,
        documented.pdf.verification_code,
    )


def test_a_receipt_that_ended_ends_no_second_time(desk: Desk) -> None:
    desk.register()
    (receipt,) = desk.receipts(desk.collect())
    cancelled = desk.cancel(receipt)
    calls: tuple[tuple[Callable[[], Receipt], ErrorCode], ...] = (
        (lambda: desk.cancel(receipt), ErrorCode.VERSION_STALE),
        (lambda: desk.cancel(cancelled), ErrorCode.ILLEGAL_TRANSITION),
        (lambda: desk.replace(cancelled), ErrorCode.ILLEGAL_TRANSITION),
    )
    for call, code in calls:
        with pytest.raises(ServiceError) as refused:
            call()
        assert refused.value.code is code
    assert desk.numbers() == [1], "a number that was refused is not lost"


def test_nobody_but_the_manager_of_the_desk_ends_a_receipt(desk: Desk) -> None:
    desk.register()
    (receipt,) = desk.receipts(desk.collect())
    colleague = manager(desk.agency_code).model_copy(update={"roles": (OfficerRole.PROCESSING,)})
    for actor, code in (
        (citizen(receipt.payer_id), ErrorCode.FORBIDDEN),
        (colleague, ErrorCode.FORBIDDEN),
        (manager("H99.1"), ErrorCode.NOT_FOUND),
        (citizen("another"), ErrorCode.NOT_FOUND),
    ):
        with pytest.raises(ServiceError) as refused:
            desk.cancel(receipt, actor)
        assert refused.value.code is code


def test_a_collector_is_registered_by_who_may(desk: Desk) -> None:
    request = registration(desk.agency_code, local_day(utcnow()))
    context = Context.new(manager(desk.agency_code))
    registered = commands.register_collector(desk.store, request, context)
    assert commands.register_collector(desk.store, request, context) == registered
    for actor in (manager("H99.1"), citizen("another")):
        with pytest.raises(ServiceError) as refused:
            commands.register_collector(
                desk.store, registration(desk.agency_code, local_day(utcnow())), Context.new(actor)
            )
        assert refused.value.code is ErrorCode.FORBIDDEN
    for actor, seen in ((ADMINISTRATOR, 1), (manager(desk.agency_code), 1), (manager("H99.1"), 0)):
        listed = queries.list_collectors(
            desk.store, ListCollectors(agency_code=desk.agency_code), Context.new(actor)
        )
        assert len(listed.items) == seen


@pytest.mark.parametrize(
    "actor", [*map(citizen, PEOPLE), manager(HERE), manager(THERE), ADMINISTRATOR, Actor()]
)
def test_every_path_shows_a_receipt_or_none_does(store: Store, actor: Actor) -> None:
    """The paths that end one find it by the same rule."""
    here = Desk(store, HERE)
    here.register()
    bill = here.collect(payer_id=PEOPLE[0])
    (receipt,) = store.repository(ReceiptRepository).of_bill(bill.bill_id)
    context = Context.new(actor)
    shown = actor in (citizen(PEOPLE[0]), manager(HERE), ADMINISTRATOR)
    for call in (
        lambda: queries.get_receipt(store, GetReceipt(receipt_id=receipt.receipt_id), context),
        lambda: (queries.list_receipts(store, ListReceipts(bill_id=bill.bill_id), context).items or (None,))[
            0
        ],
    ):
        assert (answered(call)[0] == receipt) is shown
