import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from accounts.domain.access_tokens import LIFETIME, AccessTokens
from accounts.domain.signing_keys import SigningKeys
from accounts.domain.token_keys import TokenKeyRing
from contracts.accounts import TOKEN_AUDIENCE, TOKEN_ISSUER, AccessClaims, Account, AccountKind
from contracts.base import ActorKind, OfficerRole

RFC_8037_D = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
OFFICER = Account(
    account_id="a1",
    version=1,
    kind=AccountKind.OFFICER,
    login="lan.tran",
    full_name="Trần Thị Lan",
    agency_code="H05.34.44",
    unit="HT",
    roles=(OfficerRole.RECEPTION,),
    created_at=datetime(2026, 3, 2, tzinfo=UTC),
)


def private_pem(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey | None = None) -> str:
    key = key or Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem(pem: str) -> str:
    key = load_pem_private_key(pem.encode(), None)
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_the_key_id_is_the_thumbprint_of_rfc_8037() -> None:
    keys = SigningKeys.from_pem(private_pem(Ed25519PrivateKey.from_private_bytes(RFC_8037_D)))
    assert keys.kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    assert keys.published[0]["x"] == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"


def new_tokens() -> AccessTokens:
    """Signed with a key of its own."""
    return AccessTokens(TokenKeyRing.of((), SigningKeys.from_pem(private_pem())))


def key_of(tokens: AccessTokens) -> jwt.PyJWK:
    return jwt.PyJWK(tokens.published(datetime.now(UTC)).keys[0])


def test_the_published_key_checks_the_token_and_all_its_claims() -> None:
    tokens, at = (
        new_tokens(),
        datetime.now(UTC).replace(microsecond=0),
    )
    token = tokens.issue(OFFICER, "t1", at)
    key = key_of(tokens)
    claims = jwt.decode(token, key, algorithms=["EdDSA"], audience=TOKEN_AUDIENCE, issuer=TOKEN_ISSUER)
    assert jwt.get_unverified_header(token)["kid"] == key.key_id
    assert claims["exp"] - claims["iat"] == LIFETIME.total_seconds()
    assert claims["iat"] == at.timestamp()
    assert claims["jti"] == "t1"
    actor = AccessClaims.model_validate(claims, extra="ignore").actor()
    assert not {"scope", "cnf", "networks"} & set(claims), "claims of machine clients alone"
    assert (actor.kind, actor.account_id, actor.agency_code) == (ActorKind.OFFICER, "a1", "H05.34.44")
    assert (actor.unit, actor.roles) == ("HT", (OfficerRole.RECEPTION,))


def test_a_token_holds_no_personal_data() -> None:
    token = new_tokens().issue(OFFICER, "t1", datetime.now(UTC))
    body = base64.urlsafe_b64decode(token.split(".")[1] + "==").decode()
    assert "lan.tran" not in body
    assert OFFICER.full_name not in body


def test_a_token_of_another_key_is_not_ours() -> None:
    ours, theirs = (new_tokens() for _ in range(2))
    token = theirs.issue(OFFICER, "t1", datetime.now(UTC))
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(
            token,
            key_of(ours),
            algorithms=["EdDSA"],
            audience=TOKEN_AUDIENCE,
        )


def test_a_token_runs_out_after_ten_minutes() -> None:
    tokens = new_tokens()
    token = tokens.issue(OFFICER, "t1", datetime.now(UTC) - timedelta(minutes=10, seconds=1))
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(
            token,
            key_of(tokens),
            algorithms=["EdDSA"],
            audience=TOKEN_AUDIENCE,
        )


@pytest.mark.parametrize("retired_as", [lambda pem: pem, public_pem], ids=["private", "public"])
def test_the_first_key_signs_and_the_retired_one_stays_published(
    retired_as: Callable[[str], str],
) -> None:
    old, new = private_pem(), private_pem()
    before, after = SigningKeys.from_pem(old), SigningKeys.from_pem(new + "\n" + retired_as(old))
    assert after.kid == SigningKeys.from_pem(new).kid
    assert [key["kid"] for key in after.published] == [after.kid, before.kid]


def test_no_private_part_is_published() -> None:
    for key in SigningKeys.from_pem(private_pem()).published:
        assert set(key) == {"crv", "kty", "x", "kid", "use", "alg"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no key at all",
        public_pem(private_pem()),
        private_pem(ec.generate_private_key(ec.SECP256R1())),
        "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
    ],
    ids=["empty", "text", "public only", "other curve", "broken"],
)
def test_a_bad_key_file_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match="PEM file") as refused:
        SigningKeys.from_pem(text)
    assert "c2VjcmV0" not in str(refused.value)
