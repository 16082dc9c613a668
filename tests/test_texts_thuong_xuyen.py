"""The year-round texts: what must never stand in them, and what each kind must have."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta

PACKAGE = Path(__file__).parents[1] / "habac24h"
TEMPLATES = PACKAGE / "content" / "templates"
CAMPAIGNS = PACKAGE / "campaigns"
PREFIX = "thuong-xuyen-"
TOPICS = ["bao-luc", "dinh-kien", "lanh-dao-nu", "gioi-tinh-khi-sinh"]

VALUES: dict[str, int | str | list[str]] = {
    "year": 2026,
    "campaign": "Tuyên truyền thường xuyên về bình đẳng giới",
    "date": "14/03/2026",
    "weekday": "thứ Bảy",
    "time": "19:30",
    "place": "Nhà văn hóa thôn",
    "office": "xã Hà Bắc",
    "fanpage": "Hà Bắc 24h",
    "lead": "Phòng Văn hoá - Xã hội",
    "partners": ["Trung tâm Dịch vụ sự nghiệp công xã", "Hội Liên hiệp Phụ nữ xã"],
    "phone_police": "(số Công an xã)",
    "phone_women_union": "(số Hội LHPN xã)",
    "phone_health_station": "(số Trạm Y tế xã)",
}
CONTRACT = {
    *("year", "campaign", "observance", "start", "end", "start_date", "end_date"),
    *("day", "date", "weekday", "time", "until_day", "until_date", "topic", "topic_id"),
    *("place", "places", "office", "fanpage", "lead", "partners"),
    *("theme", "phone_police", "phone_women_union", "phone_health_station"),
}

# The weightiest rules of the office's word list, strictly: no mercy for negation or quotation.
# Each stands beside a sentence that it must catch.
FORBIDDEN = {
    r"phái (yếu|đẹp|mạnh)|đấng mày râu": "Chúc phái yếu luôn xinh đẹp",
    r"trụ cột( chính)? (của )?gia đình": "Người chồng là trụ cột gia đình",
    r"thiên chức": "thiên chức làm mẹ",
    r"giỏi việc nước|đảm việc nhà": "giỏi việc nước, đảm việc nhà",
    r"việc (của )?(đàn bà|phụ nữ|chị em|đàn ông|nam giới)\b": "Bếp núc là việc của phụ nữ",
    r"(giúp|phụ|đỡ đần) (vợ|chị em)( làm)? (việc nhà|nội trợ|trông con|chăm con|nấu ăn|rửa bát)": (
        "Chồng nên giúp vợ việc nhà"
    ),
    r"(giữ|thắp|truyền) lửa|xây tổ ấm": "Phụ nữ là người giữ lửa",
    r"(dịu dàng|nhẹ nhàng|khéo léo|tỉ mỉ) (vốn có |đặc trưng )?(của )?(người )?(phụ nữ|nữ giới)": (
        "sự khéo léo của phụ nữ"
    ),
    r"(con trai|đàn ông|nam nhi) (thì )?(không được|không nên|đừng|phải biết) (khóc|yếu đuối)": (
        "Con trai không được khóc"
    ),
    r"chị em (phụ nữ )?(chỉ|hãy|cần)? ?(lo|chăm lo|vun vén)\b": "chị em hãy chăm lo bữa cơm",
    r"hy sinh thầm lặng|đức hy sinh|một nửa (của )?thế giới": "Chúc mừng một nửa thế giới",
    r"(chúc|luôn|mãi) (các )?(chị em|chị|phụ nữ)? ?(luôn |mãi )?(xinh đẹp|trẻ trung|xinh tươi)": (
        "Chúc chị em luôn trẻ trung"
    ),
    r"nối dõi|nối dòng|nếp (có|đủ)? ?tẻ|đích tôn|quý tử|một bề": "vậy là có nếp có tẻ",
    r"con gái là con (nhà )?người ta|ngoại tộc": "con gái là con người ta",
    r"(bí quyết|cách|mẹo|thuốc|bảng)( tính)?( để)? (sinh|đẻ|có) (con )?(trai|gái)": (
        "Bí quyết sinh con trai theo ý muốn"
    ),
    r"thừa (nam|đàn ông)|thiếu (cô dâu|phụ nữ)|(lấy|kiếm|cưới) (được|nổi) vợ": "không lấy được vợ",
    r"mặc (hở|ngắn|khiêu gợi)|(chuốc|rước) (họa|vạ)|tại (nó|cô ấy|chị ấy|em ấy)": "chuốc họa",
    r"một (điều|câu) nhịn|(cố|nên|hãy|phải) (nhẫn nhịn|chịu đựng|cam chịu|nhịn)": "hãy nhẫn nhịn",
    r"(vì|do|bởi) (vợ|chị|nạn nhân|cô ấy)[^.]{0,30}(hỗn|lắm lời|nói nhiều|ngoại tình|lười)": (
        "đánh vợ vì vợ lắm lời"
    ),
    r"đóng cửa bảo nhau|vạch áo|chuyện (riêng|nội bộ) (của )?(gia đình|vợ chồng|nhà)": (
        "đó là chuyện riêng của gia đình"
    ),
    r"cho roi cho vọt|xô xát|dạy (dỗ )?vợ|nạn nhân": "đánh để dạy vợ",
    r"(ảnh|video|clip) (của )?(các |một )?(cháu|em|bé|học sinh|trẻ)": "đăng ảnh các cháu",
    r"(đã|vừa|mới) có (một )?(vụ|trường hợp)": "vừa có một vụ bạo lực tại thôn",
    r"\b(huyện|quận|thị xã|thị trấn)\b|LĐTB|Hải Dương|Pháp lệnh Dân số": "UBND huyện",
    r"(luật|nghị định|nghị quyết|thông tư|quyết định) (số )?\d": "Nghị quyết số 28",
    r"\d\s*(%|phần trăm)|\d bé trai": "62,9 % phụ nữ",
    r"miễn phí[^.]{0,40}1900|1900[^.]{0,40}miễn phí": "gọi miễn phí 1900 969 680",
    r"\b0\d{9}\b|\b\d{12}\b": "liên hệ 0912345678",
}
OLD_SPELLING = re.compile(r"\w*(?:oá|oà|oả|oã|oạ|oẻ|oẽ|oẹ|(?<!q)u[ỷỳỹỵ])(?!\w)|thuý|huỷ", re.I)
OFFICIAL = ("Văn hoá - Xã hội",)

ENV = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined)


def names(channel: str) -> list[str]:
    """The names of this campaign's templates for one channel, variants included."""
    found = (TEMPLATES / channel).rglob("*.j2")
    paths = (path.relative_to(TEMPLATES) for path in found)
    return sorted(path.as_posix() for path in paths if path.parts[1].startswith(PREFIX))


