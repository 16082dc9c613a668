"""A definition as a form: days in plain words (7 ngày trước ngày đầu đợt) and back again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from habac24h.campaigns.draft import ActivityDraft, Draft, Value
from habac24h.campaigns.when import WEEKDAYS
from habac24h.campaigns.writing import Written
from habac24h.errors import DefinitionError
from habac24h.web.forms import Sent

OWN = "rieng"
"""In `moc`: the definition brings its own key date."""
MOST_ACTIVITIES = 60
_DAY = re.compile(r"\s*(\d{1,2})\s*[/-]\s*(\d{1,2})\s*")
_OFFSET = re.compile(r"(start|end)(?: ([+-]) (\d+)d)?")
_STEP = re.compile(r"(\d+)([mhdw])")
_HEAD = {
    "campaign": "ma",
    "title": "ten",
    "lead": "chu-tri",
    "partners": "phoi-hop",
    "topics": "chu-de",
    "required": "bat-buoc",
}
_BODY = {
    "id": "id",
    "title": "ten",
    "channel": "kenh",
    "template": "mau",
    "text": "text",
    "day": "tu",
    "from": "tu",
    "until": "den",
    "every": "lap",
    "at": "gio",
    "shift": "doi",
    "places": "noi",
    "per_place": "moi-noi",
    "rotate": "xoay",
    "late_limit": "han",
}
"""Which field of the form a key of the file is, for the campaign and for an activity."""


def draft_from(form: Sent, topics: tuple[str, ...]) -> Draft:
    """What was typed; activities that are marked to go are left out."""
    is_own = form.one("moc") == OWN
    return Draft(
        id=form.one("ma"),
        title=form.one("ten"),
        observance="" if is_own else form.one("moc"),
        inline=tuple(_inline(form)) if is_own else (),
        lead=form.one("chu-tri"),
        partners=_listed(form.raw("phoi-hop")),
        topics=_ordered(form, topics),
        required=tuple(dict.fromkeys([*form.all("bat-buoc"), *_split(form.one("bat-buoc-khac"))])),
        activities=tuple(_activity(form, number) for number in kept(form)),
    )


def kept(form: Sent) -> tuple[str, ...]:
    """The numbers of the activities that stay, in their order."""
    return tuple(number for number in form.all("hd") if not form.one(f"{number}-bo"))


def fields_of(draft: Draft) -> Sent:
    """The form of a definition as it stands."""
    fields: dict[str, tuple[str, ...]] = {
        "ma": (draft.id,),
        "ten": (draft.title,),
        "moc": (OWN if draft.inline else draft.observance,),
        "chu-tri": (draft.lead,),
        "phoi-hop": ("\n".join(draft.partners),),
        "bat-buoc": draft.required,
        "hd": tuple(str(number) for number in range(len(draft.activities))),
    }
    own = dict(draft.inline)
    fields |= {
        "moc-ten": (own.get("name", ""),),
        "moc-loai": ("am" if "lunar" in own else "duong",),
        "moc-ngay": (_shown_day(own.get("lunar") or own.get("date", "")),),
        "moc-het": (_shown_day(own.get("end", "")),),
    }
    fields |= {f"thu-tu:{topic}": (str(n),) for n, topic in enumerate(draft.topics, start=1)}
    for number, activity in enumerate(draft.activities):
        fields |= {f"{number}-{name}": value for name, value in _activity_fields(activity)}
    return Sent({name: values for name, values in fields.items() if any(values)})


def with_one_more(form: Sent) -> Sent:
    """The same form and an activity more: a post on the first day at seven in the evening."""
    numbers = [int(number[:9]) for number in form.all("hd") if number.isdecimal()]
    new = str(max(numbers, default=-1) + 1)
    if len(numbers) >= MOST_ACTIVITIES:
        return form
    start = {"kenh": "fanpage", "lich": "ngay", "tu-moc": "start", "gio": "19:00", "loi": "mau"}
    fresh = {f"{new}-{name}": (value,) for name, value in start.items()}
    return Sent({**form.fields, **fresh, "hd": (*form.fields.get("hd", ()), new)}, form.files)


def moved(form: Sent, number: str, steps: int) -> Sent:
    """The same form with one activity so many places further down (up, if negative)."""
    order = list(form.all("hd"))
    if number not in order:
        return form
    place = order.index(number)
    order.insert(min(max(place + steps, 0), len(order) - 1), order.pop(place))
    return Sent({**form.fields, "hd": tuple(order)}, form.files)


@dataclass(frozen=True)
class Troubles:
    """Refusals by the field of the form; those about no field by themselves."""

    fields: dict[str, str]
    others: tuple[str, ...]


def troubles(form: Sent, errors: tuple[DefinitionError, ...], file: Written) -> Troubles:
    """Where each refusal belongs on the form; the first one of a field is told."""
    numbers, fields, others = kept(form), dict[str, str](), list[str]()
    for error in errors:
        owner, sentence = file.owner(error), f"Thấy {error.found}; {error.allowed}."
        key = error.field.partition(".")
        name = "moc" if key[0] == "observance" else _HEAD.get(error.field)
        if owner is not None and owner < len(numbers):
            body = _BODY.get(error.field)
            name = f"{numbers[owner]}-{body}" if body else None
        if name is None:
            others.append(error.sentence)
        else:
            fields.setdefault(name, sentence)
    return Troubles(fields, tuple(others))


def _inline(form: Sent) -> Iterator[tuple[str, str]]:
    yield "name", form.one("moc-ten")
    first, last = form.one("moc-ngay"), form.one("moc-het")
    yield "lunar" if form.one("moc-loai") == "am" else "date", _month_day(first)
    if last:
        yield "end", _month_day(last)


def _ordered(form: Sent, topics: tuple[str, ...]) -> tuple[str, ...]:
    """The topics that have a place in the order; one without a number comes last."""
    places = {
        topic: int(place[:9]) if place.isdecimal() else len(topics) + 1
        for topic in topics
        if (place := form.one(f"thu-tu:{topic}"))
    }
    return tuple(sorted(places, key=lambda topic: (places[topic], topics.index(topic))))


def _activity(form: Sent, number: str) -> ActivityDraft:
    one = {
        name: form.one(f"{number}-{name}") for name in ("id", "ten", "kenh", "loi", "lich", "noi")
    }
    is_own, is_day = one["loi"] == "rieng", one["lich"] == "ngay"
    day, last = _day(form, f"{number}-tu"), _day(form, f"{number}-den")
    return ActivityDraft(
        id=one["id"],
        title=one["ten"],
        channel=one["kenh"],
        template="" if is_own else form.one(f"{number}-mau").rpartition("/")[2],
        text=form.raw(f"{number}-text") if is_own else "",
        day=day if is_day else "",
        first="" if is_day else day,
        last="" if is_day else last,
        every=_every(form, number) if one["lich"] == "lap" else "",
        at=_split(form.one(f"{number}-gio")),
        shift="workday-before" if form.one(f"{number}-doi") else "",
        places=form.all(f"{number}-noi-chon") if one["noi"] == "chon" else one["noi"],
        per_place="true" if form.one(f"{number}-moi-noi") else "",
        rotate="topics" if form.one(f"{number}-xoay") else "",
        late_limit=_limit(form, number),
    )


def _activity_fields(one: ActivityDraft) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "id", (one.id,)
    yield "ten", (one.title,)
    yield "kenh", (one.channel,)
    yield "loi", ("rieng" if one.text else "mau",)
    yield "mau", (f"{one.channel}/{one.template}" if one.template else "",)
    yield "text", (one.text,)
    yield "lich", ("ngay" if one.day else "lap" if one.every else "dot",)
    yield from _day_fields("tu", one.day or one.first)
    yield from _day_fields("den", one.last)
    yield from _every_fields(one.every)
    yield "gio", (", ".join(one.at),)
    yield "doi", ("co" if one.shift else "",)
    yield (
        "noi",
        ("chon" if isinstance(one.places, tuple) and one.places else str(one.places or ""),),
    )
    yield "noi-chon", one.places if isinstance(one.places, tuple) else ()
    yield "moi-noi", ("co" if one.per_place else "",)
    yield "xoay", ("co" if one.rotate else "",)
    hit = _STEP.fullmatch(one.late_limit)
    yield "han", (hit[1] if hit else "",)
    yield "han-dv", (hit[2] if hit else "h",)


def _day(form: Sent, name: str) -> str:
    """`start - 7d` from “7 ngày trước ngày đầu đợt”; what is no number stays for the reader."""
    anchor = form.one(f"{name}-moc")
    if anchor == "ngay":
        return _month_day(form.one(f"{name}-ngay"))
    days = form.one(f"{name}-so")
    if not days or days == "0":
        return anchor
    return f"{anchor} {'-' if form.one(f'{name}-phia') == 'truoc' else '+'} {days}d"


def _day_fields(name: str, written: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    hit = _OFFSET.fullmatch(written)
    if hit is None:
        yield f"{name}-moc", ("ngay" if written else "",)
        yield f"{name}-ngay", (_shown_day(written),)
        return
    yield f"{name}-moc", (hit[1],)
    yield f"{name}-so", (hit[3] or "",)
    yield f"{name}-phia", ("truoc" if hit[2] == "-" else "sau",)


def _every(form: Sent, number: str) -> Value:
    kind, count = form.one(f"{number}-lap"), form.one(f"{number}-lap-so")
    match kind:
        case "thu":
            return tuple(day for day in WEEKDAYS if day in form.all(f"{number}-thu"))
        case "d" | "w":
            return f"{count}{kind}"
        case _:
            return kind


def _every_fields(every: Value) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(every, tuple):
        yield "lap", ("thu",)
        yield "thu", every
        return
    hit = _STEP.fullmatch(every)
    yield "lap", (hit[2] if hit else every,)
    yield "lap-so", (hit[1] if hit else "",)


def _limit(form: Sent, number: str) -> str:
    count = form.one(f"{number}-han")
    return f"{count}{form.one(f'{number}-han-dv') or 'h'}" if count else ""


def _month_day(shown: str) -> str:
    """25/11 as 11-25; anything else as it was typed, for the reader to refuse."""
    hit = _DAY.fullmatch(shown)
    return f"{int(hit[2]):02}-{int(hit[1]):02}" if hit else shown


def _shown_day(written: str) -> str:
    month, _, day = written.partition("-")
    return f"{day}/{month}" if day else written


def _listed(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,;\s]+", text) if part)
