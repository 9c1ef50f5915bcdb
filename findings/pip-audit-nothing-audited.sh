#!/usr/bin/env bash
# pip-audit 2.10.1 with --disable-pip, advisories of PyPI.
# Guess: when none of the listed packages can be looked up, nothing was audited, and the exit code says so.
# Behaviour: a version that PyPI does not have (here a build of one's own of requests 2.31.0, for which there are
# advisories) is skipped. With all of the list skipped, the run says "No known vulnerabilities found" and exits 0. A
# mirror that answers 404 for PyPI's JSON pages makes that of every package. The table of skips is there, but the JSON
# report has to be searched for `skip_reason`.
# What to do: run with --strict, which exits 1 at a skip (its help speaks of the collection of dependencies), or fail on
# `skip_reason` in the JSON report.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pip-audit==2.10.1
cd "$work"
echo 'requests==2.31.0+internal.1' >list.txt
outcome() {
    code=0; venv/bin/pip-audit -r list.txt --disable-pip --no-deps --progress-spinner=off "$@" >out 2>err || code=$?
    echo "${*:-plain}: code $code"
    grep -ohE 'No known vulnerabilities found|ERROR.*|"skip_reason": "[A-Za-z]+ not found' err out
}
got="$(outcome; outcome --format=json; outcome --strict)"
expected='plain: code 0
No known vulnerabilities found
--format=json: code 0
No known vulnerabilities found
"skip_reason": "Dependency not found
--strict: code 1
ERROR:pip_audit._cli:requests: Dependency not found on PyPI and could not be audited: requests (2.31.0+internal.1)'
venv/bin/pip-audit --version
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
