"""A number is the limit where the row has one for the case; what its words or other numbers say beside is asked."""

from typing import Any

import pytest
from tests.support.catalog.national_rows import answered_again, case, detail, method, parsed

from catalog.domain.national.inquiry import RaisedQuestion
from contracts.catalog import (
    QuestionAnswer,
    QuestionKind,
    SubmissionChannel,
    TimeAnswer,
    TimeLimit,
    TimeSpan,
    TimeUnit,
)

WORKING, DAY = TimeUnit.WORKING_DAY, TimeUnit.DAY
MOUNTAINS = "Không quá 08 ngày làm việc; đối với các xã miền núi không quá 18 ngày làm việc."


def row(*methods: dict[str, Any], cases: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return detail(executionMethods=list(methods), cases=list(cases))


def limits(*methods: dict[str, Any], cases: tuple[dict[str, Any], ...] = ()) -> tuple[TimeLimit, ...]:
    return parsed(row(*methods, cases=cases)).content.time_limits


def questions_of(
    *methods: dict[str, Any], cases: tuple[dict[str, Any], ...] = ()
) -> tuple[RaisedQuestion, ...]:
    questions = parsed(row(*methods, cases=cases)).questions
    return tuple(each for each in questions if each.place.startswith("time limit"))


def spans(limit: TimeLimit) -> list[tuple[float, TimeUnit]]:
    return [(each.quantity, each.unit) for each in limit.alternatives]


def test_one_number_for_a_channel_is_its_limit() -> None:
    assert limits(method("ONLINE", 7)) == (
        TimeLimit(channel=SubmissionChannel.ONLINE, quantity=7, unit=WORKING),
    )
    assert questions_of(method("ONLINE", 7)) == ()


def test_half_days_are_kept() -> None:
    assert limits(method("ONLINE", 17.5, "DAY"))[0].quantity == 17.5


def test_words_that_say_the_same_number_ask_nothing() -> None:
    assert (
        questions_of(method(time=8, description="Không quá 08 (tám) ngày làm việc kể từ ngày 01 tháng 7."))
        == ()
    )


def test_a_number_beside_words_of_other_days_is_asked_and_the_officer_may_state_the_longer_one() -> None:
    (only,) = limits(method(time=8, description=MOUNTAINS))
    assert (only.quantity, only.unit, spans(only)) == (8, WORKING, [(8, WORKING), (18, WORKING)])
    (question,) = questions_of(method(time=8, description=MOUNTAINS))
    assert question.kind is QuestionKind.TIME_WORDS_DIFFER
    assert question.words[0].text == f"8 WORKING_DAY: {MOUNTAINS}"
    assert QuestionAnswer(time_limit=TimeAnswer(unit=WORKING, quantity=18)) in question.suggestions


def test_calendar_days_beside_words_that_say_working_days_are_asked() -> None:
    (question,) = questions_of(method(time=9, unit="DAY", description="9 ngày làm việc"))
    assert question.kind is QuestionKind.TIME_UNIT_DIFFERS
    (only,) = limits(method(time=9, unit="DAY", description="9 ngày làm việc"))
    assert (only.unit, spans(only)) == (DAY, [(9, DAY), (9, WORKING)])


def test_words_that_prolong_name_no_longest_time() -> None:
    (only,) = limits(method(time=15, description="15 ngày; phức tạp kéo dài 10 ngày."))
    assert only.open_ended


def test_channels_that_say_the_same_ask_once() -> None:
    both = (method("ONLINE", 8, description=MOUNTAINS), method("DIRECT", 8, description=MOUNTAINS))
    assert len(questions_of(*both)) == 1


def test_a_case_that_agrees_adds_nothing() -> None:
    assert [limit.case_code for limit in limits(method(time=5), cases=(case(1, 5),))] == [None]


def test_the_only_case_that_disagrees_is_left_to_the_officer_with_all_words() -> None:
    (only,) = limits(method(time=11, unit="DAY"), cases=(case(1, 15, "DAY"),))
    assert (only.unit, only.quantity, only.text) == (TimeUnit.TEXT, None, "11 ngày; 15 ngày")
    assert spans(only) == [(11, DAY), (15, DAY)]
    (question,) = questions_of(method(time=11, unit="DAY"), cases=(case(1, 15, "DAY"),))
    assert question.kind is QuestionKind.TIME_NUMBERS_DIFFER


def test_the_number_of_the_only_case_rules_where_the_words_name_it_too() -> None:
    words = "Cấp mới 10 ngày làm việc; cấp lại 20 ngày làm việc."
    (only,) = limits(method(time=10, description=words), cases=(case(1, 20),))
    assert (only.quantity, spans(only)) == (20, [(10, WORKING), (20, WORKING)])


def test_where_words_go_by_the_place_no_number_rules() -> None:
    (only,) = limits(method(time=8, description=MOUNTAINS), cases=(case(1, 18),))
    assert (only.unit, only.quantity) == (TimeUnit.TEXT, None)


def test_of_several_cases_each_has_its_own_number_and_words_that_list_them_ask_nothing() -> None:
    words = "Cấp mới 5 ngày làm việc; cấp lại 8 ngày làm việc."
    cases = (case(1, 5), case(2, 8, name="Cấp lại"))
    by_case = limits(method(time=5, description=words), cases=cases)
    assert [(each.case_code, each.quantity, each.alternatives) for each in by_case] == [
        ("1.900001.01", 5, ()),
        ("1.900001.02", 8, ()),
    ]
    assert questions_of(method(time=5, description=words), cases=cases) == ()


def test_two_numbers_for_one_channel_are_left_to_the_officer() -> None:
    (only,) = limits(method(time=10), method(time=20, description="Miền núi."))
    assert (only.unit, only.text) == (TimeUnit.TEXT, "10 ngày làm việc; 20 ngày làm việc: Miền núi.")


@pytest.mark.parametrize(
    ("time", "text"),
    [(1, "Trong ngày."), ("Theo mô tả", "Theo mô tả; Trong ngày."), (None, "Trong ngày.")],
)
def test_a_number_of_an_unknown_unit_is_printed_nowhere(time: Any, text: str) -> None:
    (only,) = limits(method(time=time, unit="OTHER", description="Trong ngày."))
    assert (only.unit, only.text) == (TimeUnit.TEXT, text)


def test_the_unknown_unit_is_asked_and_the_day_itself_suggested() -> None:
    (question,) = questions_of(method(time=1, unit="OTHER", description="Trong ngày."))
    assert question.kind is QuestionKind.TIME_UNIT_UNKNOWN
    assert question.suggestions[0] == QuestionAnswer(time_limit=TimeAnswer(unit=TimeUnit.SAME_DAY))


def test_a_case_that_gives_the_number_its_unit_answers_by_itself() -> None:
    assert questions_of(method(time=1, unit="OTHER"), cases=(case(1, 1),)) == ()
    (other,) = questions_of(method(time=7, unit="OTHER"), cases=(case(1, 12),))
    assert other.kind is QuestionKind.TIME_UNIT_UNKNOWN


@pytest.mark.parametrize("time", [0, -1, "năm", None])
def test_without_any_time_nothing_can_be_filed(time: Any) -> None:
    outcome = parsed(row(method(time=time)))
    assert not outcome.content.fileable
    (question,) = (each for each in outcome.questions if each.place.startswith("time limit"))
    assert (question.kind, question.blocks_filing) == (QuestionKind.TIME_MISSING, True)


def test_words_without_a_number_are_for_the_officer() -> None:
    outcome = parsed(row(method(time=0, description="Theo lịch hẹn.")))
    assert (outcome.content.fileable, outcome.content.time_limits[0].unit) == (True, TimeUnit.TEXT)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (TimeAnswer(unit=WORKING, quantity=18), (WORKING, 18, ())),
        (
            TimeAnswer(unit=WORKING, quantity=8, officer_may_state=True),
            (WORKING, 8, (TimeSpan(quantity=8, unit=WORKING), TimeSpan(quantity=18, unit=WORKING))),
        ),
        (TimeAnswer(unit=TimeUnit.SAME_DAY), (TimeUnit.SAME_DAY, None, ())),
        (TimeAnswer(unit=TimeUnit.TEXT), (TimeUnit.TEXT, None, ())),
    ],
)
def test_an_answer_is_the_limit(answer: TimeAnswer, expected: tuple[object, ...]) -> None:
    raw = row(method(time=8, description=MOUNTAINS))
    again = answered_again(raw, QuestionKind.TIME_WORDS_DIFFER, QuestionAnswer(time_limit=answer))
    (only,) = again.content.time_limits
    assert (only.unit, only.quantity, only.alternatives) == expected


def test_an_answer_holds_for_its_words_only() -> None:
    raw = row(method(time=8, description=MOUNTAINS))
    answer = QuestionAnswer(time_limit=TimeAnswer(unit=WORKING, quantity=18))
    changed = row(method(time=8, description=MOUNTAINS.replace("18", "28")))
    again = answered_again(raw, QuestionKind.TIME_WORDS_DIFFER, answer, then=changed)
    assert again.content.time_limits[0].quantity == 8
