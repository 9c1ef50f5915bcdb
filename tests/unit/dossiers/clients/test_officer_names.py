"""Names are asked once in a while, and a read goes on without them."""

from __future__ import annotations

from dataclasses import dataclass, field

from dossiers.clients.officer_names import FRESH_S, OfficerNames


@dataclass
class Directory:
    """What accounts knows, and whom it was asked about."""

    names: dict[str, str] = field(default_factory=lambda: {"a": "An", "b": "Bình"})
    answers: bool = True
    now: float = 0.0
    questions: list[tuple[str, ...]] = field(default_factory=list)

    def load(self, account_ids: tuple[str, ...]) -> dict[str, str] | None:
        self.questions.append(account_ids)
        known = {each: self.names[each] for each in account_ids if each in self.names}
        return known if self.answers else None


def of(directory: Directory) -> OfficerNames:
    return OfficerNames(lambda: directory.now)


def test_several_are_one_question_and_none_is_asked_twice() -> None:
    directory = Directory()
    names = of(directory)
    assert names.find(["a", None, "b", "a", "", "x"], directory.load) == {"a": "An", "b": "Bình"}
    assert names.find(["b", "x"], directory.load) == {"b": "Bình"}
    assert names.find([], directory.load) == {}
    assert directory.questions == [("a", "b", "x")]


def test_a_new_name_is_known_when_the_old_one_is_out_of_date() -> None:
    directory = Directory()
    names = of(directory)
    names.find(["a", "b"], directory.load)
    directory.names["a"] = "Anh"
    assert names.find(["a"], directory.load) == {"a": "An"}
    directory.now = FRESH_S
    assert names.find(["a"], directory.load) == {"a": "Anh"}
    assert directory.questions == [("a", "b"), ("a",)]


def test_where_nobody_answers_a_read_goes_by_what_is_known_and_asks_no_more_for_a_while() -> None:
    directory = Directory()
    names = of(directory)
    names.find(["a"], directory.load)
    directory.now, directory.answers = FRESH_S, False
    for _ in range(3):
        assert names.find(["a", "b"], directory.load) == {"a": "An"}
    assert directory.questions == [("a",), ("a", "b")]
    directory.now, directory.answers = FRESH_S + 10, True
    assert names.find(["a", "b"], directory.load) == {"a": "An", "b": "Bình"}


def test_what_is_remembered_is_bounded() -> None:
    directory = Directory(names={str(number): "An" for number in range(25_000)})
    names = of(directory)
    for start in range(0, 25_000, 1000):
        names.find(map(str, range(start, start + 1000)), directory.load)
    names.find(["24999"], directory.load)
    assert len(directory.questions) == 25
    names.find(["0"], directory.load)
    assert len(directory.questions) == 26


def test_a_changed_officer_is_asked_for_at_once() -> None:
    """And everybody, where changes may have been missed; what is known counts until accounts answers."""
    directory = Directory()
    names = of(directory)
    names.find(["a", "b"], directory.load)
    directory.names = {"a": "Anh", "b": "Bích"}
    names.on_officer_changed({"account_id": "a"})
    names.on_officer_changed({"account_id": "unknown"})
    assert names.find(["a", "b"], directory.load) == {"a": "Anh", "b": "Bình"}
    names.on_officer_changed(None)
    directory.answers = False
    assert names.find(["a", "b"], directory.load) == {"a": "Anh", "b": "Bình"}
    directory.now, directory.answers = 10.0, True
    assert names.find(["a", "b"], directory.load) == {"a": "Anh", "b": "Bích"}
