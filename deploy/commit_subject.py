"""Checks a commit's subject, `scope: what it does`, in the file of its message. Run by pre-commit."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_SCOPE = r"[a-z0-9._/-]+"
SUBJECT = re.compile(rf"{_SCOPE}(?:, {_SCOPE})*: \S.{{2,}}$|(?:Merge|Revert) ")
LONGEST = 100


def fault_of(message: str) -> str | None:
    """What is wrong with the first line; None when nothing is."""
    subject = message.partition("\n")[0]
    if not SUBJECT.match(subject):
        return "the subject needs a scope: `dossiers: ...`, `chassis/storage: ...`"
    if len(subject) > LONGEST:
        return f"the subject has {len(subject)} characters; {LONGEST} are long"
    return None


def main() -> int:
    fault = fault_of(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if fault:
        print(fault, file=sys.stderr)
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
