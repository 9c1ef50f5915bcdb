"""Passwords: changed by their owner, replaced when they are forgotten or were given by somebody else."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from contracts.accounts.fields import LoginName, OneTimeCode, OptionalId, Password
from contracts.base import Body, Command, Identifier, Instant, Model, Query


class ReplaceFirstPasswordBody(Body):
    """A password of one's own in place of a first password or a set-up code."""

    login: LoginName
    """Login name."""
    password: Annotated[str, StringConstraints(min_length=1, max_length=128), Field(repr=False)]
    """First password, or the set-up code."""
    new_password: Annotated[Password, Field(repr=False)]
    """New password, 10 to 128 characters."""


class ReplaceFirstPassword(ReplaceFirstPasswordBody, Query):
    """Request to replace a first password or a set-up code, by login, without a session.

    Not a command: no password is stored to compare a repetition. A repetition is refused, as the first password is void.
    """


class ChangeOwnPasswordBody(Body):
    """The password that is good now, and the one that takes its place."""

    current_password: Annotated[str, StringConstraints(min_length=1, max_length=128), Field(repr=False)]
    """Password that is good now."""
    new_password: Annotated[Password, Field(repr=False)]
    """New password, 10 to 128 characters."""


class ChangeOwnPassword(ChangeOwnPasswordBody, Command):
    """Command to change one's own password (đổi mật khẩu): every other session of the account ends."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"current_password", "new_password"})

    current: OptionalId = ""
    """Session that the request came by, which goes on."""


class RequestPasswordReset(Query):
    """Request for a code by which a forgotten password is replaced (quên mật khẩu).

    The answer is the same whether there is such an account or not. Repeating it sends another code.
    """

    login: LoginName
    """Login name, or the proved personal number."""


class PasswordReset(Model):
    """A reset that waits for the code. If the account has a proved e-mail address, the code goes there."""

    reset_id: Identifier
    """Id of the reset."""
    expires_at: Instant
    """Until when the code is good (UTC)."""


class ResetPasswordBody(Body):
    """The code that came by e-mail, and the new password."""

    code: Annotated[OneTimeCode, Field(repr=False)]
    """Code from the letter."""
    new_password: Annotated[Password, Field(repr=False)]
    """New password, 10 to 128 characters."""


class ResetPassword(ResetPasswordBody, Command):
    """Command to replace a forgotten password (đặt lại mật khẩu): every session of the account ends."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"code", "new_password"})

    reset_id: Identifier
    """Id of the reset."""
