"""The last number given in each series of dossier codes. A counter: {_id: series, last}."""

from pymongo import ReturnDocument

from chassis.storage.repository import Repository


class CodeNumberRepository(Repository):
    collection = "numbers"

    def next(self, series: str) -> int:
        """The next number of the series, from 1 on."""
        row = self.documents.find_one_and_update(
            {"_id": series},
            {"$inc": {"last": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=self.session,
        )
        assert row is not None  # an upsert always finds or makes one
        return int(row["last"])
