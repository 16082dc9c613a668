"""The fanpage: connect, status, stop, resume, hand over further ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands.common import Json, agreed, day, office, read_text, say, show, when
from habac24h.errors import Refused

if TYPE_CHECKING:
    from sqlmodel import Session

    from habac24h.channels.fanpage import Fanpage
    from habac24h.engine.context import Engine
    from habac24h.office import Office
    from habac24h.workflow import Desk
    from habac24h.workflow.restored import Stranger

app = typer.Typer(no_args_is_help=True, help="Kết nối, dừng và theo dõi trang Facebook.")
By = Annotated[str | None, typer.Option("--as", help="Tên người dùng thực hiện.")]


@app.command()
def connect(
    page_id: Annotated[str, typer.Option(help="Mã số của trang.")],
    token_file: Annotated[Path, typer.Option(help="Tệp chứa mã truy cập trang.")],
    by: By = None,
) -> None:
    """Kiểm tra mã truy cập rồi chuyển sang trang này."""
    from habac24h import vault
    from habac24h.workflow import connecting

    token = read_text(token_file).strip()
    if not page_id.isdecimal():
        raise Refused(f"Mã trang “{page_id}” không đúng; mã trang chỉ gồm chữ số.")
    if not token:
        raise Refused(f"Tệp {token_file} để trống; hãy dán mã truy cập trang vào đó.")
    with office() as here:
        token, found = here.look_at_page(page_id, token)
        with here.database.write() as session:
            desk = _desk(here, session, by)
            again = connecting.connect(desk, found, vault.seal(token, here.home, here.settings))
        say(f"Đã kết nối trang “{found.name}” ({found.page_id}).")
        for warning in found.warnings:
            say(f"Lưu ý: {warning}")
        say(_PRIVATE_WINDOW)
        if again:
            say(f"{again} nội dung cần duyệt lại vì đổi trang.")


@app.command()
def status(as_json: Json = False) -> None:
    """Trang đang dùng, công tắc dừng, và điều cần làm."""
    with office() as here, here.database.read() as session:
        told = _status(here, session)

    def plain() -> None:
        kind = "Trang chạy thử" if told["practice"] else "Trang thật"
        say(f"{kind}: {told['name']} ({told['page_id']})")
        say(_standing(told))
        for warning in (*told["hindrances"], *told["doubles"], *told["warnings"]):
            say(f"Lưu ý: {warning}")
        for word, count in told["airings"].items():
            say(f"  {word}: {count}")
        if told["restored"] is not None and told["stopped"]:
            _say_strangers(told["restored"]["strangers"])
        if told["looked_at"]:
            looked = datetime.fromisoformat(told["looked_at"])
            say(f"Lần xem trang gần nhất: {when(looked, here.settings.zone)}")

    show(told, as_json=as_json, plain=plain)


@app.command()
def stop(by: By = None) -> None:
    """Dừng mọi việc đăng và gỡ những gì đã hẹn giờ."""
    from habac24h.workflow import connecting

    with office() as here, here.database.write() as session:
        taken = connecting.stop(_desk(here, session, by))
        say(f"Đã dừng. {taken} bài đã hẹn giờ đang được gỡ; bộ lập lịch sẽ làm đến khi xong.")


@app.command()
def keep(
    post: Annotated[str, typer.Argument(metavar="MÃ", help="Mã bài, như `fanpage status` nêu.")],
    by: By = None,
) -> None:
    """Giữ một bài trùng lời trên trang sau khi đã xem; thôi nhắc về bài ấy."""
    from habac24h.workflow import doubles

    with office() as here, here.database.write() as session:
        kept = doubles.keep(_desk(here, session, by), post)
    say(f"Đã ghi nhận: giữ bài {kept.permalink or kept.remote_id} trên trang.")


@app.command()
def resume(by: By = None) -> None:
    """Đăng trở lại; những bài đã duyệt sẽ được hẹn giờ lại."""
    from habac24h.workflow import connecting

    with office() as here, here.database.write() as session:
        after = connecting.resume(_desk(here, session, by))
    say("Đã cho đăng trở lại.")
    if after is not None and not after.settled:
        say("Chương trình xem trang hơn nửa giờ, đối chiếu xong với trang rồi mới gửi bài.")
    for stranger in after.strangers if after is not None else ():
        say(f"Lưu ý: {_line(stranger)}")


@app.command()
def handover(
    until: Annotated[str, typer.Option(help="Đến hết ngày, ví dụ 2027-02-15.")],
    by: By = None,
) -> None:
    """Giao trước cho Facebook mọi bài đã duyệt đến hết ngày này (trước kỳ nghỉ dài)."""
    from datetime import UTC, datetime, time, timedelta

    from habac24h.workflow import connecting

    last = day(until)
    assert last is not None
    with office() as here, here.database.write() as session:
        end = datetime.combine(last + timedelta(days=1), time(0), here.settings.zone)
        connecting.hand_over_until(_desk(here, session, by), end.astimezone(UTC))
        say(f"Sẽ giao trước mọi bài đã duyệt đến hết ngày {last:%d/%m/%Y} (tối đa 28 ngày).")


_PRIVATE_WINDOW = (
    "Lưu ý: khi bài đầu tiên đã đăng, hãy mở bài đó trong cửa sổ ẩn danh (không đăng nhập). Không "
    "thấy bài nghĩa là ứng dụng Facebook còn ở chế độ Phát triển (Development): chỉ người trong "
    "ứng dụng xem được; hãy chuyển sang Hoạt động (Live)."
)
"""Facebook tells no program in which mode an app is (facts/facebook.md)."""


@app.command()
def trial(
    page_id: Annotated[str, typer.Option(help="Mã số của trang thử: đúng trang đang kết nối.")],
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Bỏ phép thử phải chờ khoảng 11 phút.")
    ] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Tệp kết quả.")] = None,
) -> None:
    """Thử trên một trang thử những điều chỉ Facebook mới trả lời được; tự xóa bài thử."""
    from habac24h.trial import run_trial

    with office() as here, here.engine("thu-trang") as engine:
        if page_id != engine.page.page_id:
            raise Refused(
                f"Trang đang kết nối là {engine.page.page_id}, không phải {page_id}; chỉ thử được "
                "trên trang đang kết nối. Hãy kết nối trang thử bằng `habac24h fanpage connect`."
            )
        question = (
            f"Sẽ đăng, cho hiện rồi xóa vài bài thử trên trang {page_id}: người theo dõi trang có "
            "thể thoáng thấy. Đây có phải trang thử không?"
        )
        if not agreed(question, yes=yes):
            raise Refused("Đã dừng; chưa gửi gì lên trang.")
        channel = _channel(engine)
        with _interruptible():
            found = run_trial(channel, page_id, here.clock, here.home, quick=quick, told=say)
        text = found.text(here.settings.zone, practice=engine.page.practice)
        at = found.begun.astimezone(here.settings.zone)
        file = output or here.home / f"thu-trang-{at:%Y%m%d-%H%M%S}.txt"
        file.write_text(text, encoding="utf-8")
        say(f"\n{text}\nĐã ghi vào {file}.")


@contextmanager
def _interruptible() -> Iterator[None]:
    """The system's request to end is as good as Ctrl+C: what was made is taken away first."""
    import signal

    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        raise Refused("Đã dừng giữa chừng; các bài thử đã được xóa khỏi trang.") from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _channel(engine: Engine) -> Fanpage:
    from habac24h.channels.fanpage import Fanpage

    channel = engine.page.channel
    assert isinstance(channel, Fanpage), "every page of an office is one"
    return channel


