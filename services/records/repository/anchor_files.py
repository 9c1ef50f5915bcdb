"""Anchors as folders on a disk: each is there whole or not at all, and is never written again."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from contracts.audit import RECORD, AnchorRecord, folder_of


class AnchorFiles:
    """The folder of all anchors, the same for all processes of the service. Its methods raise OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, number: int) -> tuple[AnchorRecord, str] | None:
        """The record of this number with its SHA-256; None when its folder is not there. Raises ValueError for another's."""
        path = self._folder / folder_of(number) / RECORD
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        return AnchorRecord.model_validate_json(content, extra="ignore"), hashlib.sha256(content).hexdigest()

    def last_complete(self) -> AnchorRecord | None:
        """The newest one that covers all that had settled; None when there is none. Raises ValueError."""
        names = (path.name for path in self._folder.glob("[0-9]*"))
        for number in sorted((int(name) for name in names if name.isdigit()), reverse=True):
            found = self.find(number)
            if found is not None and found[0].complete:
                return found[0]
        return None

    def add(self, number: int, files: Mapping[str, bytes]) -> None:
        """All files of an anchor at once, on the disk when it returns. Raises OSError when there is one of this number."""
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(prefix=".draft-", dir=self._folder))
        try:
            for name, content in files.items():
                _write(draft / name, content)
            _sync_folder(draft)
            draft.chmod(0o755)
            # Fails where the name is taken: a folder replaces no other that has something in it.
            draft.rename(self._folder / folder_of(number))
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        _sync_folder(self._folder)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o444)


def _sync_folder(path: Path) -> None:
    """So that the names in it are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
