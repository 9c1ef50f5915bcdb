"""Verifies an archived dossier: `python verifier.py PACKAGE [--roots roots.pem]`, with Python and openssl alone.

A package is a bag of BagIt (RFC 8493) with SHA-256. Its tag manifest is signed (CMS, RFC 5652), its logs are chains: each
entry has the hash of the one before it. Prints one line a fault; exits with 0 when there is none, else with 1.
"""

import argparse
import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST, SIGNATURE = (
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "tagmanifest-sha256.txt.p7s",
)
TIMESTAMP = f"{SIGNATURE}.tst"
LOGS = "data/logs"
FIRST = "0" * 64
"""What the first entry of a chain names as the hash before it."""
_UNLISTED = {TAG_MANIFEST, SIGNATURE, TIMESTAMP}


def faults(package: Path, roots: Path | None = None) -> Iterator[str]:
    """What is wrong with it. Without roots the signature is not looked at."""
    if _text(package / "bagit.txt") != DECLARATION:
        yield "bagit.txt: it is no declaration of BagIt 1.0"
    payload, tags = _sums(package / MANIFEST), _sums(package / TAG_MANIFEST)
    yield from _listed(package, payload, "data/")
    yield from _listed(package, tags, "")
    files = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    for name in sorted(files - payload.keys() - tags.keys() - _UNLISTED):
        yield f"{name}: no manifest names it"
    for name in ("bagit.txt", "bag-info.txt", MANIFEST):
        if name not in tags:
            yield f"{name}: the tag manifest does not name it"
    for path in sorted((package / LOGS).glob("*.jsonl")):
        yield from chain_faults(path)
    if roots is not None:
        yield from _signature_faults(package, roots)


def chain_faults(path: Path) -> Iterator[str]:
    """The first fault of the chain."""
    before = FIRST
    for number, line in enumerate(_text(path).splitlines(), 1):
        try:
            row = json.loads(line)
            text, digest = str(row["entry"]), str(row["hash"])
            entry = json.loads(text)
            version, previous = entry["aggregate_version"], entry["prev_hash"]
        except (ValueError, KeyError, TypeError):
            yield f"{path.name}, line {number}: it is no entry"
            return
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            yield f"{path.name}, line {number}: it is not what was hashed"
            return
        if previous != before or version != number:
            yield f"{path.name}, line {number}: it does not follow the one before it"
            return
        before = digest


def _listed(package: Path, sums: dict[str, str], within: str) -> Iterator[str]:
    if not sums:
        yield f"{MANIFEST if within else TAG_MANIFEST}: it names nothing, or cannot be read"
    for name, digest in sums.items():
        path = package / name
        if ".." in Path(name).parts or Path(name).is_absolute() or not name.startswith(within):
            yield f"{name}: it is not of this package"
        elif not path.is_file() or path.is_symlink():
            yield f"{name}: it is missing"
        elif digest_of(path) != digest:
            yield f"{name}: it was changed"


def _sums(path: Path) -> dict[str, str]:
    """By name; nothing for what is no manifest."""
    rows = [line.split("  ", 1) for line in _text(path).splitlines()]
    return {row[1]: row[0] for row in rows} if all(len(row) == 2 for row in rows) else {}


def _signature_faults(package: Path, roots: Path) -> Iterator[str]:
    command = [
        "openssl", "cms", "-verify", "-binary", "-purpose", "any", "-inform", "DER", "-in", str(package / SIGNATURE),
        "-content", str(package / TAG_MANIFEST), "-CAfile", str(roots), "-out", "/dev/null",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  no shell, paths as arguments
    if done.returncode:
        yield f"{SIGNATURE}: the signature is not good: {done.stderr.decode(errors='replace').strip()[-200:]}"


def _text(path: Path) -> str:
    """Empty for what is not there or is no text."""
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return ""


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> int:
    """The exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("package", type=Path)
    options.add_argument("--roots", type=Path, help="certificates in PEM under which the seal is trusted")
    arguments = options.parse_args()
    found = list(faults(arguments.package, arguments.roots))
    print(*found or ["no fault"], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
