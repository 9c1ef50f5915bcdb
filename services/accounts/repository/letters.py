"""Direct letters as documents: whose, for what and until when. Neither a code nor its hash."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from accounts.domain.letters import EMAIL, MOST_TRIES, Letter, Purpose
from accounts.repository.personal_fields import LETTER
from chassis.storage.documents import Document
from chassis.storage.encryption import SERVICE
from chassis.storage.repository import Repository


class LetterRepository(Repository):
    """One document a letter, with the `tries` of its code. MongoDB removes it after its end."""

    collection: ClassVar[str] = "letters"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Letter:
        """A stored letter whose address is open; fields of a later release are ignored."""
        return Letter(
            document["_id"],
            Purpose(document["purpose"]),
            document["account_id"],
            document["address"],
            document["ends_at"],
            document.get("channel", EMAIL),
        )

    def add(self, letter: Letter) -> None:
        document = LETTER.seal({**asdict(letter), "purpose": letter.purpose.value}, self.cipher, SERVICE)
        self.documents.insert_one(
            {"_id": document.pop("letter_id"), **document, "tries": 0}, session=self.session
        )

    def void(self, account_id: str, purpose: Purpose) -> None:
        """Those of an account for this purpose are good no more."""
        self.documents.delete_many({"account_id": account_id, "purpose": purpose.value}, session=self.session)

    def find(self, letter_ids: Sequence[str], now: datetime) -> list[Letter]:
        """Those of them that are not over, and of a purpose that this release knows."""
        query = {"_id": {"$in": list(letter_ids)}, "ends_at": {"$gt": now}, "purpose": {"$in": list(Purpose)}}
        return [self._opened(each) for each in self.documents.find(query, session=self.session)]

    def try_one(self, query: Document, now: datetime) -> Letter | None:
        """The newest that the query selects, whose code is being tried once more; None when none may be tried.

        Outside of transactions: a try counts whatever becomes of it.
        """
        good = {**query, "ends_at": {"$gt": now}, "tries": {"$lt": MOST_TRIES}}
        document = self.documents.find_one_and_update(good, {"$inc": {"tries": 1}}, sort=[("_id", -1)])
        return self._opened(document) if document else None

    def _opened(self, document: Document) -> Letter:
        return self.from_document(LETTER.open(document, self.cipher))

    def take(self, letter: Letter) -> bool:
        """Whether it was good until now; it is not any more."""
        return self.documents.delete_one({"_id": letter.letter_id}, session=self.session).deleted_count == 1