def text(name: str) -> str:
    """A template filled with the facts of a made-up edition."""
    return ENV.get_template(name).render(VALUES)


def words(shown: str) -> int:
    """How many spoken words (syllables) a text has, hashtags and signs aside."""
    plain = re.sub(r"#\w+", "", shown)
    return sum(1 for token in plain.split() if re.search(r"\w", token))


CHANNELS = {kind: names(kind) for kind in ("fanpage", "loudspeaker", "banner", "portal", "talk")}
EVERY = [name for kind in CHANNELS.values() for name in kind]
POSTS, SCRIPTS, BANNERS = CHANNELS["fanpage"], CHANNELS["loudspeaker"], CHANNELS["banner"]


def test_each_channel_has_its_texts() -> None:
    counts = {kind: len(found) for kind, found in CHANNELS.items()}
    assert counts == {"fanpage": 17, "loudspeaker": 8, "banner": 2, "portal": 8, "talk": 2}


@pytest.mark.parametrize("name", EVERY)
def test_no_forbidden_words(name: str) -> None:
    shown = text(name)
    found = [hit.group() for rule in FORBIDDEN for hit in re.finditer(rule, shown, re.I)]
    assert found == []


@pytest.mark.parametrize(("rule", "sample"), list(FORBIDDEN.items()))
def test_each_rule_catches_its_sample(rule: str, sample: str) -> None:
    assert re.search(rule, sample, re.I)


