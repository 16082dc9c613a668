"""An edition as the commune's communication plan: who does what by when, ready to be numbered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from habac24h.calendar.observances import Window, window
from habac24h.campaigns import library
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.packaged import packaged_topics
from habac24h.campaigns.places import KINDS as PLACE_KINDS
from habac24h.channels.registry import KINDS, kind
from habac24h.errors import NotFound, PrintError
from habac24h.models import Airing, Edition, Going
from habac24h.papers.paper import Asked, Sheet
from habac24h.papers.words import clock, days_words, listed
from habac24h.printing.decree30 import (
    Block,
    Column,
    Foot,
    Head,
    Heading,
    Official,
    Table,
    Text,
)
from habac24h.workflow import Desk
from habac24h.workflow.view import Filter, Row, rows

_COLUMNS = (
    Column("TT", 10, "center"),
    Column("Thời gian", 38),
    Column("Nhiệm vụ", 48),
    Column("Kênh, địa điểm", 41),
    Column("Hạn duyệt", 28, "center"),
)
_CARRIED_OUT = {
    "fanpage": "đăng bài trên trang Fanpage",
    "loudspeaker": "phát trên hệ thống đài truyền thanh",
    "banner": "treo và tháo băng rôn",
    "portal": "đăng tin trên Cổng thông tin điện tử",
    "talk": "tổ chức các buổi nói chuyện",
}
_YEAR_ROUND = 300
"""Days: a longer window is the year-round line, not a campaign around a day."""


@dataclass(frozen=True)
class _Task:
    """One activity of the edition with everything that comes of it."""

    title: str
    channel: str
    airings: tuple[Airing, ...]
    places: tuple[str, ...]


def gather(desk: Desk, asked: Asked) -> Iterator[Sheet]:
    """One plan for each edition meant: keys like "thang-hanh-dong/2026", or --campaign and days."""
    for campaign, year in _editions(desk, asked):
        yield Sheet(f"{campaign}/{year}", fill(desk, campaign, year))


def fill(desk: Desk, campaign_id: str, year: int) -> Official:
    """The plan of one edition."""
    campaign = library.load(desk.session, campaign_id)
    span = window(campaign.observance, year)
    if span is None:
        raise PrintError(f"Năm {year} không có đợt “{campaign_id}”.")
    found = rows(desk.session, Filter(campaign=campaign_id, year=year), desk.settings.zone)
    tasks = _tasks(
        desk, campaign, [row for row in found if row.state not in ("dropped", "cancelled")]
    )
    theme = library.facts(desk.session, campaign_id, year).get("theme")
    office = desk.settings.office
    return Official(
        head=_head(desk, campaign, span, year),
        basis=(
            "Căn cứ Nghị định số 48/2009/NĐ-CP ngày 19/5/2009 của Chính phủ quy định về các biện "
            "pháp bảo đảm bình đẳng giới;",
            f"Căn cứ Kế hoạch [CHƯA ĐIỀN: số, ngày] của Ủy ban nhân dân {office} thực hiện công "
            f"tác bình đẳng giới năm {year};",
            f"Theo đề nghị của {campaign.lead or desk.settings.printing.department}, "
            f"Ủy ban nhân dân {office} ban hành Kế hoạch như sau:",
        ),
        blocks=(*_aims(campaign), *_contents(campaign, span, theme), *_work(desk, campaign, tasks)),
        foot=_foot(desk, campaign),
        made=desk.now,
    )


def _editions(desk: Desk, asked: Asked) -> list[tuple[str, int]]:
    query = select(Edition).order_by(col(Edition.year), col(Edition.campaign))
    known = [(one.campaign, one.year) for one in desk.session.exec(query)]
    if not asked.keys and asked.campaign is None and asked.since is None and asked.until is None:
        raise PrintError("Hãy nêu đợt cần in, ví dụ thang-hanh-dong/2026, hoặc --campaign.")
    if asked.keys:
        return [_named(key, known) for key in asked.keys]
    return [one for one in known if _is_meant(desk, one, asked)]


def _named(key: str, known: list[tuple[str, int]]) -> tuple[str, int]:
    campaign, _, year = key.strip("/").partition("/")
    found = (campaign, int(year)) if year.isdecimal() else None
    if found not in known:
        listed_ones = ", ".join(f"{one}/{year}" for one, year in known) or "chưa có đợt nào"
        raise NotFound(f"Không có đợt “{key}”; các đợt đã lập: {listed_ones}.")
    return found


def _is_meant(desk: Desk, edition: tuple[str, int], asked: Asked) -> bool:
    campaign, year = edition
    if asked.campaign is not None and asked.campaign != campaign:
        return False
    span = window(library.load(desk.session, campaign).observance, year)
    first, last = (span.start, span.end) if span else (date(year, 1, 1), date(year, 12, 31))
    return last >= (asked.since or first) and first <= (asked.until or last)


def _head(desk: Desk, campaign: Campaign, span: Window, year: int) -> Head:
    office = desk.settings.office
    title = campaign.title
    yearly = (span.end - span.start).days > _YEAR_ROUND
    word = "nhân" if span.start == span.end else "hưởng ứng"
    subject = title if yearly else f"Truyền thông {word} {title}"
    return Head(
        issuer=desk.settings.printing.authority or f"Ủy ban nhân dân {office}",
        symbol="KH-UBND",
        place=desk.settings.printing.place or office.removeprefix("xã ").removeprefix("phường "),
        year=year,
        kind="KẾ HOẠCH",
        subject=f"{subject} năm {year}",
    )


def _aims(campaign: Campaign) -> Iterator[Block]:
    yield Heading("I. Mục đích, yêu cầu")
    yield Text(
        "1. Nâng cao nhận thức, trách nhiệm của cơ quan, đơn vị, gia đình và mỗi người dân trong "
        "thực hiện bình đẳng giới; phòng ngừa, ứng phó với bạo lực trên cơ sở giới."
    )
    yield Text(
        "2. Nội dung, hình thức truyền thông thực hiện theo Điều 3, 4, 5 Nghị định số "
        "48/2009/NĐ-CP; lời được duyệt trước khi đăng, phát, in; không nêu đời tư của người bị bạo "
        "lực, của trẻ em."
    )
    yield Text(
        "3. Mỗi hoạt động được xác nhận sau khi thực hiện, kèm minh chứng; số người dự tách riêng "
        "nam, nữ."
    )


def _contents(campaign: Campaign, span: Window, theme: str | None) -> Iterator[Block]:
    yield Heading("II. Thời gian, chủ đề, nội dung")
    same = span.start == span.end
    days = f"{span.start:%d/%m/%Y}" if same else f"từ {span.start:%d/%m/%Y} đến {span.end:%d/%m/%Y}"
    yield Text(f"1. Thời gian: {days}; các hoạt động chuẩn bị và sau đợt theo bảng ở mục III.")
    number = 2
    if "theme" in campaign.required:
        yield Text(f"{number}. Chủ đề: {f'“{theme}”' if theme else '[CHƯA ĐIỀN: chủ đề năm]'}.")
        number += 1
    titles = packaged_topics()
    topics = [titles[topic] for topic in campaign.topics if topic in titles]
    if topics:
        yield Text(f"{number}. Nội dung tập trung: {'; '.join(_small(one) for one in topics)}.")


def _work(desk: Desk, campaign: Campaign, tasks: list[_Task]) -> Iterator[Block]:
    yield Heading("III. Nhiệm vụ và tiến độ")
    table = [_row(desk, number, task) for number, task in enumerate(tasks, start=1)]
    yield Table(_COLUMNS, tuple(table))
    yield Heading("IV. Tổ chức thực hiện")
    for number, (owner, duty) in enumerate(_duties(desk, campaign, tasks), start=1):
        yield Heading(f"{number}. {owner}", level=2)
        yield Text(duty)
    yield Text(
        "Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan, đơn vị kịp thời thông tin về "
        f"{campaign.lead or desk.settings.printing.department} để tổng hợp, báo cáo Ủy ban nhân "
        "dân xã xem xét, chỉ đạo./."
    )


def _tasks(desk: Desk, campaign: Campaign, found: list[Row]) -> list[_Task]:
    """By the first day; what an activity brings again and again is one task."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row.item.key if row.item.handmade else row.item.activity].append(row)
    titles = {activity.id: activity.title for activity in campaign.activities}
    tasks = []
    for name, group in grouped.items():
        airings = [one for row in group for one in row.airings if one.state != Going.CANCELLED]
        ordered = tuple(sorted(airings, key=lambda one: (one.due, one.key)))
        places = tuple(dict.fromkeys(place for one in ordered for place in one.places))
        title = titles.get(name) or group[0].item.title
        if ordered:
            tasks.append(_Task(title, group[0].item.channel, ordered, places))
    return sorted(tasks, key=lambda task: (task.airings[0].due, task.title))


