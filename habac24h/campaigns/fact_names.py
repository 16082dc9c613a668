"""What a fact is called when people read of it: “số điện thoại Công an xã”, not `phone_police`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from habac24h.campaigns.facts import Sort, base_of, sort_of

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "theme": "chủ đề của năm",
        "phone_police": "số điện thoại Công an xã",
        "phone_women_union": "số điện thoại Hội Liên hiệp Phụ nữ xã",
        "phone_health_station": "số điện thoại Trạm Y tế xã",
        "people_trained": "số người được tập huấn",
    }
)
"""The facts of the starter campaigns; an office may take others into its own texts."""
_SORTS = {
    Sort.PHONE: "số điện thoại",
    Sort.FIGURE: "con số",
    Sort.PEOPLE: "số người",
    Sort.SIGNER: "người ký",
    Sort.WORDS: "số liệu",
}


def fact_name(name: str) -> str:
    """The name for people, in small letters; an office's own fact by its kind and its own name."""
    base = base_of(name)
    return NAMES.get(base) or f"{_SORTS[sort_of(base)]} “{base}”"
