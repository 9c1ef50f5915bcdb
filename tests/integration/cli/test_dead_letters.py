"""`motcua dead` with the operator's own login on a real broker."""

import orjson
import pytest
from tests.integration.cli.conftest import VHOST, Operator
from tests.support.broker_view import depth, publish

from chassis.amqp.publisher import OutgoingMessage

WORK = "events.payments.fees"


@pytest.fixture
def laid_aside(applied: Operator) -> Operator:
    """Two dead letters of payments, and nothing else anywhere."""
    for queue in ("dead.payments", WORK):
        applied.broker.management.call("DELETE", f"/api/queues/{VHOST}/{queue}/contents")
    for number in (1, 2):
        headers = {"queue": WORK, "reason": "permanent", "last_error": "forbidden", "attempt": 1, "type": "t"}
        letter = OutgoingMessage(
            "dead.payments", "", f"e-{number}", orjson.dumps({"number": number}), headers
        )
        publish(applied.uri("payments"), letter)
    return applied


def ids(operator: Operator) -> list[str]:
    """As the list names them."""
    return [line.split()[0] for line in operator.types("dead list").output.splitlines()[1:]]


def depths(operator: Operator) -> tuple[int, int]:
    """Of the dead letters and of the work queue."""
    return depth(operator.uri("cli"), "dead.payments"), depth(operator.uri("cli"), WORK)


def test_list_names_each_and_takes_none(laid_aside: Operator) -> None:
    for _ in range(2):
        lines = laid_aside.types("dead list").output.splitlines()
        informed = [line.split() for line in lines[1:]]
        assert [(words[1], words[2], words[3], words[-1]) for words in informed] == [
            ("permanent", "t", "forbidden", "e-1"),
            ("permanent", "t", "forbidden", "e-2"),
        ]
    assert depths(laid_aside) == (2, 0)


def test_list_of_another_service_is_empty(laid_aside: Operator) -> None:
    assert laid_aside.types("dead list --queue records").output == "no dead letters\n"


def test_show_prints_headers_and_body(laid_aside: Operator) -> None:
    shown = orjson.loads(laid_aside.types("dead show e-2").output)
    assert (shown["headers"]["last_error"], shown["body"]) == ("forbidden", {"number": 2})


def test_replay_puts_one_back_where_it_came_from(laid_aside: Operator) -> None:
    assert laid_aside.types(f"dead replay --id {ids(laid_aside)[0]}").output == "1 replayed\n"
    assert depths(laid_aside) == (1, 1)


def test_replay_of_all(laid_aside: Operator) -> None:
    assert laid_aside.types("dead replay --all --queue payments").output == "2 replayed\n"
    assert depths(laid_aside) == (0, 2)


def test_replay_without_a_choice_is_refused(laid_aside: Operator) -> None:
    assert (laid_aside.types("dead replay").exit_code, depths(laid_aside)) == (2, (2, 0))


def test_replay_into_a_queue_that_is_gone_loses_nothing(laid_aside: Operator) -> None:
    laid_aside.broker.management.call("DELETE", f"/api/queues/{VHOST}/{WORK}")
    result = laid_aside.types("dead replay --all")
    laid_aside.types("topology apply")
    assert (result.exit_code, "did not take" in result.output) == (1, True)
    assert depth(laid_aside.uri("cli"), "dead.payments") == 2


def test_drop_asks_first(laid_aside: Operator) -> None:
    assert (laid_aside.types("dead drop --all").exit_code, depths(laid_aside)) == (1, (2, 0))


def test_drop_removes_one(laid_aside: Operator) -> None:
    assert laid_aside.types(f"dead drop --id {ids(laid_aside)[1]} --yes").output == "1 dropped\n"
    assert depths(laid_aside) == (1, 0)


def test_letters_of_one_content_in_two_queues_and_twice_in_one_have_ids_of_their_own(
    laid_aside: Operator,
) -> None:
    for name in ("payments", "notifications", "payments", "payments"):
        headers = {"queue": f"events.{name}.fees", "reason": "unreadable"}
        for message_id in ("", "e-7"):
            letter = OutgoingMessage(f"dead.{name}", "", message_id, b"the same", headers)
            publish(laid_aside.uri(name), letter)
    found = ids(laid_aside)
    assert (len(found), len(set(found))) == (10, 10)
    for letter_id in found[2:]:
        shown = orjson.loads(laid_aside.types(f"dead show {letter_id}").output)
        assert shown["id"] == letter_id
    assert laid_aside.types("dead show e-7").output.count('"event_id": "e-7"') == 4
    assert laid_aside.types(f"dead drop --id {found[-1]} --yes").output == "1 dropped\n"
    laid_aside.types("dead drop --all --yes")


def test_unknown_id_is_an_error(laid_aside: Operator) -> None:
    assert laid_aside.types("dead drop --id e-9 --yes").exit_code == 1


def test_queues_that_are_not_there_are_explained(applied: Operator) -> None:
    applied.broker.management.call("DELETE", f"/api/queues/{VHOST}/dead.accounts")
    result = applied.types("dead list")
    applied.types("topology apply")
    assert (result.exit_code, "topology apply" in result.output) == (1, True)


def test_administrator_needs_the_accounts_service(applied: Operator) -> None:
    result = applied.types("admin create --login admin --name Admin --generate")
    assert (result.exit_code, "Start the service" in result.output) == (1, True)


def test_short_password_is_refused_before_anything_is_sent(applied: Operator) -> None:
    result = applied.types("admin create --login admin --name Admin --password-file /dev/null")
    assert (result.exit_code, "password" in result.output) == (2, True)
