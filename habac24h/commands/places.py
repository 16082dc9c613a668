"""Places: villages, schools, roads and offices where things are read, hung or held."""

from __future__ import annotations

from typing import Annotated

import typer

from habac24h.commands.common import Json, office, say, show

app = typer.Typer(no_args_is_help=True, help="Địa điểm: thôn, trường, trục đường, trụ sở.")


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Danh sách địa điểm."""
    from habac24h.workflow import places

    with office() as here, here.database.read() as session:
        found = [
            {"id": one.id, "name": one.name, "kind": one.kind, "example": one.example}
            for one in places.everywhere(session)
        ]

    def plain() -> None:
        if not found:
            say("Chưa có địa điểm nào. Thêm bằng `habac24h places add`.")
        for one in found:
            say(f"{one['id']:<20} {one['kind']:<12} {one['name']}")

    show(found, as_json=as_json, plain=plain)


@app.command()
def add(
    place_id: Annotated[str, typer.Argument(metavar="ID", help="Mã địa điểm.")],
    name: Annotated[str, typer.Option(help="Tên địa điểm.")],
    kind: Annotated[str, typer.Option(help="thon, truong, truc-duong hoặc tru-so.")],
) -> None:
    """Thêm địa điểm (mã đã bỏ được dùng lại cho chính địa điểm đó)."""
    from habac24h.workflow import places

    with office() as here, here.database.write() as session:
        places.add(session, place_id, name, kind, here.clock.now())
    say(f"Đã thêm {place_id}: {name}. Chạy `habac24h plan NĂM` để xem kế hoạch thay đổi thế nào.")


@app.command()
def rename(
    place_id: Annotated[str, typer.Argument(metavar="ID", help="Mã địa điểm.")],
    name: Annotated[str, typer.Option(help="Tên mới.")],
) -> None:
    """Đổi tên địa điểm; mã giữ nguyên."""
    from habac24h.workflow import renaming

    with office() as here, here.database.write() as session:
        now = here.clock.now()
        found = renaming.rename(session, place_id, name, now, here.settings)
        old = [f"{item.key} ({item.title})" for item in found.to_look_at]
    say(f"Đã đổi tên {place_id} thành {name}. {renaming.UNIT_KEEPS}")
    if found.rewritten:
        say(f"Đã viết lại {len(found.rewritten)} bản nháp theo tên mới.")
    if old:
        say(f"Còn ghi tên cũ “{found.before}”, phải sửa: {', '.join(old)}.")


@app.command()
def remove(
    place_id: Annotated[str, typer.Argument(metavar="ID", help="Mã địa điểm.")],
) -> None:
    """Bỏ địa điểm khỏi những kế hoạch sau này."""
    from habac24h.workflow import places

    with office() as here, here.database.write() as session:
        places.remove(session, place_id, here.clock.now())
    say(f"Đã bỏ {place_id}. Chạy `habac24h plan NĂM` để xem kế hoạch thay đổi thế nào.")
