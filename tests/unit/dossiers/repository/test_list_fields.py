"""What is stored beside a dossier so that lists find it."""

from tests.support.dossiers.samples import AGENCY, START, accepted, action_context, submitted

from contracts.dossiers.people import ApplicantIdentity, IdentityType
from dossiers.domain.actions.processing import start_processing
from dossiers.domain.model.dossier import DossierState
from dossiers.repository.list_fields import (
    EVERYWHERE,
    NEVER,
    list_fields,
    name_key,
    number_key,
    step_key,
    tail_key,
)


def named(full_name: str) -> DossierState:
    dossier = submitted()
    return dossier.model_copy(
        update={"applicant": dossier.applicant.model_copy(update={"full_name": full_name})}
    )


def test_names_are_found_by_folded_words_in_the_agency_and_everywhere() -> None:
    words = ("nguyen", "dinh", "an")
    expected = [name_key(agency, word) for agency in (EVERYWHERE, AGENCY) for word in words]
    assert list_fields(named("Nguyễn Đình Ấn"))["keys"] == expected


def test_a_word_that_comes_twice_is_one_key() -> None:
    assert list_fields(named("An an ÁN"))["keys"] == [name_key(EVERYWHERE, "an"), name_key(AGENCY, "an")]


def test_the_last_digits_of_a_code_are_found_without_their_zeros_and_with_the_day() -> None:
    keys = list_fields(submitted().model_copy(update={"code": f"{AGENCY}-261127-0003"}))["keys"]
    expected = [tail_key(EVERYWHERE, "3"), tail_key(AGENCY, "3"), tail_key(EVERYWHERE, "261127-0003")]
    assert [key for key in keys if "|c:" in key] == expected


def test_another_agency_finds_the_day_and_the_last_digits_by_a_key_of_its_own() -> None:
    keys = list_fields(submitted().model_copy(update={"code": "H26.31.06-261127-0003"}))["keys"]
    assert tail_key(AGENCY, "261127-0003") in keys


def test_a_number_of_identity_is_one_key_however_many_agencies_take_part() -> None:
    dossier = accepted()
    identity = ApplicantIdentity(type=IdentityType.OTHER, number="b1234567")
    applicant = dossier.applicant.model_copy(update={"identity": identity})
    keys = list_fields(dossier.model_copy(update={"applicant": applicant}))["keys"]
    assert [key for key in keys if "|i:" in key] == [number_key("B1234567")]


def test_open_steps_are_found_by_their_codes() -> None:
    working = start_processing(accepted(), START, action_context("2026-04-20 10:00")).dossier
    assert step_key(AGENCY, "tham_tra") in list_fields(working)["keys"]


def test_dates_that_are_not_there_come_last() -> None:
    fields = list_fields(submitted())
    assert (fields["due"], fields["received"], fields["ended"]) == (NEVER, NEVER, NEVER)
