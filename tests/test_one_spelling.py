"""Our own words are spelt in one way: hóa, xóa; names of laws, days and offices stay."""

from __future__ import annotations

import re
from pathlib import Path

import habac24h

ROOT = Path(habac24h.__file__).parent
NAMES = ("Văn hoá - Xã hội", "xoá bỏ bạo lực đối với phụ nữ và trẻ em gái")
OURS = [
    *ROOT.glob("web/**/*.html"),
    *ROOT.glob("content/templates/**/*.j2"),
    *ROOT.glob("campaigns/definitions/*.yaml"),
    *ROOT.glob("printing/templates/*.typ"),
]


def test_pages_and_contents_put_the_tone_in_one_place() -> None:
    assert len(OURS) > 200
    found = []
    for file in OURS:
        said = file.read_text(encoding="utf-8")
        for name in NAMES:
            said = said.replace(name, "").replace(name.upper(), "")
        found += [(file.name, one) for one in re.findall(r"\b[hkx]oá\b", said, re.IGNORECASE)]
    assert found == []
