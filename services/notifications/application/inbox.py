"""The caller's own inbox."""

from chassis.core import pagination
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import Actor, Page
from contracts.errors import ErrorCode, ServiceError
from contracts.notifications import ListMessages, MarkRead, Message
from notifications.domain.messages import ChannelMessage
from notifications.repository.messages import MessageRepository


def list_messages(repository: MessageRepository, request: ListMessages, actor: Actor) -> Page[Message]:
    account_id, wanted = _owner(actor), {"unread": request.unread}
    after = pagination.decode_cursor(request.cursor, wanted) if request.cursor else None
    found = repository.newest(account_id, request.unread, after, request.limit + 1)
    shown = found[: request.limit]
    more = len(found) > request.limit
    cursor = pagination.encode_cursor(shown[-1].created_at, shown[-1].message_id, wanted) if more else None
    return Page[Message](items=tuple(view(letter) for letter in shown), next_cursor=cursor)


def mark_read(uow: UnitOfWork, repository: MessageRepository, request: MarkRead) -> Message:
    account_id = _owner(uow.context.actor)
    return view(repository.mark_read(request.message_id, account_id, uow.now, uow.session))


def view(letter: ChannelMessage) -> Message:
    return Message(
        message_id=letter.message_id,
        template=letter.template,
        subject=letter.subject,
        body=letter.body,
        dossier_id=letter.dossier_id,
        created_at=letter.created_at,
        read_at=letter.read_at,
    )


def _owner(actor: Actor) -> str:
    if not actor.account_id:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    return actor.account_id
