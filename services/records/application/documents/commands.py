"""Once per command: the record of an issued document names the command that made it, and no two name the same one."""

from collections.abc import Callable, Sequence
from typing import Protocol

from chassis.core.context import Context
from chassis.storage.errors import IS_THERE_ALREADY
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import Command
from contracts.errors import ErrorCode, ServiceError
from records.application.documents.signing_context import SigningContext
from records.domain.issued_documents import IssuedDocument
from records.repository import IssuedDocumentRepository


class Draft(Protocol):
    """Signed documents that are not yet stored."""

    def store(self, uow: UnitOfWork) -> list[IssuedDocument]:
        """All but the records of the documents, which it returns. May be called again when the transaction is repeated."""


def command_of(request: Command, context: Context) -> str:
    """Whose command it is, and its id."""
    return f"{context.actor.key} {request.command_id}"


def issued_once(
    signing: SigningContext, commands: Sequence[str], make: Callable[[list[str]], Draft], context: Context
) -> dict[str, IssuedDocument]:
    """What the commands have made, by command: what was made before, and what `make` drafts for the others.

    The drafts are stored in one transaction. When another run of a command comes first, its document counts; raises
    IDEMPOTENCY_IN_PROGRESS when others of the same transaction are then to be made again.
    """
    known = signing.issued.of_commands(commands)
    missing = [command for command in commands if command not in known]
    if not missing:
        return known
    draft = make(missing)

    def work(uow: UnitOfWork) -> list[IssuedDocument]:
        issued = draft.store(uow)
        uow.repository(IssuedDocumentRepository).add_all(issued)
        return issued

    try:
        made = signing.store.transaction(context, work)
    except IS_THERE_ALREADY as error:
        known = signing.issued.of_commands(commands)
        if len(known) < len(commands):
            raise ServiceError(ErrorCode.IDEMPOTENCY_IN_PROGRESS) from error
        return known
    return known | {each.command: each for each in made}
