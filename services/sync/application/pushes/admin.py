"""What administrators see of the pushes, and repeat."""

from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import sync
from contracts.base import ActorKind, Page
from contracts.sync import ListPushes, PortalPush, PushAgain
from sync.application.pushes.push_queue import PUSH
from sync.domain.access import require
from sync.domain.pushes import push
from sync.repository.pushes import PushRepository


def list_pushes(store: Store, request: ListPushes, context: Context) -> Page[PortalPush]:
    """The youngest dossier first."""
    require(context.actor, ActorKind.ADMINISTRATOR)
    filter_ = {"pushes": request.state}
    position = position_of(request.cursor, filter_, str)
    return page(
        Page[PortalPush],
        store.repository(PushRepository).newest(request.state, position, request.limit + 1),
        request.limit,
        key=lambda row: (row.dossier_id, row.dossier_id),
        filter=filter_,
        view=push.view,
    )


def push_again(store: Store, request: PushAgain, context: Context) -> PortalPush:
    """At once, also what waits for its next attempt. One that runs is left to run."""
    require(context.actor, ActorKind.ADMINISTRATOR)

    def work(uow: UnitOfWork) -> PortalPush:
        pushes = uow.repository(PushRepository)
        row = pushes.get(request.dossier_id)
        if push.is_running(row):
            return push.view(row)
        after = push.restarted(row, uow.now)
        pushes.put(after)
        uow.schedule(PUSH, row.dossier_id, uow.now, {})
        return push.view(after)

    return store.run_idempotent(sync.push_again, request, context, work)