def _row(desk: Desk, number: int, task: _Task) -> tuple[str, ...]:
    zone = desk.settings.zone
    before = _workday_before(task.airings[0].due.astimezone(zone).date())
    count = len({one.item_id for one in task.airings})
    many = f" ({count} bài)" if count > 1 and task.channel != "talk" else ""
    return (
        str(number),
        _times(desk, task),
        f"{task.title}{many}",
        _where(desk, task),
        f"{before:%d/%m/%Y}",
    )


def _times(desk: Desk, task: _Task) -> str:
    zone = desk.settings.zone
    first = task.airings[0]
    if first.until:
        last = max(one.until for one in task.airings if one.until)
        return (
            f"Treo ngày {first.due.astimezone(zone):%d/%m/%Y}, "
            f"tháo ngày {last.astimezone(zone):%d/%m/%Y}"
        )
    hours = sorted({clock(one.due, zone) for one in task.airings})
    days = days_words(one.due.astimezone(zone).date() for one in task.airings)
    return f"{days}, {listed(hours)}"


def _where(desk: Desk, task: _Task) -> str:
    """The channel, and where a channel has places: which."""
    label = kind(task.channel).label
    if task.channel == "fanpage":
        return f"{label} {desk.settings.fanpage}"
    places = _places(desk, task)
    return f"{label}: {places}" if places else label


