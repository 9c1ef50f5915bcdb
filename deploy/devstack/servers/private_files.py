"""Files that only their owner may read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def make_folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def write(path: Path, text: str, mode: int = 0o600) -> None:
    """Atomic: a reader sees the old text or the new one."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    unfinished.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """An empty dict when there is no such file."""
    if not path.exists():
        return {}
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def write_json(path: Path, content: dict[str, Any]) -> None:
    write(path, json.dumps(content, indent=2))
