"""What becomes of a post under every fault of the practice page: docs/faults.md, kept true here.

`python tests/test_fault_table.py` writes the table anew.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from engine_kit import HOUR, MINUTE, START, Bureau, bureau
from picture_kit import photo
from sqlmodel import select

from habac24h import workflow
from habac24h.channels.fingerprint import fingerprint
from habac24h.channels.practice_page.scenes import SCENES, Scene
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.models import Page
from habac24h.office import open_office
from habac24h.workflow import connecting

TABLE = Path(__file__).parent.parent / "docs" / "faults.md"
AHEAD = 2 * HOUR
HEAD = """# Faults and outcomes

One post, approved two hours ahead, on the practice page with one fault armed: a pass at once, then
every five minutes, at its hour, and until nobody would want it any more. This table is written, and
checked, by `tests/test_fault_table.py`. “By a person” is what had to be done by hand before it went
on: `resume` is `habac24h fanpage resume` after the page was blocked; with `edit` the words or the
picture went back to the editor with Facebook's own words.

| fault | call | at once | attempts | by a person | at the end | ever public |
|---|---|---|---|---|---|---|
"""
FACTS = (
    ("refused connection, DNS, connect timeout, certificate", "tests/test_graph_session.py"),
    ("a worker killed, paused, or without its lease", "tests/test_engine_crashes.py"),
    ("edited, moved, deleted, made a draft on Facebook", "tests/test_engine_watch.py"),
)


@dataclass(frozen=True)
class Outcome:
    """What a scene led to."""

    soon: str
    attempts: str
    person: str
    end: str
    public: int

    def line(self, scene: Scene) -> str:
        words = (self.soon, self.attempts, self.person, self.end, str(self.public))
        return f"| `{scene.name}` | {scene.fault.call} | {' | '.join(words)} |\n"


def play(here: Bureau, scene: Scene) -> Outcome:
    """One post under one fault, to its end."""
    begun, person = here.clock.now(), "–"
    key = written(here, scene)
    # A hang ends as the page closes the connection; our own deadline is tested elsewhere.
    here.wall.faults.add(replace(scene.fault, seconds=0.1) if scene.name == "hang" else scene.fault)
    here.run()
    soon = state(here, key)
    here.later(35 * MINUTE, step=5 * MINUTE)
    if blocked(here):
        person = "resume"
        resume(here)
    if here.state(key) == "failed":
        person = "edit"
    for after in (timedelta(0), 6 * MINUTE, 2 * HOUR):
        here.clock.set(begun + AHEAD + after)
        here.run()
    mark = fingerprint(here.item(key).text)
    outcome = Outcome(
        soon=soon,
        attempts=", ".join(attempt.outcome for attempt in here.attempts(key)),
        person=person,
        end=here.state(key),
        public=sum(fingerprint(words) == mark for words in here.ever_public()),
    )
    here.wall.faults.clear()
    resume(here)
    return outcome


def written(here: Bureau, scene: Scene) -> str:
    key = here.write(AHEAD, f"Bài gặp sự cố {scene.name}.\r\nCả nhà cùng chia sẻ việc nhà.  ")
    if scene.fault.call == "photo":
        with here.desk() as desk:
            workflow.attach(desk, key, [photo(1), photo(2)])
    here.submit(key)
    here.approve(key)
    return key


def state(here: Bureau, key: str) -> str:
    with here.office.database.read() as session:
        page = session.exec(select(Page)).one()
    if page.blocked:
        return f"{here.state(key)}, page blocked"
    if page.wait_until is not None and page.wait_until > here.clock.now():
        minutes = (page.wait_until - here.clock.now()) / MINUTE
        return f"{here.state(key)}, page waits {minutes:.0f} min"
    return here.state(key)


def blocked(here: Bureau) -> bool:
    with here.office.database.read() as session:
        return session.exec(select(Page.blocked)).one() is not None


def resume(here: Bureau) -> None:
    with here.desk("minh") as desk:
        connecting.resume(desk)


def table(home: Path) -> str:
    """The whole document, with every scene played in one office after the other."""
    clock = VirtualClock(START)
    office = open_office(home, clock=clock, settings=Settings(cards=False), durable=False)
    try:
        with bureau(office, clock) as here:
            lines = [scene_line(here, scene) for scene in SCENES.values()]
    finally:
        office.close()
    elsewhere = "".join(f"- {fault}: `{where}`\n" for fault, where in FACTS)
    return f"{HEAD}{''.join(lines)}\nTried elsewhere:\n{elsewhere}"


def scene_line(here: Bureau, scene: Scene) -> str:
    line = play(here, scene).line(scene)
    here.clock.advance(timedelta(days=1))
    return line


def test_the_table_of_faults_is_true(tmp_path: Path) -> None:
    written_now = table(tmp_path / "home").splitlines()
    assert written_now == TABLE.read_text(encoding="utf-8").splitlines()


def test_no_fault_makes_a_double_or_loses_a_post() -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    assert [row[0].strip("`") for row in rows] == list(SCENES)
    # Done and seen once; or a person was told, and nothing was ever public.
    assert {(row[4] == "edit", row[5], row[6]) for row in rows} <= {
        (False, "done", "1"),
        (True, "failed", "0"),
        (False, "missed", "0"),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        TABLE.write_text(table(Path(folder) / "home"), encoding="utf-8")
    sys.stdout.write(TABLE.read_text(encoding="utf-8"))
