#!/usr/bin/env bash
# Werkzeug 3.1.9, Range.range_for_length.
# Guess: `Range: bytes=-500` of a file of 300 bytes selects the whole file (RFC 9110 14.1.2: a suffix longer than the
# representation is all of it).
# Behaviour: it is read as not satisfiable (None), which a server answers with 416; a client that asks for the last 500 bytes of
# a short file gets nothing.
# What to do: cut a suffix to the length before asking.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check werkzeug==3.1.9
got=$("$work/venv/bin/python" - <<'PY'
from importlib.metadata import version
from werkzeug.http import parse_range_header
print("werkzeug", version("werkzeug"))
for header in ("bytes=-200", "bytes=-300", "bytes=-500", "bytes=100-", "bytes=0-499"):
    print(header, "of 300 ->", parse_range_header(header).range_for_length(300))
PY
)
expected='werkzeug 3.1.9
bytes=-200 of 300 -> (100, 300)
bytes=-300 of 300 -> (0, 300)
bytes=-500 of 300 -> None
bytes=100- of 300 -> (100, 300)
bytes=0-499 of 300 -> (0, 300)'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
