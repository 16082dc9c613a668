"""One request on one fresh connection: no re-use, no redirect, no second try, one deadline."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NewConnectionError

from habac24h.channels.graph.deadline import Call, DeadlineSocket, connect

LARGEST_ANSWER = 5_000_000
"""Bytes. A hundred posts of the longest text are below it; what is longer is no answer of ours."""

TROUBLES = (OSError, HTTPError, http.client.HTTPException, ValueError)
"""All that requests, urllib3, http.client and ssl let out (RequestException is an OSError)."""


@dataclass(frozen=True)
class Answer:
    """A complete answer: status, headers (names in lower case), the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Silence:
    """No complete answer: whether a byte was sent, and whether a certificate was the reason."""

    sent: bool
    certificate: bool = False


class _Timed(HTTPConnection):
    """What our two connections share."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._call = call

    def _new_conn(self) -> socket.socket:
        try:
            return connect(self._dns_host, int(self.port or 0), self._call)
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error

    def _tunnel(self) -> None:
        raw = self.sock
        # Words for the office's proxy are not yet words for Facebook: they do not count as sent.
        self.sock = DeadlineSocket(raw, self._call, counts=False)
        super()._tunnel()
        self.sock = raw

    def connect(self) -> None:
        super().connect()
        self.sock = DeadlineSocket(self.sock, self._call)


class _TimedTLS(_Timed, HTTPSConnection):
    """The same with a certificate."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Timed


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _TimedTLS


class OneCall(HTTPAdapter):
    """An adapter for a single call; it hands the call to the connections that it makes."""

    def __init__(self, call: Call) -> None:
        self._call = call
        super().__init__(pool_connections=1, pool_maxsize=1)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.conn_kw["call"] = self._call
        return pool

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}
        return manager


def exchange(
    request: requests.PreparedRequest,
    *,
    seconds: float,
    verify: bool | str,
    proxies: dict[str, str],
) -> Answer | Silence:
    """Send once and read all, or tell what is known. Never raises for trouble on the way."""
    call = Call(seconds)
    adapter = OneCall(call)
    try:
        response = adapter.send(
            request, stream=True, timeout=seconds, verify=verify, proxies=proxies
        )
        with response:
            body = read_all(response)
    except TROUBLES as error:
        certificate = isinstance(error, requests.exceptions.SSLError)
        return Silence(sent=call.sent, certificate=certificate and not call.sent)
    finally:
        adapter.close()
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, body)


def read_all(response: requests.Response) -> bytes:
    """The body, unpacked; ValueError when it is larger than any answer of ours."""
    body = bytearray()
    for chunk in response.iter_content(65_536):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise ValueError("the answer is too large")
    return bytes(body)