def _desk(here: Office, session: Session, by: str | None) -> Desk:
    """A named account, or the person at this computer."""
    from habac24h import audit
    from habac24h.workflow import Desk

    if by is not None:
        return Desk.of(session, here.settings, here.clock.now(), by)
    return Desk(session, here.settings, here.clock.now(), audit.actor("máy này"), "admin")


def _standing(told: dict[str, Any]) -> str:
    """How publishing stands, in one sentence."""
    from habac24h.workflow.restored import Stranger

    after = told["restored"]
    if after is not None and after["held"] and after["sign"]:
        return _held_for(Stranger(**after["sign"]))
    if after is not None and after["held"] and after["lost_row"]:
        return (
            "Đang TẠM DỪNG: dữ liệu đã bị thay bằng bản cũ hơn mà không qua lệnh restore (thay đổi "
            f"cuối cùng còn giữ: {told['backup_of']}). Xem trang Việc hôm nay, làm lại những thay "
            "đổi sau giờ ấy rồi chạy `habac24h fanpage resume`."
        )
    if after is not None and after["held"]:
        return (
            f"Đang TẠM DỪNG sau khi khôi phục bản sao lưu lúc {told['backup_of']}; xem trang Việc "
            "hôm nay, làm lại những thay đổi sau giờ ấy rồi chạy `habac24h fanpage resume`."
        )
    if after is not None and not after["settled"]:
        return "Đang đối chiếu với trang, vì dữ liệu cũ hơn trang; chưa gửi bài nào."
    if told["wrong_clock"]:
        return str(told["wrong_clock"])
    if told["stopped"]:
        return "Đang DỪNG mọi việc đăng; cho đăng lại bằng `habac24h fanpage resume`."
    if told["blocked"]:
        return f"Chưa đăng được. Cần làm: {told['blocked']}"
    if told["wait_until"]:
        return f"Trang đang phải chờ đến {told['wait_until']}."
    if told["looked_at"] is None:
        return "Chưa xem được trang lần nào; chạy `habac24h run --once` để thử."
    if told["hindrances"]:
        return "Đang đăng, nhưng gặp trở ngại."
    return "Đang đăng bình thường."


