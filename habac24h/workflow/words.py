"""Writing: an edit of the words, and a new item that no plan foresaw."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlmodel import col, select

from habac24h import audit, rows
from habac24h.campaigns.late import late_until
from habac24h.channels.registry import kind
from habac24h.errors import NotFound, Refused
from habac24h.models import Airing, CampaignRow, Edition, Going, Item, Revision, Words
from habac24h.workflow.binding import text_sha256
from habac24h.workflow.desk import Desk
from habac24h.workflow.recall import recall_all

LONGEST = 200_000


def edit(
    desk: Desk,
    key: str,
    *,
    text: str | None = None,
    title: str | None = None,
    version: int | None = None,
) -> int:
    """Change an item's words; any approval is void, what Facebook holds is withdrawn.

    `version`, when given, must be the one that the person saw. Returns how many airings are being
    withdrawn. An edit that changes nothing leaves everything as it is.
    """
    item = desk.item(key)
    if version is not None and version != item.version:
        raise rows.Conflict(key)
    if item.state == Words.DROPPED:
        raise Refused(f"“{key}” đã bỏ; hãy khôi phục bằng `habac24h restore {key}` rồi mới sửa.")
    new_text = item.text if text is None else clean(text)
    new_title = item.title if title is None else one_line(title)
    if (new_text, new_title) == (item.text, item.title):
        return 0
    withdrawn = recall_all(desk, item, wanted=Going.WAITING, act="edit")
    _keep_revision(desk, item)
    desk.change_item(
        item,
        "edit",
        state=Words.DRAFT,
        text=new_text,
        title=new_title,
        author=desk.who.name,
        authors=sorted({*item.authors, desk.who.name}),
        edited_at=desk.now,
        approved_sha256=None,
        approval_sha256=None,
        override_reason=None,
        details={"text_sha256": text_sha256(new_text), "title": new_title},
    )
    return withdrawn


def new(
    desk: Desk,
    campaign: str,
    year: int,
    *,
    channel: str,
    to: datetime,
    title: str,
    text: str,
    until: datetime | None = None,
) -> Item:
    """An item that no plan foresaw, with the key `campaign/year/rieng-NNN` (never used twice)."""
    kind(channel)
    edition = _edition(desk, campaign, year)
    activity = _next_activity(desk, edition)
    item = Item(
        key=f"{campaign}/{year}/{activity}",
        campaign=campaign,
        year=year,
        activity=activity,
        channel=channel,
        title=one_line(title),
        text=clean(text),
        author=desk.who.name,
        authors=[desk.who.name],
        handmade=True,
        edited_at=desk.now,
        created_at=desk.now,
        updated_at=desk.now,
    )
    limit = late_until(channel, to, until, None, desk.settings.zone)
    if limit <= desk.now:
        raise Refused("Thời điểm đăng đã qua; hãy chọn một giờ sắp tới.")
    desk.session.add(item)
    desk.session.flush()
    assert item.id is not None
    desk.session.add(_airing(desk, item, to, until, limit))
    desk.session.flush()
    rows.touch(desk.session, item.id)
    audit.record(desk.session, desk.who, "new", desk.now, item=item.key, after=item.state)
    return item


def clean(text: str) -> str:
    """The words as they are stored: NFC, line ends as LF, no trailing blanks at the end."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(unified) > LONGEST:
        raise Refused(f"Nội dung dài quá {LONGEST:,} ký tự; hãy rút gọn.")
    return unicodedata.normalize("NFC", unified).strip("\n")


def one_line(title: str) -> str:
    """A title in one line; refuses an empty one."""
    words = " ".join(unicodedata.normalize("NFC", title).split())
    if not words:
        raise Refused("Tiêu đề để trống; hãy đặt một tiêu đề ngắn.")
    return words


def _keep_revision(desk: Desk, item: Item) -> None:
    assert item.id is not None
    desk.session.add(
        Revision(
            item_id=item.id,
            version=item.version,
            title=item.title,
            text=item.text,
            by=item.author or "habac24h",
            at=item.updated_at,
        )
    )


def _edition(desk: Desk, campaign: str, year: int) -> Edition:
    if desk.session.get(CampaignRow, campaign) is None:
        raise NotFound(f"Không có chiến dịch “{campaign}”; xem `habac24h campaigns list`.")
    query = select(Edition).where(Edition.campaign == campaign, Edition.year == year)
    found = desk.session.exec(query).first()
    if found is None:
        found = Edition(campaign=campaign, year=year, created_at=desk.now)
        desk.session.add(found)
        desk.session.flush()
    return found


def _next_activity(desk: Desk, edition: Edition) -> str:
    query = select(Item.activity).where(
        Item.campaign == edition.campaign,
        Item.year == edition.year,
        col(Item.activity).startswith("rieng-"),
    )
    used = [int(name.removeprefix("rieng-")) for name in desk.session.exec(query)]
    return f"rieng-{max(used, default=0) + 1:03d}"


def _airing(
    desk: Desk, item: Item, due: datetime, until: datetime | None, limit: datetime
) -> Airing:
    assert item.id is not None
    return Airing(
        key=f"{item.key}@1",
        item_id=item.id,
        uid=rows.uid_for(desk.session, f"{item.key}@1"),
        due=due,
        until=until,
        late_until=limit,
        created_at=desk.now,
        modified_at=desk.now,
    )
