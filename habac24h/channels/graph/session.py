"""The requests.Session that repairs what facebook-sdk 3.1.0 gets wrong; the SDK stays as it is.

Each trap is a row of the first table of facts/facebook.md:
1. The token leaves URL, parameters and bodies for the Authorization header, and the dictionaries
   into which the SDK wrote it; app secret proof is added; the log and all texts are redacted.
2. One fresh connection, one deadline, no redirect, no second try, verified certificates.
3. An answer counts only with a status below 300 and what the act must yield; all else is one
   ChannelError that says what is proved.
4. Addresses are checked: one id, at most one edge, only below the base address.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import re
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn
from urllib.parse import urlsplit

import requests

from habac24h.channels.base import ChannelError, Delivery, Reaction
from habac24h.channels.graph.acts import Act, act_of
from habac24h.channels.graph.address import base_address, checked_version, is_loopback
from habac24h.channels.graph.encode import encode_fields, encode_files
from habac24h.channels.graph.errors import classify, parse, read_fault
from habac24h.channels.graph.ids import is_id
from habac24h.channels.graph.redact import REDACTOR
from habac24h.channels.graph.sdk import sdk_base
from habac24h.channels.graph.transport import Answer, Silence, exchange
from habac24h.channels.graph.usage import used
from habac24h.clock import Clock
from habac24h.errors import Refused, SettingsError


class GraphSession(requests.Session):
    """Give it to facebook.GraphAPI(access_token=token, session=…).

    `timeout` is the whole call's, in seconds. `version_warning` is a Vietnamese sentence after an
    answer of another version than `version`, else None.
    """

    def __init__(
        self,
        *,
        token: str,
        graph_url: str | None = None,
        version: str = "v25.0",
        timeout: float = 60.0,
        app_secret: str | None = None,
        clock: Clock,
    ) -> None:
        super().__init__()
        self.token, self.version = checked_token(token), checked_version(version)
        self.base, self.timeout = base_address(graph_url), timeout
        self._app_secret, self._clock = app_secret, clock
        self.version_warning: str | None = None
        self.used = 0.0
        """How much of its allowance Facebook called used in its last answer, in percent."""
        self.told_at: datetime | None = None
        """The hour in its last answer (header Date, whole seconds)."""
        REDACTOR.learn(token)
        REDACTOR.learn(app_secret)

    def request(  # type: ignore[override]
        self,
        method: str,
        url: str,
        params: MutableMapping[str, Any] | None = None,
        data: MutableMapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> requests.Response:
        """One call. The SDK's own timeout, proxies and redirects are replaced by ours.

        The answer is complete JSON of the expected kind; everything else raises ChannelError.
        """
        method = method.upper()
        query, form = encode_fields(params), encode_fields(data)
        token = query.pop("access_token", "") or form.pop("access_token", "") or self.token
        for fields in (params, data):
            forget_token(fields, self.token)
        path = self._path(url)
        act = act_of(method, path, form)
        if act is None:
            refuse(path)
        self._prove(form if method == "POST" else query, token)
        prepared = self._prepare(method, path, query, form, encode_files(files), token)
        return self._judge(self._exchange(prepared), act)

    def send(self, request: requests.PreparedRequest, **_: Any) -> NoReturn:
        """Closed: it would go round every repair (and follow redirects with the token)."""
        raise Refused("Phiên Facebook chỉ gửi qua request(), không gửi thẳng một yêu cầu đã dựng.")

    def _path(self, url: str) -> str:
        """What stands behind the base, the SDK's or ours; elsewhere the token never goes."""
        base = next((base for base in (sdk_base(), self.base) if url.startswith(base)), None)
        if base is None:
            refuse(url)
        return url.removeprefix(base)

    def _prove(self, fields: dict[str, str], token: str) -> None:
        """Add appsecret_proof: HMAC-SHA256 of the token under the app's secret, in hex."""
        if self._app_secret:
            key = self._app_secret.encode()
            proof = hmac.new(key, token.encode(), hashlib.sha256).hexdigest()
            REDACTOR.learn(proof)
            fields["appsecret_proof"] = proof

    def _prepare(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        form: dict[str, str],
        files: dict[str, tuple[str, bytes, str]] | None,
        token: str,
    ) -> requests.PreparedRequest:
        """The request with the token in its header, where no .netrc can replace it."""

        def bearer(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
            prepared.headers["Authorization"] = f"Bearer {token}"
            return prepared

        try:
            return requests.Request(
                method,
                self.base + path,
                headers={"Accept": "application/json", "Connection": "close"},
                params=query,
                data=form,
                files=files,
                auth=bearer,
            ).prepare()
        except (ValueError, OSError):
            refuse_words()

    def _exchange(self, prepared: requests.PreparedRequest) -> Answer | Silence:
        """Send, through the office's proxy if it has one, but never for this machine itself."""
        url = prepared.url or ""
        found = self.merge_environment_settings(url, {}, True, True, None)
        proxies = {} if is_loopback(urlsplit(url).hostname) else dict(found["proxies"])
        verify = found["verify"] or True
        return exchange(prepared, seconds=self.timeout, verify=verify, proxies=proxies)

    def _judge(self, outcome: Answer | Silence, act: Act) -> requests.Response:
        """The answer as the SDK can read it, or the one error."""
        now = self._clock.now()
        if isinstance(outcome, Silence):
            raise classify(outcome, act, now)
        self._compare_version(outcome.headers)
        self.used, self.told_at = used(outcome.headers), told_at(outcome.headers)
        value = parse(outcome.body)
        if not is_success(outcome.status, value, act):
            raise classify(read_fault(outcome, value), act, now)
        return as_response(outcome)

    def _compare_version(self, headers: Mapping[str, str]) -> None:
        """An expired version is silently served by the oldest living one: remember that."""
        served = headers.get("facebook-api-version", self.version)
        if served != self.version:
            self.version_warning = (
                f"Facebook trả lời bằng phiên bản {served[:20]} thay vì {self.version}; hãy đặt "
                "GRAPH_VERSION thành phiên bản còn hiệu lực."
            )
        elif "facebook-api-version" in headers:
            self.version_warning = None


def checked_token(token: str) -> str:
    """The token, or SettingsError when no header could carry it (empty, a space, a line break)."""
    if re.fullmatch(r"[\x21-\x7e]+", token):
        return token
    raise SettingsError(
        "PAGE_TOKEN trống hoặc có dấu cách, dấu xuống dòng hay ký tự lạ; hãy chép lại đúng mã truy "
        "cập trang, liền một mạch."
    )


def told_at(headers: Mapping[str, str]) -> datetime | None:
    """The Date of an answer (RFC 9110, 6.6.1), in UTC; None where it has none that can be read."""
    try:
        return parsedate_to_datetime(headers["date"]).astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        return None


def forget_token(fields: MutableMapping[str, Any] | None, own: str) -> None:
    """Take our own token out again: the SDK writes it into whatever dictionary its caller gave."""
    if fields and fields.get("access_token") == own:
        del fields["access_token"]


def is_success(status: int, value: object, act: Act) -> bool:
    """True for a status below 300 with an object that holds what the act must yield.

    The SDK takes a 500 with plain JSON, {"error": {}}, false and null for success.
    """
    if not 200 <= status < 300 or not isinstance(value, dict) or not value or "error" in value:
        return False
    if act in (Act.CREATE, Act.UPLOAD):
        return is_id(value.get("id"))
    if act is Act.LIST:
        return isinstance(value.get("data"), list)
    if act is Act.CHANGE and is_id(value.get("id")):
        return True
    return act is Act.READ or value.get("success") is True


def as_response(answer: Answer) -> requests.Response:
    """A response labelled JSON, since the SDK looks at the label, and without the request."""
    response = requests.Response()
    response.status_code = answer.status
    response.headers.update({**answer.headers, "content-type": "application/json"})
    response.raw = io.BytesIO(answer.body)
    return response


def refuse(path: str) -> NoReturn:
    """An address that we never call."""
    raise ChannelError(
        f"Địa chỉ “{REDACTOR.clean(path)}” không phải địa chỉ mà chương trình được phép gọi; chưa "
        "gửi gì đi. Hãy kiểm tra mã bài, mã trang và báo người phụ trách kỹ thuật.",
        delivery=Delivery.NOT_SENT,
        reaction=Reaction.PERSON,
    )


def refuse_words() -> NoReturn:
    """Text that no request can carry: half of a surrogate pair, left by a broken paste."""
    raise ChannelError(
        "Bài có ký tự hỏng, không gửi được; chưa gửi gì đi. Hãy gõ lại đoạn có ký tự lạ rồi trình "
        "duyệt lại.",
        delivery=Delivery.NOT_SENT,
        reaction=Reaction.REJECT,
    )
