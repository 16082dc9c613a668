"""The sentences of a report, as a commune's committee writes them; what is not known is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from habac24h.channels.registry import KINDS
from habac24h.content.checks.decree import FORMS
from habac24h.content.checks.decree import KINDS as CONTENTS
from habac24h.report.material import Material
from habac24h.report.tally import EARLY, Line, Tally
from habac24h.workflow.view import NO_TOPIC

UNKNOWN = "chưa có số liệu"
NO_TOPIC_WORDS = "Nội dung chung, không theo chủ đề riêng"
LEGAL = {one.id: one.text for one in (*FORMS, *CONTENTS)}


@dataclass(frozen=True)
class House:
    """The names that stand in the sentences."""

    office: str
    """xã Hà Bắc"""
    city: str
    department: str
    fanpage: str

    @property
    def committee(self) -> str:
        """Ủy ban nhân dân xã Hà Bắc."""
        return f"Ủy ban nhân dân {self.office}"


def number(value: float) -> str:
    """1.234 or 3,5, as Vietnamese writes them."""
    if float(value).is_integer():
        return f"{int(value):,}".replace(",", ".")
    return f"{value:,.1f}".translate({ord(","): ".", ord("."): ","})


def share(part: int, whole: int) -> str:
    """95,8%; nothing of nothing is no share."""
    return f"{number(round(100 * part / whole, 1))}%" if whole else UNKNOWN


def names(material: Material) -> Mapping[str, str]:
    """What the lines of every table are called, by their ids."""
    channels = {one.id: one.label for one in KINDS.values()}
    return {
        **LEGAL,
        **channels,
        **material.campaigns,
        **material.topics,
        NO_TOPIC: NO_TOPIC_WORDS,
    }


def days(material: Material) -> str:
    """The days that are counted: a report that is made before they end counts until then."""
    period, made = material.period, material.made.date()
    if material.ahead:
        return (
            f"Kỳ báo cáo bắt đầu từ ngày {period.since:%d/%m/%Y}; đến ngày {made:%d/%m/%Y} chưa có "
            "số liệu"
        )
    if made < period.until:
        return (
            f"Số liệu từ ngày {period.since:%d/%m/%Y} đến thời điểm lập báo cáo, ngày "
            f"{made:%d/%m/%Y}"
        )
    return f"Số liệu từ ngày {period.since:%d/%m/%Y} đến hết ngày {period.until:%d/%m/%Y}"


def subject(material: Material) -> str:
    """What the report is about."""
    period = material.period
    begin = "Bổ sung kết quả" if period.supplement else "Kết quả"
    if period.campaign:
        title = material.campaigns.get(period.campaign, period.campaign)
        return f"{begin} truyền thông {title} {period.of}"
    return f"{begin} công tác truyền thông về bình đẳng giới {period.of}"


def guidance(material: Material, found: Tally, house: House) -> Iterator[str]:
    """I. Who led the work, and how words were approved."""
    leads = material.leads or (house.department,)
    partners = f", phối hợp với {listed(leads[1:])}" if leads[1:] else ""
    yield (
        f"{leads[0]} chủ trì{partners} tham mưu {house.committee} triển khai công tác thông tin, "
        f"truyền thông về bình đẳng giới trong kỳ{_in_campaigns(material, found)}"
    )
    total = found.total
    if total.planned:
        yield (
            "Nội dung truyền thông được soạn, trình và duyệt trước khi đăng, phát, treo; yêu cầu, "
            "nội dung, hình thức thực hiện theo các Điều 3, 4, 5 Nghị định số 48/2009/NĐ-CP. "
            f"Đã duyệt {number(total.approved)}/{number(total.planned)} nội dung"
            f"{_by_whom(found)}."
        )
    yield material.texts.get("chi-dao") or ("[CHƯA ĐIỀN: văn bản chỉ đạo đã ban hành, nếu có]")


def in_general(material: Material, found: Tally) -> str:
    """II.1. Planned and what became of it."""
    line = found.total
    if material.ahead:
        planned = f"có {number(line.planned)}" if line.planned else "chưa có"
        return (
            f"Kỳ báo cáo bắt đầu từ ngày {material.period.since:%d/%m/%Y}, chưa có số liệu; theo "
            f"kế hoạch, trong kỳ {planned} nội dung truyền thông."
        )
    if not line.planned:
        return "Trong kỳ không có nội dung truyền thông nào theo kế hoạch."
    said = (
        f"Theo kế hoạch, trong kỳ có {number(line.planned)} nội dung truyền thông; đã thực hiện "
        f"{number(line.done)} nội dung"
    )
    if line.open < line.planned:  # of what is all still to come there is no share
        said += f", đạt {share(line.done, line.due)}"
        said += f" trên {number(line.due)} nội dung đã đến giờ thực hiện" if line.later else ""
    rest = [
        f"{words} {number(count)}"
        for words, count in (
            ("không thực hiện được", line.missed),
            ("hủy", line.cancelled),
            ("chưa rõ kết quả", line.troubled),
            ("chưa có kết quả", line.unsaid),
            ("chưa đến giờ thực hiện", line.later),
        )
        if count
    ]
    late = (
        f" Có {number(found.overdue)} nội dung đã quá giờ nhưng chưa được xác nhận."
        if found.overdue
        else ""
    )
    return f"{said}{'; ' if rest else ''}{', '.join(rest)}.{late}"


def passed(material: Material, *, to_do: bool = True) -> str:
    """What the plan does not count since it was made too late; empty where there is none.

    `to_do` adds what people can do about it, which has no place in an official paper.
    """
    count = sum(material.passed.values())
    if not count:
        return ""
    titles = [f"“{title}”" for one, title in material.campaigns.items() if one in material.passed]
    of = f" (thuộc {listed(titles)})" if titles else ""
    end = "việc nào đã làm thật thì ghi xác nhận" if to_do else "chỉ tính khi có xác nhận đã làm"
    return (
        f"{number(count)} nội dung có giờ trước ngày lập kế hoạch{of} không tính vào kế hoạch; "
        f"{end}."
    )


def by_channel(material: Material, found: Tally, house: House) -> Iterator[str]:
    """II.2. One paragraph for each channel that was planned."""
    lines = {line.id: line for line in found.channels}
    writers = {
        "fanpage": _fanpage,
        "loudspeaker": _loudspeaker,
        "banner": _banner,
        "portal": _portal,
        "talk": _talk,
    }
    letters = iter("abcdđeg")
    for channel, write in writers.items():
        if channel in lines:
            yield f"{next(letters)}) {write(material, found, lines[channel], house)}"


def by_campaign(material: Material, found: Tally) -> Iterator[str]:
    """II.3. One line for each campaign."""
    for line in found.campaigns:
        title = material.campaigns.get(line.id, line.id)
        yield f"- {title}: {_of_plan(line)}."


def contents(material: Material, found: Tally) -> Iterator[str]:
    """II.4. Topics, contents of Điều 4 and forms of Điều 5 that were reached."""
    named = names(material)
    topics = [line for line in found.topics if line.done and line.id != NO_TOPIC]
    if topics:
        yield f"Chủ đề đã truyền thông: {_counted(topics, named)}."
    missed = [line for line in found.topics if not line.done and line.id != NO_TOPIC]
    if missed:
        yield f"Chủ đề chưa truyền thông: {_listed_names(missed, named)}."
    done = [line for line in found.contents if line.done]
    if done:
        yield f"Nội dung theo Điều 4 Nghị định số 48/2009/NĐ-CP: {_counted(done, named)}."
    forms = [line for line in found.forms if line.done]
    if forms:
        yield (
            f"Hình thức theo khoản 1 Điều 5 Nghị định số 48/2009/NĐ-CP: sử dụng {len(forms)}/"
            f"{len(FORMS)} nhóm hình thức, gồm {_counted(forms, named)}."
        )


def pace(found: Tally) -> str:
    """II.5. How long a post took, from a person's first work on it; what waited long is told."""
    ahead, limit = found.posts_ahead, f"sớm hơn {EARLY} ngày trước khi đăng"
    if found.days_to_public is None and ahead:
        return f"{number(ahead)} bài đăng trên Fanpage được soạn, trình sẵn theo kế hoạch, {limit}."
    if found.days_to_public is None:
        return f"Thời gian từ khi bắt đầu soạn đến khi đăng công khai: {UNKNOWN}."
    within = f"không quá {number(round(found.days_to_public, 1))}"
    apart = (
        f" (tính trên {number(found.posts_in_time)} bài; {number(ahead)} bài khác được soạn, trình "
        f"sẵn theo kế hoạch, {limit})"
        if ahead
        else ""
    )
    return (
        "Thời gian từ khi bắt đầu soạn, trình đến khi bài đăng công khai trên Fanpage: một nửa số "
        f"bài mất {'chưa đến 1' if found.days_to_public < 1 else within} ngày{apart}."
    )


