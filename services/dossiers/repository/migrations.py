"""The migrations of the service's database, in the order of their numbers."""

from pymongo.database import Database

from chassis.storage.documents import Document
from chassis.storage.migrations import Migration
from dossiers.repository.indexes import OF_RELEASES_BEFORE


def drop_indexes(database: Database[Document], limit: int) -> int:
    """A batch that drops the indexes that no query of this release uses; the release before names one of them."""
    found = [
        (collection, name)
        for collection, names in OF_RELEASES_BEFORE.items()
        for name in names
        if name in database[collection].index_information()
    ]
    for collection, name in found[:limit]:
        database[collection].drop_index(name)
    return len(found[:limit])


MIGRATIONS = (Migration(1, "drop_indexes", drop_indexes),)
