"""`make audit`: the known vulnerabilities of the locked packages, asked of an advisory service over the network.

Exit codes: 0 no package has any, 1 some have, 3 the service did not answer for every package.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
NOT_AUDITED = 3


def main() -> int:
    found = ask_advisory_service()
    if found is None:
        return NOT_AUDITED
    report, code = judge(found["dependencies"])
    print("\n".join(report))
    return code


def ask_advisory_service() -> dict[str, Any] | None:
    """pip-audit's report; None, and a line on stderr, when it has none. The lock is complete: pip resolves nothing."""
    options = ["--requirement", str(LOCK), "--disable-pip", "--format=json", "--progress-spinner=off"]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *options], capture_output=True, text=True, check=False
    )
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        reason = done.stderr.strip().splitlines() or ["no reason given"]
        print(f"nothing was audited: {reason[-1]}", file=sys.stderr)
        return None
    return found


def judge(packages: list[dict[str, Any]]) -> tuple[list[str], int]:
    """What to print, and the exit code. pip-audit itself counts a package that it could not ask about as sound."""
    vulnerable = [package for package in packages if package.get("vulns")]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    report = [f"{package['name']} {package['version']}: {_advisories(package)}" for package in vulnerable]
    if skipped:
        named = ", ".join(skipped[:5]) + (", ..." if len(skipped) > 5 else "")
        report.append(
            f"{len(skipped)} of {len(packages)} packages were not audited, the advisory service did not answer: {named}"
        )
    if not report:
        report.append(f"no known vulnerability in {len(packages)} packages")
    return report, 1 if vulnerable else NOT_AUDITED if skipped else 0


def _advisories(package: dict[str, Any]) -> str:
    return ", ".join(
        f"{advisory['id']} (fixed in {' or '.join(advisory['fix_versions']) or 'no version yet'})"
        for advisory in package["vulns"]
    )


if __name__ == "__main__":
    sys.exit(main())
