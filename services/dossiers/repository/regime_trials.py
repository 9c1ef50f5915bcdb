"""Trials of regimes: each with the regime that it tries and the place that it has come to."""

from dataclasses import dataclass
from typing import Self

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from contracts.catalog import Regime
from contracts.dossiers import RegimeTrialJob
from contracts.errors import not_found


def create_indexes(database: Database[Document]) -> None:
    trials = database[RegimeTrialRepository.collection]
    trials.create_index([("draft_id", ASCENDING), ("_id", DESCENDING)])


@dataclass(frozen=True)
class StoredTrial:
    """`position`: reception and id of the last dossier that was counted; None before the first."""

    job: RegimeTrialJob
    regime: Regime
    position: Position | None = None

    def moved_on(self, job: RegimeTrialJob, position: Position | None) -> Self:
        return type(self)(job, self.regime, position)


class RegimeTrialRepository(Repository):
    """Trials under their ids, which rise with time. The regime is stored as text: its keys are no names of fields."""

    collection = "regime_trials"

    @staticmethod
    def from_document(document: Document) -> StoredTrial:
        job = RegimeTrialJob.model_validate({**document, "trial_id": document["_id"]}, extra="ignore")
        place = document["position"]
        return StoredTrial(
            job,
            Regime.model_validate_json(document["regime"], extra="ignore"),
            None if place is None else tuple(place),
        )

    def get(self, trial_id: str) -> StoredTrial:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": trial_id}, session=self.session)
        if document is None:
            raise not_found("regime")
        return self.from_document(document)

    def newest(self, draft_id: str, before: str | None, limit: int) -> list[RegimeTrialJob]:
        """Newest first, those after the id `before` in the list."""
        position = {} if before is None else {"_id": {"$lt": before}}
        found = self.documents.find({"draft_id": draft_id, **position}, session=self.session)
        return [self.from_document(each).job for each in found.sort("_id", DESCENDING).limit(limit)]

    def save(self, trial: StoredTrial) -> None:
        document = {
            **to_document(trial.job.model_dump()),
            "_id": trial.job.trial_id,
            "regime": trial.regime.model_dump_json(),
            "position": trial.position and list(trial.position),
        }
        self.documents.replace_one({"_id": trial.job.trial_id}, document, upsert=True, session=self.session)
