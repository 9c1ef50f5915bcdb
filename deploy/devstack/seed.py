"""What a fresh system needs before anybody can use it."""

from __future__ import annotations

from devstack.system import System

ADMINISTRATOR = "admin"


def seed_system(system: System) -> None:
    """The starter catalogue and one administrator. May be repeated. Raises CommandError."""
    system.operate("catalogue", "seed")
    made = system.root / "administrator.made"
    if not made.exists():
        password_file = str(system.secrets / "admin_password")
        name = ("--name", "Quản trị viên")
        system.operate("admin", "create", "--login", ADMINISTRATOR, *name, "--password-file", password_file)
        made.touch()
