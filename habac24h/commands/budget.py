"""Budget: a year's estimate, what was spent, and both as papers for Phòng Kinh tế."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands.common import As, Json, day, office, say, show
from habac24h.errors import Refused

if TYPE_CHECKING:
    from habac24h.budget.estimate import Estimate, Line, Sum

app = typer.Typer(no_args_is_help=True, help="Kinh phí: dự toán, đã chi, bản gửi Phòng Kinh tế.")
Year = Annotated[int, typer.Argument(metavar="NĂM", help="Năm.")]
LineId = Annotated[int, typer.Argument(metavar="SỐ", help="Số của khoản (xem budget list).")]
Campaign = Annotated[str | None, typer.Option(help="Mã chiến dịch.")]


@app.command("list")
def list_(year: Year, campaign: Campaign = None, as_json: Json = False) -> None:
    """Dự toán của một năm: từng khoản, tổng theo chiến dịch và theo nguồn."""
    from habac24h.budget.estimate import estimate

    with office() as here, here.database.read() as session:
        found = estimate(session, year, campaign)
    show(found.as_dict(), as_json=as_json, plain=lambda: _tell(found))


@app.command("set")
def set_(
    year: Year,
    by: As,
    line: Annotated[
        int | None, typer.Argument(metavar="SỐ", help="Khoản cần sửa; bỏ trống để thêm.")
    ] = None,
    content: Annotated[str | None, typer.Option(help="Nội dung chi.")] = None,
    quantity: Annotated[str | None, typer.Option(help="Số lượng; để trống: chưa biết.")] = None,
    unit: Annotated[str | None, typer.Option(help="Đơn vị tính.")] = None,
    price: Annotated[str | None, typer.Option(help="Đơn giá, đồng; để trống: chưa biết.")] = None,
    source: Annotated[str | None, typer.Option(help="ngan-sach, don-vi hoặc ho-tro.")] = None,
    campaign: Campaign = None,
    starter: Annotated[
        bool, typer.Option("--starter", help="Thêm các khoản mà kế hoạch nêu, đơn giá để trống.")
    ] = False,
) -> None:
    """Thêm hoặc sửa một khoản của dự toán."""
    from habac24h.budget import lines
    from habac24h.budget.money import read
    from habac24h.budget.starter import begin

    told: dict[str, Any] = {"content": content, "unit": unit, "source": source}
    told = {name: value for name, value in {**told, "campaign": campaign}.items() if value}
    if quantity is not None:
        told["quantity"] = read(quantity, "Số lượng")
    if price is not None:
        told["price"] = read(price, "Đơn giá")
    with office() as here, here.desk(by) as desk:
        if starter:
            say(f"Đã thêm {len(begin(desk, year))} khoản theo kế hoạch, đơn giá để trống.")
            return
        said = lines.Said(**told)
        if line is None:
            row = lines.add(desk, year, said)
        elif lines.named(desk.session, line).year != year:
            raise Refused(f"Khoản số {line} không thuộc năm {year}.")
        else:
            row = lines.change(desk, line, said)
        say(f"Đã lưu khoản {row.id}: {row.content}.")


@app.command()
def spend(
    line: LineId,
    amount: Annotated[str, typer.Argument(metavar="SỐ-TIỀN", help="Số tiền, đồng.")],
    by: As,
    on: Annotated[str | None, typer.Option(help="Ngày chi (mặc định: hôm nay).")] = None,
    note: Annotated[str, typer.Option(help="Ghi chú.")] = "",
    file: Annotated[Path | None, typer.Option(help="Tệp chứng từ để lưu.")] = None,
    less: Annotated[bool, typer.Option("--less", help="Giảm số đã ghi (ghi nhầm).")] = False,
) -> None:
    """Ghi số đã chi cho một khoản."""
    from habac24h.budget import lines
    from habac24h.budget.estimate import one_line
    from habac24h.budget.money import dotted, read
    from habac24h.workflow.evidence import keep

    paid = read(amount, "Số tiền")
    if paid is None:
        raise Refused("Hãy nêu số tiền đã chi.")
    with office() as here, here.desk(by) as desk:
        lines.spend(
            desk,
            line,
            -paid if less else paid,
            on=day(on) or here.clock.now().astimezone(here.settings.zone).date(),
            note=note,
            file=keep(here.home, file) if file else None,
            file_name=file.name if file else None,
        )
        year = lines.named(desk.session, line).year
        found = one_line(desk.session, line)
    say(f"Khoản {line} đã chi {dotted(found.spent)} đồng.")
    if found.planned is None and found.spent:
        say(
            "Lưu ý: khoản này chưa có đủ số lượng và đơn giá nên chưa biết có vượt dự toán không; "
            f"điền bằng `habac24h budget set {year} {line} --quantity … --price … --as TÊN`."
        )
    elif found.over:
        say(f"LƯU Ý: đã VƯỢT dự toán {dotted(found.over)} đồng "
            f"(dự toán {dotted(found.planned or 0)} đồng).")  # fmt: skip


@app.command()
def remove(line: LineId, by: As) -> None:
    """Bỏ một khoản chưa chi."""
    from habac24h.budget import lines

    with office() as here, here.desk(by) as desk:
        say(f"Đã bỏ khoản {line}: {lines.remove(desk, line).content}.")


@app.command()
def copy(
    year: Year, by: As, to: Annotated[int, typer.Option("--to", help="Năm chép sang.")]
) -> None:
    """Chép các khoản của một năm sang năm khác, không chép số đã chi."""
    from habac24h.budget import lines

    with office() as here, here.desk(by) as desk:
        new = lines.copy(desk, year, to)
    say(f"Đã chép {len(new)} khoản từ {year} sang {to}; hãy xem lại số lượng và đơn giá.")


@app.command()
def export(
    year: Year,
    output: Annotated[Path, typer.Option("-o", help="Tệp .xlsx, .docx hoặc .pdf.")],
    campaign: Campaign = None,
) -> None:
    """Dự toán năm gửi Phòng Kinh tế: Excel, Word hoặc PDF (thể thức Nghị định 30)."""
    from habac24h.budget.estimate import estimate
    from habac24h.budget.papers import draw

    with office() as here, here.database.read() as session:
        found = estimate(session, year, campaign)
        content = draw(found, output.suffix.lower(), here.settings, here.clock.now())
    output.write_bytes(content)
    say(str(output))


def _tell(found: Estimate) -> None:
    if not found.total.lines:
        say(f"Năm {found.year} chưa có khoản nào. Thêm các khoản kế hoạch nêu bằng "
            f"`habac24h budget set {found.year} --starter --as TÊN`.")  # fmt: skip
        return
    for group in found.campaigns:
        say(f"\n{group.title}: {_sums(group)}")
        for line in group.lines:
            say(f"{line.id:>5}  {_line(line)}")
    say("\nTheo nguồn:")
    for one in found.sources:
        say(f"  {one.title}: {_sums(one)}")
    say(f"\nTổng cộng năm {found.year}: {_sums(found.total)}")


def _line(line: Line) -> str:
    from habac24h.budget.money import dotted

    unit = f" {line.unit}" if line.unit else ""
    quantity = "chưa có số lượng" if line.quantity is None else f"{dotted(line.quantity)}{unit}"
    price = "chưa có đơn giá" if line.price is None else f"{dotted(line.price)} đồng"
    joined = f"{quantity} x {price}"
    if line.planned is None:
        joined = f"{quantity}, {price if line.price is None else f'đơn giá {price}'}"
    amount = "" if line.planned is None else f" = {dotted(line.planned)} đồng"
    spent = f"; đã chi {dotted(line.spent)} đồng" if line.spent else ""
    over = f" (VƯỢT {dotted(line.over)} đồng)" if line.over and line.planned is not None else ""
    return f"{line.content}: {joined}{amount}{spent}{over}"


def _sums(one: Sum) -> str:
    from habac24h.budget.money import dotted

    if one.nothing_priced:
        return f"chưa khoản nào có đủ số lượng và đơn giá, đã chi {dotted(one.spent)} đồng"
    unpriced = f", {one.missing}" if one.unpriced else ""
    over = f", VƯỢT {dotted(one.over)} đồng" if one.over else ""
    return f"dự toán {dotted(one.planned)} đồng, đã chi {dotted(one.spent)} đồng{unpriced}{over}"
