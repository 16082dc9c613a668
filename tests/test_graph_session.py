"""The session against each trap of facebook-sdk 3.1.0 that lies in what is sent."""

from __future__ import annotations

import hashlib
import hmac
import io
import logging
import warnings
from datetime import datetime
from pathlib import Path

import facebook
import pytest
import requests
from graph_kit import APP_SECRET, NOT_SENT, POST, TOKEN, caught, make_graph, make_page, make_session
from graph_kit import proof as proves
from raw_server import RawServer, answer, closed_port, error

from habac24h.channels.base import ChannelError, Delivery, Reaction
from habac24h.errors import Refused, SettingsError

OK = answer({"id": "1_2", "success": True})
PROOF = hmac.new(APP_SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize("verb", ["GET", "POST", "DELETE", "PHOTO"])
def test_the_token_travels_in_the_header_and_nowhere_else(verb: str) -> None:
    with RawServer(OK) as server:
        graph = make_graph(server.url)
        if verb == "GET":
            graph.get_object("1_2", fields="id")
        elif verb == "POST":
            graph.put_object("1", "feed", message="chào")
        elif verb == "DELETE":
            graph.delete_object("1_2")
        else:
            graph.put_photo(("x.jpg", b"jpeg", "image/jpeg"), "1/photos")
    [heard] = server.heard
    assert heard.headers["authorization"] == f"Bearer {TOKEN}"
    assert [name for name in ("access_token", "EAAB") if name in heard.target] == []
    assert [name for name in (b"access_token", b"EAAB") if name in heard.body] == []


def test_a_bare_photo_has_no_token_in_its_address() -> None:
    with RawServer(OK) as server:
        make_graph(server.url).put_photo(io.BytesIO(b"jpeg"), "1/photos")
    assert server.heard[0].target == "/v25.0/1/photos"


def test_the_callers_dictionaries_stay_as_they_were() -> None:
    args, form = {"fields": "id"}, {"message": "x", "published": False}
    with RawServer(OK) as server:
        graph = make_graph(server.url, app_secret=APP_SECRET)
        graph.request("v25.0/1_2", args=args)
        graph.request("v25.0/1/feed", post_args=form)
    assert args == {"fields": "id"}
    assert form == {"message": "x", "published": False}


@pytest.mark.parametrize("where", ["params", "data"])
def test_another_token_of_the_callers_is_used_for_that_call_and_left_to_the_caller(
    where: str,
) -> None:
    fields = {"access_token": "other-token", "message": "x"}
    with RawServer(OK) as server:
        url = f"{server.url}/v25.0/1/feed"
        make_session(server.url).request("POST", url, **{where: fields})
    [heard] = server.heard
    assert heard.headers["authorization"] == "Bearer other-token"
    assert heard.query | heard.form == {"message": "x"}
    assert fields == {"access_token": "other-token", "message": "x"}


def test_a_netrc_does_not_replace_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with RawServer(OK) as server:
        make_graph(server.url).get_object("1_2")
    assert server.heard[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_the_proof_of_the_app_secret_goes_into_the_body_of_a_post() -> None:
    with RawServer(OK) as server:
        make_graph(server.url, app_secret=APP_SECRET).put_object("1", "feed", message="x")
    assert server.heard[0].form == {"message": "x", "appsecret_proof": PROOF}
    assert server.heard[0].query == {}


def test_the_proof_of_the_app_secret_is_a_parameter_where_there_is_no_body() -> None:
    with RawServer(OK) as server:
        graph = make_graph(server.url, app_secret=APP_SECRET)
        graph.get_object("1_2")
        graph.delete_object("1_2")
    assert [heard.query for heard in server.heard] == [{"appsecret_proof": PROOF}] * 2


def test_without_an_app_secret_no_proof_is_sent() -> None:
    with RawServer(OK) as server:
        make_graph(server.url).put_object("1", "feed", message="x")
    assert server.heard[0].form == {"message": "x"}


def test_neither_the_token_nor_the_proof_reaches_the_debug_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG), RawServer(OK) as server:
        graph = make_graph(server.url, app_secret=APP_SECRET)
        graph.get_object("1_2")
        graph.put_object("1", "feed", message="x")
    # The line must be there, or this test would pass by silence.
    assert 'GET /v25.0/1_2?appsecret_proof=*** HTTP/1.1" 200' in caplog.text
    assert [secret for secret in (TOKEN, PROOF, APP_SECRET) if secret in caplog.text] == []


def test_facebooks_echo_of_the_token_is_masked() -> None:
    said = error(190, message=f"Malformed access token {TOKEN}")
    with RawServer(answer(said, status=400)) as server:
        trouble = caught(lambda: make_graph(server.url).get_object("1_2"))
    assert trouble.said == "Malformed access token ***"
    assert TOKEN not in trouble.sentence + repr(trouble)


def test_an_error_keeps_no_chain_back_to_the_request() -> None:
    with closed_port() as url:
        trouble = caught(lambda: make_graph(url, app_secret=APP_SECRET).get_object("1_2"))
    assert (trouble.__cause__, trouble.__context__) == (None, None)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with RawServer(OK) as elsewhere:
        move = answer({"id": "1_2"}, status=status, Location=f"{elsewhere.url}/v25.0/1/feed")
        with RawServer(move) as server:
            trouble = caught(lambda: make_graph(server.url).put_object("1", "feed", message="x"))
    assert trouble.delivery is Delivery.UNKNOWN
    assert (server.connections, elsewhere.heard) == (1, [])


def test_every_call_has_its_own_connection_and_says_so() -> None:
    with RawServer(OK) as server:
        graph = make_graph(server.url)
        for _ in range(3):
            graph.put_object("1", "feed", message="x")
    assert server.connections == 3
    assert {heard.headers["connection"] for heard in server.heard} == {"close"}


def test_three_hundred_posts_survive_a_server_that_closes_quietly() -> None:
    with RawServer(OK) as server:
        graph = make_graph(server.url)
        ids = [graph.put_object("1", "feed", message=str(n))["id"] for n in range(300)]
    assert (ids, server.connections) == (["1_2"] * 300, 300)


def test_booleans_and_lists_are_written_as_facebook_reads_them() -> None:
    with RawServer(OK) as server:
        make_graph(server.url).put_object(
            "1",
            "feed",
            published=False,
            is_published=True,
            attached_media=[{"media_fbid": "7"}],
            scheduled_publish_time=1795479112,
            link=None,
        )
    assert server.heard[0].form == {
        "published": "false",
        "is_published": "true",
        "attached_media": '[{"media_fbid":"7"}]',
        "scheduled_publish_time": "1795479112",
    }


def test_a_photo_goes_out_whole_on_each_try_and_without_its_local_name(tmp_path: Path) -> None:
    local = tmp_path / "ảnh của chị Hoa.jpg"
    local.write_bytes(b"jpeg-bytes")
    with RawServer(OK) as server, local.open("rb") as photo:
        graph = make_graph(server.url)
        graph.put_photo(photo, "1/photos")
        graph.put_photo(photo, "1/photos")
    parts = [heard.body.split(b"\r\n")[1:-2] for heard in server.heard]
    assert (
        parts
        == [
            [
                b'Content-Disposition: form-data; name="source"; filename="anh.jpg"',
                b"Content-Type: image/jpeg",
                b"",
                b"jpeg-bytes",
            ]
        ]
        * 2
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "me/photos"),
        ("POST", "me/feed"),
        ("DELETE", "me"),
        ("DELETE", "1/feed"),
        ("GET", "1_2/comments/3"),
        ("GET", "1_2/../me"),
        ("GET", "1_2?fields=x"),
        ("PUT", "1_2"),
    ],
)
def test_other_addresses_are_refused_before_anything_is_sent(method: str, path: str) -> None:
    with RawServer(OK) as server:
        session = make_session(server.url)
        trouble = caught(lambda: session.request(method, f"{server.url}/v25.0/{path}"))
    assert proves(trouble) == (Delivery.NOT_SENT, Reaction.PERSON)
    assert server.heard == []


