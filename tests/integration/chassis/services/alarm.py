"""A service with two kinds of timers, that does what a timer's payload says. Run with `python -m`."""

from chassis import monkey_patch  # noqa: I001  must come first

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone

import eventlet

from chassis.runtime.service import (
    Context,
    Mongo,
    RunAgainAt,
    Settings,
    Timer,
    UnitOfWork,
    run,
    timer_batch_handler,
    timer_handler,
)
from chassis.core.clock import utcnow

assert monkey_patch

LEASE_S = 2.0


class AlarmService:
    name = "alarm"
    store = Mongo()

    @timer_handler("ring", lease_s=LEASE_S)
    def ring(self, timer: Timer, context: Context) -> None:
        database = self.store.database
        database.rings.insert_one({"key": timer.key, "attempts": timer.attempts, "at": utcnow()})
        if timer.payload.get("snooze") and database.rings.count_documents({"key": timer.key}) == 1:
            raise RunAgainAt(utcnow() + timedelta(milliseconds=300))
        if timer.payload.get("broken"):
            raise RuntimeError("the bell is broken")
        if timer.payload.get("unstorable"):
            raise RunAgainAt(datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12))))
        if timer.payload.get("timed_out"):
            raise eventlet.Timeout(None)
        if timer.payload.get("exit"):
            raise SystemExit(3)
        if timer.payload.get("repeat"):
            again = utcnow() + timedelta(hours=1)
            self.store.transaction(context, lambda uow: uow.schedule("ring", timer.key, again, {}))
        while timer.payload.get("slow") and database.switches.find_one({"_id": "go"}) is None:
            eventlet.sleep(0.02)

    @timer_batch_handler("ring together", lease_s=LEASE_S, most=20)
    def ring_together(self, batch: Sequence[Timer], context: Context) -> Mapping[str, Exception]:
        """Rings in the transaction that completes the timers, but for those whose payload says otherwise."""
        database = self.store.database
        database.batches.insert_one({"keys": [timer.key for timer in batch]})
        if any(timer.payload.get("poison") for timer in batch):
            raise RuntimeError("the bell is broken")
        unfinished = {timer.key: error for timer in batch if (error := outcome_of(timer)) is not None}
        done = [timer for timer in batch if timer.key not in unfinished]
        if done:
            self.store.transaction(context, lambda uow: ring_all(uow, done))
        return unfinished


def outcome_of(timer: Timer) -> Exception | None:
    if timer.payload.get("snooze"):
        return RunAgainAt(utcnow() + timedelta(hours=1))
    return RuntimeError("the bell is broken") if timer.payload.get("broken") else None


def ring_all(uow: UnitOfWork, done: Sequence[Timer]) -> None:
    rings = [{"key": timer.key, "at": uow.now} for timer in done]
    uow.database["rings"].insert_many(rings, session=uow.session)
    uow.complete_timers(done)


if __name__ == "__main__":
    run(AlarmService, Settings)
