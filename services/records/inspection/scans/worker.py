"""A script of its own (`inspection.scan_reports` runs it): reads a PDF from standard input, writes one line of JSON.

`{"pdf_a": "2b", "defects": [], "count": 1, "pages": [{"dpi": 200, "colour": true, "covered": 0.98}]}` or
`{"defect": "file_locked"}`. It imports no more of the house than the rooms of inspection, and whatever a hostile file does
to it, it ends within the limits of time and memory of `inspection.opening`.

Arguments: the folder of the house's packages, and the number of pages after which it looks at no further one.
"""

import json
import signal
import sys
from typing import Any


def _answer(content: bytes, most_pages: int) -> dict[str, Any]:
    from records.inspection.opening import DefectError, open_paper
    from records.inspection.scans.report import report

    try:
        open_paper(content, "application/pdf")
        return report(content, most_pages)
    except DefectError as error:
        return {"defect": error.code, **error.params}
    except (MemoryError, RecursionError):
        return {"defect": "file_too_complex"}


def main() -> None:
    """Within its limits from the first byte on."""
    sys.path.insert(0, sys.argv[1])
    from records.inspection.opening import WALL_S, limit

    limit()
    content = sys.stdin.buffer.read()
    signal.alarm(WALL_S)
    sys.stdout.write(json.dumps(_answer(content, int(sys.argv[2]))))


if __name__ == "__main__":
    main()
