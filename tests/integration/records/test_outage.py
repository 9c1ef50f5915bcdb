"""The database goes and comes back while the door is open."""

from pathlib import Path

from tests.integration.records.records_processes import ContentServer, content_server

from devstack.servers.mongo import PrivateMongo

PDF = b"%PDF-1.7\n" + b"x" * 600_000


def test_without_its_database_the_door_says_so_and_goes_on_afterwards(tmp_path: Path) -> None:
    mongo = PrivateMongo(tmp_path / "mongo")
    mongo.start()
    try:
        with content_server(mongo.address.new_database("test_outage"), tmp_path) as door:
            _without_database(door, mongo)
    finally:
        mongo.kill()


def _without_database(door: ContentServer, mongo: PrivateMongo) -> None:
    kept, coming = door.announce(PDF), door.announce(PDF)
    door.put(kept.file_id, PDF)
    mongo.kill()
    for response in (door.get(kept.file_id), door.put(coming.file_id, PDF)):
        assert response.status_code in (503, 504), response.text
    assert not door.process.is_ready()
    mongo.start()
    door.process.wait_ready()
    assert door.get(kept.file_id).content == PDF
    assert door.put(coming.file_id, PDF).status_code == 200
    assert door.get(coming.file_id).content == PDF
