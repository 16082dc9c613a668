"""Rendering: our own autoescaped templates, with the few words and marks that all of them use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from habac24h import __version__
from habac24h.accounts.names import Names
from habac24h.campaigns.fact_names import NAMES, fact_name
from habac24h.campaigns.packaged import packaged_topics
from habac24h.channels.registry import KINDS
from habac24h.content.dialling import parts
from habac24h.web import words
from habac24h.web.room import Room
from habac24h.web.saying import for_pages, linked
from habac24h.web.security import HEADERS
from habac24h.web.visitor import seen
from habac24h.workflow import gaps, restored
from habac24h.workflow.state import NOT_CARRIED_OUT, also_missed, late_words, overdue, screen, waits

SECTIONS = (
    ("/", "Việc hôm nay"),
    ("/lich", "Lịch"),
    ("/chien-dich", "Chiến dịch"),
    ("/duyet", "Duyệt"),
    ("/in", "In"),
    ("/bao-cao", "Báo cáo"),
    ("/don-vi", "Đơn vị"),
    ("/kinh-phi", "Kinh phí"),
    ("/trang-chay-thu", "Trang chạy thử"),
    ("/cai-dat", "Cài đặt"),
)


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("habac24h.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"kinds": KINDS, "screen": screen, "version": __version__, "sections": SECTIONS}
    made.globals |= {
        "topics": packaged_topics(),
        "facts": NAMES,
        "overdue": overdue,
        "waits": waits,
        "NOT_CARRIED_OUT": NOT_CARRIED_OUT,
        "also_missed": also_missed,
        "late_words": late_words,
        "restore_causes": restored.CAUSES,
        "restore_to_do": restored.TO_DO,
    }
    made.globals |= {"severities": words.SEVERITIES}
    made.filters |= {
        "day": words.day,
        "person": _person,
        "in_full": _in_full,
        "item_path": item_path,
        "ticks": ticks,
        "gaps": gaps.named,
        "fact_name": fact_name,
        "phones": phones,
        "seen_on_page": restored.seen,
        "capital": lambda words: words[:1].upper() + words[1:],
    }
    return made


@pass_context
def _person(context: Context, login: str) -> str:
    """What a login is called."""
    called: Names = context["names_of_people"]
    return called.name(login)


@pass_context
def _in_full(context: Context, login: str) -> str:
    """The same with the position."""
    called: Names = context["names_of_people"]
    return called.in_full(login)


def item_path(key: str) -> str:
    """The address of an item's page."""
    return f"/noi-dung/{quote(key)}"


def ticks(sentence: str) -> Markup:
    """A sentence of ours without its commands, the pages it names as links; code where ticked."""
    parts = enumerate(linked(str(escape(for_pages(sentence)))).split("`"))
    return Markup("".join(f"<code>{part}</code>" if n % 2 else part for n, part in parts))  # noqa: S704 - escaped above


def phones(value: str) -> Markup:
    """A fact's numbers in groups, each to press on a phone; for lists, never for a text's words."""
    return Markup("").join(
        Markup('<a class="cham" href="tel:{}">{}</a>').format(digits, shown) if digits else shown
        for shown, digits in parts(value)
    )


def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """One page from its template; `values` are what it shows."""
    body = fragment(request, name, **values)
    return HTMLResponse(body, status_code=status, headers=HEADERS)


def fragment(request: Request, name: str, **values: Any) -> str:
    """A template's HTML alone: what a script puts into a page that is already there."""
    room: Room = request.app.state.room
    shown: Mapping[str, Any] = {
        "office": room.office.settings.office,
        "at": lambda moment: words.moment(moment, room.zone),
        "hour": lambda moment: f"{moment.astimezone(room.zone):%H:%M}",
        "local_day": lambda moment: words.day(moment.astimezone(room.zone).date()),
        "local_date": lambda moment: moment.astimezone(room.zone).date(),
        "here": request.url.path,
        "visitor": seen(request),
        "names_of_people": getattr(request.state, "names_of_people", Names()),
        "halt": getattr(request.state, "halt", None),
        **values,
    }
    return _ENVIRONMENT.get_template(name).render(shown)


_ENVIRONMENT = _environment()
