"""Recovery codes: ten of 80 bits, read however they are typed."""

import re

from pydantic import TypeAdapter

from accounts.domain.second_factors import recovery_codes
from contracts.accounts import RecoveryCode


def test_codes_differ_and_have_the_form_that_the_contract_takes() -> None:
    made = [code for _ in range(20) for code in recovery_codes.new_codes()]
    assert len(set(made)) == 20 * recovery_codes.COUNT
    assert all(re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", code) for code in made)
    assert all(TypeAdapter(RecoveryCode).validate_python(code) == code for code in made)


def test_a_code_is_the_same_without_hyphens_and_in_small_letters() -> None:
    typed = {recovery_codes.digest(code) for code in ("7K2M-WQ4X-9HTR-B3NC", "7k2mwq4x9htrb3nc")}
    assert len(typed) == 1
    assert recovery_codes.digest("7K2M-WQ4X-9HTR-B3ND") not in typed
