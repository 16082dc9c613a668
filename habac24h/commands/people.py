"""Accounts: users add, list, name, role, password, disable, enable."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from habac24h.commands.common import Json, office, read_text, say, show

app = typer.Typer(no_args_is_help=True, help="Người dùng và vai trò.")


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên người dùng.")],
    role: Annotated[
        str,
        typer.Option(
            help="reader (người xem), editor (người soạn), approver (người duyệt) hoặc "
            "admin (người quản trị)."
        ),
    ],
    full_name: Annotated[
        str, typer.Option("--name", help="Họ và tên, ghi trên báo cáo và giấy in.")
    ] = "",
    position: Annotated[str, typer.Option(help="Chức vụ.")] = "",
    password_file: Annotated[Path | None, typer.Option(help="Tệp chứa mật khẩu.")] = None,
) -> None:
    """Thêm người dùng."""
    from habac24h.workflow import people

    password = read_text(password_file).strip("\r\n") if password_file else None
    with office() as here, here.database.write() as session:
        people.add(
            session,
            name,
            role,
            here.clock.now(),
            password=password,
            full_name=full_name,
            position=position,
        )
    say(f"Đã thêm {people.ROLES[role]} {name}. Trong các lệnh, ghi `--as {name}`.")
    if password is None:
        say(f"Để {name} vào được các trang, tạo đường dẫn bằng `habac24h users password {name}`.")


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Danh sách người dùng."""
    from habac24h.workflow import people

    with office() as here, here.database.read() as session:
        found = [
            {
                "name": one.name,
                "full_name": one.full_name,
                "position": one.position,
                "role": one.role,
                "disabled": one.disabled,
            }
            for one in people.everyone(session)
        ]

    def plain() -> None:
        if not found:
            say("Chưa có người dùng nào. Thêm bằng `habac24h users add lan --role editor`.")
        for one in found:
            closed = ", đã khóa" if one["disabled"] else ""
            called = ", ".join(str(one[it]) for it in ("full_name", "position") if one[it])
            role = f"{people.ROLES[str(one['role'])]} ({one['role']}){closed}"
            say(f"{one['name']:<20} {role}{f'; {called}' if called else ''}")

    show(found, as_json=as_json, plain=plain)


@app.command("name")
def set_name(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên người dùng.")],
    full_name: Annotated[str | None, typer.Option("--name", help='Họ và tên; "" để bỏ.')] = None,
    position: Annotated[str | None, typer.Option(help='Chức vụ; "" để bỏ.')] = None,
) -> None:
    """Ghi họ tên, chức vụ của một người, như báo cáo và giấy in nêu."""
    from habac24h.accounts.names import names_of_people
    from habac24h.errors import Refused
    from habac24h.workflow import people

    if full_name is None and position is None:
        raise Refused(
            f'Hãy nêu họ tên hoặc chức vụ, ví dụ: `habac24h users name {name} --name "Nguyễn Văn '
            'Minh" --position "công chức Văn hóa"`.'
        )
    with office() as here, here.database.write() as session:
        people.set_name(session, name, here.clock.now(), full_name=full_name, position=position)
        called = names_of_people(session).in_full(name)
    say(f"Báo cáo và giấy in từ nay ghi {name} là: {called}.")


@app.command()
def role(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên người dùng.")],
    to: Annotated[
        str, typer.Argument(metavar="VAI-TRÒ", help="reader, editor, approver hoặc admin.")
    ],
) -> None:
    """Đổi vai trò của một người, có hiệu lực ngay."""
    from habac24h.workflow import people

    with office() as here, here.database.write() as session:
        people.change_role(session, name, to, here.clock.now())
    say(f"{name} bây giờ là {people.ROLES[to]}.")


@app.command()
def password(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên người dùng.")],
    password_file: Annotated[Path | None, typer.Option(help="Tệp chứa mật khẩu mới.")] = None,
) -> None:
    """Đặt mật khẩu mới từ tệp, hoặc tạo đường dẫn dùng một lần để người ấy tự đặt."""
    from habac24h import memory
    from habac24h.accounts import links
    from habac24h.workflow import people

    given = read_text(password_file).strip("\r\n") if password_file else None
    with office() as here, here.database.write() as session:
        account = people.named(session, name)
        if given is not None:
            links.set_password(session, account, given, here.clock.now())
            token = None
        else:
            token = links.make(session, links.Purpose.PASSWORD, here.clock.now(), account=name)
        door = memory.door(session)
    if token is None:
        say(f"Đã đặt mật khẩu mới cho {name}; các máy đang đăng nhập bằng tên này phải vào lại.")
    else:
        say(f"Đường dẫn đặt mật khẩu cho {name} (dùng một lần, trong 24 giờ, trên máy này):")
        say(f"{door}vao/{token}")


@app.command()
def disable(name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên người dùng.")]) -> None:
    """Khóa một tài khoản; việc đã làm vẫn được giữ."""
    from habac24h.workflow import people

    with office() as here, here.database.write() as session:
        people.disable(session, name, here.clock.now())
    say(f"Đã khóa tài khoản {name}.")


@app.command()
def enable(name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên người dùng.")]) -> None:
    """Mở khóa một tài khoản, với mật khẩu và mã truy cập như trước khi khóa."""
    from habac24h.workflow import people

    with office() as here, here.database.write() as session:
        people.enable(session, name, here.clock.now())
    say(f"Đã mở khóa tài khoản {name}; mật khẩu và mã truy cập cũ dùng lại được.")
