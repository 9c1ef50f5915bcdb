"""The clock as the running service explains it: read from the log, reckoned anew."""

from datetime import timedelta

from tests.support.dossiers.office import CHARGED, FREE, OFFICER, LocalOffice, laws
from tests.support.dossiers.past import Past, round_the_clock
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import law

from chassis.core.ids import new_id
from contracts.base import Actor, ActorKind
from contracts.catalog import TimeLimit, TimeUnit
from contracts.dossiers import Dossier, DossierAction, DossierClock, Lateness
from contracts.errors import ErrorCode

H = timedelta(hours=1)


def clock_of(office: LocalOffice, dossier: Dossier, locale: str = "vi") -> DossierClock:
    found: DossierClock = office.call("get_clock", office.citizen, locale, dossier_id=dossier.dossier_id)
    return found


def test_a_fresh_submission_has_no_clock_yet(office: LocalOffice) -> None:
    clock = clock_of(office, office.submit())
    assert (clock.lines, clock.due_at, clock.minutes_left, clock.agrees) == ((), None, None, True)


def test_every_move_is_told_with_what_it_made_of_the_due_date(office: LocalOffice) -> None:
    dossier = office.act(DossierAction.ACCEPT, office.submit())
    dossier = office.act(DossierAction.REQUEST_SUPPLEMENT, dossier, reason="Thiếu", items=["Tờ khai"])
    dossier = office.act(DossierAction.SUPPLEMENT, dossier, office.citizen, form_data={"ho_ten": "B"})
    dossier = office.act(DossierAction.STOP, dossier, reason="Chờ xác minh")
    dossier = office.act(DossierAction.RESUME, dossier)
    clock = clock_of(office, dossier)
    assert [(line.kind.value, line.cause.value) for line in clock.lines] == [
        ("started", "reception"),
        ("stopped", "supplement"),
        ("restarted", "supplement"),
        ("stopped", "stop"),
        ("resumed", "stop"),
    ]
    assert clock.agrees
    assert clock.lines[-1].due_after == clock.recomputed_due_at == dossier.due_at
    assert clock.limit is not None and clock.limit.quantity == 7
    assert clock.lines[2].text == "Thời hạn được tính lại từ đầu (bổ sung hồ sơ: 7 ngày làm việc)."


def test_the_clock_speaks_the_callers_language(office: LocalOffice) -> None:
    clock = clock_of(office, office.act(DossierAction.ACCEPT, office.submit()), "en")
    assert clock.lines[0].text == "The time limit begins (reception: 7 working days)."


def test_a_clock_that_waits_for_money_stands(office: LocalOffice) -> None:
    charged = office.act(DossierAction.ACCEPT, office.submit(CHARGED))
    clock = clock_of(office, charged)
    assert clock.stopped_since == charged.clock_stopped_since
    assert clock.minutes_left == 7 * 480


def test_the_minutes_left_are_those_of_the_calendar(office: LocalOffice, past: Past) -> None:
    hours = law(
        calendar_=round_the_clock(), code=FREE, time_limits=(TimeLimit(quantity=100, unit=TimeUnit.HOUR),)
    )
    lived = past.lived(hours, 3 * H, past.accepted(2 * H))
    dossier = office.call("get_dossier", OFFICER, dossier_id=lived.dossier_id)
    clock = clock_of(office, dossier)
    assert clock.minutes_left is not None
    assert 98 * 60 - 2 <= clock.minutes_left <= 98 * 60 + 2
    assert clock.lateness is Lateness.IN_TIME


def test_a_changed_log_is_found_out(office: LocalOffice) -> None:
    """A due date that was written into the document past the log does not agree with it."""
    dossier = office.act(DossierAction.ACCEPT, office.submit())
    assert dossier.due_at is not None
    moved = dossier.due_at + timedelta(days=30)
    office.database.dossiers.update_one({"_id": dossier.dossier_id}, {"$set": {"due_at": moved}})
    clock = clock_of(office, dossier)
    assert (clock.agrees, clock.due_at, clock.recomputed_due_at) == (False, moved, dossier.due_at)


def test_the_law_of_today_is_adopted_as_a_move_of_the_clock(office: LocalOffice) -> None:
    dossier = office.act(DossierAction.ACCEPT, office.submit())
    shorter = laws()[FREE]
    limit = TimeLimit(quantity=3, unit=TimeUnit.WORKING_DAY)
    procedure = shorter.procedure.model_copy(update={"time_limits": (limit,), "version": 2})
    office.neighbours.laws[FREE] = shorter.replace({"procedure": procedure})
    adopted = office.act(DossierAction.ADOPT_LAW, dossier, reason="Thời hạn mới ngắn hơn")
    assert dossier.due_at is not None and adopted.due_at is not None
    assert adopted.procedure_version == 2
    assert adopted.due_at < dossier.due_at
    clock = clock_of(office, adopted)
    assert ([line.kind.value for line in clock.lines], clock.agrees) == (["started", "law_changed"], True)


def test_the_law_that_a_dossier_stands_under_is_not_adopted_again(office: LocalOffice) -> None:
    dossier = office.act(DossierAction.ACCEPT, office.submit())
    error = refused(
        ErrorCode.GUARD_FAILED, lambda: office.act(DossierAction.ADOPT_LAW, dossier, reason="Không có gì mới")
    )
    assert error.params["guard"] == "law_unchanged"


def test_a_stranger_sees_no_clock(office: LocalOffice) -> None:
    dossier = office.submit()
    outsider = Actor(kind=ActorKind.CITIZEN, account_id=new_id())
    refused(ErrorCode.NOT_FOUND, lambda: office.call("get_clock", outsider, dossier_id=dossier.dossier_id))
