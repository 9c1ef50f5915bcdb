"""Stored accounts, letters and sessions of the releases before and after this one are read."""

from datetime import UTC, datetime

from accounts.domain.letters import Letter, Purpose
from accounts.domain.sessions import FamilyEnding, RefreshToken, TokenFamily
from accounts.repository.accounts import AccountRepository
from accounts.repository.letters import LetterRepository
from accounts.repository.sessions import RefreshTokenRepository, TokenFamilyRepository
from chassis.storage.documents import to_document
from contracts.accounts import Account, AccountKind
from contracts.base import OfficerRole

AT = datetime(2026, 3, 2, tzinfo=UTC)
OFFICER = Account(
    account_id="a1",
    version=2,
    kind=AccountKind.OFFICER,
    login="lan.tran",
    full_name="Trần Thị Lan",
    agency_code="H05.34.44",
    roles=(OfficerRole.RECEPTION,),
    created_at=AT,
)
DOCUMENT = {
    **to_document(OFFICER.model_dump(exclude={"account_id"})),
    "_id": "a1",
    "login_key": "lan.tran",
    "password_hash": "$argon2id$",
}


def test_an_account_is_read_as_it_was_stored() -> None:
    assert AccountRepository.from_document(DOCUMENT) == OFFICER


def test_an_account_of_the_release_after_is_read() -> None:
    assert AccountRepository.from_document({**DOCUMENT, "position": "chuyên viên"}) == OFFICER


def test_an_account_of_the_release_before_is_read() -> None:
    optional = ("email", "phone", "locale", "unit")
    document = {name: value for name, value in DOCUMENT.items() if name not in optional}
    assert AccountRepository.from_document(document) == OFFICER


def test_sessions_of_the_release_after_are_read() -> None:
    family = {"_id": "f1", "account_id": "a1", "expires_at": AT, "ending": "reused", "trust": "x"}
    token = {"_id": "d1", "family_id": "f1", "expires_at": AT, "spent": True, "device": "x"}
    assert TokenFamilyRepository.from_document(family) == TokenFamily("f1", "a1", AT, FamilyEnding.REUSED)
    assert RefreshTokenRepository.from_document(token) == RefreshToken("d1", "f1", spent=True)


def test_a_letter_of_the_release_after_is_read() -> None:
    document = {"_id": "l1", "purpose": "email_proof", "account_id": "a1", "address": "an@example.vn"}
    letter = Letter("l1", Purpose.PROOF, "a1", "an@example.vn", AT)
    assert LetterRepository.from_document({**document, "ends_at": AT, "tries": 2, "channel": "sms"}) == letter
