"""The database goes and comes back while the server runs."""

from pathlib import Path

import pytest
from tests.integration.records.processes import ContentServer, content_server_running

from devstack.servers.mongo import PrivateMongo
from devstack.waiting import wait_until
from devstack.walk.pdf import pdf

PDF = pdf("Giay to") + b"x" * 600_000


@pytest.mark.deep
def test_without_its_database_it_is_unready_and_goes_on_afterwards(tmp_path: Path) -> None:
    mongo = PrivateMongo(tmp_path / "mongo")
    mongo.start()
    try:
        with content_server_running(mongo.address.new_database("test_outage"), tmp_path) as server:
            _without_database(server, mongo)
    finally:
        mongo.kill()


def _without_database(server: ContentServer, mongo: PrivateMongo) -> None:
    stored, coming = server.announce(PDF), server.announce(PDF)
    server.put(stored.file_id, PDF)
    mongo.kill()
    for response in (server.get(stored.file_id), server.put(coming.file_id, PDF)):
        assert response.status_code in (503, 504), response.text
    wait_until(lambda: not server.process.is_ready(), 15, "it looks every ten seconds")
    mongo.start()
    server.process.wait_ready()
    assert server.get(stored.file_id).content == PDF
    assert server.put(coming.file_id, PDF).status_code == 200
    assert server.get(coming.file_id).content == PDF
