"""A service with one timer, that does what the timer's payload says. Run with `python -m`."""

from chassis import monkey_patch  # noqa: I001  must come first

from datetime import datetime, timedelta, timezone

import eventlet

from chassis.runtime.service import Context, Mongo, RunAgainAt, Settings, Timer, run, timer_handler
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


if __name__ == "__main__":
    run(AlarmService, Settings)
