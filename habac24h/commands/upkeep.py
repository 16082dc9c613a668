"""Upkeep of the database."""

from __future__ import annotations

import typer

from habac24h.commands.common import office, say

app = typer.Typer(no_args_is_help=True, help="Cơ sở dữ liệu.")


@app.callback()
def database() -> None:
    """Cơ sở dữ liệu."""


@app.command()
def upgrade() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu (bản cũ được sao lưu trước)."""
    from habac24h import db

    with office() as here:
        say(f"Cơ sở dữ liệu đang ở bản {db.revision(here.database)}, mới nhất.")
