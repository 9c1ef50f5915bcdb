"""The search thesaurus (từ điển tìm kiếm): one document for each version of it, the newest in force."""

from datetime import datetime

from pymongo import DESCENDING
from pymongo.database import Database

from catalog.repository.model_repository import STARTER_MARK
from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.catalog import SearchThesaurus, SearchThesaurusContent

NEWEST = [("_id", DESCENDING)]


def create_indexes(database: Database[Document]) -> None:
    """None: versions are looked for by their numbers, which are the ids."""


class ThesaurusRepository(Repository):
    """Versions of the thesaurus under their numbers, from 1."""

    collection = "search_thesaurus"

    @staticmethod
    def from_document(document: Document) -> SearchThesaurus:
        return SearchThesaurus.model_validate(document, extra="ignore")

    def current(self) -> SearchThesaurus:
        """The version in force; the empty one of number 0 when none was saved."""
        found = self.documents.find_one(sort=NEWEST, session=self.session)
        return SearchThesaurus() if found is None else self.from_document(found)

    def version(self) -> int:
        """The number of the version in force; 0 when none was saved."""
        found = self.documents.find_one({}, {"_id": 1}, sort=NEWEST, session=self.session)
        return 0 if found is None else int(found["_id"])

    def is_edited(self) -> bool:
        """Whether somebody has saved the version in force, not the seeding."""
        found = self.documents.find_one({}, {STARTER_MARK: 1}, sort=NEWEST, session=self.session)
        return found is not None and not found.get(STARTER_MARK)

    def add(
        self, content: SearchThesaurusContent, now: datetime, saved_by: str, *, starter: bool = False
    ) -> SearchThesaurus:
        """Save the next version. `saved_by` is the account, for the record. Older versions stay."""
        names = SearchThesaurusContent.model_fields.keys()
        version = self.version() + 1
        saved = SearchThesaurus(
            **{name: getattr(content, name) for name in names}, version=version, saved_at=now
        )
        document = {**saved.model_dump(mode="json"), "_id": version, "saved_by": saved_by}
        if starter:
            document[STARTER_MARK] = True
        self.documents.insert_one(document, session=self.session)
        return saved
