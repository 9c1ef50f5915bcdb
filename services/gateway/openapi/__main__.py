"""`python -m gateway.openapi` writes services/gateway/openapi.json; with --check it fails when that file is not what the
code says."""

import json
import sys
from pathlib import Path

from gateway.app import create_app
from gateway.settings import GatewaySettings

PATH = Path(__file__).parent.with_name("openapi.json")


def text() -> str:
    """The document as it is committed."""
    settings = GatewaySettings(
        amqp_uri="amqp://gateway:never-connects@localhost", records_content_url="http://localhost"
    )
    return json.dumps(create_app(settings).openapi(), ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """The exit code: 1 when --check finds a difference."""
    if "--check" not in arguments:
        PATH.write_text(text(), encoding="utf-8")
        return 0
    if PATH.exists() and PATH.read_text(encoding="utf-8") == text():
        return 0
    print(f"{PATH.name} is not what the code says; run: make openapi", file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
