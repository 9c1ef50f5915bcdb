"""A command takes effect once, however often and however concurrently it comes."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pymongo.errors import DuplicateKeyError
from tests.integration.chassis.services.trade import SOLD, Receipt, Sell, Sold, sell

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.idempotency import IdempotencyRecord
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import Actor, ActorKind, Method, Model
from contracts.errors import ErrorCode, ServiceError

ORDER = Sell(command_id="c-1", item="stamp", quantity=2, pin="1234")


def sale(request: Sell) -> Callable[[UnitOfWork], Receipt]:
    def work(uow: UnitOfWork) -> Receipt:
        sale_id = new_id()
        uow.record_event(SOLD, sale_id, 1, Sold(item=request.item, quantity=request.quantity))
        return Receipt(sale_id=sale_id, quantity=request.quantity)

    return work


def sales(store: Store) -> int:
    return store.database.events.count_documents({})


def test_repeated_command_answers_with_the_stored_result(store: Store, context: Context) -> None:
    first = store.run_idempotent(sell, ORDER, context, sale(ORDER))
    second = store.run_idempotent(sell, ORDER, context, sale(ORDER))
    assert (second, sales(store)) == (first, 1)


def test_other_content_under_the_same_id_is_refused(store: Store, context: Context) -> None:
    store.run_idempotent(sell, ORDER, context, sale(ORDER))
    other = ORDER.model_copy(update={"quantity": 3})
    with pytest.raises(ServiceError) as refusal:
        store.run_idempotent(sell, other, context, sale(other))
    assert (refusal.value.code, sales(store)) == (ErrorCode.IDEMPOTENCY_MISMATCH, 1)


def test_result_with_a_field_of_a_newer_release_is_read(store: Store, context: Context) -> None:
    first = store.run_idempotent(sell, ORDER, context, sale(ORDER))
    store.database.commands.update_one({}, {"$set": {"result.colour": "blue"}})
    assert store.run_idempotent(sell, ORDER, context, sale(ORDER)) == first


class Drafted(Model):
    form: dict[str, Any]


draft = Method("trade", "draft", Sell, Drafted)


@pytest.mark.parametrize(
    "form",
    [
        {"$ref": "#/$defs/a", "$id": "b"},
        {"properties": {"x": {"$ref": "#/$defs/x"}}, "$defs": {"x": {"type": "string"}}},
        {"rows": [{"$ref": "a", "$id": "b", "$db": "c"}]},
        {"a.b": 1, "$": {"$set": 1}},
    ],
)
def test_result_with_names_of_the_databases_own_is_read_back_as_it_was(
    store: Store, context: Context, form: dict[str, Any]
) -> None:
    def again() -> Drafted:
        return store.run_idempotent(draft, ORDER, context, lambda _: Drafted(form=form))

    assert (again(), again()) == (Drafted(form=form), Drafted(form=form))
    assert store.previous_result(draft, ORDER, context) == Drafted(form=form)


def test_secret_field_is_no_part_of_the_comparison(store: Store, context: Context) -> None:
    first = store.run_idempotent(sell, ORDER, context, sale(ORDER))
    retyped = ORDER.model_copy(update={"pin": "4321"})
    assert store.run_idempotent(sell, retyped, context, sale(retyped)) == first


def test_ids_of_two_callers_do_not_meet(store: Store, context: Context) -> None:
    neighbour = Context.new(Actor(kind=ActorKind.CITIZEN, account_id="a-2"))
    first = store.run_idempotent(sell, ORDER, context, sale(ORDER))
    assert store.run_idempotent(sell, ORDER, neighbour, sale(ORDER)) != first


def test_failed_command_stores_nothing_and_may_be_repeated(store: Store, context: Context) -> None:
    def fail(uow: UnitOfWork) -> Receipt:
        sale(ORDER)(uow)
        raise ServiceError(ErrorCode.FORBIDDEN)

    with pytest.raises(ServiceError):
        store.run_idempotent(sell, ORDER, context, fail)
    assert (sales(store), store.database.commands.count_documents({})) == (0, 0)
    store.run_idempotent(sell, ORDER, context, sale(ORDER))
    assert sales(store) == 1


def test_twenty_at_once_have_one_effect_and_one_answer(store: Store, context: Context) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: store.run_idempotent(sell, ORDER, context, sale(ORDER)), range(20)))
    assert (len(set(answers)), sales(store)) == (1, 1)


def test_second_run_gives_up_at_its_deadline_while_the_first_is_not_committed(
    store: Store, context: Context
) -> None:
    row_id = IdempotencyRecord.of(sell, ORDER, context.actor).id
    with store.database.client.start_session() as session, session.start_transaction():
        store.database.commands.insert_one({"_id": row_id}, session=session)
        with pytest.raises(ServiceError) as refusal:
            store.run_idempotent(sell, ORDER, Context.new(context.actor, timeout_s=0.5), sale(ORDER))
        session.abort_transaction()
    assert (refusal.value.code, sales(store)) == (ErrorCode.IDEMPOTENCY_IN_PROGRESS, 0)


def test_slower_of_two_runs_answers_with_the_result_of_the_faster(store: Store, context: Context) -> None:
    inside, leave = threading.Event(), threading.Event()

    def slow(uow: UnitOfWork) -> Receipt:
        inside.set()
        assert leave.wait(20)
        return sale(ORDER)(uow)

    with ThreadPoolExecutor(1) as pool:
        slower = pool.submit(store.run_idempotent, sell, ORDER, context, slow)
        assert inside.wait(5)
        faster = store.run_idempotent(sell, ORDER, context, sale(ORDER))
        leave.set()
    assert (slower.result(), sales(store)) == (faster, 1)


@pytest.mark.parametrize("failure", [ServiceError(ErrorCode.VERSION_STALE), DuplicateKeyError("taken")])
def test_repetition_that_fails_on_what_the_first_run_changed_answers_with_its_result(
    store: Store, context: Context, failure: Exception
) -> None:
    def fail(_: UnitOfWork) -> Receipt:
        raise failure

    first = store.run_idempotent(sell, ORDER, context, sale(ORDER))
    assert store.run_idempotent(sell, ORDER, context, fail) == first
    other = ORDER.model_copy(update={"quantity": 3})
    with pytest.raises(ServiceError) as refusal:
        store.run_idempotent(sell, other, context, fail)
    assert refusal.value.code is ErrorCode.IDEMPOTENCY_MISMATCH


def test_no_time_left_is_refused_at_once(store: Store, context: Context) -> None:
    late = Context.new(context.actor, timeout_s=-1)
    with pytest.raises(ServiceError) as refusal:
        store.run_idempotent(sell, ORDER, late, sale(ORDER))
    assert refusal.value.code is ErrorCode.DEADLINE_EXCEEDED


def test_absent_database_is_unavailable(context: Context) -> None:
    nowhere = Store("mongodb://127.0.0.1:1/?replicaSet=rs0", "none", "shop")
    with pytest.raises(ServiceError) as refusal:
        nowhere.run_idempotent(sell, ORDER, Context.new(context.actor, timeout_s=1), sale(ORDER))
    nowhere.close()
    assert refusal.value.code is ErrorCode.UNAVAILABLE
