"""Facebook's ids: digits, or digits_digits; anything else never reaches an address."""

from __future__ import annotations

import re

from habac24h.channels.base import ChannelError, Delivery, Reaction

ID = re.compile(r"[0-9]+(?:_[0-9]+)?")


def is_id(value: object) -> bool:
    """True for a string that is one id; "1_2/comments" would reach another edge and is not."""
    return isinstance(value, str) and ID.fullmatch(value) is not None


def checked(remote_id: str) -> str:
    """The same id, or ChannelError (not sent, a person looks) when it is none."""
    if is_id(remote_id):
        return remote_id
    raise ChannelError(
        f"Mã bài “{remote_id}” không phải mã của Facebook (chỉ gồm chữ số, có thể có một dấu gạch "
        "dưới); chưa gửi gì đi. Hãy kiểm tra bài này trên trang rồi cho biết kết quả.",
        delivery=Delivery.NOT_SENT,
        reaction=Reaction.PERSON,
    )
