#!/usr/bin/env bash
# Werkzeug 3.1.9, LanguageAccept.best_match.
# Guess: the language that the browser puts first wins, `vi-VN` counting as `vi` when only `vi` is offered.
# Behaviour: `vi-VN, en;q=0.5` over (vi, en) gives en, and `en-US, vi;q=0.8` gives vi. Exact tags are compared first;
# only when none of them matches is a regional tag tried by its language. A browser that sends `vi-VN` with English as
# its fallback is answered in English. `vi-VN, vi;q=0.9, en;q=0.5` is answered as expected.
# What to do: cut the header's tags to their language before matching (RFC 4647, lookup), keeping order and q.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check werkzeug==3.1.9
got=$("$work/venv/bin/python" - <<'PY'
from importlib.metadata import version
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
print("werkzeug", version("werkzeug"))
for header in ("vi-VN, en;q=0.5", "en-US, vi;q=0.8", "vi-VN, vi;q=0.9, en;q=0.5", "vi-VN"):
    print(header, "->", parse_accept_header(header, LanguageAccept).best_match(["vi", "en"]))
PY
)
expected='werkzeug 3.1.9
vi-VN, en;q=0.5 -> en
en-US, vi;q=0.8 -> vi
vi-VN, vi;q=0.9, en;q=0.5 -> vi
vi-VN -> vi'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