@pytest.mark.parametrize("name", EVERY)
def test_nfc_without_stray_blanks(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert source == unicodedata.normalize("NFC", source)
    assert [line for line in source.split("\n") if line != line.rstrip() or "  " in line[4:]] == []
    assert source.endswith("\n")


@pytest.mark.parametrize("name", EVERY)
def test_new_spelling_but_for_official_names(name: str) -> None:
    shown = text(name)
    for official in OFFICIAL:
        shown = shown.replace(official, "")
    assert OLD_SPELLING.findall(shown) == []


@pytest.mark.parametrize("name", EVERY)
def test_only_variables_of_the_contract(name: str) -> None:
    tree = ENV.parse((TEMPLATES / name).read_text(encoding="utf-8"))
    assert sorted(meta.find_undeclared_variables(tree) - CONTRACT) == []


@pytest.mark.parametrize("name", EVERY)
def test_numbers_are_hotlines_years_or_counts_in_the_model_texts(name: str) -> None:
    """Dates, hours, minutes aside; 18, 11 and 19 are articles of law, 7 the age of consent."""
    shown = re.sub(r"\d+/\d+(/\d+)?|\d+:\d+|Hà Bắc 24h|#\w+|\(\d+ phút\)", "", text(name))
    shown = re.sub(r"^\d\b\W", "", shown, flags=re.M)
    allowed = {"113", "111", "115", "1900", "969", "680", "2021", "2022", "2026", "2030"}
    allowed |= {"7", "11", "15", "18", "19", "40"}
    assert sorted(set(re.findall(r"\d+", shown)) - allowed) == []


def test_posts_are_distinct_after_digits_are_removed() -> None:
    bare = {re.sub(r"\d", "", text(name)) for name in POSTS}
    assert len(bare) == len(POSTS)


@pytest.mark.parametrize("name", POSTS)
def test_a_post_has_headline_question_or_call_and_hashtags(name: str) -> None:
    lines = text(name).split("\n")
    mark, headline = lines[0].split(" ", 1)
    assert not re.search(r"\w", mark)
    assert headline == headline.upper()
    assert lines[-3].startswith("👉 ")
    tags = lines[-1].split(" ")
    assert tags[-1] == "#HaBac24h"
    assert 2 <= len(tags) <= 4
    assert [tag for tag in tags if not re.fullmatch(r"#[A-Za-z0-9]+", tag)] == []


@pytest.mark.parametrize("name", POSTS)
def test_a_post_has_120_to_250_words(name: str) -> None:
    assert 120 <= words(text(name)) <= 250


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_lines_of_two_voices_between_signature_tunes(name: str) -> None:
    lines = text(name).split("\n")
    voices = [line.split(": ")[0] for line in lines if line not in ("NHẠC HIỆU", "NHẠC CẮT")]
    assert (lines[0], lines[-1]) == ("NHẠC HIỆU", "NHẠC HIỆU")
    assert lines.count("NHẠC CẮT") == 1
    assert set(voices) == {"GIỌNG NAM", "GIỌNG NỮ"}
    assert [pair for pair in pairwise(voices) if pair[0] == pair[1]] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_can_be_read_aloud_in_two_to_three_minutes(name: str) -> None:
    shown = text(name)
    assert re.findall(r"[\d/&%#]", shown) == []
    assert 350 <= words(shown) <= 550


@pytest.mark.parametrize("name", BANNERS)
def test_a_banner_is_short_and_in_capitals(name: str) -> None:
    shown = text(name)
    assert shown == shown.upper()
    assert 1 <= len(shown.split("\n")) <= 3
    assert words(shown) <= 25


@pytest.mark.parametrize("name", CHANNELS["portal"])
def test_an_article_has_a_title_a_dateline_and_250_to_400_words(name: str) -> None:
    title, blank, lead = text(name).split("\n")[:3]
    assert (title[-1:].isalnum(), blank, lead[:14]) == (True, "", "(Cổng TTĐT) - ")
    assert 250 <= words(text(name)) <= 400


@pytest.mark.parametrize("name", EVERY)
def test_the_charged_number_says_so(name: str) -> None:
    for line in text(name).split("\n"):
        assert ("1900" in line) == ("có tính cước" in line)


def test_minutes_of_a_talk_add_up() -> None:
    minutes = {}
    for name in CHANNELS["talk"]:
        parts = re.findall(r"^\d\. .*\((\d+) phút\)$", text(name), re.M)
        minutes[name] = sum(int(part) for part in parts)
    assert minutes == {
        "talk/thuong-xuyen-tai-thon.j2": 40,
        "talk/thuong-xuyen-truong-hoc.j2": 15,
    }


def activities() -> list[dict[str, str]]:
    """The activities of the definition, as plain YAML."""
    source = (CAMPAIGNS / "definitions" / "thuong-xuyen.yaml").read_text(encoding="utf-8")
    found: list[dict[str, str]] = yaml.safe_load(source)["activities"]
    return found


def test_definition_and_templates_name_each_other() -> None:
    named = {f"{each['channel']}/{each['template']}" for each in activities()}
    there = {"/".join(name.removesuffix(".j2").split("/")[:2]) for name in EVERY}
    assert named == there


@pytest.mark.parametrize("channel", ["fanpage", "loudspeaker", "portal"])
def test_rotating_templates_have_the_same_number_of_variants_of_each_topic(channel: str) -> None:
    folder = TEMPLATES / channel / f"{PREFIX}chuyen-de"
    variants = {"fanpage": 3, "loudspeaker": 2, "portal": 2}[channel]
    wanted = {f"{topic}-{n}.j2" for topic in TOPICS for n in range(1, variants + 1)}
    assert {path.name for path in folder.iterdir()} == wanted


@pytest.mark.parametrize("year", range(2026, 2034))
def test_scripts_keep_clear_of_the_three_campaigns(year: int) -> None:
    """Eight slots a year, each of the eight scripts once, leap years included."""
    entry = next(each for each in activities() if each["channel"] == "loudspeaker")
    assert (entry["from"], entry["until"], entry["every"]) == ("start + 7d", "end", "7w")
    first = date(year, 1, 8)
    days = [first + timedelta(weeks=7 * n) for n in range(10)]
    aired = [day for day in days if day.year == year]
    peaks = [((6, 21), (6, 28)), ((10, 13), (10, 20)), ((11, 15), (12, 15))]
    within = [d for d in aired for a, b in peaks if a <= (d.month, d.day) <= b]
    assert (len(aired), within) == (8, [])


def test_topics_are_the_four_of_the_plan_with_titles_short_enough_for_a_list() -> None:
    topics = yaml.safe_load((CAMPAIGNS / "topics.yaml").read_text(encoding="utf-8"))["topics"]
    assert [each["id"] for each in topics] == TOPICS
    assert [each["title"] for each in topics if len(each["title"]) > 60] == []


def test_example_places_say_that_they_are_examples_and_cover_each_kind() -> None:
    places = yaml.safe_load((CAMPAIGNS / "places.yaml").read_text(encoding="utf-8"))["places"]
    assert {each["kind"] for each in places} == {"thon", "truong", "truc-duong", "tru-so"}
    unmarked = [e["id"] for e in places if not e["example"] or not e["name"].endswith("(ví dụ)")]
    assert unmarked == []
