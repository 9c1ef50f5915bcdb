"""Documents of the accounts service and how they are found."""

from accounts.repository.accounts import AccountRepository
from accounts.repository.attempts import LoginAttemptRepository
from accounts.repository.indexes import create_indexes
from accounts.repository.sessions import SessionRepository

__all__ = ["AccountRepository", "LoginAttemptRepository", "SessionRepository", "create_indexes"]