def _places(desk: Desk, task: _Task) -> str:
    """All places of a kind by their kind, others by name."""
    every = library.places(desk.session)
    parts: list[str] = []
    for kind_id, label in PLACE_KINDS.items():
        of_kind = [place for place in every if place.kind == kind_id]
        meant = [place.name for place in of_kind if place.id in task.places]
        if len(meant) > 1 and len(meant) == len(of_kind):
            parts.append(f"{len(meant)} {label}")
        else:
            parts += meant
    return "; ".join(parts)


def _duties(desk: Desk, campaign: Campaign, tasks: list[_Task]) -> Iterator[tuple[str, str]]:
    lead = campaign.lead or desk.settings.printing.department
    channels = [_CARRIED_OUT[name] for name in KINDS if any(t.channel == name for t in tasks)]
    yield (
        lead,
        "Chủ trì soạn lời, trình duyệt đúng hạn ở mục III; "
        f"{listed(channels)}; theo dõi, xác nhận kết quả từng hoạt động, lưu minh chứng, tổng hợp "
        "báo cáo.",
    )
    if campaign.partners:
        yield (
            listed([*campaign.partners]),
            f"Phối hợp với {lead} thực hiện các nhiệm vụ ở mục III theo chức năng; cử người dự, "
            "người đọc và báo cáo viên khi được đề nghị.",
        )
    for kind_id, owner in (("thon", "Các thôn"), ("truong", "Các trường học")):
        duty = _duty_of_places(desk, tasks, kind_id)
        if duty:
            yield owner, duty


def _duty_of_places(desk: Desk, tasks: list[_Task], kind_id: str) -> str:
    """What waits for the villages or the schools, by date."""
    ids = {place.id for place in library.places(desk.session) if place.kind == kind_id}
    meant = [task for task in tasks if ids & {*task.places}]
    said = [f"{_small(task.title)} ({_small(_times(desk, task))})" for task in meant]
    return f"Bố trí địa điểm, mời người dự và thực hiện: {'; '.join(said)}." if said else ""


def _foot(desk: Desk, campaign: Campaign) -> Foot:
    house = desk.settings.printing
    return Foot(
        recipients=(
            "TT Đảng ủy, TT HĐND xã",
            "Chủ tịch, các PCT UBND xã",
            "Ban Thường trực UBMTTQ Việt Nam xã",
            *_units(campaign),
            "Các trường học, các thôn trên địa bàn xã",
            "Lưu: VT, VHXH",
        ),
        on_behalf="TM. Ủy ban nhân dân",
        post=house.signer_post,
        signer=house.signer,
    )


def _units(campaign: Campaign) -> Iterable[str]:
    return [name for name in (campaign.lead, *campaign.partners) if name]


def _workday_before(day: date) -> date:
    """The last Monday-to-Friday before a day: two of the plan's three days of 2026 are Sundays."""
    day -= timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
