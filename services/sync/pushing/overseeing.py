"""What administrators see of the pushes, and may have tried again."""

from chassis import pages
from chassis.context import Context
from chassis.store import Store
from chassis.unit import Unit
from contracts import sync
from contracts.base import ActorKind, Page
from contracts.sync import ListPushes, Push, PushAgain
from sync.domain import pushes
from sync.domain.access import require
from sync.pushing.queue import PUSH, rows_of
from sync.repository.pushes import PushRepository


def list_pushes(store: Store, request: ListPushes, context: Context) -> Page[Push]:
    require(context.actor, ActorKind.ADMINISTRATOR)
    wanted = {"pushes": request.state}
    before = pages.decode(request.cursor, wanted)[1] if request.cursor else None
    found = PushRepository(store.database).newest(request.state, before, request.limit + 1)
    items = tuple(pushes.view(row) for row in found[: request.limit])
    last = items[-1].dossier_id if len(found) > len(items) else None
    return Page[Push](items=items, next_cursor=last and pages.encode(last, last, wanted))


def push_again(store: Store, request: PushAgain, context: Context) -> Push:
    """At once, also what waits for its next try. One that runs is left to run."""
    require(context.actor, ActorKind.ADMINISTRATOR)

    def work(unit: Unit) -> Push:
        row = rows_of(unit).get(request.dossier_id)
        if pushes.is_running(row):
            return pushes.view(row)
        after = pushes.again(row, unit.now)
        rows_of(unit).put(after)
        unit.schedule(PUSH, row.dossier_id, unit.now, {})
        return pushes.view(after)

    return store.command(sync.push_again, request, context, work)
