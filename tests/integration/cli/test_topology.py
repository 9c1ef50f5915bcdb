"""`motcua topology` on a real broker."""

from contextlib import closing
from pathlib import Path

import pytest
from amqp.exceptions import AccessRefused
from tests.integration.cli.conftest import VHOST, Operator

from chassis.amqp.connection import connect
from chassis.amqp.publisher import ConfirmingPublisher, NotPublished, OutgoingMessage
from chassis.amqp.topology import build_topology


def test_applied_topology_is_all_there(operator: Operator) -> None:
    assert operator.types("topology apply").exit_code == 0
    queues = operator.broker.management.call("GET", f"/api/queues/{VHOST}")
    assert {queue["name"] for queue in queues} == {queue.name for queue in build_topology().queues}


def test_it_may_be_applied_again(applied: Operator) -> None:
    assert applied.types("topology apply").exit_code == 0


def test_service_reads_its_own_queue_and_no_other(applied: Operator) -> None:
    with closing(connect(applied.uri("accounts"), 5)) as connection, pytest.raises(AccessRefused):
        connection.channel().basic_get("events.dossiers.payments")
    with closing(connect(applied.uri("dossiers"), 5)) as connection:
        assert connection.channel().basic_get("events.dossiers.payments") is None


def test_service_does_not_speak_in_the_name_of_another(applied: Operator) -> None:
    publisher = ConfirmingPublisher(applied.uri("accounts"))
    with pytest.raises(NotPublished, match="AccessRefused"):
        publisher.publish([OutgoingMessage("dossiers.events", "dossiers.accepted", "m-1", b"{}")])


def test_orphans_name_what_nobody_consumes(applied: Operator) -> None:
    result = applied.types("topology orphans")
    assert result.exit_code == 1
    assert "not consumed events.payments.fees: 0 messages wait for service payments" in result.output


def test_a_consumer_counts_from_its_first_moment(applied: Operator) -> None:
    consumed = [queue.name for queue in build_topology().queues if queue.service]
    admin = applied.broker.amqp_uri(applied.broker.admin, applied.broker.admin_password, VHOST)
    with closing(connect(admin, 5)) as connection:
        channel = connection.channel()
        for name in consumed:
            channel.basic_consume(name)
        assert (
            applied.types("topology orphans").output
            == "every queue is where it should be and has its consumer\n"
        )


def test_orphans_name_what_is_missing(applied: Operator) -> None:
    applied.broker.management.call("DELETE", f"/api/queues/{VHOST}/retry.5s")
    output = applied.types("topology orphans").output
    applied.types("topology apply")
    assert "missing      retry.5s" in output


def test_orphans_name_what_nobody_knows(applied: Operator) -> None:
    applied.broker.management.call("PUT", f"/api/queues/{VHOST}/evt-old", {"durable": True})
    output = applied.types("topology orphans").output
    applied.broker.management.call("DELETE", f"/api/queues/{VHOST}/evt-old")
    assert "not known    evt-old" in output


def test_without_management_queues_are_made_and_checked_over_amqp(operator: Operator) -> None:
    operator.broker.management.put_vhost(VHOST)
    admin_uri = operator.broker.amqp_uri(operator.broker.admin, operator.broker.admin_password, VHOST)
    env = {"MOTCUA_MANAGEMENT_URL": None, "MOTCUA_AMQP_ADMIN_URI": admin_uri}
    assert "missing      events.payments.fees" in operator.types("topology orphans", **env).output
    assert operator.types("topology apply", **env).exit_code == 0
    output = operator.types("topology orphans", **env).output
    assert ("not consumed events.payments.fees" in output, "missing" in output) == (True, False)


def test_queue_of_that_name_with_other_arguments_is_explained(operator: Operator) -> None:
    operator.broker.management.put_vhost(VHOST)
    operator.broker.management.call("PUT", f"/api/queues/{VHOST}/dead.payments", {"durable": True})
    result = operator.types("topology apply")
    assert (result.exit_code, "other arguments" in result.output) == (1, True)


def test_wrong_password_of_the_administrator_is_explained(operator: Operator) -> None:
    wrong = operator.broker.amqp_uri(operator.broker.admin, "wrong-password", "/")
    result = operator.types("topology apply", MOTCUA_AMQP_ADMIN_URI=wrong)
    assert (result.exit_code, "management interface refuses" in result.output) == (1, True)


def test_broker_that_is_away_is_explained(operator: Operator) -> None:
    away = {"MOTCUA_MANAGEMENT_URL": None, "MOTCUA_AMQP_ADMIN_URI": "amqp://a:long-secret-of-a@127.0.0.1:1/"}
    result = operator.types("topology apply", **away)
    assert (result.exit_code, "not reachable" in result.output, "secret" in result.output) == (1, True, False)


def test_missing_secret_is_named(operator: Operator) -> None:
    result = operator.types("topology apply", MOTCUA_SECRETS_DIR="/nonexistent")
    assert (result.exit_code, "amqp_uri_accounts" in result.output) == (1, True)


@pytest.mark.parametrize(
    "address",
    ["", "amqp://sync@broker/motcua", "amqp://sync:@broker/motcua", "amqp://sync:short@broker/motcua"],
)
def test_no_user_is_made_with_an_empty_or_short_password(
    operator: Operator, secrets_dir: Path, tmp_path: Path, address: str
) -> None:
    for file in secrets_dir.iterdir():
        (tmp_path / file.name).write_text(file.read_text())
    (tmp_path / "amqp_uri_sync").write_text(address)
    result = operator.types("topology apply", MOTCUA_SECRETS_DIR=str(tmp_path))
    assert (result.exit_code, "amqp_uri_sync" in result.output) == (1, True)