def test_the_token_never_goes_to_another_host() -> None:
    with RawServer(OK) as server, RawServer(OK) as elsewhere:
        session = make_session(server.url)
        trouble = caught(lambda: session.request("GET", f"{elsewhere.url}/v25.0/1"))
    assert proves(trouble) == (Delivery.NOT_SENT, Reaction.PERSON)
    assert elsewhere.heard == []


def test_a_prepared_request_cannot_go_round_the_repairs() -> None:
    with pytest.raises(Refused):
        make_session("http://127.0.0.1:1").send(requests.Request("GET", "http://x").prepare())


def test_the_sdks_address_is_swapped_and_its_module_left_alone() -> None:
    with RawServer(OK) as server:
        make_graph(server.url + "/graph/").get_object("1_2")
    assert server.heard[0].target == "/graph/v25.0/1_2"
    assert facebook.FACEBOOK_GRAPH_URL == "https://graph.facebook.com/"


@pytest.mark.parametrize("token", ["", "EAAB secret", "EAABsecret\n", "EAABbí-mật"])
def test_a_token_that_no_header_can_carry_stops_the_start(token: str) -> None:
    with pytest.raises(SettingsError) as trouble:
        make_session("http://127.0.0.1:1", token=token)
    assert token.strip() == "" or token.strip() not in str(trouble.value)


