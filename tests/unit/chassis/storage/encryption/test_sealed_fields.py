"""Personal fields are taken out of a document and put back; random documents come back as they were."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chassis.storage.encryption import PLAIN, SealedFields

FIELDS = SealedFields(("form", "person.phone", "person.address.street"), erased={"form": {}})

values = st.none() | st.text(max_size=5) | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
documents = st.fixed_dictionaries(
    {"_id": st.just("d")},
    optional={
        "form": values,
        "other": values,
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
