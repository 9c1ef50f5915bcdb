"""What is kept of the many samples that a recording sees."""

from tests.samples.recorder.choice import fullest
from tests.samples.recorder.secrecy import INVENTED, without_secrets


def test_the_fullest_sample_is_kept() -> None:
    assert fullest([{"a": None}, {"a": 1, "b": [{"c": 1}]}, {"a": 1}]) == [{"a": 1, "b": [{"c": 1}]}]


def test_others_are_kept_for_what_they_alone_show() -> None:
    bare, full, other = {"a": 1}, {"a": 1, "b": "x"}, {"a": None, "b": None}
    assert fullest([bare, full, other], at_most=3) == [full, other]


def test_nothing_is_kept_of_nothing() -> None:
    assert fullest([]) == []


def test_secrets_are_overwritten_at_every_depth() -> None:
    sample = {"account": [{"password_hash": "$argon2id$...", "login": "an"}], "refresh_token": None}
    assert without_secrets(sample) == {
        "account": [{"password_hash": INVENTED * 4, "login": "an"}],
        "refresh_token": None,
    }