def difficulties(material: Material, found: Tally) -> Iterator[str]:
    """III. What did not happen and why, and what people add."""
    if found.obstacles:
        yield (
            f"Có {number(len(found.obstacles))} lần không thực hiện được hoặc thực hiện chưa đủ "
            f"nơi so với kế hoạch{in_part(found)}; lý do: {_reasons(found)}."
        )
    hanging = sum(one.due_down for one in found.banners)
    if hanging:
        yield f"Có {number(hanging)} băng rôn đã hết thời hạn treo nhưng chưa có xác nhận tháo."
    yield material.texts.get("vuong-mac") or ("[CHƯA ĐIỀN: khó khăn, nguyên nhân, nếu có]")


def in_part(found: Tally) -> str:
    """Why the obstacles are more than the items that were missed; empty where they are not."""
    count = sum(one.in_part for one in found.obstacles)
    if not count:
        return ""
    return (
        f" (trong đó {number(count)} lần thuộc nội dung còn được thực hiện ở giờ khác hoặc nơi "
        "khác, nên bảng số liệu không ghi là “không thực hiện”)"
    )


def proposals(material: Material) -> str:
    """IV. Only people can propose."""
    return material.texts.get("kien-nghi") or "[CHƯA ĐIỀN: kiến nghị, đề xuất, nếu có]"


