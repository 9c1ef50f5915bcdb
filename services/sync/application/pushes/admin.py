"""What administrators see of the pushes, and may have tried again."""

from chassis.core import pagination
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import sync
from contracts.base import ActorKind, Page
from contracts.sync import ListPushes, PortalPush, PushAgain
from sync.application.pushes.push_queue import PUSH, rows_of
from sync.domain.access import require
from sync.domain.pushes import push
from sync.repository.pushes import PushRepository


def list_pushes(store: Store, request: ListPushes, context: Context) -> Page[PortalPush]:
    require(context.actor, ActorKind.ADMINISTRATOR)
    wanted = {"pushes": request.state}
    before = pagination.decode_cursor(request.cursor, wanted)[1] if request.cursor else None
    found = PushRepository(store.database).newest(request.state, before, request.limit + 1)
    items = tuple(push.view(row) for row in found[: request.limit])
    last = items[-1].dossier_id if len(found) > len(items) else None
    return Page[PortalPush](items=items, next_cursor=last and pagination.encode_cursor(last, last, wanted))


def push_again(store: Store, request: PushAgain, context: Context) -> PortalPush:
    """At once, also what waits for its next try. One that runs is left to run."""
    require(context.actor, ActorKind.ADMINISTRATOR)

    def work(uow: UnitOfWork) -> PortalPush:
        row = rows_of(uow).get(request.dossier_id)
        if push.is_running(row):
            return push.view(row)
        after = push.restarted(row, uow.now)
        rows_of(uow).put(after)
        uow.schedule(PUSH, row.dossier_id, uow.now, {})
        return push.view(after)

    return store.run_idempotent(sync.push_again, request, context, work)