def _held_for(sign: Stranger) -> str:
    """What was seen, what it can mean, and what to do."""
    from habac24h.workflow import restored

    place = f" Xem bài: {sign.permalink}." if sign.permalink else ""
    return (
        f"Đang TẠM DỪNG: {restored.seen(sign)}.{place} {restored.CAUSES} {restored.TO_DO} Xong thì "
        "chạy `habac24h fanpage resume`."
    )


def _say_strangers(strangers: Sequence[dict[str, Any]]) -> None:
    from habac24h.workflow.restored import Stranger

    if strangers:
        say("Có trên trang mà dữ liệu trên máy không có:")
    for one in strangers:
        say(f"  {_line(Stranger(**one))}")


def _line(stranger: Stranger) -> str:
    """One post that no row holds, and what it may be."""
    what = "đã đăng" if stranger.public else "hẹn đăng"
    item = f" (có thể là {stranger.item})" if stranger.item else ""
    place = f" {stranger.permalink}" if stranger.permalink else ""
    return f"bài {what} lúc {stranger.at}: “{stranger.words}”{item}{place}"


def _status(here: Office, session: Session) -> dict[str, Any]:
    from collections import Counter

    from sqlmodel import select

    from habac24h import memory
    from habac24h.engine import health
    from habac24h.models import Airing
    from habac24h.workflow import doubles, pages, restored
    from habac24h.workflow.hindrances import smaller
    from habac24h.workflow.state import screen

    page = pages.live(session)
    assert page is not None
    states = session.exec(select(Airing.state).where(Airing.page == page.page_id))
    looked = memory.recall(session, memory.LOOKED_AT)
    after = restored.standing(session)
    return {
        "page_id": page.page_id,
        "name": page.name,
        "practice": page.practice,
        "stopped": health.stopped(session),
        "restored": after.told() if after is not None else None,
        "backup_of": when(after.taken_at, here.settings.zone) if after is not None else None,
        "blocked": page.blocked,
        "wait_until": when(page.wait_until, here.settings.zone) if page.wait_until else None,
        "looked_at": looked,
        "wrong_clock": memory.recall(session, memory.WRONG_CLOCK),
        "hindrances": smaller(session, here.clock.now(), here.settings.zone),
        "doubles": [
            one.sentence(one.by_command) for one in doubles.told(session, here.settings.zone)
        ],
        "warnings": memory.recall(session, memory.WARNINGS) or [],
        "airings": dict(Counter(screen(state, "fanpage") for state in states)),
    }
