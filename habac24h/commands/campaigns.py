"""Campaign definitions: list, show, check, import, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from habac24h.commands import matrix
from habac24h.commands.common import Json, office, say, show
from habac24h.errors import Refused, why_not

if TYPE_CHECKING:
    from habac24h.campaigns.campaign import Campaign
    from habac24h.campaigns.coverage import Coverage

app = typer.Typer(no_args_is_help=True, help="Định nghĩa chiến dịch.")
Id = Annotated[str, typer.Argument(metavar="ID", help="Mã chiến dịch.")]
File = Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp YAML.")]


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Danh sách chiến dịch."""
    from habac24h.campaigns import library

    with office() as here, here.database.read() as session:
        found = [
            {"id": row.id, "title": row.title, "revision": row.revision}
            for row in library.stored(session)
        ]

    def plain() -> None:
        if not found:
            say("Chưa có chiến dịch nào. Nhập bằng `habac24h campaigns import TỆP`.")
        for one in found:
            say(f"{one['id']:<20} {one['title']}")

    show(found, as_json=as_json, plain=plain)


@app.command("show")
def show_one(
    campaign_id: Id,
    year: Annotated[
        int | None, typer.Option(help="Năm xem độ phủ chủ đề, kênh, tuần (không ghi: năm nay).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Một chiến dịch: các hoạt động, và chủ đề nào có ở kênh nào, lúc nào."""
    from habac24h.campaigns import library
    from habac24h.campaigns.covering import coverage

    with office() as here, here.database.read() as session:
        campaign = library.load(session, campaign_id)
        zone = here.settings.zone
        today = here.clock.now().astimezone(zone).date()
        covered = coverage(session, campaign_id, year or today.year, today, zone)
    told = _told(campaign)
    told["coverage"] = matrix.as_object(covered) if covered is not None else None

    def plain() -> None:
        say(f"{campaign.title} ({campaign.id}), mốc: {campaign.observance.full}")
        say(f"Chủ trì: {campaign.lead}. Phối hợp: {', '.join(campaign.partners) or 'không'}.")
        for activity in told["activities"]:
            say(f"  {activity['id']:<22} {activity['channel']:<12} {activity['title']}")
        if covered is not None:
            _tell_coverage(covered)

    show(told, as_json=as_json, plain=plain)


@app.command()
def check(file: File) -> None:
    """Kiểm tra một tệp định nghĩa, không lưu gì."""
    from habac24h.campaigns import library

    with office() as here, here.database.read() as session:
        campaign = library.check(session, _decoded(file), file.name)
    say(f"Đúng: “{campaign.title}”, {len(campaign.activities)} hoạt động.")


@app.command("import")
def import_(file: File) -> None:
    """Nhập một định nghĩa (thay bản cùng mã); nội dung chỉ đổi khi chạy plan --apply."""
    from habac24h import audit
    from habac24h.campaigns import library

    with office() as here, here.database.write() as session:
        campaign = library.import_definition(
            session, _decoded(file), file.name, now=here.clock.now(), by=audit.actor("máy này")
        )
    say(f"Đã nhập “{campaign.title}”. Chạy `habac24h plan NĂM` để xem kế hoạch thay đổi thế nào.")


@app.command()
def export(
    campaign_id: Id,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Tệp ghi ra.")] = None,
) -> None:
    """Xuất định nghĩa đúng như đã nhập."""
    import sys

    from habac24h.campaigns import library

    with office() as here, here.database.read() as session:
        source = library.export(session, campaign_id).encode()
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(source)
        return
    output.write_bytes(source)
    say(f"Đã ghi {output}.")


def _tell_coverage(covered: Coverage) -> None:
    from habac24h.campaigns.coverage_warnings import coverage_warnings
    from habac24h.campaigns.packaged import packaged_topics

    if not covered.cells:
        say(f"Chưa lập kế hoạch năm {covered.year}; chạy `habac24h plan {covered.year} --apply`.")
        return
    matrix.tell(covered)
    matrix.legend()
    for warning in coverage_warnings(covered, packaged_topics()):
        say(f"! {warning.message}")


def _decoded(file: Path) -> str:
    from habac24h import given
    from habac24h.campaigns import library

    try:
        return library.decode(given.read(file), file.name)
    except OSError as error:
        raise Refused(f"Không đọc được tệp {file}: {why_not(error)}.") from None


def _told(campaign: Campaign) -> dict[str, Any]:
    return {
        "id": campaign.id,
        "title": campaign.title,
        "observance": campaign.observance.full,
        "lead": campaign.lead,
        "partners": list(campaign.partners),
        "topics": list(campaign.topics),
        "required": list(campaign.required),
        "activities": [
            {
                "id": activity.id,
                "title": activity.title,
                "channel": activity.channel,
                "template": activity.template,
                "at": [f"{at:%H:%M}" for at in activity.at],
                "per_place": activity.per_place,
            }
            for activity in campaign.activities
        ],
    }
