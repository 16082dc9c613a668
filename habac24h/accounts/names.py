"""What people are called: full name and position, shown wherever rows keep a login."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from habac24h.errors import Refused
from habac24h.models import Account

LONGEST_NAME, LONGEST_POSITION = 80, 100
PROGRAM = {"habac24h": "Chương trình"}
"""The scheduler and the planner, under their one login."""
_KNOWN = "habac24h_names"


@dataclass(frozen=True)
class Person:
    """One account's name and position; either may be missing."""

    login: str
    name: str | None
    position: str | None

    @property
    def in_full(self) -> str:
        """Nguyễn Văn Minh – công chức Văn hóa; the login stands in for a missing name."""
        called = self.name or self.login
        return f"{called} – {self.position}" if self.position else called


@dataclass(frozen=True)
class Names:
    """Says what a login is called; one that nobody has, or has no name, stands for itself.

    Two people of one name are told apart by their logins.
    """

    people: Mapping[str, Person] = field(default_factory=dict)
    _shared: frozenset[str] = frozenset()

    @staticmethod
    def of(people: Iterable[Person]) -> Names:
        """The names of these people."""
        known = {one.login: one for one in people}
        said = Counter(
            words.casefold()
            for one in known.values()
            for words in {one.name, one.in_full}
            if words is not None
        )
        return Names(known, frozenset(words for words, count in said.items() if count > 1))

    def name(self, login: str) -> str:
        """Nguyễn Văn Minh."""
        found = self.people.get(login)
        if found is None or found.name is None:
            return PROGRAM.get(login, login)
        return self._apart(found.name, login)

    def in_full(self, login: str) -> str:
        """Nguyễn Văn Minh – công chức Văn hóa: as official papers name somebody."""
        found = self.people.get(login)
        return self._apart(found.in_full, login) if found else PROGRAM.get(login, login)

    def with_login(self, login: str) -> str:
        """Nguyễn Văn Minh (minh): where accounts are looked after."""
        name = self.name(login)
        return name if name == login or name.endswith(f"({login})") else f"{name} ({login})"

    def words_for(self, login: str) -> frozenset[str]:
        """Everything that means this person when somebody types a name, casefolded.

        As they are shown too: who shares a name is shown with the login behind it.
        """
        found = self.people.get(login, Person(login, None, None))
        shown = (self.name(login), self.in_full(login), self.with_login(login))
        said = (login, found.name, found.in_full, *shown)
        return frozenset(one.casefold() for one in said if one)

    def as_dict(self, logins: Iterable[str | None]) -> dict[str, dict[str, str | None]]:
        """{login: {name, position}} for those of these logins that have either."""
        there = (self.people[one] for one in sorted(self.people.keys() & set(logins)))
        return {one.login: {"name": one.name, "position": one.position} for one in there}

    def _apart(self, said: str, login: str) -> str:
        return f"{said} ({login})" if said.casefold() in self._shared else said


def names_of_people(session: Session) -> Names:
    """Everybody's, by one query in a unit of work: accounts are few, the lines of a list many."""
    known = session.info.get(_KNOWN)
    if not isinstance(known, Names):
        known = session.info[_KNOWN] = _read(session)
    return known


def forget_names(session: Session) -> None:
    """After a change: the next look reads them again."""
    session.info.pop(_KNOWN, None)


def _read(session: Session) -> Names:
    query = select(Account.name, Account.full_name, Account.position)
    has_one = col(Account.full_name).is_not(None) | col(Account.position).is_not(None)
    return Names.of(Person(*row) for row in session.exec(query.where(has_one)))


def checked_name(written: str, others: Iterable[str]) -> str | None:
    """A full name as it is kept, None for none; `others` are the logins of everybody else."""
    name = _line(written, "Họ tên", LONGEST_NAME)
    taken = {one.casefold() for one in (*others, *PROGRAM, *PROGRAM.values())}
    if name is not None and name.casefold() in taken:
        raise Refused(f"“{name}” là tên của tài khoản khác hoặc của chương trình; hãy ghi họ tên.")
    return name


def checked_position(written: str) -> str | None:
    """A position as it is kept, None for none."""
    return _line(written, "Chức vụ", LONGEST_POSITION)


def _line(written: str, what: str, longest: int) -> str | None:
    """NFC, blanks single; a letter first, so that no spreadsheet takes it for a formula."""
    said = " ".join(unicodedata.normalize("NFC", written).split())
    if not said:
        return None
    if not said.isprintable():
        raise Refused(f"{what} có ký tự không hiện ra được; hãy gõ lại trên một dòng.")
    if not said[0].isalpha():
        raise Refused(f"{what} phải bắt đầu bằng chữ cái: “{said[:20]}”; hãy gõ lại.")
    if len(said) > longest:
        raise Refused(f"{what} dài {len(said)} ký tự; chỉ ghi nhiều nhất {longest} ký tự.")
    return said
