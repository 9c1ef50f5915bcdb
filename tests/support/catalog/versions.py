"""Contents, decisions and versions to test with."""

from datetime import UTC, date, datetime
from typing import Any

from catalog.domain.versions import lifecycle as rules
from contracts.catalog import (
    Decision,
    NamedCode,
    OnlineLevel,
    ProcedureComponent,
    ProcedureContent,
    ProcedureSource,
    ProcedureVersion,
    SubmissionChannel,
    TimeLimit,
    TimeUnit,
    VersionState,
)

CODE = "1.900001"
NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
TODAY = date(2026, 11, 2)


def content(**changes: Any) -> ProcedureContent:
    """Legally complete."""
    base = ProcedureContent(
        code=CODE,
        name="Đăng ký mẫu",
        promulgator=NamedCode(code="G15", name="Bộ mẫu"),
        fileable=True,
        source=ProcedureSource.DECISION,
        online_level=OnlineLevel.FULL,
        subjects=("Công dân Việt Nam",),
        sequence=("Nộp", "Nhận"),
        agencies=("Ủy ban nhân dân cấp xã",),
        components=(ProcedureComponent(code="TP01", name="Giấy mẫu", required=True),),
        time_limits=(TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=3, channel=SubmissionChannel.ONLINE),),
    )
    return base.model_copy(update=changes)


def decision(effective_from: date = TODAY, decided_on: date | None = None) -> Decision:
    return Decision(
        number="01/QĐ-MAU", decided_on=decided_on or min(effective_from, TODAY), effective_from=effective_from
    )


def imported(number: int = 1, at: datetime = NOW) -> ProcedureVersion:
    return rules.imported_version(content(source=ProcedureSource.NATIONAL_DETAIL), number, at)


def public(number: int, effective_from: date, **changes: Any) -> ProcedureVersion:
    """A version that is public under a decision."""
    base = ProcedureVersion(
        code=CODE,
        version=number,
        revision=4,
        state=VersionState.PUBLIC,
        content=content(),
        decision=decision(effective_from),
        drafted_at=NOW,
        proposed_at=NOW,
        published_at=NOW,
        publicised_at=NOW,
    )
    return base.model_copy(update=changes)
