"""Organisations (tổ chức, doanh nghiệp, hộ kinh doanh): what an identity provider vouches for of one, and its account."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from accounts.domain.identity_providers import IdentityProvider, name_of, number_of, text_of
from contracts.accounts import Account, AccountKind, HolderKind, ProofMethod
from contracts.base import TaxCode
from contracts.errors import ErrorCode, ServiceError

_TAX_CODE: TypeAdapter[str] = TypeAdapter(TaxCode)


@dataclass(frozen=True)
class ProvedOrganisation:
    """What a provider has vouched for: which organisation it is, and who its legal representative is."""

    provider: str
    tax_code: str
    name: str
    kind: HolderKind
    level: int
    representative_number: str = field(repr=False)


def proved_organisation(
    provider: IdentityProvider, id_claims: Mapping[str, Any], claims: Mapping[str, Any]
) -> ProvedOrganisation:
    """The organisation in checked claims. Raises EID_KIND_UNSUPPORTED for a person's account, EID_NOT_PROVED where
    something is missing or has not the form."""
    names = provider.claims
    kind = names.organisations.get(text_of(claims.get(names.kind)) if names.kind else "")
    if kind is None:
        raise ServiceError(ErrorCode.EID_KIND_UNSUPPORTED)
    level = provider.levels.get(text_of(id_claims.get("acr")), 0)
    tax_code = _tax_code(claims.get(names.tax_code))
    representative = number_of(claims.get(names.representative))
    name = name_of(claims.get(names.full_name))
    if not level or not tax_code or not representative or not name:
        raise ServiceError(ErrorCode.EID_NOT_PROVED)
    return ProvedOrganisation(provider.name, tax_code, name, kind, level, representative)


def require_representative(claimed: ProvedOrganisation, person: Account) -> None:
    """That the signed-in person is the one whom the provider names. Raises EID_NOT_PROVED."""
    if person.personal_number is None or person.personal_number != claimed.representative_number:
        raise ServiceError(ErrorCode.EID_NOT_PROVED)


def new_account(claimed: ProvedOrganisation, account_id: str, login: str, at: datetime) -> Account:
    """Nobody logs in to it: people act for it by their own accounts."""
    return Account(
        account_id=account_id,
        version=1,
        kind=AccountKind.CITIZEN,
        holder=claimed.kind,
        tax_code=claimed.tax_code,
        login=login,
        full_name=claimed.name,
        created_at=at,
        assurance=claimed.level,
        proof=ProofMethod.EID,
        proved_at=at,
    )


def renamed(account: Account, claimed: ProvedOrganisation, at: datetime) -> Account:
    """With what the provider says of it now, one version on; the very same when nothing differs."""
    changes: dict[str, Any] = {"full_name": claimed.name, "holder": claimed.kind}
    if claimed.level > account.assurance:
        changes |= {"assurance": claimed.level, "proved_at": at}
    after = account.model_copy(update=changes)
    return account if after == account else after.model_copy(update={"version": account.version + 1})


def _tax_code(value: object) -> str:
    """As it is stored; empty for what has not the form."""
    try:
        return written_tax_code(_TAX_CODE.validate_python(value, strict=True))
    except ValidationError:
        return ""


def written_tax_code(code: str) -> str:
    """As it is stored: with its branch behind a hyphen."""
    return re.sub(r"^([0-9]{10})-?([0-9]{3})$", r"\1-\2", code)
