"""What sync stores encrypted of what agencies report (ADR 76), all with the key of the service: it is the agencies' to
erase."""

from collections.abc import Mapping
from typing import Any

from chassis.storage.documents import Document
from chassis.storage.encryption import SERVICE, Cipher, SealedFields
from chassis.storage.encryption.sealed_fields import SEALED

CONTENT = SealedFields(
    (
        "owner", "summary", "note", "return_note", "papers", "fees", "other_files", "supplements", "results", "as_sent",
    )
)  # fmt: skip
"""Of `content`. What lists show, and what days and states are compared by, is beside it."""
LINE = SealedFields(("content", "as_sent"))
"""Of a line of `progress`: what was done, in the words of the agency (nội dung xử lý), and what of it came under names that
the contract does not have. Which official did it stays in the clear: that he did it in office is no secret of a person."""
RAW_BATCH = SealedFields(("items",))
REFUSED_ITEM = SealedFields(("item",))

OWNER_NUMBERS = "content.owner.numbers"
"""The numbers by which the owners find a dossier, or their tokens."""


def seal_content(content: Mapping[str, Any], cipher: Cipher) -> Document:
    """The content as it is stored; its sequence and digest stay its first keys. `owner` holds the tokens of its numbers
    where the rest of it is encrypted."""
    stored = CONTENT.seal(content, cipher, SERVICE)
    if SEALED not in stored or not content.get("owner"):
        return stored
    numbers = [cipher.token(number) for number in content["owner"].get("numbers", ())]
    return {**stored, "owner": {"numbers": numbers}}


def seal_line(line: Document, cipher: Cipher) -> Document:
    return LINE.seal(line, cipher, SERVICE)


def open_dossier(document: Mapping[str, Any], cipher: Cipher) -> Document:
    """A stored dossier with its personal fields open, in whichever form it is stored."""
    opened = dict(document)
    if "content" in opened:
        opened["content"] = CONTENT.open(opened["content"], cipher)
    if "progress" in opened:
        opened["progress"] = [LINE.open(line, cipher) for line in opened["progress"]]
    return opened
