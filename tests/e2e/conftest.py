"""One whole system for all end-to-end tests, and people who use it through the gateway alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.support.portal.dossier_case import DossierCase

from devstack.seed import ADMINISTRATOR, seed_system
from devstack.servers.mongo import REPO
from devstack.system import System
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, User

_LIMITS = ("CLIENT", "ACCOUNT", "SIGN_IN", "VERIFICATION")
UNLIMITED = {f"MOTCUA_RATE_{each}": "0" for each in _LIMITS}
BEHIND_PROXY = {"MOTCUA_TRUSTED_PROXIES": "127.0.0.1", "MOTCUA_CLIENT_CERTIFICATES": "true"}
"""Proxies of this machine are believed; tests come from its other addresses where they must not be."""
"""All tests come from one address and would be taken for one impatient client."""
IMPATIENT = {"MOTCUA_BODY_TIMEOUT_S": "2", "MOTCUA_FILE_IDLE_S": "2"}

SAMPLE = REPO / "tests" / "samples" / "catalogue" / "catalog.jsonl"


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    root = tmp_path_factory.mktemp("system")
    with System.started(root, settings={"gateway": UNLIMITED | IMPATIENT | BEHIND_PROXY}) as started:
        seed_system(started)
        started.operate("catalogue", "import", str(SAMPLE))
        yield started


@pytest.fixture(scope="session")
def portal(system: System) -> Iterator[GatewayClient]:
    portal = GatewayClient(system.gateway_url)
    yield portal
    portal.close()


@pytest.fixture(scope="session")
def administrator(system: System, portal: GatewayClient) -> User:
    return portal.log_in(ADMINISTRATOR, system.secret("admin_password"))


@pytest.fixture(scope="session")
def desk(administrator: User) -> User:
    """Reception."""
    return people.officer(administrator, "Trần Thị Bình", ["reception"])


@pytest.fixture(scope="session")
def office(administrator: User) -> User:
    """Processing and leader, of the same agency."""
    return people.officer(administrator, "Lê Văn Cường", ["processing", "leader"])


@pytest.fixture(scope="session")
def other_agency(administrator: User) -> User:
    """An officer with every role, of another agency."""
    roles = ["reception", "processing", "leader"]
    return people.officer(administrator, "Đỗ Thị Em", roles, agency="H26.31.06")


@pytest.fixture
def citizen(desk: User) -> User:
    """A new one for each test: whose lists are empty."""
    return people.citizen(desk)


@pytest.fixture
def case(citizen: User, desk: User, office: User) -> DossierCase:
    return DossierCase(citizen, desk, office)


@pytest.fixture
def other_citizen(desk: User) -> User:
    """Another citizen."""
    return people.citizen(desk, "Phạm Thị Dung")