def test_half_a_surrogate_pair_is_refused_before_anything_is_sent() -> None:
    with RawServer(OK) as server:
        graph = make_graph(server.url)
        trouble = caught(lambda: graph.put_object("1", "feed", message="x \ud83d"))
    assert proves(trouble) == (Delivery.NOT_SENT, Reaction.REJECT)
    assert server.heard == []


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_ignored_for_this_machine(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RawServer(OK) as server, RawServer(OK) as proxy:
        monkeypatch.setenv(name, proxy.url)
        make_graph(server.url).get_object("1_2")
    assert (server.connections, proxy.connections) == (1, 0)


def test_a_proxy_of_the_environment_is_used_for_facebook(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(answer(status=403)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        trouble = caught(lambda: make_graph("https://graph.facebook.com").get_object("1_2"))
    assert proves(trouble) == NOT_SENT
    assert [(heard.method, heard.target) for heard in proxy.heard] == [
        ("CONNECT", "graph.facebook.com:443")
    ]
    assert "authorization" not in proxy.heard[0].headers


def test_what_an_offices_proxy_refuses_was_not_sent_to_facebook(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with RawServer(answer(status=502)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        page = make_page("https://graph.facebook.com")
        trouble = caught(lambda: page.schedule(POST, POST.due))
    assert proves(trouble) == NOT_SENT


def test_another_version_in_the_answer_is_remembered_until_it_is_right_again() -> None:
    served = [answer({"id": "1_2"}, facebook_api_version=v) for v in ("v26.0", "v25.0")]
    with RawServer(*served) as server:
        session = make_session(server.url)
        session.request("GET", f"{server.url}/v25.0/1_2")
        assert session.version_warning == (
            "Facebook trả lời bằng phiên bản v26.0 thay vì v25.0; hãy đặt GRAPH_VERSION thành "
            "phiên bản còn hiệu lực."
        )
        session.request("GET", f"{server.url}/v25.0/1_2")
        assert session.version_warning is None


def test_nothing_is_warned_of_by_the_libraries_below() -> None:
    with warnings.catch_warnings(record=True) as seen, RawServer(OK) as server:
        warnings.simplefilter("always")
        make_graph(server.url).put_object("1", "feed", message="x")
    assert [str(warning.message) for warning in seen] == []


def test_the_moment_of_an_error_is_the_injected_clocks() -> None:
    with RawServer(answer(error(4), status=403)) as server:
        trouble: ChannelError = caught(lambda: make_graph(server.url).get_object("1_2"))
    assert trouble.retry_at == datetime.fromisoformat("2026-11-23T08:15:00+00:00")
