"""Messages: a person's inbox."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import notifications
from contracts.base import Page
from contracts.errors import ErrorCode
from contracts.notifications import Message
from gateway.dependencies.caller import CurrentUser
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import MessageId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["messages"])


@router.get(
    "/messages",
    operation_id="listMessages",
    summary="List one's messages",
    response_model=Page[Message],
    responses=answers(
        200,
        "Link",
        links={
            "readMessage": link("markRead", "The first.", message_id="$response.body#/items/0/message_id")
        },
    ),
)
async def list_messages(
    request: Request, caller: CurrentUser, query: Annotated[notifications.ListMessages, Query()]
) -> Response:
    """Newest first. A message appears shortly after the event that it is about."""
    return page_response(request, await caller.call(notifications.list_messages, query))


@router.post(
    "/messages/{message_id}/read",
    operation_id="markRead",
    summary="Mark a message as read",
    response_model=Message,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def mark_read(caller: CurrentUser, message_id: MessageId, key: IdempotencyKey) -> Response:
    """By its reader. Marking it again changes nothing."""
    command = notifications.MarkRead(command_id=key, message_id=message_id)
    message = await caller.call(notifications.mark_read, command)
    return json_response(message)
