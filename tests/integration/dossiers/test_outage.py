"""The database dies under the service and comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.dossiers.conftest import ServedOffice, opened
from tests.support.dossiers.refusals import refused

from contracts.dossiers import Dossier, DossierAction, DossierStatus
from contracts.errors import ErrorCode, ServiceError
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo import PrivateMongo
from devstack.waiting import wait_until


@pytest.fixture
def own_mongo(tmp_path: Path) -> Iterator[PrivateMongo]:
    mongo = PrivateMongo(tmp_path)
    mongo.start()
    yield mongo
    mongo.kill()


@pytest.mark.deep
def test_a_dead_database_is_said_to_be_away_and_loses_nothing(
    broker: BrokerAddress, own_mongo: PrivateMongo, tmp_path: Path
) -> None:
    with opened(broker, own_mongo.address, tmp_path / "dossiers.log") as office:
        dossier = office.submit()
        own_mongo.kill()
        refused(ErrorCode.UNAVAILABLE, lambda: office.read(dossier))
        refused(ErrorCode.UNAVAILABLE, lambda: office.act(DossierAction.ACCEPT, dossier))
        own_mongo.start()
        wait_until(lambda: is_read(office, dossier), 30, "the service reads again")
        assert office.act(DossierAction.ACCEPT, office.read(dossier)).status is DossierStatus.ACCEPTED


def is_read(office: ServedOffice, dossier: Dossier) -> bool:
    try:
        return office.read(dossier).status is dossier.status
    except ServiceError:
        return False
