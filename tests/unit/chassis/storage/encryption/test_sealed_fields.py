"""Personal fields are taken out of a document and put back; random documents come back as they were."""

from collections.abc import Mapping
from typing import Any

from bson import Binary
from hypothesis import given
from hypothesis import strategies as st

from chassis.storage.encryption import PLAIN, Cipher, SealedFields

FIELDS = SealedFields(
    ("form", "person.phone", "person.address.street", "papers[].name", "steps[].by.note"),
    erased={"form": {}, "papers[].name": ""},
)

values = st.none() | st.text(max_size=5) | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
documents = st.fixed_dictionaries(
    {"_id": st.just("d")},
    optional={
        "form": values,
        "other": values,
        "papers": values
        | st.lists(st.fixed_dictionaries({"id": values}, optional={"name": values}), max_size=3),
        "steps": values
        | st.lists(
            values | st.fixed_dictionaries({"by": st.fixed_dictionaries({"note": values})}), max_size=3
        ),
        "person": st.none()
        | st.fixed_dictionaries(
            {"name": st.text(max_size=3)},
            optional={
                "phone": values,
                "address": st.none() | st.fixed_dictionaries({}, optional={"street": values}),
            },
        ),
    },
)


@given(documents)
def test_what_is_taken_out_is_put_back(document: dict[str, Any]) -> None:
    rest, taken = FIELDS.take(document)
    assert FIELDS.put(rest, taken) == document


@given(documents)
def test_nothing_personal_is_left_and_the_document_given_is_not_changed(document: dict[str, Any]) -> None:
    before = repr(document)
    rest, _ = FIELDS.take(document)
    assert repr(document) == before
    assert not list(FIELDS.plain_in(rest))


def test_a_path_through_a_text_is_no_field() -> None:
    assert FIELDS.take({"person": "An"}) == ({"person": "An"}, {})


def test_without_a_key_a_document_is_stored_in_the_clear() -> None:
    document = {"_id": "d", "form": {"a": 1}}
    assert FIELDS.seal(document, PLAIN, "anybody") == document
    assert FIELDS.open(document, PLAIN) == document


class Erased(Cipher):
    """One whose key was destroyed."""

    @property
    def active(self) -> bool:
        return True

    def seal(self, values: Mapping[str, Any], owner: str) -> Binary:
        return Binary(b"", 6)

    def open(self, sealed: bytes) -> None:
        return None


def test_an_erased_document_is_read_with_its_lists() -> None:
    """As long as they were, each document with what is read in place of its field, where that is needed."""
    document = {
        "form": {"a": 1},
        "papers": [{"id": "1", "name": "An.pdf"}],
        "steps": [{"by": {"note": "An"}}],
    }
    read = FIELDS.open(FIELDS.seal(document, Erased(), "an"), Erased())
    assert read == {"form": {}, "papers": [{"id": "1", "name": ""}], "steps": [{"by": {}}]}


def test_an_update_names_no_path_of_a_list() -> None:
    """MongoDB would take it for a name: what is set is the list as it is stored."""
    changes = FIELDS.changes({"_id": "d", "papers": [{"id": "1", "name": "a"}]}, Erased(), "an")
    assert changes["$set"]["papers"] == [{"id": "1"}]
    assert not [path for path in changes["$unset"] if "[]" in path]
