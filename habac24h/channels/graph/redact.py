"""Keeps tokens out of sentences, exception texts and urllib3's log."""

from __future__ import annotations

import logging
import threading
from urllib.parse import quote, quote_plus

MASK = "***"
SHORTEST = 8
"""No secret of Facebook's is shorter; masking a shorter one would only spoil the sentences."""
NOISY = ("urllib3.connectionpool", "urllib3.connection", "urllib3.util.retry")


class Redactor(logging.Filter):
    """Replaces every secret that it has been told, in a text or in a log record."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._secrets: tuple[str, ...] = ()

    def learn(self, secret: str | None) -> None:
        """Remember a secret in the three ways in which it may be written."""
        if not secret or len(secret) < SHORTEST:
            return
        with self._lock:
            known = {*self._secrets, secret, quote(secret, safe=""), quote_plus(secret)}
            # The longest first: a secret may be part of another.
            self._secrets = tuple(sorted(known, key=len, reverse=True))

    def clean(self, text: str) -> str:
        """The text without any known secret."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; it is always let through."""
        record.msg, record.args = self.clean(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = self.clean(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


REDACTOR = Redactor()
"""One for the process: the log is one as well."""

for _name in NOISY:
    logging.getLogger(_name).addFilter(REDACTOR)
