"""The minutes of destruction (biên bản tiêu hủy): what went, how many, on what ground, by whom, when."""

from datetime import datetime

from contracts.accounts import Disposition, RetentionRun, RetentionRunItem, RetentionSchedule
from contracts.labels import LABELS
from contracts.records import DocumentContent, DossierReaders, IssueDocument, StatedFact
from contracts.retention import RecordKind
from contracts.time import VIETNAM

KIND = "DESTRUCTION_MINUTES"
NO_FORM = "-"
"""No decree gives a form of these minutes."""
PORTAL = "portal"
"""In the place of an agency's code."""


def document(
    run: RetentionRun, schedule: RetentionSchedule, proposer: str, approver: str, ended_at: datetime
) -> IssueDocument:
    """Once per run. The two persons read it."""
    return IssueDocument(
        command_id=f"retention-minutes-{run.run_id}",
        kind=KIND,
        form_number=NO_FORM,
        regime_id=NO_FORM,
        agency_code=PORTAL,
        content=DocumentContent(
            agency_name=run.organisation,
            represented_by=proposer,
            officer_name=approver,
            facts=facts(run, schedule, proposer, approver, ended_at),
        ),
        readers=DossierReaders(account_ids=(run.proposed_by, run.decided_by or run.proposed_by)),
    )


def facts(
    run: RetentionRun, schedule: RetentionSchedule, proposer: str, approver: str, ended_at: datetime
) -> tuple[StatedFact, ...]:
    """In the order in which they are printed; each kind with what went, what was held and the ground."""
    days = f"{schedule.effective_from:%d/%m/%Y}" if schedule.effective_from else ""
    stated = [
        ("Mã đợt tiêu hủy", run.run_id),
        ("Bảng thời hạn lưu giữ", f"{schedule.content.title}; {schedule.decision or ''}; hiệu lực từ {days}"),
        ("Thời hạn tính đến", f"hết ngày trước ngày {run.as_of:%d/%m/%Y}"),
        ("Người đề nghị", f"{proposer}, {_moment(run.proposed_at)}"),
        ("Người phê duyệt", f"{approver}, {_moment(run.decided_at)}" if run.decided_at else approver),
        *((LABELS[RecordKind][each.kind]["vi"], _outcome(each)) for each in run.items),
        ("Tổng số đã xử lý", number(sum(each.gone for each in run.items))),
        ("Hoàn thành", _moment(ended_at)),
    ]
    return tuple(StatedFact(label=label, text=text) for label, text in stated)


def number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _outcome(item: RetentionRunItem) -> str:
    verb = LABELS[Disposition][item.then]["vi"].lower()
    parts = [f"{verb} {number(item.gone)}"]
    if item.held:
        parts.append(f"tạm dừng tiêu hủy {number(item.held)}")
    if item.waiting:
        parts.append(f"chờ dữ liệu khác của cùng chủ thể {number(item.waiting)}")
    last = f"phát sinh trước ngày {item.before.astimezone(VIETNAM):%d/%m/%Y}"
    return f"{'; '.join(parts)}\nCăn cứ: {item.legal_basis} ({last})"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H giờ %M phút, ngày %d/%m/%Y}"
