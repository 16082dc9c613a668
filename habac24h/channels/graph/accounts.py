"""From a person's token to the page's own: what /me/accounts gives, and whether it may post."""

from __future__ import annotations

from typing import Any, NoReturn

from habac24h.channels.base import ChannelError, Delivery, Reaction
from habac24h.channels.graph.pager import read_list

NEEDED_TASK = "CREATE_CONTENT"


def page_token(graph: Any, page_id: str) -> str:
    """The page's token for the person whose token opens `graph`; ChannelError (a person looks).

    Only here Facebook tells what the person may do on the page: a page token does not know it.
    """
    entries = list(read_list(graph, "me", "accounts", fields="id,name,access_token,tasks"))
    found = next((entry for entry in entries if entry.get("id") == page_id), None)
    if found is None:
        names = ", ".join(f"{entry.get('name', '?')} ({entry['id']})" for entry in entries)
        refuse(
            f"Tài khoản này không quản lý trang {page_id}; các trang thấy được: "
            f"{names or 'không có trang nào'}. Hãy nhờ người quản trị trang cấp quyền, hoặc kiểm "
            "tra --page-id."
        )
    token, tasks = found.get("access_token"), found.get("tasks")
    if isinstance(tasks, list) and NEEDED_TASK not in tasks:
        refuse(
            f"Tài khoản này chưa có quyền đăng bài ({NEEDED_TASK}) trên trang {page_id}; hãy nhờ "
            "người quản trị trang cấp quyền Nội dung rồi chạy lại lệnh “fanpage connect”."
        )
    if not isinstance(token, str) or not token:
        refuse(
            f"Facebook không đưa mã truy cập của trang {page_id}; hãy cấp quyền pages_show_list "
            "cho ứng dụng rồi lấy mã lại."
        )
    return token


def refuse(sentence: str) -> NoReturn:
    """Nothing was changed anywhere; a person must ask for a right."""
    raise ChannelError(sentence, delivery=Delivery.NOT_SENT, reaction=Reaction.PERSON)
