"""Backup and restore."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands import deciding, several
from habac24h.commands.common import home, office, say
from habac24h.errors import Refused

if TYPE_CHECKING:
    from habac24h.backup.archive import Tell

File = Annotated[
    Path | None,
    typer.Argument(metavar="TỆP", help="Tệp sao lưu; không nêu thì thêm vào thư mục sao lưu."),
]


def backup(
    file: File = None,
    force: Annotated[bool, typer.Option("--force", help="Thay tệp đã có.")] = False,
) -> None:
    """Sao lưu mọi dữ liệu vào một tệp; làm được cả khi chương trình đang chạy."""
    from habac24h.backup.making import make
    from habac24h.chores.copies import new_file

    with office() as here, _progress() as tell:
        now = here.clock.now()
        target = file or new_file(here.home, here.settings, now)
        manifest = make(here.database, here.home, target.absolute(), at=now, tell=tell, force=force)
    size = max(1, round(target.stat().st_size / 1000))
    say(f"Đã sao lưu {len(manifest.parts)} phần vào {target} ({size} kB) và đọc lại đủ.")
    say("Tệp này không chứa mã truy cập trang và mật khẩu trong cài đặt; hãy cất ở máy khác.")


def restore(
    what: Annotated[
        list[str] | None, typer.Argument(metavar="TỆP|MÃ", help="Tệp sao lưu, hoặc mã nội dung.")
    ] = None,
    by: Annotated[str | None, typer.Option("--as", help="Tên người dùng thực hiện.")] = None,
    all_: several.All = False,
    campaign: several.Campaign = None,
    year: several.Year = None,
    yes: several.Yes = False,
) -> None:
    """Khôi phục dữ liệu từ một tệp sao lưu; hoặc, với --as, lấy lại nội dung đã bỏ."""
    if what is not None and len(what) == 1 and Path(what[0]).is_file():
        _bring_back(Path(what[0]))
    elif by is not None:
        deciding.restore_items(by, what, all_, campaign, year, yes)
    else:
        raise Refused(
            f"Không có tệp {' '.join(what or ['nào'])}. Khôi phục dữ liệu cần một tệp sao lưu; "
            "lấy lại nội dung đã bỏ thì thêm --as TÊN."
        )


def _bring_back(file: Path) -> None:
    """Restore everything and say what follows."""
    from habac24h import (
        config,
        schema,  # noqa: F401 - a restore replaces the tables of every room
    )
    from habac24h.backup.restoring import restore as bring_back
    from habac24h.clock import SystemClock

    with _progress() as tell:
        done = bring_back(home(), file.absolute(), now=SystemClock().now(), tell=tell)
    zone = config.load(home()).zone
    say(f"Đã khôi phục dữ liệu sao lưu lúc {done.taken_at.astimezone(zone):%H:%M ngày %d/%m/%Y}.")
    if done.kept is not None:
        say(f"Dữ liệu trước đó được giữ tại {done.kept}.")
    if done.settings_kept:
        say("Giữ nguyên tệp cài đặt habac24h.toml đang có trên máy này.")
    if done.token_lost:
        say(
            "Máy này không có khóa mở mã truy cập trang: hãy kết nối lại bằng "
            "`habac24h fanpage connect --page-id … --token-file …`."
        )
    if done.password_lost:
        say(
            "Máy này không có khóa mở mật khẩu hộp thư: hãy gõ lại ở trang “Thư buổi sáng” trong "
            "Cài đặt, hoặc bằng `habac24h settings set --password-file …`."
        )
    say(
        f"Việc đăng đang TẠM DỪNG sau khi khôi phục; {done.doubted} lượt cần đối chiếu với trang. "
        "Hãy mở `habac24h serve`, xem trang Việc hôm nay, làm lại những thay đổi sau giờ sao lưu, "
        "rồi bấm “Xem và đăng tiếp” trên trang ấy (hoặc chạy `habac24h fanpage resume`)."
    )


@contextmanager
def _progress() -> Iterator[Tell]:
    """A bar on a terminal; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda what, done, total: shown.update(
            task, description=what, completed=done, total=total or None
        )
