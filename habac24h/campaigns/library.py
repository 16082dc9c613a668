"""The office's campaigns in the database: import, export, and reading them back."""

from __future__ import annotations

import functools
from datetime import datetime

from sqlmodel import Session, col, select

from habac24h import audit, rows
from habac24h.audit import Actor
from habac24h.calendar.observances import observances
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.definition import parse
from habac24h.campaigns.facts import given, shown
from habac24h.campaigns.known import Known
from habac24h.campaigns.own import own_words
from habac24h.campaigns.packaged import packaged_topics
from habac24h.campaigns.places import PlaceEntry
from habac24h.channels.registry import KINDS
from habac24h.content import variants
from habac24h.content.own import SHIPPED, Own
from habac24h.content.sandbox import Sandbox
from habac24h.errors import DefinitionError, NotFound
from habac24h.models import CampaignRow, Item, OwnRevision, Place


@functools.lru_cache(maxsize=8)
def sandbox(own: Own = SHIPPED) -> Sandbox:
    """The one sandbox of this process; with an office's own shared pieces its twin."""
    if own.templates:
        return sandbox().with_pieces(variants.library(own.templates).shared)
    return Sandbox(variants.shared)


def known(session: Session) -> Known:
    """What a definition may refer to in this office now."""
    return _known(frozenset(place.id for place in places(session)), own_words(session))


def known_without_places() -> Known:
    """What any office's definition may refer to, its places aside: for the shipped files."""
    return _known(None, SHIPPED)


def places(session: Session) -> tuple[PlaceEntry, ...]:
    """The places in use, in the office's order."""
    query = (
        select(Place)
        .where(col(Place.removed).is_(False))
        .order_by(col(Place.position), col(Place.id))
    )
    return tuple(PlaceEntry(row.id, row.name, row.kind, row.example) for row in session.exec(query))


def decode(data: bytes, file: str) -> str:
    """A definition's file as text, its line ends kept; a BOM at the start is left out."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionError(
            file=file,
            line=data.count(b"\n", 0, error.start) + 1,
            field="bảng mã",
            found="chữ không phải UTF-8",
            allowed="hãy lưu tệp bằng bảng mã UTF-8",
        ) from None


def check(session: Session, text: str, file: str) -> Campaign:
    """Read a definition as an import would, and store nothing; raises DefinitionError."""
    return parse(text, file, known(session))


def import_definition(
    session: Session,
    text: str,
    file: str,
    *,
    now: datetime,
    by: Actor = audit.PROGRAM,
    reason: str | None = None,
    act: str = "edit",
) -> Campaign:
    """Store a definition, new or in place of the one with its id; raises DefinitionError.

    Items change only when planning is applied. The same text again changes nothing. Earlier texts
    are kept, with `act` and `reason`, as those of all other words.
    """
    campaign = check(session, text, file)
    row = session.get(CampaignRow, campaign.id)
    source = text.removeprefix("\ufeff")
    if row is not None and row.source == source:
        return campaign
    if row is None:
        row = CampaignRow(id=campaign.id, title=campaign.title, revision=0, updated_at=now)
    elif row.title != campaign.title:
        _touch_all(session, campaign.id)  # the calendar shows the campaign's title
    row.title, row.source, row.updated_at = campaign.title, source, now
    row.revision += 1
    rows.touch_editions(session)
    session.add(row)
    session.add(
        OwnRevision(
            word=f"definitions/{campaign.id}",
            act=act,
            text=source,
            by=by.name,
            at=now,
            reason=reason,
        )
    )
    session.flush()
    audit.record(
        session, by, "campaign-import", now, campaign=campaign.id, revision=row.revision, file=file
    )
    return campaign


def export(session: Session, campaign_id: str) -> str:
    """A definition's text as it was imported; raises NotFound."""
    return _row(session, campaign_id).source


def load(session: Session, campaign_id: str) -> Campaign:
    """A stored campaign; raises NotFound, or DefinitionError where the program changed since."""
    row = _row(session, campaign_id)
    return _stored(row.source, f"{row.id}.yaml", own_words(session))


def stored(session: Session) -> tuple[CampaignRow, ...]:
    """The rows of all campaigns, by id."""
    return tuple(session.exec(select(CampaignRow).order_by(col(CampaignRow.id))))


def facts(session: Session, campaign_id: str, year: int) -> dict[str, str]:
    """What the texts of one edition may use, by name: its own facts and those of the year."""
    return shown(given(session, campaign_id, year))


def missing_required(session: Session, campaign_id: str, year: int) -> tuple[str, ...]:
    """Facts without which nothing of that edition may be approved, and which it lacks."""
    given = facts(session, campaign_id, year)
    return tuple(name for name in load(session, campaign_id).required if name not in given)


def _row(session: Session, campaign_id: str) -> CampaignRow:
    row = session.get(CampaignRow, campaign_id)
    if row is None:
        raise NotFound(
            f"Không có chiến dịch “{campaign_id}”; xem các mã bằng `habac24h campaigns list`."
        )
    return row


def _touch_all(session: Session, campaign_id: str) -> None:
    for item_id in session.exec(select(Item.id).where(Item.campaign == campaign_id)):
        rows.touch(session, item_id)


def _known(place_ids: frozenset[str] | None, own: Own) -> Known:
    return Known(
        observances=observances(),
        topics=packaged_topics(),
        templates=variants.library(own.templates),
        channels=KINDS,
        sandbox=sandbox(own),
        places=place_ids,
    )


@functools.lru_cache(maxsize=256)
def _stored(source: str, file: str, own: Own) -> Campaign:
    """Read once per text; places are not checked, one may have been removed since."""
    return parse(source, file, _known(None, own))
