"""The running service: what only the wire, its timers and its subscriptions can show.

What the use cases decide is tested in `application/`, in the test's own process.
"""

from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from tests.integration.dossiers.conftest import ServedOffice
from tests.support.dossiers.neighbours import CODE
from tests.support.dossiers.office import (
    CHARGED,
    FREE,
    OFFICER,
    WORK,
    LocalOffice,
    bill_opened,
    bill_paid,
    laws,
    received,
    whole_life,
)
from tests.support.dossiers.past import Past, round_the_clock
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import law, regime

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import event_log
from chassis.storage.store import Store
from contracts import dossiers as contract
from contracts.catalog import TimeLimit, TimeUnit
from contracts.dossiers import BulkAction, BulkActionItem, DossierAction, DossierStatus, ResultOutcome
from contracts.errors import ErrorCode
from devstack.waiting import wait_until
from gateway.routes.dossiers.desk import BULK_TIMEOUT_S

OF_ANY_FORM, WITH_RECEIPT = "1.000051", "1.000052"
"""Procedures of one test each: the service remembers for a second what the catalogue says of a procedure."""


def test_a_whole_life_by_rpc_ends_returned(served: ServedOffice) -> None:
    dossier = whole_life(served)
    assert (dossier.status, dossier.version) == (DossierStatus.RETURNED, 7)
    event_log.verify(served.database, dossier.dossier_id, dossier.version)


def test_what_was_filed_is_read_with_form_and_papers(served: ServedOffice) -> None:
    form_data: dict[str, Any] = {
        "where": "$1",
        "a.b": {"inc": {"": 1}},
        "_id": [{"set": None}],
        "số": 2**62,
        "x": 0.1,
    }
    usual = laws()[FREE]
    anything = usual.procedure.model_copy(update={"code": OF_ANY_FORM, "form_schema": {"type": "object"}})
    served.neighbours.laws[OF_ANY_FORM] = usual.replace({"procedure": anything})
    submission = {**served.submission(OF_ANY_FORM), "form_data": form_data}
    dossier = served.call("submit", served.citizen, **submission)
    assert served.read(dossier, served.citizen).form_data == form_data


def test_a_refusal_crosses_the_wire_with_its_reason(served: ServedOffice) -> None:
    charged = served.act(DossierAction.ACCEPT, served.submit(CHARGED))
    fields: dict[str, Any] = {
        "dossier_id": charged.dossier_id,
        "expected_version": charged.version,
        "outcome": ResultOutcome.APPROVED,
        "file_id": served.store_file(OFFICER),
    }
    error = refused(ErrorCode.GUARD_FAILED, lambda: served.call("issue_result", OFFICER, "en", **fields))
    assert error.params["reason"] == "the fee has not been paid"
    wrong = {**served.submission(), "papers": [{"component_code": "x", "file_id": "unknown"}]}
    invalid = refused(ErrorCode.INVALID_REQUEST, lambda: served.call("submit", served.citizen, **wrong))
    assert [field.pointer for field in invalid.errors] == ["/papers/0/component_code", "/papers"]


def test_events_of_payments_move_the_dossier_once(served: ServedOffice) -> None:
    dossier = served.act(DossierAction.ACCEPT, served.submit(CHARGED))
    served.publish(bill_opened(dossier, "bill-1"))
    wait_until(lambda: served.read(dossier).version == 4, 15, "the bill is known")
    paid = bill_paid(dossier, "bill-1")
    served.publish(paid)
    wait_until(lambda: served.read(dossier).status is DossierStatus.ACCEPTED, 15, "the fee is paid")
    before = served.duplicates()
    served.publish(paid)
    wait_until(lambda: served.duplicates() == before + 1, 15, "the second delivery was recognised")
    assert served.read(dossier).version == 5


def test_a_receipt_is_issued_and_a_result_sealed_by_themselves(served: ServedOffice) -> None:
    usual = laws()[FREE]
    procedure = usual.procedure.model_copy(update={"code": WITH_RECEIPT})
    with_receipt = {"procedure": procedure, "regime": regime(forms={"RECEIPT": "01"})}
    served.neighbours.laws[WITH_RECEIPT] = usual.replace(with_receipt)
    done = whole_life(served, WITH_RECEIPT)
    wait_until(lambda: bool(served.read(done).documents), 15, "the receipt")
    wait_until(lambda: served.read(done).results[0].paper_id is not None, 15, "the seal")
    assert served.read(done).results[0].verification_code == CODE
    assert served.read(done).version == done.version


def test_deadlines_that_passed_are_reminded_of_by_themselves(served: ServedOffice) -> None:
    hours = law(
        calendar_=round_the_clock(), code=FREE, time_limits=(TimeLimit(quantity=10, unit=TimeUnit.HOUR),)
    )
    with closing(Store(served.mongo_uri, served.database.name, "dossiers", pool_size=2)) as store:
        past = Past(LocalOffice.on(store))
        late = past.lived(hours, timedelta(hours=13), past.accepted(timedelta(hours=12)))
    wait_until(lambda: reminders(served, late.dossier_id) == ["due"], 15, "reminded that it is overdue")


def reminders(served: ServedOffice, dossier_id: str) -> list[str]:
    overdue = {"aggregate_id": dossier_id, "type": contract.OVERDUE.name}
    return [entry["payload"]["what"] for entry in served.database.events.find(overdue)]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_history_speaks_the_callers_language(served: ServedOffice, locale: str) -> None:
    dossier = received(served)
    page = served.call("get_history", served.citizen, locale, dossier_id=dossier.dossier_id)
    first = {"vi": "Hồ sơ đã được nộp.", "en": "The dossier was submitted."}
    assert page.items[0].text == first[locale]


def test_eighty_at_once_are_done_in_time(served: ServedOffice) -> None:
    """Within what the gateway gives the route; on an idle machine it takes a second or two."""
    items = tuple(
        BulkActionItem(dossier_id=filed.dossier_id, expected_version=filed.version)
        for filed in (served.submit() for _ in range(80))
    )
    request = BulkAction(command_id=new_id(), action="accept", items=items)
    context = Context.new(served.hire(*WORK, unit="HT"))
    results = served.caller.call(contract.act_on_many, request, context, timeout_s=BULK_TIMEOUT_S)
    assert results.done == 80, [result for result in results.results if not result.done][:3]
