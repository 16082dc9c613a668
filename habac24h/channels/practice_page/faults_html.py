"""The form with which a person switches faults on and off, under the wall."""

from __future__ import annotations

from html import escape

from habac24h.channels.practice_page.scenes import SCENES
from habac24h.channels.practice_page.switchboard import Faults


def faults_html(faults: Faults) -> str:
    """A select of the scenes, a seed, a way to switch all off, and what is on now."""
    options = "".join(
        f'<option value="{escape(scene.name)}">{escape(scene.label)}</option>'
        for scene in SCENES.values()
    )
    return (
        '<form method="post" action="/_chay-thu/su-co" id="su-co">'
        '<label for="ten">Gây sự cố ở lệnh kế tiếp</label>'
        f'<select id="ten" name="ten">{options}</select> <button>Gây sự cố</button></form>'
        '<form method="post" action="/_chay-thu/su-co">'
        '<label for="so">Hoặc để sự cố tự xảy ra, rút theo một con số</label>'
        '<input id="so" name="so" inputmode="numeric" pattern="[0-9]{1,9}" required> '
        "<button>Bắt đầu</button></form>"
        '<form method="post" action="/_chay-thu/su-co">'
        f"<p>{_now(faults)}</p><button>Tắt mọi sự cố</button></form>"
    )


def _now(faults: Faults) -> str:
    """What can still strike, and how often something has."""
    waiting = len(faults.armed)
    plan = f"; đang rút theo số {faults.plan.seed}" if faults.plan else ""
    return f"Đang chờ xảy ra: {waiting} sự cố{plan}. Đã xảy ra: {len(faults.struck)}."
