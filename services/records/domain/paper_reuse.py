"""May a stored paper stand for a paper that a procedure asks for (tái sử dụng)?"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from contracts.errors import FieldError
from contracts.records import PaperOwner, PaperReuseRequest, PaperStatus
from records.domain.paper_access import belongs
from records.domain.papers import PaperState


class ReuseRefusal(StrEnum):
    """Why not. A paper of somebody else and one that never existed have the same reason."""

    NOT_OWNED = "not_owned"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"
    NOT_VERIFIED = "not_verified"
    WRONG_KIND = "wrong_kind"


DETAILS: dict[ReuseRefusal, str] = {
    ReuseRefusal.NOT_OWNED: "Kho của chủ hồ sơ không có giấy tờ này. The owner's store has no such paper.",
    ReuseRefusal.REVOKED: "Giấy tờ đã bị thu hồi. The paper was revoked.",
    ReuseRefusal.REPLACED: "Giấy tờ đã được thay thế. Another paper took its place.",
    ReuseRefusal.EXPIRED: "Giấy tờ đã hết hiệu lực. The paper is not valid any more.",
    ReuseRefusal.NOT_VERIFIED: "Chưa có cơ quan nào xác nhận giấy tờ này. No agency has verified the paper.",
    ReuseRefusal.WRONG_KIND: "Giấy tờ không đúng loại được yêu cầu. The paper is of another kind than asked for.",
}

_BY_STATUS = {
    PaperStatus.REVOKED: ReuseRefusal.REVOKED,
    PaperStatus.REPLACED: ReuseRefusal.REPLACED,
    PaperStatus.EXPIRED: ReuseRefusal.EXPIRED,
}


def refusals(
    questions: tuple[PaperReuseRequest, ...],
    papers: Mapping[str, PaperState],
    owner: PaperOwner,
    now: datetime,
) -> tuple[FieldError, ...]:
    """One for each question whose paper may not be used, pointing at its place among the questions."""
    found = (
        (i, refusal(question, papers.get(question.paper_id), owner, now))
        for i, question in enumerate(questions)
    )
    return tuple(
        FieldError(pointer=f"/questions/{i}/paper_id", code=why, detail=DETAILS[why])
        for i, why in found
        if why
    )


def refusal(
    question: PaperReuseRequest, paper: PaperState | None, owner: PaperOwner, now: datetime
) -> ReuseRefusal | None:
    """A component that names kinds of results takes these and only verified; one that names none takes any paper."""
    if paper is None or not belongs(paper, owner):
        return ReuseRefusal.NOT_OWNED
    status = paper.status(now)
    if status is not PaperStatus.VALID:
        return _BY_STATUS[status]
    if not question.result_codes:
        return None
    if paper.result_code not in question.result_codes:
        return ReuseRefusal.WRONG_KIND
    return None if paper.verified else ReuseRefusal.NOT_VERIFIED
