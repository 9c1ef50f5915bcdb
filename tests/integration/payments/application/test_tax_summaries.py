"""The day's receipts go to the tax office once, whatever its link does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

import pytest
from tests.integration.payments.application.collecting_desk import ADMINISTRATOR, Desk, manager
from tests.integration.payments.examples import citizen
from tests.support.dossiers.law_of_2026 import calendar_of_2026
from tests.support.receipts import SERVICE_FEE, STATE_CHARGE, new_agency
from tests.support.tax_office import TOKEN, tax_office

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts import catalog
from contracts.base import Actor, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from contracts.tax_summaries import (
    GetTaxSummary,
    HandOverSummary,
    ListTaxSummaries,
    SendSummaryAgain,
    TaxSummary,
    TaxSummaryState,
)
from contracts.time import local_day
from payments.application.tax_summaries import decisions, prepare, send
from payments.clients.tax_link import TaxLink
from payments.repository.tax_summaries import TaxLinkRepository, TaxSummaryRepository
from payments.settings import PaymentsSettings
from simulators.tax.app import Behaviour, TaxSimulator


@dataclass(frozen=True)
class Office:
    """A desk that collects, and the link to its tax office."""

    desk: Desk
    link: TaxLink
    tax: TaxSimulator

    def prepare(self) -> list[TaxSummary]:
        """All summaries of the agency, the oldest first, after the run of the timer."""
        key = prepare.key_of(self.desk.agency_code, local_day(utcnow()))
        assert prepare.prepare(self.desk.store, key, Context.new()) is None
        found = decisions.list_tax_summaries(
            self.desk.store,
            ListTaxSummaries(agency_code=self.desk.agency_code),
            Context.new(ADMINISTRATOR),
        )
        return list(reversed(found.items))

    def send(self, summary: TaxSummary, link: TaxLink | None = None) -> datetime | None:
        return send.send_summary(
            self.desk.store,
            self.desk.neighbours.client,
            link or self.link,
            summary.summary_id,
            Context.new(),
        )

    def now(self, summary: TaxSummary) -> TaxSummary:
        return self.desk.store.repository(TaxSummaryRepository).get(summary.summary_id)

    def one(self) -> TaxSummary:
        """Of one receipt."""
        self.desk.collect(STATE_CHARGE)
        return self.prepare()[-1]


def link_to(url: str, timeout_s: float = 5.0) -> TaxLink:
    settings = PaymentsSettings.model_construct(
        tax_link_url=url, tax_link_token=TOKEN, tax_link_timeout_s=timeout_s
    )
    return TaxLink(settings)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, TaxSimulator]]:
    with tax_office() as running:
        yield running


@pytest.fixture
def office(store: Store, served: tuple[str, TaxSimulator]) -> Office:
    url, tax = served
    tax.behaves(Behaviour.RIGHT)
    store.database.tax_link.delete_many({})
    desk = Desk(store, new_agency())
    desk.register()
    desk.neighbours.client.answers(catalog.get_calendar, lambda _: calendar_of_2026())
    return Office(desk, link_to(url), tax)


def test_the_receipts_of_a_day_are_one_summary_and_what_comes_later_the_next_part(office: Office) -> None:
    office.desk.collect(STATE_CHARGE, SERVICE_FEE)
    office.desk.collect(STATE_CHARGE)
    (first,) = office.prepare()
    assert (first.part, first.receipt_count, first.total) == (1, 3, 2 * 8_000 + 250_000)
    assert office.prepare() == [first], "nothing is reported twice"
    (receipt, *_) = office.desk.receipts()
    office.desk.cancel(receipt)
    first, second = office.prepare()
    assert (second.part, second.receipt_count, second.total) == (2, 1, 0)


def test_a_summary_is_signed_sent_and_taken(office: Office) -> None:
    summary = office.one()
    assert office.send(summary) is None
    after = office.now(summary)
    assert (after.state, after.reference, after.tries) == (
        TaxSummaryState.ACCEPTED,
        f"CQT{summary.message_id}",
        1,
    )
    assert after.file is not None
    message = ElementTree.fromstring(office.tax.messages[summary.message_id])
    (row,) = message.findall("DLieu/BTHDLieu/DLBTHop/NDBTHDLieu/DSDLieu/DLieu")
    assert [row.findtext(name) for name in ("SCTu", "TgTien", "TThai", "Loai")] == ["1", "8000", "0", "2"]
    assert message.find("DLieu/BTHDLieu/DSCKS/NNT/{http://www.w3.org/2000/09/xmldsig#}Signature") is not None
    assert office.send(summary) is None, "what is settled is sent no more"
    assert office.tax.calls.count(summary.message_id) == 1


@pytest.mark.parametrize(
    "kind", [Behaviour.SILENT, Behaviour.GARBLED, Behaviour.OTHER, Behaviour.AWAY], ids=str
)
def test_what_was_not_confirmed_is_sent_again_and_taken_once(office: Office, kind: Behaviour) -> None:
    summary = office.one()
    office.tax.behaves(kind)
    assert (again := office.send(summary)) is not None
    assert again > utcnow()
    waiting = office.now(summary)
    assert (waiting.state, waiting.tries, waiting.due_at) == (TaxSummaryState.PREPARED, 1, None)
    office.tax.behaves(Behaviour.RIGHT)
    assert office.send(summary) is None
    assert office.now(summary).state is TaxSummaryState.ACCEPTED
    assert list(office.tax.messages).count(summary.message_id) == 1
    assert office.tax.calls.count(summary.message_id) == 2


def test_a_link_that_is_slower_than_the_patience_is_one_that_is_away(
    office: Office, served: tuple[str, TaxSimulator]
) -> None:
    summary = office.one()
    office.tax.behaves(Behaviour.SLOW)
    assert office.send(summary, link_to(served[0], timeout_s=0.2)) is not None
    office.tax.behaves(Behaviour.RIGHT)
    assert office.send(summary) is None
    assert list(office.tax.messages).count(summary.message_id) == 1


def test_after_a_repair_what_waits_has_three_working_days(office: Office) -> None:
    first, second = office.one(), office.one()
    links = office.desk.store.repository(TaxLinkRepository)
    office.tax.behaves(Behaviour.AWAY)
    office.send(first)
    office.send(second)
    assert links.get().is_down
    office.tax.behaves(Behaviour.RIGHT)
    office.send(first)
    assert not links.get().is_down
    due_at = office.now(second).due_at
    assert due_at is not None
    assert due_at > utcnow()
    timer = office.desk.store.database.timers.find_one({"kind": prepare.SEND, "key": second.summary_id})
    assert timer is not None, "it is sent at once"


def test_what_is_refused_waits_for_people(office: Office) -> None:
    summary = office.one()
    office.tax.behaves(Behaviour.REFUSES)
    assert office.send(summary) is None
    refused = office.now(summary)
    assert (refused.state, refused.problem) == (TaxSummaryState.REFUSED, "Ký hiệu biên lai chưa đăng ký")
    request = SendSummaryAgain(
        command_id=new_id(), summary_id=summary.summary_id, expected_version=refused.version
    )
    context = Context.new(manager(office.desk.agency_code))
    again = decisions.send_again(office.desk.store, request, context)
    assert decisions.send_again(office.desk.store, request, context) == again
    office.tax.behaves(Behaviour.RIGHT)
    assert office.send(summary) is None
    assert office.now(summary).state is TaxSummaryState.ACCEPTED


def test_without_a_link_people_hand_the_file_over(office: Office) -> None:
    summary = office.one()
    assert office.send(summary, link_to("")) is None
    waiting = office.now(summary)
    assert waiting.file is not None
    request = HandOverSummary(
        command_id=new_id(),
        summary_id=summary.summary_id,
        expected_version=waiting.version,
        reference="15/TB-CT",
    )
    handed = decisions.hand_over(office.desk.store, request, Context.new(ADMINISTRATOR))
    assert (handed.state, handed.reference) == (TaxSummaryState.HANDED_OVER, "15/TB-CT")
    for changes, code in (
        ({"expected_version": waiting.version}, ErrorCode.VERSION_STALE),
        ({"expected_version": handed.version}, ErrorCode.ILLEGAL_TRANSITION),
    ):
        with pytest.raises(ServiceError) as refused:
            other = request.model_copy(update={"command_id": new_id(), **changes})
            decisions.hand_over(office.desk.store, other, Context.new(ADMINISTRATOR))
        assert refused.value.code is code


def test_nobody_else_sees_a_summary(office: Office) -> None:
    summary = office.one()
    clerk = manager(office.desk.agency_code).model_copy(update={"roles": (OfficerRole.RECEPTION,)})
    for actor, shown in (
        (clerk, True),
        (ADMINISTRATOR, True),
        (manager("H99.1"), False),
        (citizen("an"), False),
    ):
        listed = decisions.list_tax_summaries(
            office.desk.store, ListTaxSummaries(agency_code=office.desk.agency_code), Context.new(actor)
        )
        assert bool(listed.items) is shown
        assert is_found(office, summary, actor) is shown
    request = HandOverSummary(
        command_id=new_id(), summary_id=summary.summary_id, expected_version=1, reference="1"
    )
    with pytest.raises(ServiceError, match=ErrorCode.FORBIDDEN):
        decisions.hand_over(office.desk.store, request, Context.new(clerk))


def is_found(office: Office, summary: TaxSummary, actor: Actor) -> bool:
    request = GetTaxSummary(summary_id=summary.summary_id)
    try:
        decisions.get_tax_summary(office.desk.store, request, Context.new(actor))
    except ServiceError as error:
        assert error.code is ErrorCode.NOT_FOUND
        return False
    return True
