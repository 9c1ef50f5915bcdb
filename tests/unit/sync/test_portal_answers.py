import pytest

from sync.domain.portal_answers import Answer, Meaning, read


@pytest.mark.parametrize(
    ("code", "words", "meaning"),
    [
        (0, "Thành công", Meaning.DONE),
        ("00", "", Meaning.DONE),
        ("0", "Hồ sơ không tồn tại", Meaning.DONE),
        (-1, "Hồ sơ đã tồn tại trên hệ thống", Meaning.EXISTS),
        (1, "", Meaning.EXISTS),
        (-1, "HỒ SƠ ĐÃ TỒN TẠI", Meaning.EXISTS),
        (-1, "Hồ sơ đã tồn tại".replace("ồ", "o\u0302\u0300"), Meaning.EXISTS),
        (-1, "Hồ sơ không tồn tại", Meaning.MISSING),
        (-3, "Phiên làm việc đã hết hạn", Meaning.SESSION_OVER),
        (-1, "Invalid session", Meaning.SESSION_OVER),
        (-3, "Hồ sơ không thuộc đơn vị", Meaning.REFUSED),
        (3, "Hệ thống bận", Meaning.BUSY),
        (-1, "Nội dung sai", Meaning.REFUSED),
        ("", "?", Meaning.REFUSED),
    ],
)
def test_code_and_words_together_tell_what_is_meant(code: object, words: str, meaning: Meaning) -> None:
    answer = read({"error_code": code, "message": words})
    assert answer is not None
    assert answer.meaning is meaning


@pytest.mark.parametrize("body", [None, [], "ok", {}, {"message": "Thành công"}])
def test_what_is_no_answer_of_the_contract_is_none(body: object) -> None:
    assert read(body) is None


def test_a_row_names_a_dossier() -> None:
    answer = read({"error_code": 0, "result": [{"MaHoSo": "A"}, "B"]})
    assert answer is not None
    assert answer.names("A")
    assert not answer.names("B")


def test_rows_may_be_missing_or_no_list() -> None:
    assert read({"error_code": 0, "result": {"MaHoSo": "A"}}) == Answer("0", "")
