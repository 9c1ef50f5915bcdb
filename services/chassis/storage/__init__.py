"""A service's own MongoDB, never eventlet: transactions, event log, outbox, idempotency, inbox, timers."""
