"""Writing: a new item, an edit, a move."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from habac24h.commands.common import As, day, moment, office, read_bytes, read_text, say, when

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from habac24h.workflow.pictures import Pictures

Key = Annotated[str, typer.Argument(metavar="MÃ", help="Mã nội dung (KEY@N khi có nhiều lượt).")]


def new(
    campaign: Annotated[str, typer.Argument(metavar="CHIẾN-DỊCH", help="Mã chiến dịch.")],
    year: Annotated[int, typer.Argument(metavar="NĂM", help="Năm của đợt.")],
    channel: Annotated[str, typer.Option(help="Kênh.")],
    to: Annotated[
        str,
        typer.Option(
            "--to", help="Giờ, ví dụ 2026-11-20 19:00; việc đã làm (trừ Fanpage): giờ đã làm."
        ),
    ],
    title: Annotated[str, typer.Option(help="Tiêu đề.")],
    text_file: Annotated[Path, typer.Option(help="Tệp chữ UTF-8.")],
    by: As,
    topic: Annotated[str | None, typer.Option(help="Mã chủ đề mà báo cáo đếm.")] = None,
    place: Annotated[
        list[str] | None, typer.Option(help="Mã địa điểm; nêu nhiều lần cho nhiều nơi.")
    ] = None,
) -> None:
    """Thêm một nội dung ngoài kế hoạch."""
    from habac24h import workflow

    text = read_text(text_file)
    with office() as here, here.desk(by) as desk:
        at = moment(to, here.settings.zone)
        item = workflow.new(
            desk,
            campaign,
            year,
            channel=channel,
            to=at,
            title=title,
            text=text,
            topic=topic,
            places=place or (),
        )
        past = " Việc đã qua: soạn, trình, duyệt rồi xác nhận." if at <= desk.now else ""
        say(f"Đã thêm nội dung nháp {item.key}, {when(at, here.settings.zone)}.{past}")


_NOTHING = (
    "Hãy nêu điều cần sửa: lời mới bằng --text-file, tiêu đề bằng --title, "
    "ảnh bằng --image, chủ đề bằng --topic, địa điểm bằng --place."
)


def edit(
    key: Key,
    by: As,
    text_file: Annotated[Path | None, typer.Option(help="Tệp chữ UTF-8.")] = None,
    title: Annotated[str | None, typer.Option(help="Tiêu đề mới.")] = None,
    image: Annotated[
        list[Path] | None,
        typer.Option(help="Tệp ảnh kèm bài; nêu nhiều lần cho nhiều ảnh, thay mọi ảnh đang có."),
    ] = None,
    alt: Annotated[
        list[str] | None, typer.Option(help="Lời mô tả ảnh, lần lượt theo từng --image.")
    ] = None,
    no_image: Annotated[bool, typer.Option("--no-image", help="Bỏ mọi ảnh đang kèm.")] = False,
    topic: Annotated[
        str | None, typer.Option(help="Mã chủ đề mới (bản nháp của nội dung riêng).")
    ] = None,
    no_topic: Annotated[bool, typer.Option("--no-topic", help="Không thuộc chủ đề nào.")] = False,
    place: Annotated[
        list[str] | None,
        typer.Option(help="Mã địa điểm; nêu nhiều lần cho nhiều nơi, thay mọi nơi đang ghi."),
    ] = None,
    no_place: Annotated[bool, typer.Option("--no-place", help="Bỏ mọi địa điểm.")] = False,
    version: Annotated[int | None, typer.Option(help="Bản mà bạn đã xem.")] = None,
) -> None:
    """Sửa lời, tiêu đề, ảnh (đã duyệt thì trở lại nháp); bản nháp thì cả chủ đề, địa điểm."""
    from habac24h import workflow
    from habac24h.errors import Refused
    from habac24h.workflow.labelling import places_of

    relabelled = any((topic is not None, no_topic, place, no_place))
    if not (relabelled or text_file or title is not None or image or no_image):
        raise Refused(_NOTHING)
    if (topic is not None and no_topic) or (place and no_place):
        raise Refused("Chỉ chọn một trong --topic và --no-topic, một trong --place và --no-place.")
    text = read_text(text_file) if text_file else None
    pictures = _pictures(image or [], alt or [], no_image=no_image)
    with office() as here, here.desk(by) as desk:
        withdrawn = workflow.edit(
            desk, key, text=text, title=title, pictures=pictures, version=version
        )
        item = desk.item(key)
        if relabelled:
            workflow.label(
                desk,
                key,
                topic=None if no_topic else topic or item.topic,
                places=[] if no_place else place or places_of(desk.airings(item)),
            )
        say(f"Đã lưu bản {item.version} của {key} (nháp, cần trình duyệt lại).")
        if withdrawn:
            say(f"{withdrawn} lượt đang được gỡ khỏi Facebook; bộ lập lịch sẽ làm đến khi xong.")


def _pictures(files: list[Path], alts: list[str], *, no_image: bool) -> Pictures | None:
    """The pictures to attach; None leaves those that there are."""
    from habac24h.errors import Refused
    from habac24h.workflow.attaching import made_ready
    from habac24h.workflow.pictures import Pictures

    if files and no_image:
        raise Refused("Chỉ chọn một trong --image và --no-image.")
    if len(alts) > len(files):
        raise Refused("Có nhiều lời mô tả (--alt) hơn ảnh; mỗi --image một --alt.")
    if no_image:
        return Pictures()
    return made_ready([read_bytes(file) for file in files], alt=alts) if files else None


def move(
    key: Key,
    to: Annotated[str, typer.Option("--to", help="Giờ mới, ví dụ 2026-11-20 19:00.")],
    by: As,
    until: Annotated[str | None, typer.Option(help="Đến lúc (băng rôn).")] = None,
) -> None:
    """Dời một lượt sang giờ khác."""
    from habac24h import workflow
    from habac24h.workflow.findings import QUIET, findings
    from habac24h.workflow.hanging import ends, hangs_on
    from habac24h.workflow.redating import RULE as STALE

    with office() as here, here.desk(by) as desk:
        zone = here.settings.zone
        at = moment(to, zone)
        item = workflow.move(desk, key, to=at, until=_last(until, at))
        if at < here.clock.now():
            say("Lưu ý: giờ này vừa qua; nội dung đã duyệt sẽ đi ngay, còn trong hạn cho phép.")
        said = {"approved": "vẫn là đã duyệt", "pending": "cần duyệt lại", "draft": "còn là nháp"}
        say(f"Đã dời {key} sang {when(at, zone)}; {said[item.state]}.")
        _, airing = desk.one_airing(key)
        for line in (*ends([airing], zone), *hangs_on(desk.session, airing, here.settings)):
            say(line)
        for one in findings(desk.session, item, item.page, here.settings):
            if one.rule in (QUIET, STALE):
                say(f"{one.why}.")


def _last(until: str | None, at: datetime) -> datetime | None:
    """The end of a window: a moment, or a day at the hour of its beginning."""
    if until is None:
        return None
    if ":" in until:
        return moment(until, cast("ZoneInfo", at.tzinfo))
    last = day(until)
    assert last is not None
    return datetime.combine(last, at.time(), at.tzinfo)
