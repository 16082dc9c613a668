"""Graph's refusals: HTTP status, code, subcode and the words that Facebook itself uses."""

from __future__ import annotations

from typing import Any

RATE_LIMITS = frozenset({4, 17, 32, 341, 613})
TRANSIENT = frozenset({1, 2})
_STATUS = {
    1: 500,
    2: 500,
    3: 403,
    4: 403,
    10: 403,
    17: 403,
    32: 403,
    200: 403,
    210: 403,
    368: 403,
    613: 403,
}
_GRAPH_DOCUMENTS = "https://developers.facebook.com/docs/graph-api"


def is_rate_limit(code: int) -> bool:
    """Whether a code tells the caller to slow down (4, 17, 32, 341, 613 and 80000 to 80099)."""
    return code in RATE_LIMITS or 80_000 <= code <= 80_099


class GraphTrouble(Exception):
    """A refusal in Graph's dialect; `body()` is what goes over the wire.

    This never leaves the practice page: the server turns it into an answer.
    """

    def __init__(
        self,
        message: str,
        code: int,
        *,
        subcode: int | None = None,
        status: int | None = None,
        kind: str = "OAuthException",
        title: str | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message, self.code, self.subcode, self.kind = message, code, subcode, kind
        self.status = status if status is not None else _STATUS.get(code, 400)
        self.title, self.advice = title, advice

    def body(self, trace: str) -> dict[str, Any]:
        """The JSON object `{"error": {...}}`; absent parts are left out, as Graph does."""
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        error["is_transient"] = self.code in TRANSIENT
        if self.title is not None:
            error["error_user_title"] = self.title
        if self.advice is not None:
            error["error_user_msg"] = self.advice
        return {"error": error | {"fbtrace_id": trace}}


def missing_token() -> GraphTrouble:
    """No token came with the call."""
    return GraphTrouble("An access token is required to request this resource.", 190, status=400)


def unreadable_token() -> GraphTrouble:
    """A token that was never given out."""
    return GraphTrouble("Invalid OAuth access token - Cannot parse access token", 190, status=401)


def dead_token(subcode: int) -> GraphTrouble:
    """A token that was good once (463 expired, 460 password changed, 467 invalidated)."""
    reasons = {
        458: "The user has not authorized application",
        460: "The session has been invalidated because the user changed their password "
        "or Facebook has changed the session for security reasons.",
        463: "Session has expired.",
    }
    reason = reasons.get(subcode, "The session is invalid.")
    return GraphTrouble(f"Error validating access token: {reason}", 190, subcode=subcode)


def gone(object_id: str, method: str, *, status: int = 400) -> GraphTrouble:
    """100/33: deleted, never there, or not for this token; Graph does not tell them apart."""
    return GraphTrouble(
        f"Unsupported {method.lower()} request. Object with ID '{object_id}' does not exist, "
        "cannot be loaded due to missing permissions, or does not support this operation. "
        f"Please read the Graph API documentation at {_GRAPH_DOCUMENTS}",
        100,
        subcode=33,
        status=status,
        kind="GraphMethodException",
    )


def no_such_field(name: str, node: str) -> GraphTrouble:
    """A field or edge that this kind of object does not have."""
    return GraphTrouble(
        f"(#100) Tried accessing nonexisting field ({name}) on node type ({node})", 100
    )


def invalid(words: str, *, subcode: int | None = None) -> GraphTrouble:
    """A wrong parameter (code 100)."""
    return GraphTrouble(f"(#100) {words}", 100, subcode=subcode)


def forbidden(words: str, code: int = 200) -> GraphTrouble:
    """A token that is good, but not for this."""
    return GraphTrouble(f"(#{code}) {words}", code)


def empty_post() -> GraphTrouble:
    """100/1349125: neither words nor anything attached."""
    return GraphTrouble(
        "Invalid parameter",
        100,
        subcode=1_349_125,
        title="Missing Message Or Attachment",
        advice="Missing Message Or Attachment",
    )


def bad_photo() -> GraphTrouble:
    """324/1366046: no picture, a broken one, or one that is too large."""
    return GraphTrouble(
        "(#324) Missing or invalid image file",
        324,
        subcode=1_366_046,
        title="Can't Read Files",
        advice="Your photos couldn't be uploaded. Photos should be smaller than 4 MB and saved as "
        "JPG, PNG, GIF, TIFF, HEIF or WebP files.",
    )


def duplicate() -> GraphTrouble:
    """506: the same words were published a short while ago."""
    return GraphTrouble(
        "(#506) Duplicate status message",
        506,
        subcode=1_455_006,
        title="Duplicate Status Update",
        advice="This status update is identical to the last one you posted. Try posting "
        "something different, or delete your previous update.",
    )
