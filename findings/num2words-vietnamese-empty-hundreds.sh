#!/usr/bin/env bash
# num2words 0.5.14, lang="vi".
# Guess: a group of three digits that is not the first begins with its hundreds, "không trăm" where there are none, as
# school teaches it and as people read amounts: 1,005 is "một nghìn không trăm linh năm".
# Behaviour: empty hundreds are "lẻ" whatever follows, so 1,050 is "một nghìn lẻ năm mươi" and 1,015 "một nghìn lẻ mười
# lăm", where "lẻ" stands for empty tens alone (105, "một trăm lẻ năm"); and "tỷ" is said of each part of its number:
# 1,100,000,000,000 is "một nghìn tỷ một trăm tỷ", where people say "một nghìn một trăm tỷ".
# What to do: spell amounts on receipts by rules of one's own, and read the words back by a grammar.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check num2words==0.5.14
got=$("$work/venv/bin/python" - <<'PY'
from importlib.metadata import version
from num2words import num2words
print("num2words", version("num2words"))
for number in (105, 1005, 1015, 1050, 100005, 1000000005, 1100000000000):
    print(number, num2words(number, lang="vi"))
PY
)
expected='num2words 0.5.14
105 một trăm lẻ năm
1005 một nghìn lẻ năm
1015 một nghìn lẻ mười lăm
1050 một nghìn lẻ năm mươi
100005 một trăm nghìn lẻ năm
1000000005 một tỷ lẻ năm
1100000000000 một nghìn tỷ một trăm tỷ'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
