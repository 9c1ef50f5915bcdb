"""Nothing of a message or of a problem of an office is seen on one path and hidden on another, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.depth import lives
from tests.support.stores import fresh_store
from tests.support.visibility import HERE, PEOPLE, THERE, answered, callers, check_hidden

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts.base import Actor
from contracts.errors import ErrorCode
from contracts.notifications import INBOX, CloseProblem, ListMessages, ListProblems, MarkRead, ProblemKind
from devstack.servers.mongo_address import MongoAddress
from notifications.application import inbox, problems
from notifications.domain.messages import ChannelMessage
from notifications.domain.problems import StoredProblem
from notifications.repository.indexes import create_indexes
from notifications.repository.messages import MessageRepository
from notifications.repository.problems import ProblemRepository


@pytest.fixture(scope="module")
def store(mongo: MongoAddress) -> Iterator[Store]:
    with fresh_store(mongo, "notifications", create_indexes) as opened:
        yield opened


messages = st.builds(
    lambda account_id, channel: ChannelMessage(
        message_id=new_id(), version=0, event_id=new_id(), account_id=account_id, channel=channel, template="accepted",
        locale="vi", subject="x", body="x", dossier_id=new_id(), created_at=utcnow(),
    ),
    st.sampled_from(PEOPLE),
    st.sampled_from((INBOX, "email")),
)  # fmt: skip
open_problems = st.builds(
    lambda agency_code: StoredProblem(
        problem_id=new_id(), version=1, kind=ProblemKind.REFUND_DUE, agency_code=agency_code, subject=f"bill {new_id()}",
        opened_at=utcnow(),
    ),
    st.sampled_from((HERE, THERE)),
)  # fmt: skip


@lives(usual=20, deep=500, steps=1)
@given(stored=messages, asking=st.lists(callers, min_size=3, max_size=6))
def test_every_path_shows_a_message_or_none_does(
    store: Store, stored: ChannelMessage, asking: list[Actor]
) -> None:
    store.repository(MessageRepository).add([stored])
    try:
        for caller in asking:
            context = Context.new(caller)
            shown = stored.channel == INBOX and caller.account_id == stored.account_id

            def mark(message_id: str, context: Context = context) -> object:
                request = MarkRead(command_id=new_id(), message_id=message_id)
                return inbox.mark_read(store, request, context)

            check_hidden(
                "mark_read",
                shown,
                partial(mark, stored.message_id),
                partial(mark, new_id()),
            )
            listed, _ = answered(partial(inbox.list_messages, store, ListMessages(limit=100), context))
            found = listed is not None and stored.message_id in {each.message_id for each in listed.items}
            assert found is shown, caller
    finally:
        store.database.messages.delete_many({})


@lives(usual=20, deep=500, steps=1)
@given(stored=open_problems, asking=st.lists(callers, min_size=3, max_size=6))
def test_every_path_shows_a_problem_or_none_does(
    store: Store, stored: StoredProblem, asking: list[Actor]
) -> None:
    for caller in asking:
        store.repository(ProblemRepository).add(stored)
        context = Context.new(caller)

        def close(problem_id: str, context: Context = context) -> object:
            request = CloseProblem(command_id=new_id(), problem_id=problem_id, note="x")
            return problems.close_problem(store, request, context)

        try:
            listed, refusal = answered(
                partial(problems.list_problems, store, ListProblems(limit=100), context)
            )
            shown = listed is not None and stored.problem_id in {each.problem_id for each in listed.items}
            assert refusal is None or refusal[0] is ErrorCode.FORBIDDEN
            check_hidden(
                "close_problem",
                shown,
                partial(close, stored.problem_id),
                partial(close, new_id()),
            )
        finally:
            store.database.problems.delete_many({})
