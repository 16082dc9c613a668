"""The morning's reminders: seen here, tried by e-mail, and their calendar's address."""

from __future__ import annotations

from typing import Annotated

import typer

from habac24h.commands.common import Json, office, say, show
from habac24h.errors import Refused

app = typer.Typer(no_args_is_help=True, help="Nhắc việc mỗi sáng.")


@app.callback()
def reminders() -> None:
    """Nhắc việc mỗi sáng."""


@app.command("show")
def show_now(as_json: Json = False) -> None:
    """Nhắc việc của lúc này, đúng như thư sẽ viết."""
    from dataclasses import asdict

    from habac24h.reminders.digest import gather
    from habac24h.reminders.letter import plain

    with office() as here, here.database.read() as session:
        digest = gather(session, here.clock.now(), here.settings)
    told = {"day": digest.day.isoformat(), "parts": [asdict(part) for part in digest.parts]}
    empty = "Không có việc gì phải nhắc."
    show(told, as_json=as_json, plain=lambda: say(empty if digest.is_empty else plain(digest)))


@app.command()
def mail(
    to: Annotated[
        str | None, typer.Option(help="Chỉ gửi một thư thử tới địa chỉ này, như nút Gửi thư thử.")
    ] = None,
) -> None:
    """Gửi ngay thư nhắc việc của lúc này, để xem cài đặt thư có đúng không; không tính thư sáng."""
    from habac24h import mail_password
    from habac24h.reminders.digest import gather
    from habac24h.reminders.letter import letter
    from habac24h.reminders.sending import send
    from habac24h.reminders.trial_letter import try_mail

    with office() as here:
        settings, now = here.settings, here.clock.now()
        if not settings.smtp.host:
            raise Refused(
                "Chưa đặt máy chủ thư; hãy điền ở trang “Thư buổi sáng” trong Cài đặt, hoặc đặt "
                "smtp.host, smtp.sender, smtp.to bằng `habac24h settings set`."
            )
        with here.database.read() as session:
            digest = gather(session, now, settings)
            password = mail_password.password(session, here.home, settings)
        if to is not None:
            try_mail(settings, password, to, now)
            say(f"Máy chủ thư đã nhận thư thử gửi tới {to}.")
            return
        id_ = f"thu.{now:%Y%m%d%H%M%S}@{settings.smtp.sender.partition('@')[2]}"
        refused = send(letter(digest, settings, at=now, id_=id_), settings.smtp, password)
    say(f"Đã gửi cho {', '.join(one for one in settings.smtp.recipients if one not in refused)}.")
    if refused:
        say(f"Máy chủ không nhận: {', '.join(refused)}.")


@app.command()
def address(
    close: Annotated[bool, typer.Option("--close", help="Đóng địa chỉ đang có.")] = False,
    as_json: Json = False,
) -> None:
    """Tạo địa chỉ lịch nhắc việc cho điện thoại (địa chỉ cũ hết dùng); chỉ hiện một lần này."""
    from habac24h import audit, memory
    from habac24h.reminders import calendar

    with office() as here:
        by, now = audit.actor("máy này"), here.clock.now()
        with here.database.write() as session:
            if close:
                calendar.close_address(session, by=by, now=now)
                token = None
            else:
                token = calendar.new_address(session, by=by, now=now)
            door = memory.door(session)
        base = here.settings.public_url or door.rstrip("/")
    url = f"{base}/nhac-viec/{token}.ics" if token else None
    said = f"Địa chỉ (chỉ hiện lần này): {url}" if url else "Đã đóng địa chỉ lịch nhắc việc."
    show({"url": url}, as_json=as_json, plain=lambda: say(said))
