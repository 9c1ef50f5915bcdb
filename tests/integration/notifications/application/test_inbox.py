"""A person's inbox: their own messages, newest first, marked as read once."""

import pytest
from tests.integration.notifications.application.conftest import NotificationsApplication

from contracts.errors import ErrorCode, ServiceError
from contracts.notifications import Message


def test_an_inbox_is_its_owners(application: NotificationsApplication) -> None:
    message = application.message("chi", application.accepted("chi"))
    assert message.message_id not in [other.message_id for other in application.inbox("ben", limit=100).items]
    with pytest.raises(ServiceError) as hidden:
        application.mark_read("ben", message.message_id)
    assert hidden.value.code is ErrorCode.NOT_FOUND
    with pytest.raises(ServiceError) as refused:
        application.inbox("")
    assert refused.value.code is ErrorCode.UNAUTHENTICATED


def test_an_email_is_no_message_of_the_inbox(application: NotificationsApplication) -> None:
    event = application.accepted("an")
    with pytest.raises(ServiceError) as hidden:
        application.mark_read("an", application.rows(event)["email"]["_id"])
    assert hidden.value.code is ErrorCode.NOT_FOUND


def test_the_first_reading_counts(application: NotificationsApplication) -> None:
    message = application.message("chi", application.accepted("chi"))
    assert message.read_at is None
    read = application.mark_read("chi", message.message_id)
    assert read.read_at is not None
    assert application.mark_read("chi", message.message_id).read_at == read.read_at
    unread = application.inbox("chi", limit=100, unread=True).items
    assert message.message_id not in [other.message_id for other in unread]
    assert message.message_id in [other.message_id for other in application.inbox("chi", unread=False).items]


def test_pages_show_every_message_once_newest_first(application: NotificationsApplication) -> None:
    for _ in range(3):
        application.accepted("ben")
    seen: list[Message] = []
    cursor = None
    while True:
        page = application.inbox("ben", limit=2, cursor=cursor)
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len({message.message_id for message in seen}) == len(seen) >= 3
    assert [message.created_at for message in seen] == sorted(
        (message.created_at for message in seen), reverse=True
    )
