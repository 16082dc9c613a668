"""Subscribers' calendars: feeds add, list, revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.calendars import (
    AtPlace,
    Campaign,
    Channel,
    Drafts,
    NoAlarms,
    Since,
    Until,
    selection,
)
from habac24h.commands.common import Json, day, office, say, show, when

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from habac24h.calendar.tables import Feed

Name = Annotated[str, typer.Argument(metavar="TÊN", help="Tên của lịch (người hay nơi dùng).")]
app = typer.Typer(no_args_is_help=True, help="Địa chỉ lịch cho người đăng ký.")


@app.command()
def add(
    name: Name,
    campaign: Campaign = None,
    channel: Channel = None,
    place: AtPlace = None,
    since: Since = None,
    until: Until = None,
    drafts: Drafts = False,
    no_alarms: NoAlarms = False,
    as_json: Json = False,
) -> None:
    """Tạo một địa chỉ lịch; địa chỉ chỉ hiện một lần này."""
    from habac24h import audit, memory
    from habac24h.calendar import feeds

    wanted = selection(campaign, channel, place, since, until, drafts, no_alarms)
    with office() as here:
        with here.database.write() as session:
            token = feeds.add(
                session, name, wanted, by=audit.actor("máy này"), now=here.clock.now()
            )
            base = here.settings.public_url or memory.door(session).rstrip("/")
        page = f"{base}/lich/{token}"
        public = here.settings.public_url is not None
    show({"name": name, "url": f"{page}.ics"}, as_json=as_json, plain=lambda: _told(page, public))


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Các lịch đang có (không hiện địa chỉ)."""
    from habac24h.calendar import feeds

    with office() as here, here.database.read() as session:
        found = feeds.everyone(session)

    def plain() -> None:
        if not found:
            say("Chưa có lịch nào. Thêm bằng `habac24h feeds add`.")
        for one in found:
            say(f"{one.name:<20} {_in_words(one, here.settings.zone)}")

    show([_shown(one) for one in found], as_json=as_json, plain=plain)


@app.command()
def revoke(name: Name) -> None:
    """Thu hồi một địa chỉ lịch; từ đó không ai đọc được nữa."""
    from habac24h import audit
    from habac24h.calendar import feeds

    with office() as here, here.database.write() as session:
        feeds.revoke(session, name, by=audit.actor("máy này"), now=here.clock.now())
    say(f"Đã thu hồi lịch {name}. Ai còn cần thì tạo địa chỉ mới bằng `habac24h feeds add`.")


def _told(page: str, public: bool) -> None:
    say("Địa chỉ lịch (chỉ hiện lần này, hãy chép lại):")
    say(f"{page}.ics")
    say(f"Trang có nút bấm, mã QR và cách đăng ký: {page}")
    if not public:
        say(
            "Chưa có địa chỉ công khai (public_url) nên chỉ máy này mở được (khi `habac24h serve` "
            "đang chạy); "
            "Google Lịch và điện thoại thì dùng tệp của `habac24h calendar export`."
        )


def _in_words(feed: Feed, zone: ZoneInfo) -> str:
    """What the calendar holds, and since when there is an address."""
    from habac24h.channels.registry import KINDS

    narrowed = feed.campaign or feed.channel or feed.place
    parts = [
        None if narrowed else "cả lịch",
        f"chiến dịch {feed.campaign}" if feed.campaign else None,
        KINDS[feed.channel].label if feed.channel else None,
        f"địa điểm {feed.place}" if feed.place else None,
        f"từ {day(feed.since):%d/%m/%Y}" if feed.since else None,
        f"đến {day(feed.until):%d/%m/%Y}" if feed.until else None,
        "có bản nháp" if feed.drafts else None,
        None if feed.alarms else "không nhắc giờ",
        f"tạo {when(feed.created_at, zone)}",
    ]
    return "; ".join(part for part in parts if part)


def _shown(feed: Feed) -> dict[str, str | bool | None]:
    return {
        "name": feed.name,
        "campaign": feed.campaign,
        "channel": feed.channel,
        "place": feed.place,
        "from": feed.since,
        "to": feed.until,
        "drafts": feed.drafts,
        "alarms": feed.alarms,
        "created": feed.created_at.isoformat(),
    }
