"""Numbers of receipts that an agency has used."""

from chassis.storage.repository import Repository


class ReceiptRepository(Repository):
    """One row for each number of an agency, with the dossier whose fee it is for.

    Two transactions that take one number write one row, so that the second is run again and finds it taken. Dossiers
    of before there were rows are looked at themselves.
    """

    collection = "receipts"

    def claim(self, agency_code: str, number: str, dossier_id: str) -> bool:
        """Whether the number is the dossier's now. Case and the length of blanks make no other number."""
        row_id = f"{agency_code} {' '.join(number.upper().split())}"
        row = self.writes.find_put(self.collection, row_id) or self.documents.find_one(
            {"_id": row_id}, session=self.session
        )
        if row is None and not self._used_before(agency_code, number, dossier_id):
            row = {"_id": row_id, "dossier_id": dossier_id}
            self.writes.put(self.collection, row)
        return row is not None and row["dossier_id"] == dossier_id

    def _used_before(self, agency_code: str, number: str, dossier_id: str) -> bool:
        used = {"agency_code": agency_code, "fee.receipt_number": number, "_id": {"$ne": dossier_id}}
        return self.database.dossiers.find_one(used, {"_id": 1}, session=self.session) is not None
