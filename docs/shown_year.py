"""The year that the guide's pictures show: planned, approved and lived through on a fixed clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from habac24h import mail_password, workflow
from habac24h.accounts import sessions
from habac24h.budget import lines as budget
from habac24h.budget import starter
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.channels.practice_page import PracticePage
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.engine.context import Report
from habac24h.engine.passes import run_pass
from habac24h.models import Account, Airing, Going, Item
from habac24h.office import Office, open_office
from habac24h.workflow import people
from habac24h.workflow.facts import set_facts
from habac24h.workflow.own_settings import change_settings

SETTINGS = Settings()
YEAR = 2026
PLANNED = datetime(YEAR, 11, 2, 8, 0, tzinfo=SETTINGS.zone)
SHOWN = datetime(YEAR, 11, 16, 8, 10, tzinfo=SETTINGS.zone)
WRITER, APPROVER, ADMIN = "huong", "thinh", "quan-tri"
_STAFF = {
    WRITER: ("editor", "Phạm Thị Hường", "công chức Văn hóa – xã hội"),
    APPROVER: ("approver", "Vũ Đức Thịnh", "Trưởng phòng Văn hóa – Xã hội"),
    ADMIN: ("admin", "Bùi Quang Trí", "viên chức Trung tâm Dịch vụ sự nghiệp công"),
}
PASSWORD = "mùa lúa chín vàng"  # noqa: S105 - of an office that lives for a minute
MAIL = {
    "smtp.host": "mail.habac.example",
    "smtp.user": "vhxh@habac.example",
    "smtp.sender": "vhxh@habac.example",
    "smtp.to": "huong@habac.example, thinh@habac.example",
}
PASSWORD_OF_MAIL = "mot-mat-khau"  # noqa: S105 - of a mailbox that does not exist
CAMPAIGN = "thang-hanh-dong"
FACTS = {
    "theme": "Chủ đề ví dụ",
    "phone_police": "0220 000 0001",
    "phone_women_union": "0220 000 0002",
}
PRICES = {
    "In, treo băng rôn, khẩu hiệu": 350_000,
    "Truyền thông trực tiếp: báo cáo viên, tuyên truyền viên": 600_000,
    "Biên tập, phát trên hệ thống đài truyền thanh xã": 80_000,
    "Biên tập bài đăng trang Fanpage": 50_000,
}
QUANTITIES = {
    "Bồi dưỡng kiến thức, kỹ năng về bình đẳng giới cho cán bộ, công chức": (1, 6_000_000),
    "Kiểm tra, giám sát thực hiện pháp luật, chính sách về bình đẳng giới": (2, 500_000),
}
"""Round numbers for the pictures, not what anything costs in the commune."""
SPENT = {
    "In, treo băng rôn, khẩu hiệu": (4_200_000, "Tiền in đợt một"),
    "Biên tập, phát trên hệ thống đài truyền thanh xã": (400_000, "Tuần đầu của Tháng hành động"),
}
UNTOUCHED = 3
"""So many of the month's items stay pending, and the talks stay drafts, for the pictures."""


@contextmanager
def shown_office(folder: Path) -> Iterator[tuple[Office, PracticePage]]:
    """An office in `folder` at the moment that is shown, with its practice page."""
    clock = VirtualClock(PLANNED)
    opened = open_office(folder, clock=clock, settings=SETTINGS)
    try:
        with opened.practice_page() as page:
            here = replace(opened, practice=page)
            live_through(here, page, clock)
            yield here, page
    finally:
        opened.close()


def live_through(here: Office, page: PracticePage, clock: VirtualClock) -> None:
    """Plan, fill in, approve, and let the hours pass until the moment that is shown."""
    _hire(here)
    _set_mail(here)
    _begin(here)
    _reckon(here)
    with here.engine("tranh") as engine:
        while clock.now() < SHOWN:
            run_pass(replace(engine, report=Report()))
            _confirm(here)
            clock.advance(min(timedelta(hours=1), SHOWN - clock.now()))
        _somebody_deletes_tomorrows_post(here, page)
        run_pass(replace(engine, report=Report()))


def sign_in(here: Office, name: str) -> str:
    """A session of this person: the value of its cookie."""
    with here.database.write() as session:
        return sessions.begin(session, session.get_one(Account, name), here.clock.now())


def _hire(here: Office) -> None:
    with here.database.write() as session:
        for login, (role, name, position) in _STAFF.items():
            people.add(
                session,
                login,
                role,
                here.clock.now(),
                password=PASSWORD,
                full_name=name,
                position=position,
            )


def _set_mail(here: Office) -> None:
    """A mailbox for the morning's letter; nothing is sent, since no chores run here."""
    password = mail_password.sealed(PASSWORD_OF_MAIL, here.home, here.settings)
    with here.desk(ADMIN) as desk:
        change_settings(desk, SETTINGS, MAIL, password)
        here.refresh(desk.session)


def _begin(here: Office) -> None:
    with here.desk(WRITER) as desk:
        changes = plan(desk.session, YEAR, now=desk.now, settings=here.settings)
        apply(desk.session, changes, by=desk.who, now=desk.now)
        set_facts(desk, YEAR, CAMPAIGN, FACTS)
    with here.desk(WRITER) as desk:
        keys = _waiting(desk.session)
        for key in keys:
            workflow.submit(desk, key)
    with here.desk(APPROVER) as desk:
        for key in keys[:-UNTOUCHED]:
            workflow.approve(desk, key)


def _reckon(here: Office) -> None:
    """The year's estimate: what the plan names, most of it priced, some of the month's paid."""
    with here.desk(WRITER) as desk:
        for line in starter.begin(desk, YEAR):
            assert line.id is not None
            if line.content in QUANTITIES:
                quantity, price = QUANTITIES[line.content]
                budget.change(desk, line.id, budget.Said(quantity=quantity, price=price))
            elif line.content in PRICES:
                budget.change(desk, line.id, budget.Said(price=PRICES[line.content]))
            if line.campaign == CAMPAIGN and line.content in SPENT:
                amount, note = SPENT[line.content]
                budget.spend(desk, line.id, amount, on=PLANNED.date(), note=note)


def _waiting(session: Session) -> list[str]:
    """The month's items, talks aside, in the order of their hours."""
    query = (
        select(Item.key)
        .join(Airing, col(Airing.item_id) == col(Item.id))
        .where(Item.campaign == CAMPAIGN, col(Item.channel) != "talk")
        .where(Airing.state == Going.WAITING)
        .order_by(col(Airing.due))
    )
    return list(dict.fromkeys(session.exec(query)))


def _confirm(here: Office) -> None:
    """Everything was done and said, but not yet what the last hours brought."""
    with here.desk(WRITER) as desk:
        query = (
            select(Airing.key)
            .join(Item, col(Item.id) == col(Airing.item_id))
            .where(col(Item.channel) != "fanpage", Item.state == "approved")
            .where(Airing.state == Going.WAITING, col(Airing.due) < desk.now)
            .where(col(Airing.due) < SHOWN - timedelta(hours=18))
        )
        for key in list(desk.session.exec(query)):
            workflow.confirm(desk, key)


def _somebody_deletes_tomorrows_post(here: Office, page: PracticePage) -> None:
    with here.database.read() as session:
        query = select(Airing).where(Airing.state == Going.HANDED_OVER).order_by(col(Airing.due))
        post = session.exec(query).first()
        assert post is not None and post.remote_id is not None
        page.staff_delete(post.remote_id)
