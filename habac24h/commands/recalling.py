"""Recalling what was written with a fact that has changed since: the list, and the one move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import Json, Keys, agreed, office, say, show
from habac24h.errors import Refused

if TYPE_CHECKING:
    from habac24h.office import Office
    from habac24h.workflow import Desk
    from habac24h.workflow.outdated import Outdated


def recall(
    keys: Keys = None,
    all_: Annotated[bool, typer.Option("--all", help="Mọi nội dung có số liệu đã đổi.")] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Không thu hồi: người duyệt cho giữ nguyên lời.")
    ] = False,
    reason: Annotated[str | None, typer.Option(help="Lý do (với --keep).")] = None,
    by: Annotated[str | None, typer.Option("--as", help="Tên người dùng thực hiện.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")] = False,
    as_json: Json = False,
) -> None:
    """Thu hồi nội dung đã dùng số liệu cũ: gỡ khỏi Facebook, viết lại, về nháp chờ duyệt."""
    with office() as here:
        found = _outdated(here)
        wanted = [one.item.key for one in found] if all_ else list(keys or [])
        if not wanted:
            show(list(map(_as_object, found)), as_json=as_json, plain=lambda: _list(found))
            return
        if by is None:
            raise Refused("Hãy nêu ai thu hồi bằng --as TÊN.")
        if all_ and not yes:
            _list(found)
        if not agreed(f"Thu hồi {len(wanted)} nội dung?", yes=yes or not all_):
            return
        with here.desk(by) as desk:
            done = [_one(desk, key, keep=keep, reason=reason) for key in wanted]
    for line in done:
        say(line)


def _one(desk: Desk, key: str, *, keep: bool, reason: str | None) -> str:
    from habac24h.workflow.outdated import let_stand, recall_outdated

    if keep:
        let_stand(desk, key, reason=reason)
        return f"{key}: giữ nguyên lời."
    done = recall_outdated(desk, key)
    words = "đã viết lại theo số liệu mới" if done.rewritten else "hãy sửa lời cho khớp số liệu mới"
    page = (
        f"; {done.withdrawn} lượt đang được gỡ khỏi Facebook, bộ lập lịch sẽ làm đến khi xong"
        if done.withdrawn
        else ""
    )
    return f"{key}: về nháp, {words}{page}. Trình duyệt lại bằng `habac24h submit {key}`."


def _outdated(here: Office) -> list[Outdated]:
    from habac24h.workflow.outdated import outdated

    with here.database.read() as session:
        return outdated(session, here.clock.now())


def _as_object(one: Outdated) -> dict[str, object]:
    return {
        "key": one.item.key,
        "title": one.item.title,
        "changes": [{"name": c.name, "old": c.old, "new": c.new} for c in one.changes],
    }


def _list(found: list[Outdated]) -> None:
    if not found:
        say("Không có nội dung nào dùng số liệu đã đổi.")
    for one in found:
        say(f"{one.item.title}\n    {one.item.key}")
        for change in one.changes:
            new = f"“{change.new}”" if change.new else "không còn"
            old = f"“{change.old}”" if change.old else "chưa có"
            say(f"    {change.base}: {old} → {new}")
    if found:
        say("Thu hồi bằng `habac24h recall MÃ --as TÊN`, hoặc tất cả: `habac24h recall --all`.")
