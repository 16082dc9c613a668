"""Writing: an edit of words and pictures, and a new item that no plan foresaw."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from habac24h import audit, rows
from habac24h.calendar.lunar import require_year
from habac24h.campaigns import library
from habac24h.campaigns.late import late_until
from habac24h.campaigns.packaged import packaged_topics
from habac24h.channels.registry import kind
from habac24h.errors import NotFound, Refused
from habac24h.models import Airing, CampaignRow, Edition, Going, Item, Revision, Words
from habac24h.workflow.binding import text_sha256
from habac24h.workflow.desk import Desk
from habac24h.workflow.pictures import Pictures, shown_now, shown_with
from habac24h.workflow.recall import recall_all

LONGEST = 200_000
LONGEST_TITLE = 300
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_OWN = re.compile(r"rieng-([0-9]+)")


def edit(
    desk: Desk,
    key: str,
    *,
    text: str | None = None,
    title: str | None = None,
    pictures: Pictures | None = None,
    version: int | None = None,
    note: str | None = None,
) -> int:
    """Change words or pictures; any approval is void, what Facebook holds is withdrawn.

    `pictures` replaces all that the item has (`Pictures()` takes them away). `version`, when given,
    must be the one that the person saw; `note` stays on record. Returns how many airings are being
    withdrawn. An edit that changes nothing leaves everything as it is.
    """
    item = desk.item(key)
    if version is not None and version != item.version:
        raise rows.Conflict(key)
    if item.state == Words.DROPPED:
        raise Refused(f"“{key}” đã bỏ; hãy khôi phục bằng `habac24h restore {key}` rồi mới sửa.")
    new_text = item.text if text is None else checked(text)
    new_title = item.title if title is None else one_line(title)
    shown = shown_with(desk, item, pictures, new_words=new_text != item.text)
    if (new_text, new_title, shown) == (item.text, item.title, shown_now(item)):
        return 0
    withdrawn = recall_all(desk, item, act="edit")
    keep_revision(desk, item)
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
        **shown,
        details={
            "text_sha256": text_sha256(new_text),
            "title": new_title,
            **({"images": shown["images"]} if shown["images"] or item.images else {}),
            **({"note": note} if note else {}),
        },
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
    topic: str | None = None,
    places: Sequence[str] = (),
) -> Item:
    """An item that no plan foresaw, with the key `campaign/year/rieng-NNN` (never used twice).

    `topic` is an id of campaigns/topics.yaml; `places` are ids of places in use, where the channel
    has some. What people have done already is born `skipped`, as by planning: approved, it is
    confirmed.
    """
    kind(channel)
    require_year(year)
    limit = _limit(desk, channel, to, until)
    check_topic(topic)
    where = in_order(desk, channel, places)
    edition = _edition(desk, campaign, year)
    activity = _next_activity(desk, edition)
    item = Item(
        key=f"{campaign}/{year}/{activity}",
        campaign=campaign,
        year=year,
        activity=activity,
        channel=channel,
        topic=topic,
        title=one_line(title),
        text=checked(text),
        author=desk.who.name,
        authors=[desk.who.name],
        handmade=True,
        edited_at=desk.now,
        created_at=desk.now,
        updated_at=desk.now,
    )
    desk.session.add(item)
    desk.session.flush()
    assert item.id is not None
    desk.session.add(_airing(desk, item, to, until, limit, where))
    desk.session.flush()
    rows.touch(desk.session, item.id)
    audit.record(desk.session, desk.who, "new", desk.now, item=item.key, after=item.state)
    return item


def checked(text: str) -> str:
    """The words exactly as given, byte for byte: what is approved is what was written.

    Refuses what is too long, and signs that no channel and no database can hold.
    """
    if len(text) > LONGEST:
        most = f"{LONGEST:,}".replace(",", ".")
        raise Refused(f"Nội dung dài quá {most} ký tự; hãy rút gọn.")
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text):
        raise Refused("Nội dung có ký tự hỏng (không phải chữ); hãy xóa ký tự đó rồi lưu lại.")
    return text


def one_line(title: str) -> str:
    """A title in one line; refuses an empty or endless one, and signs that nobody can see.

    A sign that turns the writing around would show another title in lists than on paper.
    """
    words = " ".join(unicodedata.normalize("NFC", title).split())
    if not words:
        raise Refused("Tiêu đề để trống; hãy đặt một tiêu đề ngắn.")
    if len(words) > LONGEST_TITLE:
        raise Refused(f"Tiêu đề dài quá {LONGEST_TITLE} ký tự; hãy rút gọn.")
    if _UNSEEN.search(words):
        raise Refused("Tiêu đề có ký tự ẩn hoặc ký tự hỏng; hãy gõ lại tiêu đề.")
    return words


def keep_revision(desk: Desk, item: Item) -> None:
    """Keep the wording that is about to be replaced."""
    assert item.id is not None
    desk.session.add(
        Revision(
            item_id=item.id,
            version=item.version,
            title=item.title,
            text=item.text,
            by=item.author or "habac24h",
            at=item.edited_at or item.created_at,
            images=item.images,
        )
    )


def _limit(desk: Desk, channel: str, to: datetime, until: datetime | None) -> datetime:
    if until is not None and until <= to:
        raise Refused("Ngày kết thúc phải sau ngày bắt đầu.")
    limit = late_until(channel, to, until, None, desk.settings.zone)
    if limit <= desk.now:
        _refuse_past(desk, channel, to)
    return limit


def _refuse_past(desk: Desk, channel: str, to: datetime) -> None:
    """Nothing is posted into the past; what people have done is recorded for a year back."""
    if not kind(channel).manual:
        raise Refused(
            f"Giờ này đã qua mà bài {kind(channel).label} không đăng lùi ngày được; hãy chọn một "
            "giờ sắp tới."
        )
    zone = desk.settings.zone
    this_year = desk.now.astimezone(zone).year
    if to.astimezone(zone).year < this_year - 1:
        raise Refused(
            f"Việc đã qua chỉ ghi được của năm {this_year - 1} và {this_year}; hãy xem lại ngày."
        )


def check_topic(topic: str | None) -> None:
    """Refuses a topic that there is not."""
    if topic is not None and topic not in packaged_topics():
        raise Refused(
            f"Không có chủ đề “{topic}”; hãy chọn một trong: {', '.join(packaged_topics())}."
        )


def in_order(
    desk: Desk, channel: str, places: Sequence[str], *, already: Sequence[str] = ()
) -> list[str]:
    """The chosen places in the office's order, each once, as planning stores them.

    Those of `already` may stay, though the office has removed them since.
    """
    if places and not kind(channel).places:
        raise Refused(
            f"Kênh {kind(channel).label} không có địa điểm; hãy bỏ chọn các địa điểm hoặc đổi kênh."
        )
    known = list(dict.fromkeys((*(place.id for place in library.places(desk.session)), *already)))
    for place in places:
        if place not in known:
            raise Refused(f"Không có địa điểm “{place}”; các địa điểm: {', '.join(known)}.")
    return [place for place in known if place in places]


def _edition(desk: Desk, campaign: str, year: int) -> Edition:
    if desk.session.get(CampaignRow, campaign) is None:
        raise NotFound(f"Không có chiến dịch “{campaign}”; xem `habac24h campaigns list`.")
    query = select(Edition).where(Edition.campaign == campaign, Edition.year == year)
    # Locked on PostgreSQL, so that two people do not count the same next number.
    query = query.with_for_update()
    found = desk.session.exec(query).first()
    if found is None:
        found = Edition(campaign=campaign, year=year, created_at=desk.now)
        desk.session.add(found)
        desk.session.flush()
        rows.touch_editions(desk.session)
    return found


def _next_activity(desk: Desk, edition: Edition) -> str:
    query = select(Item.activity).where(
        Item.campaign == edition.campaign,
        Item.year == edition.year,
        col(Item.activity).startswith("rieng-"),
    )
    # A definition may call an activity of its own "rieng-tu".
    used = [int(found[1]) for name in desk.session.exec(query) if (found := _OWN.fullmatch(name))]
    return f"rieng-{max(used, default=0) + 1:03d}"


def _airing(
    desk: Desk,
    item: Item,
    due: datetime,
    until: datetime | None,
    limit: datetime,
    places: Sequence[str],
) -> Airing:
    assert item.id is not None
    return Airing(
        key=f"{item.key}@1",
        item_id=item.id,
        uid=rows.uid_for(desk.session, f"{item.key}@1"),
        due=due,
        until=until,
        late_until=limit,
        places=list(places),
        state=Going.SKIPPED if limit <= desk.now else Going.WAITING,
        created_at=desk.now,
    )
