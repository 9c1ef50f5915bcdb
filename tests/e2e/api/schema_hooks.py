"""What schemathesis has to know of our interface beyond its document. Loaded by schemathesis, not by pytest."""

from __future__ import annotations

import re
import uuid
from typing import Any

import schemathesis
from schemathesis.openapi.checks import RejectedPositiveData

from chassis.core.etags import parse_tags

KEY = "Idempotency-Key"
SOUND_KEY = re.compile(r"[\x21-\x7e]{1,200}")

REFUSALS = {
    "bill_not_payable",
    "receipt_not_possible",
    "file_incomplete",
    "file_not_usable",
    "file_stored_already",
    "file_type_refused",
    "invalid_form_data",
    "paper_missing",
    "paper_not_usable",
    "ticket_invalid",
    "version_stale",
}
"""Refusals for a reason that no schema can tell beforehand."""

FAULTS = {
    "after_discovery",
    "agency_ended",
    "agency_not_begun",
    "already_used",
    "announced_late",
    "backwards",
    "before_discovery",
    "choice_without_title",
    "component_missing",
    "cursor",
    "date_in_future",
    "date_out_of_range",
    "date_too_early",
    "date_too_late",
    "day_has_passed",
    "details_needed",
    "dialect",
    "digest_mismatch",
    "disposition_of_another_kind",
    "eid_answer",
    "email_not_ascii",
    "extension_too_long",
    "extension_too_short",
    "fee_twice",
    "field_twice",
    "ground_of_other_side",
    "heading_twice",
    "identity_number",
    "in_future",
    "in_time_to_come",
    "items_missing",
    "key_known",
    "kind_registered_twice",
    "kind_twice",
    "login_reserved",
    "mistyped_number",
    "moment_of_another_kind",
    "no_desk_role",
    "no_letter",
    "no_second_factor",
    "not_a_person",
    "not_a_phone_number",
    "not_an_email_address",
    "not_at_desk",
    "not_claimed",
    "not_competent",
    "not_expected",
    "not_later",
    "not_of_kind",
    "not_of_this_kind",
    "not_offered",
    "not_on_consent",
    "not_simpler",
    "not_the_path",
    "not_to_be_told",
    "not_working_time",
    "nothing_to_prove",
    "of_a_trial_alone",
    "one_factor",
    "one_of",
    "one_of_two",
    "one_type",
    "open_object",
    "order_incomplete",
    "other_factor",
    "other_name",
    "out_of_order",
    "own_agency",
    "page_not_allowed",
    "password_weak",
    "pattern_lookaround",
    "pattern_without_message",
    "permanent_or_years",
    "phone_codes_off",
    "procedure_twice",
    "provider",
    "reason_needed",
    "repeated",
    "required",
    "reserved_name",
    "return_to",
    "same_person",
    "schema",
    "scope_of_other_ground",
    "security_keys_off",
    "shorter_than_the_law",
    "tax_code",
    "title_missing",
    "too_deep",
    "too_large",
    "too_many",
    "too_many_factors",
    "too_many_holds",
    "type_missing",
    "unknown",
    "unknown_account",
    "unknown_code",
    "unknown_desk_code",
    "unknown_dossier",
    "unknown_enrolment",
    "unknown_field",
    "unknown_issuer",
    "unknown_officer",
    "unknown_piece",
    "unknown_prefill",
    "unknown_procedure",
    "unknown_provider",
    "unknown_suggestion",
    "unknown_widget",
    "unprintable",
    "value_error",
    "wrong_code",
    "wrong_factor",
    "wrong_password",
}
"""The same, of single fields."""

OF_THE_ACT = "/fields"
"""What an act on many dossiers takes depends on the act."""


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """A key is good for one action: a sound one is made new, a broken one is what is being tried."""
    sent = (case.headers or {}).get(KEY)
    if isinstance(sent, str) and SOUND_KEY.fullmatch(sent):
        case.headers[KEY] = uuid.uuid4().hex


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """JSON Schema takes 5.0 for an integer; nobody writes one so, and we do not read it."""
    if isinstance(body, dict):
        return {name: map_body(context, value) for name, value in body.items()}
    if isinstance(body, list):
        return [map_body(context, value) for value in body]
    return int(body) if isinstance(body, float) and body.is_integer() else body


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """False where a refusal is right although the request matches its schema."""
    if not isinstance(failure, RejectedPositiveData):
        return True
    if {None, "null"} & set((case.path_parameters or {}).values()):
        return False  # the code that a dossier does not have yet was followed into an address
    tags = (case.headers or {}).get("If-Match")
    if isinstance(tags, str) and parse_tags(tags) is None:
        return False  # its generator gives 0 for a text of this pattern, which 0 does not match
    problem = response.json()
    errors = problem.get("errors", ())
    excused = [error["code"] in FAULTS or error["pointer"].startswith(OF_THE_ACT) for error in errors]
    return problem.get("code") not in REFUSALS and not (excused and all(excused))
