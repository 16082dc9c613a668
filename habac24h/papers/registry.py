"""Every kind of paper, one row each: `habac24h print ID …` and the pages know no other list."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from habac24h.errors import NotFound
from habac24h.papers import article, banner, card, order, outline, plan, script, slip, week
from habac24h.papers.items import of_items
from habac24h.papers.paper import Paper
from habac24h.printing import article as articles
from habac24h.printing import decree30
from habac24h.printing import order as orders
from habac24h.printing import outline as outlines
from habac24h.printing import script as scripts
from habac24h.printing import slip as slips
from habac24h.printing import week as weeks
from habac24h.printing.artwork import banner as banners

PAPERS: Mapping[str, Paper] = MappingProxyType(
    {
        paper.id: paper
        for paper in (
            Paper(
                "script",
                "bài phát thanh",
                "bai-doc",
                of_items(script.fill, "loudspeaker"),
                {"pdf": scripts.pdf, "docx": scripts.docx},
            ),
            Paper("week", "lịch phát thanh tuần", "lich-tuan", week.gather, {"pdf": weeks.pdf}),
            Paper("slip", "phiếu duyệt", "phieu-duyet", of_items(slip.fill), {"pdf": slips.pdf}),
            Paper(
                "portal",
                "tin cho cổng thông tin",
                "tin-cong",
                of_items(article.fill, "portal"),
                {"docx": articles.docx, "html": articles.html},
            ),
            Paper(
                "talk",
                "đề cương nói chuyện",
                "de-cuong",
                of_items(outline.fill, "talk"),
                {"pdf": outlines.pdf, "docx": outlines.docx},
            ),
            Paper(
                "plan",
                "kế hoạch truyền thông",
                "ke-hoach",
                plan.gather,
                {"docx": decree30.docx, "pdf": decree30.pdf},
            ),
            Paper(
                "banner",
                "băng rôn",
                "bang-ron",
                banner.gather,
                {"pdf": banners.pdf, "svg": banners.full_size, "png": banners.preview},
                banners.advice,
            ),
            Paper(
                "order",
                "phiếu băng rôn",
                "phieu-bang-ron",
                order.gather,
                {"pdf": orders.pdf, "docx": orders.docx},
            ),
            Paper("card", "ảnh kèm bài", "anh", card.gather, {"png": card.png, "svg": card.svg}),
        )
    }
)


def paper(paper_id: str) -> Paper:
    """The paper of that id, or NotFound with the ids that there are."""
    try:
        return PAPERS[paper_id]
    except KeyError:
        listed = ", ".join(f"{one.id} ({one.label})" for one in PAPERS.values())
        raise NotFound(f"Không có bản in “{paper_id}”; các loại: {listed}.") from None
