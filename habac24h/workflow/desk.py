"""Where a person works: the open unit of work, the person, the moment and the office's settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from habac24h import audit, rows
from habac24h.accounts.names import names_of_people
from habac24h.config import Settings
from habac24h.errors import NotFound, Refused
from habac24h.models import Account, Airing, Item
from habac24h.workflow.codes import airing_of, is_code

EDITORS = ("editor", "approver", "admin")
APPROVERS = ("approver", "admin")
READER = "reader"


@dataclass(frozen=True)
class Desk:
    """One person at work. Raises NotFound or Refused when the person may not work here."""

    session: Session
    settings: Settings
    now: datetime
    who: audit.Actor
    role: str

    @staticmethod
    def of(session: Session, settings: Settings, now: datetime, name: str) -> Desk:
        """Sit down as the account `name`."""
        account = session.get(Account, name)
        if account is None:
            raise NotFound(
                f"Không có người dùng “{name}”; xem danh sách bằng `habac24h users list`, "
                f"thêm bằng `habac24h users add {name} --role editor`."
            )
        if account.disabled:
            raise Refused(f"Tài khoản “{name}” đã bị khóa; hãy dùng tài khoản khác.")
        if account.role == READER:
            raise Refused(
                f"Tài khoản “{name}” chỉ để xem; việc này dành cho người soạn hoặc người duyệt."
            )
        return Desk(session, settings, now, audit.actor(name), account.role)

    @staticmethod
    def reader(session: Session, settings: Settings, now: datetime) -> Desk:
        """Someone who only looks."""
        return Desk(session, settings, now, audit.PROGRAM, READER)

    @property
    def called(self) -> str:
        """The person's name, as sentences and papers say it."""
        return names_of_people(self.session).name(self.who.name)

    def must_be_approver(self, deed: str) -> None:
        """Refuse for people who may not decide."""
        if self.role not in APPROVERS:
            raise Refused(
                f"“{self.called}” là người soạn nên không {deed} được; "
                "việc này dành cho người duyệt hoặc người quản trị."
            )

    def item(self, key: str) -> Item:
        """The item of this key."""
        found = self.session.exec(select(Item).where(Item.key == key)).first()
        if found is None:
            raise NotFound(
                f"Không có nội dung nào có mã “{key}”; xem các mã bằng `habac24h items`."
            )
        return found

    def airings(self, item: Item) -> list[Airing]:
        """The item's airings, in their order.

        On PostgreSQL they are locked until the end of the unit of work: otherwise the engine could
        claim an airing between a person's look at it and the change of its words.
        """
        query = select(Airing).where(Airing.item_id == item.id).order_by(col(Airing.n))
        if self.role != READER:
            query = query.with_for_update().execution_options(populate_existing=True)
        return list(self.session.exec(query))

    def one_airing(self, key: str) -> tuple[Item, Airing]:
        """The airing named KEY, KEY@N or by its short code; refuses KEY alone for several."""
        if is_code(key):
            key = airing_of(self.session, key).key
        base, _, _n = key.partition("@")
        item = self.item(base)
        airings = self.airings(item)
        if key == base and len(airings) == 1:
            return item, airings[0]
        for airing in airings:
            if airing.key == key:
                return item, airing
        names = ", ".join(airing.key for airing in airings)
        raise NotFound(f"“{key}” cần chỉ rõ lượt nào; các lượt có: {names}.")

    def change_item(self, item: Item, act: str, **values: Any) -> None:
        """A guarded change of words with its audit row; `details` goes to the audit row only."""
        details = values.pop("details", {})
        before = item.state
        rows.change_item(self.session, item, self.now, **values)
        audit.record(
            self.session,
            self.who,
            act,
            self.now,
            item=item.key,
            before=before,
            after=item.state,
            **details,
        )

    def change_airing(self, airing: Airing, act: str, **values: Any) -> None:
        """A guarded change of an airing with its audit row."""
        details = values.pop("details", {})
        before = airing.state
        rows.change_airing(self.session, airing, **values)
        audit.record(
            self.session,
            self.who,
            act,
            self.now,
            airing=airing.key,
            item=airing.key.partition("@")[0],
            before=before,
            after=airing.state,
            **details,
        )
