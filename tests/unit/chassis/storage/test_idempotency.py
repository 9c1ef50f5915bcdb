from typing import ClassVar

from chassis.storage.idempotency import fingerprint
from contracts.base import Command


class Register(Command):
    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"password"})

    name: str
    password: str


ORDER = Register(command_id="c-1", name="An", password="one")


def test_same_content_under_another_id_is_the_same() -> None:
    assert fingerprint(ORDER.model_copy(update={"command_id": "c-2"})) == fingerprint(ORDER)


def test_other_content_is_another() -> None:
    assert fingerprint(ORDER.model_copy(update={"name": "Bình"})) != fingerprint(ORDER)


def test_secret_is_left_out() -> None:
    assert fingerprint(ORDER.model_copy(update={"password": "two"})) == fingerprint(ORDER)


class LaterRegister(Register):
    """The same command in a release that knows one more field."""

    newsletter: bool = False


def test_optional_field_of_a_later_release_does_not_make_a_repeated_command_another() -> None:
    again = LaterRegister(command_id="c-1", name="An", password="one")
    assert fingerprint(again) == fingerprint(ORDER)
    assert fingerprint(again.model_copy(update={"newsletter": True})) != fingerprint(ORDER)
