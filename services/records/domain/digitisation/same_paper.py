"""Whether the store has a paper already: verified, valid, of the same kind, about the same person."""

from datetime import datetime
from typing import Any

from contracts.base import Model
from contracts.records import BeginDigitisation
from contracts.subjects import Subject, is_same_person
from records.domain.paper_access import BY_NUMBER
from records.domain.paper_reuse import usable_filter
from records.domain.papers import PaperState


class PaperSought(Model):
    """Of these kinds, about the person of the number or of the account, or about a subject of theirs."""

    number: str | None = None
    account_id: str | None = None
    subject: Subject | None = None
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, request: BeginDigitisation, kind: str) -> "PaperSought":
        """As the paper that is to be digitised."""
        owner = request.owner
        return cls(
            number=owner.identity_number, account_id=owner.account_id, subject=request.subject, kinds=(kind,)
        )

    def is_met_by(self, paper: PaperState) -> bool:
        """Whether a paper that `sought_filter` has found is about the person who is sought."""
        if self.subject is not None:
            return self._is_about(paper, self.subject)
        about = paper.subject
        if about is None:
            return True
        return self.number is not None and about.personal_number == self.number

    @staticmethod
    def _is_about(paper: PaperState, subject: Subject) -> bool:
        if paper.subject is not None:
            return is_same_person(paper.subject, subject)
        return subject.personal_number is not None and subject.personal_number == paper.owner.identity_number


def sought_filter(sought: PaperSought, now: datetime) -> dict[str, Any]:
    """Usable papers that the persons of the request own or that are about them; numbers in the clear."""
    numbers = {sought.number, sought.subject and sought.subject.personal_number} - {None}
    ways: list[dict[str, Any]] = [
        {name: number} for number in sorted(map(str, numbers)) for name in BY_NUMBER
    ]
    if sought.account_id is not None:
        ways.append({"owner.account_id": sought.account_id})
    return {"$and": [{"$or": ways}, usable_filter((sought.kinds,), now)]}
