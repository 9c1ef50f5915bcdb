import pytest

from sync.domain.pushes.portal_answers import AnswerMeaning, PortalAnswer, parse


@pytest.mark.parametrize(
    ("code", "message", "meaning"),
    [
        (0, "Thành công", AnswerMeaning.DONE),
        ("00", "", AnswerMeaning.DONE),
        ("0", "Hồ sơ không tồn tại", AnswerMeaning.DONE),
        (-1, "Hồ sơ đã tồn tại trên hệ thống", AnswerMeaning.EXISTS),
        (1, "", AnswerMeaning.EXISTS),
        (-1, "HỒ SƠ ĐÃ TỒN TẠI", AnswerMeaning.EXISTS),
        (-1, "Hồ sơ đã tồn tại".replace("ồ", "o\u0302\u0300"), AnswerMeaning.EXISTS),
        (-1, "Hồ sơ không tồn tại", AnswerMeaning.MISSING),
        (-3, "Phiên làm việc đã hết hạn", AnswerMeaning.SESSION_OVER),
        (-1, "Invalid session", AnswerMeaning.SESSION_OVER),
        (-3, "Hồ sơ không thuộc đơn vị", AnswerMeaning.REFUSED),
        (3, "Hệ thống bận", AnswerMeaning.BUSY),
        (-1, "Nội dung sai", AnswerMeaning.REFUSED),
        ("", "?", AnswerMeaning.REFUSED),
        (7, "Lỗi chưa rõ", AnswerMeaning.UNKNOWN),
        (-99, "", AnswerMeaning.UNKNOWN),
        ("E500", "?", AnswerMeaning.UNKNOWN),
    ],
)
def test_code_and_message_together_have_a_meaning(code: object, message: str, meaning: AnswerMeaning) -> None:
    answer = parse({"error_code": code, "message": message})
    assert answer is not None
    assert answer.meaning is meaning


@pytest.mark.parametrize("body", [None, [], "ok", {}, {"message": "Thành công"}])
def test_what_is_no_answer_of_the_contract_is_none(body: object) -> None:
    assert parse(body) is None


def test_a_row_names_a_dossier() -> None:
    answer = parse({"error_code": 0, "result": [{"MaHoSo": "A"}, "B"]})
    assert answer is not None
    assert answer.names("A")
    assert not answer.names("B")


def test_rows_may_be_missing_or_no_list() -> None:
    assert parse({"error_code": 0, "result": {"MaHoSo": "A"}}) == PortalAnswer("0", "")
