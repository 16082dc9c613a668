"""Units: who reports to the commune, what came, what is missing, what it adds up to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from habac24h.commands.common import As, Json, day, office, read_bytes, say, show
from habac24h.errors import Refused
from habac24h.units.figures import listed

if TYPE_CHECKING:
    from habac24h.units.summary import Entry, Summary

app = typer.Typer(no_args_is_help=True, help="Đơn vị: báo cáo của phòng, đoàn thể, thôn, trường.")
UnitId = Annotated[str, typer.Argument(metavar="ĐƠN-VỊ", help="Mã đơn vị.")]
Year = Annotated[int, typer.Argument(metavar="NĂM", help="Năm.")]
Period = Annotated[str, typer.Option("--period", help="Kỳ: nam, 6-thang hoặc bo-sung.")]


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Danh sách đơn vị."""
    from habac24h.units.roster import KINDS, everyone

    with office() as here, here.database.read() as session:
        units = everyone(session)
    found = [{"id": one.id, "name": one.name, "kind": one.kind} for one in units]

    def plain() -> None:
        for one in found:
            say(f"{one['id']:<20} {KINDS.get(one['kind'], one['kind']):<20} {one['name']}")

    show(found, as_json=as_json, plain=plain)


@app.command()
def add(
    by: As,
    unit: Annotated[str | None, typer.Argument(metavar="ĐƠN-VỊ", help="Mã đơn vị.")] = None,
    name: Annotated[str | None, typer.Option(help="Tên đơn vị.")] = None,
    kind: Annotated[str, typer.Option(help="phong, doan-the, thon hoặc truong.")] = "phong",
    places: Annotated[
        bool, typer.Option("--places", help="Thêm các thôn, trường trong danh sách địa điểm.")
    ] = False,
) -> None:
    """Thêm đơn vị."""
    from habac24h.units import roster

    with office() as here, here.desk(by) as desk:
        if places:
            new = roster.add_places(desk)
            say(f"Đã thêm {len(new)} đơn vị{': ' if new else ''}{', '.join(u.name for u in new)}.")
            return
        if unit is None or name is None:
            raise Refused("Hãy nêu mã đơn vị và --name, hoặc --places.")
        say(f"Đã thêm {roster.add(desk, unit, name, kind).name}.")


@app.command()
def rename(
    unit: UnitId,
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên mới.")],
    by: As,
) -> None:
    """Đổi tên đơn vị; báo cáo đã gửi vẫn là của đơn vị ấy."""
    from habac24h.units import roster

    with office() as here, here.desk(by) as desk:
        say(f"Đã đổi tên thành “{roster.rename(desk, unit, name).name}”.")


@app.command()
def remove(unit: UnitId, by: As) -> None:
    """Bỏ đơn vị; báo cáo đã gửi vẫn được giữ."""
    from habac24h.units import roster

    with office() as here, here.desk(by) as desk:
        say(f"Đã bỏ {roster.remove(desk, unit).name}; báo cáo các năm trước vẫn còn.")


@app.command()
def due(year: Year, on: Annotated[str, typer.Argument(metavar="NGÀY")], by: As,
        period: Period = "nam") -> None:  # fmt: skip
    """Đặt hạn gửi báo cáo của một kỳ (kỳ cả năm: mặc định hết 30/11 theo kế hoạch)."""
    from habac24h.units import periods

    last = day(on)
    assert last is not None
    with office() as here, here.desk(by) as desk:
        periods.set_due(desk, year, period, last)
        say(f"Hạn gửi báo cáo {periods.named(period)} {year}: {last:%d/%m/%Y}.")


@app.command()
def form(
    year: Year,
    folder: Annotated[Path, typer.Option("-o", help="Thư mục để ghi biểu.")],
    unit: Annotated[str | None, typer.Option(help="Chỉ một đơn vị.")] = None,
    period: Period = "nam",
) -> None:
    """Lập biểu Excel cho mỗi đơn vị điền số liệu."""
    from habac24h.printing.names import safe
    from habac24h.units.form import workbook
    from habac24h.units.importing import form_for
    from habac24h.units.roster import everyone
    from habac24h.workflow import Desk

    with office() as here, here.database.read() as session:
        desk = Desk.reader(session, here.settings, here.clock.now())
        units = [unit] if unit else [one.id for one in everyone(session)]
        forms = [form_for(desk, one, year, period) for one in units]
    folder.mkdir(parents=True, exist_ok=True)
    for one in forms:
        target = folder / f"{safe(f'bieu_{one.unit}_{year}_{period}')}.xlsx"
        target.write_bytes(workbook(one))
        say(str(target))


