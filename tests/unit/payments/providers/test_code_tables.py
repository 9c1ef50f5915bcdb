"""The table of codes of every registered provider: its shape, and what every reader makes of a code of tomorrow."""

import inspect
from typing import Any, get_type_hints

import pytest

from contracts.payments import ProviderVerdict
from payments.domain.outcome import CodeTable
from payments.providers.base import Provider
from payments.providers.registry import FACTORIES

NOT_YET = {ProviderVerdict.PENDING, ProviderVerdict.HELD}


def table_of(name: str) -> CodeTable:
    """That of the class: no settings are needed to read it."""
    made_by: Any = FACTORIES[name]
    table = made_by.__self__.codes
    assert isinstance(table, CodeTable)
    return table


def test_the_port_asks_every_provider_for_its_table() -> None:
    codes = inspect.getattr_static(Provider, "codes")
    assert get_type_hints(codes.fget)["return"] is CodeTable


@pytest.mark.parametrize("name", sorted(FACTORIES))
def test_every_code_has_a_verdict_and_words_in_both_languages(name: str) -> None:
    table = table_of(name)
    assert table.state_field in table.fields
    for field, codes in table.fields.items():
        assert {ProviderVerdict.PAID, ProviderVerdict.NOT_PAID} <= {
            each.verdict for each in codes.values()
        }, field
        for code, meaning in codes.items():
            assert meaning.text.vi.strip(), (field, code)
            assert meaning.text.en.strip(), (field, code)
            assert meaning.text.vi != meaning.text.en, (field, code)


@pytest.mark.parametrize("name", sorted(FACTORIES))
def test_a_code_that_the_table_lacks_is_not_yet_in_any_field(name: str) -> None:
    table = table_of(name)
    for codes in table.combinations():
        for field in table.fields:
            for unknown in ("88", "A1", "123", "x" * 100):
                outcome = table.read({**codes, field: unknown})
                assert outcome is not None
                assert outcome.verdict in NOT_YET, (codes, field, unknown)
                assert len(outcome.code) <= 40


@pytest.mark.parametrize("name", sorted(FACTORIES))
def test_what_is_not_the_last_word_in_one_field_is_not_in_any_combination(name: str) -> None:
    table = table_of(name)
    for codes in table.combinations():
        verdicts = {table.meaning(field, code).verdict for field, code in codes.items()}
        outcome = table.read(codes)
        assert outcome is not None
        if verdicts & NOT_YET:
            assert outcome.verdict in NOT_YET, codes
        if outcome.verdict is ProviderVerdict.PAID:
            assert verdicts == {ProviderVerdict.PAID}, codes
        if verdicts == {ProviderVerdict.NOT_PAID}:
            assert outcome.verdict is ProviderVerdict.NOT_PAID, codes


@pytest.mark.parametrize("name", sorted(FACTORIES))
def test_without_the_state_of_the_payment_nothing_is_said(name: str) -> None:
    table = table_of(name)
    assert table.read({}) is None
    assert table.read({field: "00" for field in table.fields if field != table.state_field}) is None
