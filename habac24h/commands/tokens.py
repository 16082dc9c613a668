"""Tokens by which other programs use the API: tokens add, list, revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import As, Json, office, say, show, when

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from habac24h.accounts.tables import ApiToken

Name = Annotated[str, typer.Argument(metavar="TÊN", help="Tên của mã (chương trình nào dùng).")]
app = typer.Typer(no_args_is_help=True, help="Mã truy cập API cho chương trình khác.")


@app.command()
def add(
    name: Name,
    by: As,
    scope: Annotated[str, typer.Option(help="read, write, approve hoặc admin.")] = "read",
    days: Annotated[int, typer.Option(help="Thời hạn, số ngày (tối đa 366).")] = 90,
    as_json: Json = False,
) -> None:
    """Tạo mã truy cập cho một người; mã chỉ hiện một lần này."""
    from habac24h import audit
    from habac24h.accounts import api_tokens
    from habac24h.workflow import people

    with office() as here, here.database.write() as session:
        account = people.named(session, by)
        who, now = audit.actor(people.HERE), here.clock.now()
        secret = api_tokens.make(session, account, name, scope, days, by=who, now=now)

    def plain() -> None:
        say(f"Mã truy cập “{name}” của {by} (chỉ hiện lần này, hãy chép lại):")
        say(secret)

    show({"name": name, "account": by, "token": secret}, as_json=as_json, plain=plain)


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Các mã truy cập đang có (không hiện mã)."""
    from habac24h.accounts import api_tokens

    with office() as here, here.database.read() as session:
        found = api_tokens.everyone(session)
        now, zone = here.clock.now(), here.settings.zone

    def plain() -> None:
        if not found:
            say("Chưa có mã truy cập nào. Thêm bằng `habac24h tokens add`.")
        for one in found:
            over = " (đã hết hạn)" if one.until <= now else ""
            used = f"dùng lần cuối {when(one.used_at, zone)}" if one.used_at else "chưa dùng"
            until = f"đến {_day(one, zone)}{over}"
            say(f"{one.account:<15} {one.name:<25} {one.scope:<8} {until}, {used}")

    show([_shown(one, zone) for one in found], as_json=as_json, plain=plain)


@app.command()
def revoke(name: Name, by: As) -> None:
    """Thu hồi một mã truy cập; chương trình dùng mã ấy không vào được nữa."""
    from habac24h import audit
    from habac24h.accounts import api_tokens
    from habac24h.workflow import people

    with office() as here, here.database.write() as session:
        who, now = audit.actor(people.HERE), here.clock.now()
        api_tokens.revoke(session, by, name, by=who, now=now)
    say(f"Đã thu hồi mã truy cập “{name}” của {by}.")


def _day(token: ApiToken, zone: ZoneInfo) -> str:
    return f"{token.until.astimezone(zone):%d/%m/%Y}"


def _shown(token: ApiToken, zone: ZoneInfo) -> dict[str, str | None]:
    return {
        "name": token.name,
        "account": token.account,
        "scope": token.scope,
        "created": token.created_at.astimezone(zone).isoformat(timespec="seconds"),
        "until": token.until.astimezone(zone).isoformat(timespec="seconds"),
        "used": token.used_at.astimezone(zone).isoformat(timespec="seconds")
        if token.used_at
        else None,
    }
