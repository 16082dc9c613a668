"""Key dates (solar and lunar) and the iCalendar feed made from what is planned.

This folder bears the name of one of Python's own modules, so it must stay inside its package:
found first on sys.path it would be taken for `calendar`, and http.cookiejar, requests and
facebook-sdk would fail far from the cause.
"""

from __future__ import annotations

if __name__ == "calendar":
    raise ImportError(
        "Thư mục habac24h/calendar đang che mô-đun calendar của Python: "
        "hãy bỏ thư mục habac24h khỏi sys.path (PYTHONPATH), chạy từ thư mục chứa nó, "
        "và viết “import habac24h.calendar”."
    )
