"""`python -m devstack`: run the stack, or empty it."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from devstack.run import AlreadyRunningError, exclusive, run
from devstack.servers.mongo import REPO

_NOT_REMOVED = ("bin", "run.lock")


def main() -> int:
    options = _parser().parse_args()
    root: Path = options.root
    if options.command == "run":
        return run(root, options.once)
    return clean(root)


def clean(root: Path) -> int:
    """Removes data, secrets and logs; programs stay. Refuses while the stack runs."""
    try:
        with exclusive(root):
            for path in root.iterdir():
                if path.name not in _NOT_REMOVED:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
    except AlreadyRunningError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devstack", description="Motcua on this machine alone.")
    parser.add_argument(
        "--root", type=Path, default=REPO / ".local", help="where data, secrets and logs live"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    run_command = commands.add_parser("run", help="start everything, walk one dossier, stay up until Ctrl-C")
    run_command.add_argument(
        "--once", action="store_true", help="stop after the walk; its outcome is the exit code"
    )
    commands.add_parser("clean", help="remove the data, secrets and logs of the stack")
    return parser


if __name__ == "__main__":
    sys.exit(main())
