"""The system in containers: built, started, walked through, watched, restarted. Needs a Docker engine."""

from collections.abc import Iterator

import pytest
from tests.compose.containers import ADMINISTRATOR, PARTS, Containers

from contracts.topology import SERVICES
from devstack.waiting import wait_until
from devstack.walk import pdf, people
from devstack.walk.gateway_client import GatewayClient, Json, User
from devstack.walk.runner import Walk

pytestmark = [pytest.mark.compose, pytest.mark.timeout(2400)]


@pytest.fixture(scope="module")
def containers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Containers]:
    system = Containers(tmp_path_factory.mktemp("compose"))
    try:
        system.build()
        system.up()
        yield system
    finally:
        system.remove()


def test_everything_is_healthy(containers: Containers) -> None:
    states = containers.states()
    assert {part: states.get(part) for part in PARTS} == dict.fromkeys(PARTS, "healthy")


def test_a_dossier_walks_through_its_whole_life(containers: Containers) -> None:
    walk = Walk(
        gateway_url=containers.gateway_url,
        mail_url=containers.mail_url,
        login=ADMINISTRATOR,
        password=containers.admin_password,
    )
    assert walk.run() == 0


def test_prometheus_reaches_every_part(containers: Containers) -> None:
    def all_up() -> bool:
        up = {one["metric"]["component"]: one["value"][1] for one in containers.query("up")}
        return set(up) >= {*PARTS, "rabbitmq"} and set(up.values()) == {"1"}

    wait_until(all_up, 60, "every target is up")


def test_prometheus_has_taken_the_alert_rules(containers: Containers) -> None:
    assert {"ComponentDown", "NotReady", "OutboxStuck", "DeadLetters"} <= containers.alert_rules()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_runs_as_nobody_and_cannot_write_its_image(containers: Containers, part: str) -> None:
    program = "import os; print(os.getuid(), os.access('/app', os.W_OK))"
    assert containers.python(part, program).split() == ["10001", "False"]


_READ_ANOTHER = """
import sys, pymongo
client = pymongo.MongoClient(open('/run/secrets/mongo_uri').read())
client.get_default_database().command('ping')
try:
    print(client['{database}'].events.find_one())
except pymongo.errors.OperationFailure as error:
    print(error.details['codeName'])
"""


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_cannot_read_the_data_of_another(containers: Containers, service: str) -> None:
    another = SERVICES[SERVICES.index(service) - 1]
    answer = containers.python(service, _READ_ANOTHER.format(database=f"motcua_{another}"))
    assert answer.strip() == "Unauthorized"


def test_the_operator_sees_no_orphaned_queue(containers: Containers) -> None:
    containers.operate("topology", "orphans")


def test_what_was_acknowledged_is_there_after_a_restart(containers: Containers) -> None:
    portal = GatewayClient(containers.gateway_url)
    administrator = portal.log_in(ADMINISTRATOR, containers.admin_password)
    desk = people.officer(administrator, "Trần Thị Bình", ["reception"])
    applicant = people.citizen(desk)
    submitted = _submit(applicant)
    containers.down()
    containers.up()
    found = portal.log_in(applicant.login, applicant.password).dossier(submitted["dossier_id"])
    assert (found["status"], found["version"]) == (submitted["status"], submitted["version"])


def _submit(applicant: User) -> Json:
    file_id = applicant.upload("giay-to.pdf", pdf.pdf("Giay to"))
    return applicant.post("/v1/dossiers", people.submission(applicant, file_id))
