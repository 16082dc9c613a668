"""No copied sentences, no text twice in an edition, another one next year, no topic left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise

import pytest

from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.packaged import packaged_topics
from habac24h.campaigns.wanted import Wanted
from habac24h.content import variants
from habac24h.content.sandbox import Sandbox, Value
from tests.texts_kit import CHANNELS, TEMPLATES, campaigns, edition, texts, values

RUN = 12
"""Consecutive words that two texts may not share, shared pieces aside."""
YEARS = range(2026, 2031)
GAP = "¤"
"""Stands for shared pieces and for what is filled in: a run of words ends there."""

PIECES = sorted((TEMPLATES / "chung").iterdir())
TABLE = """
                      fanpage  loudspeaker  banner  portal  talk
ngay-gia-dinh
  bao-luc                   2            2       1       1     1
  dinh-kien                 2            2       1       1     1
  lanh-dao-nu               2            2       1       1     1
  gioi-tinh-khi-sinh        2            2       1       1     1
  chung                     8            4       2       2     0
ngay-phu-nu
  bao-luc                   2            2       1       1     1
  dinh-kien                 2            2       1       1     1
  lanh-dao-nu               2            2       1       1     1
  gioi-tinh-khi-sinh        2            2       1       1     1
  chung                     8            4       2       2     2
thang-hanh-dong
  bao-luc                   4            4       1       1     1
  dinh-kien                 4            4       1       1     1
  lanh-dao-nu               4            4       1       1     1
  gioi-tinh-khi-sinh        4            4       1       1     1
  chung                    10            6       4       4     2
thuong-xuyen
  bao-luc                   6            4       1       2     1
  dinh-kien                 6            4       1       2     1
  lanh-dao-nu               6            4       1       2     1
  gioi-tinh-khi-sinh        6            4       1       2     1
  chung                    12            2       4       0     2
"""


def runs(source: str, given: Mapping[str, Value]) -> Iterator[tuple[str, ...]]:
    """Every run of so many words within one line of a template's own words."""
    shown = Sandbox(lambda _piece: GAP).render(source, "t", given).text
    for line in re.sub(r"^GIỌNG \w+: ", "", shown, flags=re.M).lower().split("\n"):
        own = re.findall(rf"[^\W\d_]+|{GAP}", line)
        for at in range(len(own) - RUN + 1):
            if GAP not in own[at : at + RUN]:
                yield tuple(own[at : at + RUN])


def copies(sources: Iterable[tuple[str, str, Mapping[str, Value]]]) -> list[tuple[str, str, str]]:
    """Pairs of names with the words that they share; each pair once."""
    first: dict[tuple[str, ...], str] = {}
    found: dict[tuple[str, str], str] = {}
    for name, source, given in sources:
        for run in runs(source, given):
            owner = first.setdefault(run, name)
            if owner != name:
                found.setdefault((owner, name), " ".join(run))
    return [(one, other, said) for (one, other), said in found.items()]


def gaps(campaign: str) -> dict[str, Value]:
    """The values of a campaign, but every text of them a gap."""
    given = {name: GAP if isinstance(v, str) else v for name, v in values(campaign).items()}
    return {**given, "partners": (GAP,), "observance": GAP}


def test_no_two_texts_share_a_sentence() -> None:
    given = {campaign.id: gaps(campaign.id) for campaign in campaigns()}
    assert copies((t.name, t.source, given[t.campaign]) for t in texts()) == []


def test_no_text_repeats_the_words_of_a_shared_piece() -> None:
    """A copy would stay as it was when the piece is corrected. Pieces hold no other pieces."""
    said = {run: path.name for path in PIECES for run in runs(path.read_text("utf-8"), {})}
    found = [
        (text.name, said[run])
        for text in texts()
        for run in runs(text.source, gaps(text.campaign))
        if run in said
    ]
    assert found == []


def test_a_copied_sentence_is_found_wherever_it_stands() -> None:
    said = "Con cái nhìn cha mẹ sẻ chia hôm nay, mai sau cũng sẽ sống như thế."
    script = f"GIỌNG NAM: Thưa bà con! {said.upper()}"
    assert copies([("a", said, {}), ("b", script, {})]) == [
        ("a", "b", "con cái nhìn cha mẹ sẻ chia hôm nay mai sau cũng")
    ]
    shorter = "Con cái nhìn cha mẹ sẻ chia hôm nay, mai sau."
    assert copies([("a", said, {}), ("b", shorter, {})]) == []
    piece = '{% include "chung/cam-on-loa.j2" %}'
    assert copies([("a", piece, {}), ("b", piece, {})]) == []


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("campaign", campaigns(), ids=lambda campaign: campaign.id)
def test_no_text_is_used_twice_in_an_edition(campaign: Campaign, year: int) -> None:
    said = list(_said(edition(campaign, year)).values())
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(("year", "following"), list(pairwise(YEARS)))
@pytest.mark.parametrize("campaign", campaigns(), ids=lambda campaign: campaign.id)
def test_the_next_year_has_other_texts(campaign: Campaign, year: int, following: int) -> None:
    now, then = _said(edition(campaign, year)), _said(edition(campaign, following))
    assert [key for key, words in then.items() if words in set(now.values())] == []


def test_every_topic_has_texts_in_every_channel_of_every_campaign() -> None:
    assert table() == TABLE.strip("\n").split("\n")


def table() -> list[str]:
    """How many texts take turns: campaign x topic x channel; “chung” are those without a topic."""
    lines = [" " * 20 + "".join(f"  {channel}" for channel in CHANNELS)]
    for campaign in campaigns():
        lines.append(campaign.id)
        for topic in (*packaged_topics(), None):
            counts = [_count(campaign, channel, topic) for channel in CHANNELS]
            cells = (f"{n:{len(c) + 2}}" for n, c in zip(counts, CHANNELS, strict=True))
            lines.append(f"  {topic or 'chung':18}" + "".join(cells))
    return lines


def _count(campaign: Campaign, channel: str, topic: str | None) -> int:
    """Texts of the campaign's activities of one channel that serve the topic."""
    return sum(
        variants.count(channel, activity.template, topic)
        for activity in campaign.activities
        if activity.channel == channel and activity.template and activity.rotate == bool(topic)
    )


def _said(items: Iterable[Wanted]) -> dict[str, str]:
    """Words without figures, by activity and day: a talk in three villages is one text."""
    ordered = sorted(items, key=lambda item: (item.slot.activity_id, item.slot.unshifted))
    days = groupby(ordered, key=lambda item: (item.slot.activity_id, item.slot.unshifted))
    found = {}
    for (activity, day), group in days:
        item = next(group)
        place = item.slot.place
        bare = re.sub(r"\d+|thứ (?:Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ nhật", "", item.text)
        found[f"{item.slot.channel} {activity} {day}"] = bare if place else bare.strip()
    return found
