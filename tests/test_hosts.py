"""The setting of names in the network: written as people write it, refused where it opens doors."""

from __future__ import annotations

from pathlib import Path

import pytest

from habac24h.config import FILE_NAME, load
from habac24h.errors import SettingsError


def test_names_come_from_the_file_or_in_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('allowed_hosts = ["May-Van-Hoa", "192.168.1.20"]')
    assert load(tmp_path, {}).allowed_hosts == ("may-van-hoa", "192.168.1.20")
    line = {"HABAC24H_ALLOWED_HOSTS": "may-van-hoa, van-hoa.habac.lan"}
    assert load(tmp_path, line).allowed_hosts == ("may-van-hoa", "van-hoa.habac.lan")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("*", "không phải tên máy"),
        ("http://may", "không phải tên máy"),
        ("may:8024", "không phải tên máy"),
        ("localhost", "chỉ là chính máy này"),
        ("127.0.0.1", "chỉ là chính máy này"),
        ("0.0.0.0", "chỉ là chính máy này"),
    ],
)
def test_what_is_no_name_in_a_network_is_refused(tmp_path: Path, name: str, wrong: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(tmp_path, {"HABAC24H_ALLOWED_HOSTS": name})
    assert refused.value.sentence == (
        "Cài đặt “allowed_hosts” (biến môi trường HABAC24H_ALLOWED_HOSTS) không đúng: "
        f"“{name}” {wrong}; viết tên hoặc số của máy, không kèm http:// hay cổng, "
        "ví dụ may-van-hoa, 192.168.1.20."
    )
