"""The child process of sheets.py: reads the first sheet of a workbook and writes one JSON list per row.

Run as a file, `python -I sheet_child.py PATH BYTES SECONDS`, so that nothing of the shop is loaded; ends with 1 when
the workbook is damaged or needs more memory or time than allowed.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any


def main(path: str, limit_bytes: int, limit_seconds: int) -> int:
    """Writes the rows and returns the exit status."""
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limit_seconds, limit_seconds))
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  loaded under the limits

    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        for row in sheet.iter_rows():
            sys.stdout.write(json.dumps([text(value) for value in row], ensure_ascii=False) + "\n")
    except (CalamineError, MemoryError, OSError, ValueError):
        return 1
    return 0


def text(value: Any) -> str:
    """A cell as a person reads it: whole numbers without a fraction, days as ISO dates."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date, time, timedelta)):
        return value.isoformat() if not isinstance(value, timedelta) else str(value)
    return str(value)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