@app.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="TỆP", help="Biểu Excel các đơn vị đã điền.")
    ],
    by: As,
) -> None:
    """Nhập biểu đã điền: tất cả các tệp, hoặc không tệp nào nếu có ô sai."""
    from habac24h.units import periods
    from habac24h.units.importing import take_in

    with office() as here, here.desk(by) as desk:
        found = [take_in(desk, here.home, read_bytes(file), file.name) for file in files]
    for one in found:
        when = f"{periods.named(one.period)} {one.year}"
        say(f"Đã nhập biểu của {one.unit}, {when}: {len(one.figures)} số liệu.")


@app.command()
def received(
    unit: UnitId,
    year: Year,
    by: As,
    period: Period = "nam",
    on: Annotated[str | None, typer.Option(help="Ngày nhận (mặc định: hôm nay).")] = None,
    file: Annotated[Path | None, typer.Option(help="Tệp báo cáo để lưu.")] = None,
    figure: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MÃ=SỐ", help=f"Số liệu, ví dụ talks=3; nêu nhiều lần. Các mã: {listed()}."
        ),
    ] = None,
    note: Annotated[str | None, typer.Option(help="Ghi chú.")] = None,
    back: Annotated[bool, typer.Option("--not", help="Bỏ ghi nhận: thật ra chưa gửi.")] = False,
) -> None:
    """Ghi đơn vị đã gửi báo cáo, kèm tệp và số liệu nếu có."""
    from habac24h.units.reports import Given, receive, take_back
    from habac24h.workflow.evidence import keep

    with office() as here, here.desk(by) as desk:
        if back:
            take_back(desk, unit, year, period)
            say(f"Đã bỏ ghi nhận báo cáo {year} của {unit}.")
            return
        today = here.clock.now().astimezone(here.settings.zone).date()
        given = Given(
            received_on=day(on) or today,
            figures=_figures(figure or []),
            note=note,
            file=keep(here.home, file) if file else None,
            file_name=file.name if file else None,
        )
        row = receive(desk, unit, year, period, given)
        assert row.received_on is not None
        say(f"Đã ghi {unit} gửi báo cáo ngày {row.received_on:%d/%m/%Y}, "
            f"{len(row.figures)} số liệu.")  # fmt: skip


@app.command()
def remind(
    year: Year,
    unit: Annotated[str | None, typer.Option(help="Chỉ một đơn vị.")] = None,
    period: Period = "nam",
    as_json: Json = False,
) -> None:
    """Lời nhắc để chép gửi cho từng đơn vị còn thiếu báo cáo hoặc số liệu."""
    from habac24h.units.reminders import reminders
    from habac24h.units.summary import summary

    with office() as here, here.database.read() as session:
        today = here.clock.now().astimezone(here.settings.zone).date()
        known = summary(session, year, period)
    found, warning = reminders(known, here.settings, today), known.example_warning
    found = tuple(one for one in found if unit in (None, one.unit))

    def plain() -> None:
        if warning:
            say(f"LƯU Ý: {warning}\n")
        if not found:
            say("Không còn đơn vị nào phải nhắc.")
        for one in found:
            say(f"--- {one.name} ({one.unit})\n{one.text}\n")

    told = [{"unit": one.unit, "name": one.name, "text": one.text} for one in found]
    show(told, as_json=as_json, plain=plain)


@app.command()
def summary(year: Year, period: Period = "nam", as_json: Json = False) -> None:
    """Ai đã gửi, ai còn thiếu, và tổng số liệu của các đơn vị."""
    from habac24h.units.summary import summary as add_up

    with office() as here, here.database.read() as session:
        found = add_up(session, year, period)
    show(found.as_dict(), as_json=as_json, plain=lambda: _tell(found))


def _tell(found: Summary) -> None:
    due = f", hạn {found.due:%d/%m/%Y}" if found.due else ", chưa đặt hạn"
    got, asked = len(found.received), len(found.entries)
    say(f"Báo cáo {found.period_name} {found.year}{due}: {got}/{asked} đơn vị đã gửi.")
    for entry in found.entries:
        say(f"{_stand(entry):<28} {entry.name}")
    say()
    for total in found.totals:
        if total.given_by:
            amount = f"{total.value:,}".replace(",", ".")
            say(f"{total.label}: {amount} {total.unit} ({total.given_by} đơn vị)")
    if found.missing:
        say(f"Còn thiếu: {', '.join(one.name for one in found.missing)}.")


def _stand(entry: Entry) -> str:
    if entry.received_on is None:
        return "chưa gửi"
    return f"đã gửi {entry.received_on:%d/%m/%Y}{' (muộn)' if entry.late else ''}"


def _figures(given: list[str]) -> dict[str, int | None]:
    """ "talks=3" as a number, "talks=" as taken back."""
    found: dict[str, int | None] = {}
    for one in given:
        name, sign, value = one.partition("=")
        plain = value.strip().replace(".", "")
        if not sign or (plain and not plain.isdecimal()):
            raise Refused(
                f"Không hiểu “{one}”; hãy viết như talks=3 (số buổi); các mã: {listed()}."
            )
        found[name.strip()] = int(plain) if plain else None
    return found
