"""What a running program writes down: warnings to stderr, and more to a file that is rotated.

Whatever is logged, by whichever library, passes one formatter that takes the secrets out: those of
the settings, tokens of addresses, and what the graph session has learned.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from pydantic import SecretStr

from habac24h import __version__
from habac24h.channels.graph.redact import REDACTOR
from habac24h.commands.common import say
from habac24h.config import Settings
from habac24h.errors import why_not
from habac24h.web.masking import masked

FOLDER = "nhat-ky"
LARGEST, KEPT = 1_000_000, 4
"""Bytes of one file, and how many old ones stay beside it."""


class Scrubbed(logging.Formatter):
    """Writes a record without any secret that this process knows, its traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return masked(REDACTOR.clean(super().format(record)))


@contextmanager
def keep(home: Path, settings: Settings, role: str) -> Iterator[None]:
    """Log until the block ends; `role` (serve, run) names the file."""
    _learn(settings)
    handlers = [*_to_stderr(), *(_to_file(home, role) if settings.log_file else ())]
    root = logging.getLogger()
    before = root.level
    for one in handlers:
        root.addHandler(one)
    root.setLevel(logging.INFO)
    # A page that cannot be reached is no news at each tick: the scheduler itself says so once.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("habac24h").info("habac24h %s %s", __version__, role)
    try:
        yield
    finally:
        root.setLevel(before)
        for one in handlers:
            root.removeHandler(one)
            one.close()


def _learn(settings: Settings) -> None:
    """Every secret of the settings."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            REDACTOR.learn(value.get_secret_value())


def _to_stderr() -> list[logging.Handler]:
    """Windows gives a program without a window no stderr at all."""
    if sys.stderr is None:
        return []
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(Scrubbed("%(name)s: %(message)s"))
    return [handler]


def _to_file(home: Path, role: str) -> list[logging.Handler]:
    folder = home / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / f"{role}.log", maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8"
        )
    except OSError as error:
        say(f"Chưa ghi được nhật ký vào {folder} ({why_not(error)}); chương trình vẫn chạy.")
        return []
    handler.setFormatter(Scrubbed("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return [handler]
