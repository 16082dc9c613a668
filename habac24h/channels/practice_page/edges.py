"""The table of edges: which method on which object is which call, and who answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NoReturn
from urllib.parse import urlencode

from habac24h.channels.practice_page import forms, reads
from habac24h.channels.practice_page.faults import Call
from habac24h.channels.practice_page.insights import Figures, insights
from habac24h.channels.practice_page.reads import Sight
from habac24h.channels.practice_page.tokens import Token, Tokens
from habac24h.channels.practice_page.trouble import forbidden, gone, no_such_field
from habac24h.channels.practice_page.wall import Wall, WriteCall

Node = Literal["debug_token", "page", "user", "post", "unknown"]
_POST_ID = re.compile(r"\d+_\d+", re.ASCII)


Reader = Callable[["Visit", "Scene"], dict[str, Any]]


@dataclass(frozen=True)
class ReadEdge:
    """A line of the table that only reads; `scope` is the permission that it needs."""

    call: Call
    read: Reader
    scope: str | None = None
    page_token: bool = False


@dataclass(frozen=True)
class WriteEdge:
    """A line of the table that changes the wall; writes.py carries it out."""

    call: WriteCall
    scope: str = "pages_manage_posts"
    page_token: bool = True


Edge = ReadEdge | WriteEdge


@dataclass(frozen=True)
class Visit:
    """One call, understood: which object and edge, with which parameters.

    `line` is its line of the table, None for what the table lacks.
    `params` are query and form together (the form wins), without tokens and without `method`;
    `address` is the URL of the edge; `open_token` the token when it came as a parameter.
    """

    method: str
    node: Node
    target: str
    edge: str
    line: Edge | None
    params: Mapping[str, str]
    address: str
    open_token: str | None


@dataclass(frozen=True)
class Scene:
    """What an answering function may use."""

    wall: Wall
    sight: Sight
    tokens: Tokens
    token: Token
    figures: Figures


def node_of(target: str, page_id: str, token: Token | None) -> tuple[Node, str]:
    """What kind of object a path names, and its id (`me` is whoever calls)."""
    if target == "debug_token":
        return "debug_token", target
    if target == "me" and token is not None:
        target = token.profile_id
    if target == page_id:
        return "page", target
    if token is not None and token.kind == "USER" and target == token.profile_id:
        return "user", target
    return ("post" if _POST_ID.fullmatch(target) else "unknown"), target


def edge_of(method: str, node: Node, edge: str, params: Mapping[str, str]) -> Edge | None:
    """The line of the table, None when there is none; is_published=true makes an edit a publish."""
    line = EDGES.get((method, node, edge))
    if line is not None and line.call == "edit" and _shows(params):
        return PUBLISH
    return line


def check_permission(edge: Edge, token: Token, page_id: str) -> None:
    """Refuse a good token that may not do this (codes 10, 200 and 210)."""
    if edge.scope is not None:
        token.require(edge.scope)
    if edge.page_token and token.kind != "PAGE":
        raise forbidden("A page access token is required to request this resource.", 210)
    if edge.scope is not None and token.kind == "PAGE" and token.profile_id != page_id:
        raise forbidden("Permissions error")


def refuse_unknown(visit: Visit) -> NoReturn:
    """Say no as Graph does to an object or an edge that is not in the table."""
    if visit.node != "unknown" and visit.edge and visit.method == "GET":
        raise no_such_field(visit.edge, visit.node.capitalize())
    missing_page = visit.node == "unknown" and visit.edge != ""
    raise gone(visit.target, visit.method, status=404 if missing_page else 400)


def _shows(params: Mapping[str, str]) -> bool:
    return params.get("is_published", "").strip().lower() in forms.YES


def _me(visit: Visit, _: Scene) -> dict[str, Any]:
    known = {"id": visit.target, "name": "Người dùng chạy thử"}
    fields = reads.asked_fields(visit.params, ("name", "id"))
    for name in fields:
        if name not in known:
            raise no_such_field(name, "User")
    return {name: known[name] for name in fields} | {"id": visit.target}


def _page(visit: Visit, scene: Scene) -> dict[str, Any]:
    token = scene.tokens.page_token(scene.sight.page_id, scene.sight.now)
    return reads.page(visit.params, scene.sight, token.value if token else None)


def _accounts(visit: Visit, scene: Scene) -> dict[str, Any]:
    token = scene.tokens.page_token(scene.sight.page_id, scene.sight.now)
    if token is None or "pages_show_list" not in scene.token.scopes:
        return {"data": []}
    page = reads.page({"fields": "access_token,category,name,id"}, scene.sight, token.value)
    return {"data": [page | {"tasks": list(scene.tokens.page_tasks)}]}


def _debug(visit: Visit, scene: Scene) -> dict[str, Any]:
    return scene.tokens.debug(visit.params.get("input_token", ""), scene.sight.now)


def _post(visit: Visit, scene: Scene) -> dict[str, Any]:
    return reads.post(scene.wall, visit.target, visit.params, scene.sight)


def _insights(visit: Visit, scene: Scene) -> dict[str, Any]:
    if scene.wall.living(visit.target) is None:
        raise gone(visit.target, "GET")
    return insights(visit.target, visit.params, scene.figures)


def _list(visit: Visit, scene: Scene) -> dict[str, Any]:
    answer = reads.listing(scene.wall, visit.edge, visit.params, scene.sight)
    if reads.NEXT in answer.get("paging", {}):
        answer["paging"][reads.NEXT] = _next(visit, answer["paging"][reads.NEXT])
    return answer


def _next(visit: Visit, cursor: str) -> str:
    """The next page's URL; like Graph's, it holds the token only if the caller's URL did."""
    query = dict(visit.params) | {"after": cursor}
    if visit.open_token is not None:
        query["access_token"] = visit.open_token
    return f"{visit.address}?{urlencode(query)}"


_READ = "pages_read_engagement"
PUBLISH = WriteEdge("publish")
EDGES: dict[tuple[str, Node, str], Edge] = {
    ("GET", "debug_token", ""): ReadEdge("debug", _debug),
    ("GET", "user", ""): ReadEdge("identity", _me),
    ("GET", "user", "accounts"): ReadEdge("identity", _accounts),
    ("GET", "page", ""): ReadEdge("identity", _page),
    ("GET", "page", "feed"): ReadEdge("list", _list, _READ),
    ("GET", "page", "published_posts"): ReadEdge("list", _list, _READ),
    ("GET", "page", "scheduled_posts"): ReadEdge("list", _list, _READ, page_token=True),
    # A user's token is let through here: Facebook makes a visitor's post of it.
    ("POST", "page", "feed"): WriteEdge("create", page_token=False),
    ("POST", "page", "photos"): WriteEdge("photo"),
    ("GET", "post", ""): ReadEdge("read", _post, _READ),
    ("GET", "post", "insights"): ReadEdge("insights", _insights, "read_insights", page_token=True),
    ("POST", "post", ""): WriteEdge("edit"),
    ("DELETE", "post", ""): WriteEdge("delete"),
}
