"""The caller's own inbox: its messages are listed and marked as read."""

from datetime import datetime

from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from contracts import notifications as contract
from contracts.base import Actor, Page
from contracts.errors import ErrorCode, ServiceError
from contracts.notifications import ListMessages, MarkRead, Message
from notifications.domain.messages import ChannelMessage
from notifications.repository.messages import MessageRepository


def list_messages(store: Store, request: ListMessages, context: Context) -> Page[Message]:
    """Newest first. Raises UNAUTHENTICATED."""
    account_id, criteria = _owner(context.actor), {"unread": request.unread}
    found = store.repository(MessageRepository).newest(
        account_id, request.unread, position_of(request.cursor, criteria, datetime), request.limit + 1
    )
    return page(
        Page[Message],
        found,
        request.limit,
        key=lambda message: (message.created_at, message.message_id),
        filter=criteria,
        view=inbox_message,
    )


def mark_read(store: Store, request: MarkRead, context: Context) -> Message:
    """The first reading counts. Raises NOT_FOUND for a message of another inbox, UNAUTHENTICATED."""
    account_id = _owner(context.actor)
    return store.run_idempotent(
        contract.mark_read,
        request,
        context,
        lambda uow: inbox_message(
            uow.repository(MessageRepository).mark_read(request.message_id, account_id, uow.now)
        ),
    )


def inbox_message(message: ChannelMessage) -> Message:
    return Message(
        message_id=message.message_id,
        template=message.template,
        subject=message.subject,
        body=message.body,
        dossier_id=message.dossier_id,
        created_at=message.created_at,
        read_at=message.read_at,
    )


def _owner(actor: Actor) -> str:
    if not actor.account_id:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    return actor.account_id
