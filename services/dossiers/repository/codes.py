"""Counters of the codes of dossiers: one for each agency and day."""

from chassis.storage.repository import Repository


class CodeRepository(Repository):
    """The last number of each series, written with the dossiers that have the numbers."""

    collection = "codes"

    def next_number(self, series: str) -> int:
        """1, 2, 3 ... within a series, each once; a transaction, or a work within it, that fails gives its number back.

        Numbers of one transaction follow one another; of two transactions that number one series at once, the second is
        run again after the first.
        """
        counter = self.writes.find_put(self.collection, series) or self.documents.find_one(
            {"_id": series}, session=self.session
        )
        number = 1 if counter is None else int(counter["last"]) + 1
        self.writes.put(self.collection, {"_id": series, "last": number})
        return number
