"""A whole call ends in time, wherever the other side stands still, and says what was sent."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from graph_kit import NOT_SENT, POST, UNKNOWN, caught, make_graph, make_page, proof
from raw_server import Line, RawServer, answer, closed_port

from habac24h.channels.base import ChannelError
from habac24h.channels.graph import deadline
from habac24h.channels.graph.deadline import Call

SECONDS = 0.3
LATEST = 1.5
"""Real seconds: the deadline and much room for a busy machine, far below what each server takes."""


def drip_head(line: Line) -> None:
    line.drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000)


def drip_body(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    line.drip(b"x" * 1000)


def drip_chunks(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    line.drip(b"1\r\nx\r\n" * 200)


def drip_continue(line: Line) -> None:
    line.drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 50, gap=0.02)


def hang(line: Line) -> None:
    line.hang()


def half_a_body(line: Line) -> None:
    line.send(b'HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{"id"')
    line.hang()


def timed(url: str, **settings: Any) -> tuple[ChannelError, float]:
    """The error of a create, and the real seconds that it took."""
    page = make_page(url, **{"timeout": SECONDS, **settings})
    start = time.monotonic()
    trouble = caught(lambda: page.schedule(POST, POST.due))
    return trouble, time.monotonic() - start


SLOW = [drip_head, drip_body, drip_chunks, drip_continue, hang, half_a_body]


@pytest.mark.parametrize("script", SLOW, ids=lambda script: script.__name__)
def test_a_slow_answer_is_given_up_at_the_deadline_and_proves_nothing(script: Any) -> None:
    with RawServer(script) as server:
        trouble, took = timed(server.url)
    assert proof(trouble) == UNKNOWN
    assert SECONDS <= took < LATEST


@pytest.mark.parametrize("script", [drip_body, hang], ids=lambda script: script.__name__)
def test_a_slow_answer_to_a_read_is_harmless(script: Any) -> None:
    with RawServer(script) as server:
        page = make_page(server.url, timeout=SECONDS)
        trouble = caught(lambda: page.read("1_2"))
    assert proof(trouble) == NOT_SENT


def test_a_refused_connection_was_not_sent() -> None:
    with closed_port() as url:
        trouble, _ = timed(url)
    assert proof(trouble) == NOT_SENT


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port whose queue is full, so that a connection is neither taken nor refused."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        place = listener.getsockname()
        crowd = [socket.socket() for _ in range(4)]
        for sock in crowd:
            sock.setblocking(False)
            sock.connect_ex(place)
        try:
            yield place[1]
        finally:
            for sock in crowd:
                sock.close()


def test_a_connection_that_is_never_taken_was_not_sent_and_ends_in_time() -> None:
    with deaf_port() as port:
        trouble, took = timed(f"http://127.0.0.1:{port}")
    assert proof(trouble) == NOT_SENT
    assert took < LATEST


def test_connecting_has_at_most_ten_seconds_of_a_long_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "CONNECT_SECONDS", SECONDS)
    with deaf_port() as port:
        trouble, took = timed(f"http://127.0.0.1:{port}", timeout=60.0)
    assert proof(trouble) == NOT_SENT
    assert took < LATEST


def test_ten_seconds_are_the_limit_for_connecting() -> None:
    assert 9 < Call(60.0).connecting() <= 10
    assert 4 < Call(5.0).connecting() <= 5


def test_a_deaf_address_leaves_time_for_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(answer({"id": "1_2"})) as server, deaf_port() as port:
        places = [("127.0.0.1", port), ("127.0.0.1", server.port)]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in places]
        real = socket.getaddrinfo

        def two_addresses(host: str, *args: Any, **kwargs: Any) -> Any:
            return found if host == "localhost" else real(host, *args, **kwargs)

        monkeypatch.setattr(socket, "getaddrinfo", two_addresses)
        page = make_page(f"http://localhost:{server.port}", timeout=1.0)
        assert page.schedule(POST, POST.due).remote_id == "1_2"


def test_a_long_upload_has_the_whole_calls_time_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deadline, "CONNECT_SECONDS", 0.2)
    # Nobody ever reads: the kernel takes the connection and a few megabytes.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        graph = make_graph(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=0.8)
        start = time.monotonic()
        trouble = caught(lambda: graph.put_photo(bytes(32_000_000), "1/photos"))
        took = time.monotonic() - start
    assert proof(trouble) == NOT_SENT  # a photo alone is no post, and nobody sees it
    assert 0.8 <= took < 0.8 + LATEST


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("no_proxy")
def test_a_name_that_is_never_found_was_not_sent_and_ends_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    never = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: never.wait(10) or [])
    trouble, took = timed("https://graph.facebook.com")
    never.set()
    assert proof(trouble) == NOT_SENT
    assert took < LATEST


@pytest.mark.usefixtures("no_proxy")
def test_a_name_that_does_not_exist_was_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    trouble, _ = timed("https://graph.facebook.com")
    assert proof(trouble) == NOT_SENT


def test_a_drip_from_the_offices_proxy_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(drip_head) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        trouble, took = timed("https://graph.facebook.com")
    assert proof(trouble) == NOT_SENT
    assert took < LATEST


def test_a_handshake_that_stands_still_was_not_sent() -> None:
    with RawServer(hang) as server:
        trouble, took = timed(f"https://127.0.0.1:{server.port}")
    assert proof(trouble) == NOT_SENT
    assert took < LATEST


def own_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for 127.0.0.1 that nobody vouches for but its own file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(1))
        .not_valid_after(now + timedelta(1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    crt, pem = folder / "own.crt", folder / "own.pem"
    crt.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem.write_bytes(crt.read_bytes() + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context, crt


def test_a_certificate_that_nobody_vouches_for_was_not_sent(tmp_path: Path) -> None:
    context, _ = own_certificate(tmp_path)
    with RawServer(answer({"id": "1_2"}), tls=context) as server:
        trouble, _ = timed(server.url, timeout=5.0)
    assert proof(trouble) == NOT_SENT
    assert trouble.sentence.startswith("Chứng thư bảo mật của máy chủ không đáng tin")
    assert server.heard == []


def test_a_certificate_of_the_offices_own_authority_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, crt = own_certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(crt))
    with RawServer(answer({"id": "1_2"}), tls=context) as server:
        assert make_graph(server.url, timeout=5.0).put_object("1", "feed", message="x") == {
            "id": "1_2"
        }


def test_a_drip_under_tls_ends_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, crt = own_certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(crt))
    with RawServer(drip_body, tls=context) as server:
        trouble, took = timed(server.url)
    assert proof(trouble) == UNKNOWN
    assert took < LATEST
