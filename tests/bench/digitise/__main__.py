"""python -m tests.bench.digitise: pages a second that are looked at, and memory, for scans of 20 pages in colour at 200 dpi.

Each is looked at as the service does it, in a process of its own. A desk that works eight hours a day and digitises 2,000
pages needs 0.07 pages a second.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor

from tests.support.records.scans import A4_INCHES, Scan

from records.domain.content import FileContent
from records.inspection.scan_reports import AT_ONCE, scan_report

PAGES_A_DAY, HOURS = 2_000, 8
CONTENT = FileContent(1, "0" * 64, "application/pdf")
KIB, MIB = 1024, 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--scans", type=int, default=10)
    parser.add_argument("--dpi", type=int, default=200)
    options = parser.parse_args()
    scan = Scan(dpi=options.dpi, pages=options.pages, inches=A4_INCHES, noise=20).made()
    print(f"scan: {options.pages} pages of A4 at {options.dpi} dpi, {len(scan) / MIB:.1f} MiB")
    for at_once in (1, AT_ONCE):
        _measure(scan, options.scans, at_once)


def _measure(scan: bytes, scans: int, at_once: int) -> None:
    begun, cpu = time.monotonic(), _cpu_s()
    with ThreadPoolExecutor(at_once) as pool:
        reports = list(pool.map(lambda _: scan_report([scan], CONTENT, "scan.pdf", 200), range(scans)))
    took, pages = time.monotonic() - begun, sum(report.count for report in reports)
    rate = pages / took
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * KIB / MIB
    desks = int(rate * HOURS * 3600 / PAGES_A_DAY)
    print(
        f"{at_once} at once: {rate:.1f} pages/s, {1000 * (_cpu_s() - cpu) / pages:.1f} ms of CPU a page, "
        f"at most {largest:.0f} MiB a process; {desks} desks of {PAGES_A_DAY} pages a day ({os.cpu_count()} cores)"
    )


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
