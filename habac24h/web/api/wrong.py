"""What is wrong with one value of a request, in Vietnamese: pydantic's own words are English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PLAIN = {
    "missing": "thiếu mục này",
    "extra_forbidden": "không có mục nào tên như vậy",
    "json_invalid": "thân yêu cầu không phải JSON đúng cách viết",
    "string_type": "phải là chữ",
    "string_unicode": "phải là chữ UTF-8",
    "bool_type": "chỉ nhận true hoặc false",
    "bool_parsing": "chỉ nhận true hoặc false",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_parsing_size": "số quá lớn",
    "int_from_float": "phải là số nguyên",
    "float_type": "phải là số",
    "float_parsing": "phải là số",
    "finite_number": "phải là số hữu hạn",
    "list_type": "phải là một danh sách",
    "tuple_type": "phải là một danh sách",
    "set_type": "phải là một danh sách",
    "dict_type": "phải là một nhóm tên và giá trị",
    "model_type": "phải là một nhóm tên và giá trị",
    "model_attributes_type": "phải là một nhóm tên và giá trị",
    "date_type": "phải là ngày, ví dụ 2026-11-20",
    "date_parsing": "phải là ngày có thật, ví dụ 2026-11-20",
    "date_from_datetime_parsing": "phải là ngày có thật, ví dụ 2026-11-20",
    "date_from_datetime_inexact": "phải là ngày không kèm giờ, ví dụ 2026-11-20",
    "datetime_type": "phải là ngày giờ, ví dụ 2026-11-20T19:00:00+07:00",
    "datetime_parsing": "phải là ngày giờ có thật, ví dụ 2026-11-20T19:00:00+07:00",
    "datetime_from_date_parsing": "phải là ngày giờ có thật, ví dụ 2026-11-20T19:00:00+07:00",
    "timezone_aware": "phải kèm múi giờ, ví dụ 2026-11-20T19:00:00+07:00",
    "string_pattern_mismatch": "không đúng cách viết của mục này",
}
_LIMITED = {
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than": "phải nhỏ hơn {lt}",
    "less_than_equal": "phải từ {le} trở xuống",
    "string_too_short": "phải có ít nhất {min_length} ký tự",
    "string_too_long": "chỉ được dài {max_length} ký tự",
    "too_short": "phải có ít nhất {min_length} phần tử",
    "too_long": "chỉ được có {max_length} phần tử",
}


def sentence(error: Mapping[str, Any]) -> str:
    """One error of pydantic as people read it; never the value itself."""
    kind, limits = error["type"], error.get("ctx", {})
    if kind in _LIMITED:
        return _LIMITED[kind].format(**limits)
    if kind in ("literal_error", "enum"):
        return f"chỉ nhận {limits['expected'].replace(' or ', ' hoặc ')}"
    if kind == "value_error":
        return str(limits["error"])
    return _PLAIN.get(kind, "giá trị không đúng kiểu hoặc cách viết")
