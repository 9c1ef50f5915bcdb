"""A first password or a set-up code is replaced by a password of one's own (thiết lập mật khẩu)."""

from accounts.application import authentication, password_changes, password_hashing, sessions
from accounts.application.authentication import Credentials
from accounts.domain import passwords
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import ReplaceFirstPassword, SessionEnding
from contracts.base import Empty
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field


def replace_first_password(store: Store, request: ReplaceFirstPassword, context: Context) -> Empty:
    """By who knows login and first password; all sessions end. Takes the time of two or three password hashes.

    Raises as `authenticate`, INVALID_REQUEST for what is no first password, and for a weak password or the same again.
    """
    shown = Credentials(request.login, request.password, context.client)
    account = authentication.authenticate(store, shown, authentication.PERSONS)
    if account.first_password_until is None:
        wrong = wrong_field("/password", "no_first_password")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    passwords.require_strong(request.new_password, account.login, "/new_password")
    if passwords.normalized(request.new_password) == passwords.normalized(request.password):
        wrong = wrong_field("/new_password", "password_unchanged")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    with password_hashing.admission():
        password_hash = password_hashing.hash_password(request.new_password)

    def change(uow: UnitOfWork) -> None:
        password_changes.set_own_password(uow, account, password_hash, contract.PASSWORD_CHANGED)

    store.transaction(context, change)
    sessions.end_beside(store, account.account_id, SessionEnding.PASSWORD_CHANGED, context)
    return Empty()
