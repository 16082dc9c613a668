"""Looks at the token and at the page that it opens, before anything is trusted to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from habac24h.channels.base import ChannelError, PageCheck, Reaction
from habac24h.channels.graph.session import GraphSession
from habac24h.channels.graph.token import (
    ask_about_token,
    other_page,
    token_problems,
    token_warnings,
)


@dataclass(frozen=True)
class Owner:
    """Whom /me names: the page itself for a page token. `problem` when it names nobody."""

    id: str = ""
    name: str = ""
    problem: str = ""


def check_page(graph: Any, session: GraphSession, page_id: str, now: datetime) -> PageCheck:
    """What is right and wrong; ChannelError for network trouble, which is never a problem."""
    facts = ask_about_token(graph, session.token)
    problems = token_problems(facts, page_id, now) if facts else []
    owner = ask_owner(graph) if facts is None or facts.is_valid else Owner()
    if owner.problem:
        problems = [owner.problem]
    elif owner.id and owner.id != page_id and not (facts and facts.profile_id):
        problems.append(other_page(owner.name or owner.id, page_id))
    warnings = token_warnings(facts, now) if not owner.problem else []
    if session.version_warning:
        warnings.append(session.version_warning)
    return PageCheck(
        page_id=page_id,
        name=owner.name,
        problems=tuple(problems),
        warnings=tuple(warnings),
        scopes=facts.scopes if facts else (),
        expires_at=facts.expires_at if facts else None,
        opens_as=facts.type if facts else "",
        app_id=facts.app_id if facts else None,
    )


def ask_owner(graph: Any) -> Owner:
    """The owner of the token by GET /me; what Facebook holds against the token is a problem."""
    try:
        answer = graph.get_object("me", fields="id,name")
    except ChannelError as error:
        if error.reaction not in (Reaction.BLOCK, Reaction.GONE):
            raise
        return Owner(problem=error.sentence)
    return Owner(str(answer.get("id", "")), str(answer.get("name", "")))
