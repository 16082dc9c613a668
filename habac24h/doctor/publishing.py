"""The scheduler, what it could not do, and the page that it posts to."""

from __future__ import annotations

from datetime import datetime, timedelta

from filelock import FileLock, Timeout
from sqlmodel import Session, col, func, select

from habac24h import memory
from habac24h.channels.base import ChannelError, PageCheck
from habac24h.doctor.line import About, Line
from habac24h.doctor.patient import Patient
from habac24h.engine import health
from habac24h.errors import HabacError
from habac24h.models import Airing, Going, Page
from habac24h.office import Office
from habac24h.scheduler import LOCK_NAME
from habac24h.workflow import doubles, pages, restored
from habac24h.workflow.agenda import Reader
from habac24h.workflow.hindrances import smaller

STALE = timedelta(minutes=5)
"""Passes end every few seconds and are noted each minute."""
_PASSES = About("scheduler", "Bộ lập lịch")
_WORK = About("publishing", "Việc đăng")
_PAGE = About("page", "Trang Facebook")
_NO_ROWS = "chưa xem được vì chưa có dữ liệu dùng được."


def passes(patient: Patient) -> Line:
    """When a pass last ended well, and whether anybody holds the engine's lock."""
    if not patient.rows_can_be_read:
        return _PASSES.note(_NO_ROWS)
    with patient.rows() as session:
        told = memory.recall(session, memory.PASSED_AT)
    passed = datetime.fromisoformat(told) if told else None
    if passed is not None and passed >= patient.now() - STALE:
        return _PASSES.ok(f"đang chạy, lượt gần nhất xong lúc {_shown(patient, passed)}")
    last = f"lượt gần nhất xong lúc {_shown(patient, passed)}" if passed else "chưa có lượt nào"
    if _held(patient) and passed is None:
        return _PASSES.note("vừa mở, chưa xong lượt nào; hãy khám lại sau một phút.")
    if _held(patient):
        return _PASSES.wrong(
            f"đang mở nhưng không làm việc ({last}); hãy dừng rồi chạy lại `habac24h serve`."
        )
    return _PASSES.wrong(
        f"không chạy ({last}): không bài nào được đăng; hãy bật chương trình bằng "
        "`habac24h serve`, hoặc cho chạy cùng máy bằng `habac24h service install`."
    )


def work(patient: Patient) -> Line:
    """What waits for a person because the program could not go on alone."""
    if not patient.rows_can_be_read:
        return _WORK.note(_NO_ROWS)
    with patient.rows() as session:
        counts = _counts(session)
        held, after = health.stopped(session), restored.standing(session)
        reader = Reader(session, patient.now(), patient.settings.zone, most=0)
        hindered = smaller(session, patient.now(), patient.settings.zone)
        twice = doubles.told(session, patient.settings.zone)
        overdue = reader.overdue().count + reader.still_up().count
    wrong = [one.sentence(one.by_command) for one in twice]
    waiting = [f"{count} lượt {_STATES[state]}" for state, count in counts.items()]
    if waiting:
        wrong.append(f"{', '.join(waiting)}; hãy mở trang Việc hôm nay để quyết định.")
    if wrong:
        return _WORK.wrong(" ".join(wrong))
    if held and after is not None and after.sign is not None:
        place = f" Xem bài: {after.sign.permalink}." if after.sign.permalink else ""
        return _WORK.wrong(
            f"đang tạm dừng: {restored.seen(after.sign)}.{place} {restored.CAUSES} "
            f"{restored.TO_DO} Xong thì bấm “Xem và đăng tiếp” ở Việc hôm nay."
        )
    if held:
        return _WORK.note("đang tạm dừng; bật lại bằng `habac24h fanpage resume`.")
    if hindered:
        return _WORK.note(" ".join(hindered))
    if overdue:
        return _WORK.note(f"{overdue} việc quá giờ chưa ai xác nhận; xem trang Việc hôm nay.")
    return _WORK.ok("không có lượt nào lỗi, chưa rõ hay chưa xác nhận")


def page(patient: Patient) -> Line:
    """The page's token and scopes: a look at them now, else what was last seen."""
    if not patient.rows_can_be_read:
        return _PAGE.note(_NO_ROWS)
    with patient.rows() as session:
        live = pages.live(session)
        warnings: list[str] = memory.recall(session, memory.WARNINGS) or []
        first = _first_post(session)
    if live is None or live.practice:
        return _PAGE.note(
            "trang chạy thử trên máy này; nối trang thật bằng `habac24h fanpage connect`."
        )
    if not patient.online:
        return _seen(patient, live, warnings)
    try:
        found = _look(patient, live)
    except ChannelError as error:
        return _PAGE.note(f"{live.name or live.page_id}: chưa hỏi được ({error.sentence})")
    except HabacError as error:
        return _PAGE.wrong(error.sentence)
    return _judged(patient, found, first)


_STATES: dict[str, str] = {Going.UNKNOWN: "chưa rõ đã đăng hay chưa", Going.FAILED: "lỗi"}


def _judged(patient: Patient, found: PageCheck, first: str | None) -> Line:
    if found.problems:
        return _PAGE.wrong(" ".join(found.problems))
    said = f"{found.name}, quyền: {', '.join(found.scopes) or 'Facebook không cho xem'}"
    if found.expires_at is not None:
        said += f", hết hạn {_shown(patient, found.expires_at)}"
    if found.warnings:
        return _PAGE.note(f"{said}. {' '.join(found.warnings)}")
    # Graph does not tell an app's mode to the app itself (facts about Facebook).
    how = f"mở {first} trong cửa sổ ẩn danh" if first else "mở bài đầu tiên trong cửa sổ ẩn danh"
    return _PAGE.ok(f"{said}. Ứng dụng ở chế độ Phát triển thì người ngoài không thấy bài: {how}")


def _seen(patient: Patient, live: Page, warnings: list[str]) -> Line:
    name = live.name or live.page_id
    when = _shown(patient, live.checked_at) if live.checked_at else "chưa lần nào"
    if live.blocked:
        return _PAGE.wrong(f"{name}: {live.blocked}")
    if warnings:
        return _PAGE.note(f"{name} (xem lúc {when}): {' '.join(warnings)}")
    return _PAGE.ok(f"{name}, mã truy cập xem lại lúc {when}")


def _look(patient: Patient, live: Page) -> PageCheck:
    """One or two questions to Facebook; nothing is written anywhere."""
    assert patient.database is not None
    office = Office(patient.home, patient.settings, patient.database, patient.clock)
    return office.connected(live).check()


def _first_post(session: Session) -> str | None:
    query = select(Airing.permalink).where(
        col(Airing.was_public).is_(True),
        col(Airing.practice).is_(False),
        col(Airing.permalink).is_not(None),
    )
    return session.exec(query.order_by(col(Airing.public_at)).limit(1)).first()


def _counts(session: Session) -> dict[str, int]:
    query = (
        select(Airing.state, func.count())
        .where(col(Airing.state).in_(_STATES))
        .group_by(Airing.state)
        .order_by(Airing.state)
    )
    return dict(session.exec(query).all())


def _held(patient: Patient) -> bool:
    """Whether a process holds the engine's lock; a file that is not there is not made."""
    file = patient.home / LOCK_NAME
    if not file.exists():
        return False
    try:
        with FileLock(file).acquire(timeout=0):
            return False
    except Timeout:
        return True


def _shown(patient: Patient, moment: datetime) -> str:
    return f"{moment.astimezone(patient.settings.zone):%H:%M ngày %d/%m/%Y}"
