"""Access tokens of who acts for another: got with one's own session, good no longer than it and than the act."""

from accounts.domain import access, representation, sessions
from accounts.domain.access_tokens import LIFETIME, AccessTokens
from accounts.repository.accounts import AccountRepository
from accounts.repository.representations import RepresentationRepository
from accounts.repository.sessions import TokenFamilyRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts.accounts.representation import ActFor, RepresentationSide, RepresentationToken
from contracts.base import ActorKind
from contracts.errors import ErrorCode, ServiceError


def act_for(store: Store, tokens: AccessTokens, request: ActFor, context: Context) -> RepresentationToken:
    """A token in the name of the one represented, with who acts in it.

    Raises UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, REPRESENTATION_NOT_IN_FORCE, IDENTITY_NOT_PROVED, ACCOUNT_LOCKED.
    """
    access.require_kind(context.actor, ActorKind.CITIZEN)
    person_id, now = context.actor.account_id, utcnow()
    family = store.repository(TokenFamilyRepository).find(request.session_id)
    if family is None or family.account_id != person_id:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    sessions.require_open(family, now)
    act = store.repository(RepresentationRepository).get(request.representation_id)
    representation.require_representative(act, person_id)
    named = [person_id, act.principal_id or ""]
    found = {each.account_id: each for each in store.repository(AccountRepository).all_of(named)}
    person = found[person_id]
    principal = representation.require_may_act(act, person, found.get(act.principal_id or ""), now)
    lifetime = representation.lifetime(act, LIFETIME, now)
    token = tokens.issue_for(principal, person, act.acting(), new_id(), now, lifetime, family)
    return RepresentationToken(
        access_token=token,
        expires_in=int(lifetime.total_seconds()),
        representation=representation.shown(act, RepresentationSide.REPRESENTATIVE, now),
    )
