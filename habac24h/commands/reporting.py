"""The report: what was done in any days, as Word, PDF and Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands.common import Json, day, office, say, show

if TYPE_CHECKING:
    from habac24h.office import Office
    from habac24h.papers.report import Account
    from habac24h.report.period import Period


def report(
    since: Annotated[str | None, typer.Option("--from", help="Từ ngày.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Đến hết ngày.")] = None,
    main: Annotated[
        int | None, typer.Option("--main", help="Báo cáo năm, chốt số liệu đến 30/11 của năm này.")
    ] = None,
    supplement: Annotated[
        int | None, typer.Option("--supplement", help="Báo cáo bổ sung từ 01/12 của năm này.")
    ] = None,
    month: Annotated[str | None, typer.Option(help="Một tháng, ví dụ 2026-11.")] = None,
    campaign: Annotated[str | None, typer.Option(help="Mã chiến dịch.")] = None,
    year: Annotated[int | None, typer.Option(help="Năm (với --campaign).")] = None,
    practice: Annotated[
        bool, typer.Option("--practice", help="Tính cả nội dung chạy thử; mọi trang ghi CHẠY THỬ.")
    ] = False,
    receiver: Annotated[
        str, typer.Option("--for", help="Nơi nhận: so-noi-vu hoặc ubnd (thành phố).")
    ] = "so-noi-vu",
    outputs: Annotated[
        list[Path] | None,
        typer.Option("-o", "--output", help="Tệp .docx, .pdf hoặc .xlsx; nêu được nhiều lần."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Báo cáo kết quả: bao nhiêu nội dung, ở đâu, ai dự, vướng gì; kèm tệp Word, PDF, Excel."""
    from habac24h.papers.report import RECEIVERS, account
    from habac24h.report.gather import gather
    from habac24h.workflow import Desk

    _must_be_known(receiver, tuple(RECEIVERS), outputs or [])
    with office() as here:
        with here.database.read() as session:
            desk = Desk.reader(session, here.settings, here.clock.now())
            period = _period(desk, since, until, main, supplement, month, campaign, year)
            material = gather(desk, period, practice=practice)
        given = account(material, here.settings)
        files = [_write(here, given, receiver, file) for file in outputs or []]
    show(_counted(given, files), as_json=as_json, plain=lambda: _tell(given, files))


def _counted(given: Account, files: list[Path]) -> dict[str, Any]:
    """Every number; of what did not happen the keys, places and reasons."""
    from dataclasses import asdict, replace

    material, found = given.material, given.tally
    lost = [
        {"key": one.turn.key, "places": one.places, "reason": one.reason} for one in found.obstacles
    ]
    return {
        "from": material.period.since.isoformat(),
        "to": material.period.until.isoformat(),
        "campaign": material.period.campaign,
        "practice": material.practice,
        "left_out": material.left_out,
        "passed": sum(material.passed.values()),
        **asdict(replace(found, obstacles=())),
        "obstacles": lost,
        "audit_head": material.audit_head,
        "files": [str(file) for file in files],
    }


def _must_be_known(receiver: str, receivers: tuple[str, ...], outputs: list[Path]) -> None:
    """Refuse before anything is read what could not be written."""
    from habac24h.errors import Refused

    if receiver not in receivers:
        raise Refused(f"Không có nơi nhận “{receiver}”; chọn một trong: {', '.join(receivers)}.")
    for file in outputs:
        if file.suffix.lower() not in (".docx", ".pdf", ".xlsx"):
            raise Refused(
                f"Không ghi được báo cáo dạng “{file.name}”; chọn .docx, .pdf hoặc .xlsx."
            )


def _period(
    desk: object,
    since: str | None,
    until: str | None,
    main: int | None,
    supplement: int | None,
    month: str | None,
    campaign: str | None,
    year: int | None,
) -> Period:
    from habac24h.campaigns import library
    from habac24h.errors import Refused
    from habac24h.report import period
    from habac24h.workflow import Desk

    assert isinstance(desk, Desk)
    days = since is not None or until is not None
    chosen = [days, main is not None, supplement is not None, month is not None, year is not None]
    if sum(chosen) != 1:
        raise Refused(
            "Hãy chọn đúng một kỳ: --from và --to, --main NĂM, --supplement NĂM, --month 2026-11, "
            "hoặc --campaign MÃ --year NĂM."
        )
    known = library.load(desk.session, campaign) if campaign else None
    if main is not None:
        return period.main(main, campaign)
    if supplement is not None:
        return period.supplement(supplement, campaign)
    if month is not None:
        return period.month(month, campaign)
    if year is not None:
        if known is None:
            raise Refused("--year đi cùng --campaign MÃ; báo cáo cả năm dùng --main NĂM.")
        return period.edition(known, year)
    return period.days(day(since), day(until), campaign)


def _write(here: Office, given: Account, receiver: str, file: Path) -> Path:
    from habac24h.commands.printing import put
    from habac24h.papers.report import draw

    file.parent.mkdir(parents=True, exist_ok=True)
    return put(file, draw(given, here.settings, file.suffix.lower()[1:], receiver))


def _tell(given: Account, files: list[Path]) -> None:
    from habac24h.report import words

    found, material = given.tally, given.material
    say(f"{words.subject(material)}. {words.days(material)}.")
    say(words.in_general(material, found))
    if material.passed:
        say(words.passed(material))
    if not material.ahead:
        for sentence in words.by_channel(material, found, given.house):
            say(sentence)
        for sentence in words.by_campaign(material, found):
            say(sentence)
    if material.left_out:
        say(f"Không tính {material.left_out} nội dung chạy thử (thêm --practice để xem).")
    for file in files:
        say(f"Đã ghi {file}")
