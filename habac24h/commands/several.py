"""One deed for several items: those that are named, or all of a campaign that are ready for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import agreed, office, say, when
from habac24h.errors import Refused

if TYPE_CHECKING:
    from sqlmodel import Session

    from habac24h.config import Settings
    from habac24h.office import Office
    from habac24h.workflow import Desk

All = Annotated[bool, typer.Option("--all", help="Mọi nội dung phù hợp của chiến dịch.")]
Campaign = Annotated[str | None, typer.Option(help="Mã chiến dịch (dùng với --all).")]
Year = Annotated[int | None, typer.Option(help="Năm (dùng với --all).")]
Yes = Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")]

FOR_ALL = {
    "submit": ("draft",),
    "approve": ("pending",),
    "return": ("pending",),
    "cancel": ("draft", "pending", "approved"),
    "restore": ("cancelled",),
    "resend": ("failed", "missed"),
}
"""The states in which an item is ready for each deed."""


@dataclass(frozen=True)
class Chosen:
    """Which items a person means: the named ones, or with `all_` all that fit of a campaign."""

    keys: list[str] | None
    all_: bool
    campaign: str | None
    year: int | None
    yes: bool


def many(
    name: str,
    by: str,
    chosen: Chosen,
    deed: Callable[[Desk, str], str],
    *,
    ahead: Callable[[Session, str, Settings], None] | None = None,
) -> None:
    """Do one thing to several items: all of them, or none when one is refused.

    `ahead` looks at each before the unit of work begins, while others may still write.
    """
    with office() as here:
        keys = _all_keys(here, name, chosen) if chosen.all_ else list(chosen.keys or [])
        if not keys and not chosen.all_:
            raise Refused("Hãy nêu ít nhất một mã nội dung, hoặc --all --campaign ….")
        if ahead is not None:
            with here.database.read() as session:
                for key in keys:
                    ahead(session, key, here.settings)
        with here.desk(by) as desk:
            told = [f"{key}: {deed(desk, key)}." for key in dict.fromkeys(keys)]
        for line in told:
            say(line)
        if not told:
            say("Không có nội dung nào phù hợp.")


def _all_keys(here: Office, name: str, chosen: Chosen) -> list[str]:
    from habac24h.workflow.view import Filter, rows

    if chosen.campaign is None:
        raise Refused("--all cần kèm --campaign để biết chiến dịch nào.")
    wanted = Filter(campaign=chosen.campaign, year=chosen.year)
    with here.database.read() as session:
        found = rows(session, wanted, here.settings.zone)
        fitting = [row for row in found if row.state in FOR_ALL[name]]
        _must_be_one_year({row.item.year for row in fitting})
        for row in fitting:
            at = when(row.airings[0].due, here.settings.zone)
            say(f"{at:<26} {row.item.title}  ({row.item.key})")
        keys = [row.item.key for row in fitting]
    if keys and not agreed(f"Thực hiện với {len(keys)} nội dung trên?", yes=chosen.yes):
        raise Refused("Đã dừng; chưa có gì thay đổi.")
    return keys


def _must_be_one_year(years: set[int]) -> None:
    """Next year's plan lacks its theme still: together with this year's nothing would be done."""
    if len(years) > 1:
        named = ", ".join(str(year) for year in sorted(years))
        raise Refused(
            f"Chiến dịch này có nội dung của các năm {named}; hãy nêu một năm, "
            f"ví dụ --year {min(years)}."
        )
