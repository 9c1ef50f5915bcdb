"""Argon2id with the least of everything, for tests that are about something else than hashing."""

from argon2 import PasswordHasher

from accounts.hashing import argon2id, worker
from chassis.core.child_process import ParentConnection, give_way

HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

if __name__ == "__main__":
    argon2id.HASHER = HASHER
    give_way()
    worker.serve(ParentConnection.inherited())
