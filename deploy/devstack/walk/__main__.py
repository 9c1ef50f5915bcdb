"""`python -m devstack.walk`: the walk through a system that runs already, here or elsewhere."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from devstack.walk.runner import Walk


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m devstack.walk", description="Walk one dossier through its life."
    )
    parser.add_argument("--gateway", required=True, metavar="URL")
    parser.add_argument("--mail", required=True, metavar="URL", help="the mail catcher's HTTP address")
    parser.add_argument("--login", default="admin", help="of an administrator")
    parser.add_argument("--password-file", required=True, type=Path)
    options = parser.parse_args()
    password = options.password_file.read_text(encoding="utf-8").strip()
    return Walk(
        gateway_url=options.gateway, mail_url=options.mail, login=options.login, password=password
    ).run()


if __name__ == "__main__":
    sys.exit(main())
