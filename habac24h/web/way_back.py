"""Where a form was that somebody sent after the session had ended: its page, where it is known.

The browser names the address of the page (Referer). A page with a refused form stands at the
address that took the form, which cannot be opened: it is named by the form's own item, else by what
it stands under.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.routing import Match, Route

from habac24h.web.editing import edit_path
from habac24h.web.forms import MOST_FIELDS
from habac24h.web.pages import item_path
from habac24h.web.security import READING
from habac24h.web.uploads import MOST_FILES

HOME = "/"
_OF_ITEMS, _OF_EDITOR = ("/viec/", "/soan/"), ("/viec/sua", "/soan/")
"""Addresses that take the forms of an item, and those of them whose forms its editor shows."""


def form_addresses(routers: Iterable[APIRouter]) -> frozenset[str]:
    """The addresses that take forms and show nothing."""
    routes = [one for router in routers for one in router.routes if isinstance(one, Route)]
    shown = {one.path for one in routes if (one.methods or set()) & set(READING)}
    return frozenset(one.path for one in routes) - shown


async def form_page(request: Request) -> str:
    """The path of our page with the form that this request was sent from; HOME where unknown."""
    came_from = _referer(request)
    if came_from is None:
        return HOME
    path = came_from.path
    if _is_page(request, path):
        return f"{path}?{came_from.query}" if came_from.query else path
    if path.startswith(_OF_ITEMS):
        async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
            return _of_item(path, form)
    while path != HOME and not _is_page(request, path):
        path = path.rpartition("/")[0] or HOME
    return path


def _referer(request: Request) -> SplitResult | None:
    try:
        found = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return None
    own = found.netloc == request.headers.get("host") and not found.path.startswith("//")
    return found if own and found.path.startswith("/") else None


def _of_item(path: str, form: FormData) -> str:
    key = form.get("key")
    if not isinstance(key, str) or not key.strip() or not key.isprintable():
        return HOME
    item = key.partition("@")[0]
    return edit_path(item) if path.startswith(_OF_EDITOR) else item_path(item)


def _is_page(request: Request, path: str) -> bool:
    """Whether the path can be opened; an address of forms alone cannot, whatever pattern fits."""
    if path in request.app.state.form_addresses:
        return False
    asked = {"type": "http", "method": "GET", "path": path, "root_path": ""}
    return any(one.matches(asked)[0] == Match.FULL for one in request.app.router.routes)