def listed(words: Iterable[str]) -> str:
    """a, b và c."""
    given = list(words)
    return " và ".join([", ".join(given[:-1]), given[-1]]) if len(given) > 1 else "".join(given)


def _in_campaigns(material: Material, found: Tally) -> str:
    titles = [f"“{material.campaigns.get(line.id, line.id)}”" for line in found.campaigns]
    if not titles:
        return "."
    if len(titles) == 1:
        return f": {titles[0]}."
    return f", gồm {len(titles)} chiến dịch: {'; '.join(titles)}."


def _by_whom(found: Tally) -> str:
    people = len(found.approvers)
    if not people:
        return ""
    said = f", do {people} người có thẩm quyền duyệt"
    if found.alone:
        return f"{said}; {number(found.alone)} nội dung do một người vừa soạn vừa duyệt"
    return f"{said}; người duyệt không phải là người soạn"


def _of_plan(line: Line) -> str:
    later = f" (còn {number(line.later)} nội dung chưa đến giờ)" if line.later else ""
    return f"thực hiện {number(line.done)}/{number(line.planned)} nội dung{later}"


def _fanpage(_material: Material, found: Tally, line: Line, house: House) -> str:
    said = f"Trang Fanpage {house.fanpage}: đăng {number(line.times)} bài"
    if not line.times:
        return f"{said}."
    if not found.reach:
        return f"{said}; số người xem, lượt xem, lượt bày tỏ cảm xúc: {UNKNOWN}."
    figures = [f"{number(one.value)} {one.label}" for one in found.reach]
    posts = max(one.posts for one in found.reach)
    part = "" if posts == line.times else f" (số liệu của {number(posts)} bài)"
    return f"{said}; Facebook ghi nhận tổng cộng {', '.join(figures)}{part}."


def _loudspeaker(_material: Material, found: Tally, line: Line, house: House) -> str:
    return (
        f"Đài truyền thanh {house.office}: phát {number(found.readings)} lượt của "
        f"{number(line.done)} bài."
    )


def _banner(material: Material, found: Tally, line: Line, _house: House) -> str:
    down, late = (
        sum(one.down for one in found.banners),
        sum(one.due_down for one in found.banners),
    )
    said = (
        f"Băng rôn, khẩu hiệu: treo {number(line.times)} lượt tại {number(len(found.banners))} địa "
        f"điểm; đã tháo {number(down)} lượt"
    )
    still = line.times - down - late
    left = f", còn {number(still)} lượt trong thời hạn treo" if still else ""
    left += f", {number(late)} lượt quá hạn chưa xác nhận tháo" if late else ""
    before = (
        f"; tháo trong kỳ {number(material.taken_down)} lượt đã treo từ trước"
        if material.taken_down
        else ""
    )
    return f"{said}{left}{before}."


def _portal(_material: Material, found: Tally, line: Line, _house: House) -> str:
    links = found.portal_links
    kept = f"lưu đường dẫn của {number(links)} bài" if links else "đường dẫn: chưa được ghi lại"
    said = f"Cổng thông tin điện tử: đăng {number(line.times)} tin, bài"
    return f"{said}; {kept}." if line.times else f"{said}."


def _talk(_material: Material, found: Tally, _line: Line, _house: House) -> str:
    talks = found.talks
    said = f"Truyền thông trực tiếp: tổ chức {number(talks.held)} buổi nói chuyện chuyên đề"
    if not talks.held:
        return f"{said}."
    if not talks.counted:
        return f"{said}; số người dự: {UNKNOWN}."
    pupils = f", trong đó có {number(talks.pupils)} học sinh" if talks.pupils_counted else ""
    part = talks.held - talks.counted
    rest = f"; còn {number(part)} buổi chưa ghi số người dự" if part else ""
    return (
        f"{said} với {number(talks.people)} lượt người dự ({number(talks.men)} nam, "
        f"{number(talks.women)} nữ){pupils}{rest}."
    )


def _counted(lines: Iterable[Line], named: Mapping[str, str]) -> str:
    said = [f"{small(named.get(one.id, one.id))} ({number(one.done)} nội dung)" for one in lines]
    return "; ".join(said)


def _listed_names(lines: Iterable[Line], named: Mapping[str, str]) -> str:
    return "; ".join(
        small(named.get(one.id, one.id)) + (" (chưa đến giờ)" if one.later else "") for one in lines
    )


def _reasons(found: Tally) -> str:
    """Each reason once, the most frequent first."""
    counted = Counter(one.reason or "chưa ghi lý do" for one in found.obstacles)
    said = [
        f"{small(reason.rstrip('. '))} ({number(count)} lần)"
        for reason, count in counted.most_common()
    ]
    return "; ".join(said)


def small(text: str) -> str:
    """As it stands within a sentence."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
