"""The values that `practice-page` prints: posts go to that page, and stay practice."""

from __future__ import annotations

from dataclasses import replace

from backup_kit import SQLITE
from engine_kit import SOON, bureau
from pydantic import SecretStr
from web_kit import client

from habac24h.clock import VirtualClock
from habac24h.office import PRACTICE_TOKEN, Office
from habac24h.workflow.pages import PRACTICE_ID


@SQLITE
def test_a_practice_page_of_another_process_is_the_one_that_is_used(
    office: Office, clock: VirtualClock
) -> None:
    with bureau(office, clock) as here:
        named = {
            "page_id": PRACTICE_ID,
            "page_token": SecretStr(PRACTICE_TOKEN),
            "graph_url": here.wall.url,
        }
        settings = office.settings.model_copy(update=named)
        here.office = replace(office, settings=settings, practice=None)
        assert here.wall.url in client(here.office).get("/trang-chay-thu").text
        key = here.approved(SOON)
        here.run()
        assert (here.state(key), here.airing(key).practice) == ("handed_over", True)
        assert [post.message for post in here.posts()] == [here.item(key).text]
