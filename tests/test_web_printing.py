"""In: which papers a week, an edition or an item has, as one file, and many by a job."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from paper_kit import pages
from web_kit import WRITER, TestClient, approve, arrive, client, read, submit, write

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.office import Office
from habac24h.papers.folder import filed, week_folder
from habac24h.papers.paper import Asked
from habac24h.papers.week import monday_of, to_print
from habac24h.printing.bundle import merged
from habac24h.web.print_jobs import Jobs
from habac24h.workflow import Desk

pytestmark = pytest.mark.sqlite


@pytest.fixture
def browser(office: Office) -> TestClient:
    arrive(office)
    found = client(office)
    found.app.state.jobs = Jobs(lambda: ThreadPoolExecutor(1))
    return found


def make(browser: TestClient, **fields: str) -> Any:
    return browser.post("/in/tep", data=fields, follow_redirects=False)


def named(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    found: str = answer.headers["content-disposition"].partition("''")[2]
    return found


def wait(browser: TestClient, address: str) -> str:
    """The page of a job that is over; its thread ends by itself."""

    for thread in threading.enumerate():
        if thread.name.startswith("in-"):
            thread.join(60)
    return browser.get(address).text


def scripts(office: Office, count: int) -> list[str]:
    return [
        approve(office, write(office, f"Bài đọc {n}", channel="loudspeaker", text=f"Lời số {n}.",
                              days=4 + n / 100))
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "monday"),
    [("2026-11-16", "2026-11-16"), ("2026-11-18", "2026-11-16"), ("2026-11-19", "2026-11-23"),
     ("2026-11-22", "2026-11-23"), ("2026-12-31", "2027-01-04")],
)  # fmt: skip
def test_from_thursday_on_the_next_week_is_printed(today: str, monday: str) -> None:
    assert to_print(date.fromisoformat(today)) == date.fromisoformat(monday)


@pytest.mark.parametrize("written", ["2026-W47", "2026W47", "2026-11-17", "22/11/2026"])
def test_a_week_is_named_by_its_number_or_by_a_day(written: str) -> None:
    assert monday_of(written) == date(2026, 11, 16)


def test_each_paper_of_the_week_has_its_number_and_a_button(
    office: Office, browser: TestClient, clock: VirtualClock
) -> None:
    scripts(office, 2)
    submit(office, write(office, "Chờ ký", days=5))
    until = clock.now() + timedelta(days=12)
    write(office, "Băng rôn", channel="banner", days=6, until=until)
    write(office, "Tuần khác", channel="loudspeaker", days=20)
    page = read(browser.get("/in"))
    assert page.sections["ban-in"][0] == "Tuần 05/01 – 11/01/2026"
    lines = [one for one in page.sections["ban-in"] if re.search(r" \d+$|không có", one)]
    assert lines == [
        "Lịch phát thanh tuần 1",
        "Bài phát thanh 2",
        "Phiếu duyệt 1",
        "Đề cương nói chuyện: không có nội dung nào trong tuần này.",
        "Tin cho cổng thông tin: không có nội dung nào trong tuần này.",
        "Băng rôn 1",
        "Phiếu băng rôn 1",
        "Ảnh kèm bài 1",
    ]


def test_a_banner_that_still_has_to_be_hung_is_listed_in_the_weeks_of_its_window(
    office: Office, browser: TestClient, clock: VirtualClock
) -> None:
    until = clock.now() + timedelta(days=12)
    key = approve(office, write(office, "Băng rôn", channel="banner", days=2, until=until))

    def banners(week: str) -> list[str]:
        said = read(browser.get(f"/in?tuan={week}")).sections["ban-in"]
        return [one for one in said if one.startswith(("Băng rôn", "Phiếu băng"))]

    nothing = "Băng rôn: không có nội dung nào trong tuần này."
    assert nothing in banners("2026-01-05")
    clock.advance(timedelta(days=5))
    late = "Trong đó 1 nội dung của tuần trước còn nơi chưa treo; chỉ in lại khi cần."
    assert [one for one in banners("2026-01-05") if late in one] == [
        f"Băng rôn 1 {late}",
        f"Phiếu băng rôn 1 {late}",
    ]
    assert named(make(browser, ban="banner", tuan="2026-01-05")).startswith("bang-ron")
    assert nothing in banners("2026-01-19")
    with office.desk(WRITER) as desk:
        workflow.confirm(desk, f"{key}@1")
    assert nothing in banners("2026-01-05")


def test_one_paper_is_the_file_itself(office: Office, browser: TestClient) -> None:
    scripts(office, 1)
    answer = make(browser, ban="script", tuan="2026-01-05", dang="docx")
    assert named(answer) == "bai-doc_thuong-xuyen_2026_rieng-001.docx"
    assert answer.headers["content-type"].endswith("wordprocessingml.document")


def test_several_pdfs_are_one_file_in_their_order(office: Office, browser: TestClient) -> None:
    scripts(office, 3)
    answer = make(browser, ban="script", tuan="2026-01-07")
    assert named(answer) == "bai-doc_2026-W02.pdf"
    found = [re.findall(r"Bài đọc \d", page)[0] for page in pages(answer.content)]
    assert found == ["Bài đọc 0", "Bài đọc 1", "Bài đọc 2"]


def test_several_word_files_come_in_a_zip(office: Office, browser: TestClient) -> None:
    scripts(office, 2)
    answer = make(browser, ban="script", tuan="2026-01-05", dang="docx")
    assert named(answer) == "bai-doc_2026-W02.zip"
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == [
        "bai-doc_thuong-xuyen_2026_rieng-001.docx",
        "bai-doc_thuong-xuyen_2026_rieng-002.docx",
    ]


def test_many_are_a_job_that_tells_how_far_it_is(office: Office, browser: TestClient) -> None:
    scripts(office, 5)
    answer = make(browser, ban="script", tuan="2026-01-05")
    address = answer.headers["location"]
    assert (answer.status_code, address[:9]) == (303, "/in/viec/")
    assert "5 bản in trong tệp <b>bai-doc_2026-W02.pdf</b>." in wait(browser, address)
    made = browser.get(f"{address}/tep")
    assert (named(made), len(pages(made.content))) == ("bai-doc_2026-W02.pdf", 5)


def test_a_job_that_goes_on_asks_again_by_itself(office: Office, browser: TestClient) -> None:
    jobs = browser.app.state.jobs
    job = jobs.start([], "in", None)
    for thread in [one for one in threading.enumerate() if one.name == f"in-{job.id}"]:
        thread.join()
    job.total, job.done, job.made, job.trouble = 9, 4, None, None
    html = browser.get(f"/in/viec/{job.id}").text
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in html
    assert "Đã in 4 trong 9 bản." in html
    assert browser.get(f"/in/viec/{job.id}/tep").status_code == 404


def test_what_cannot_be_drawn_is_told_on_the_jobs_page(office: Office, browser: TestClient) -> None:
    scripts(office, 5)
    with office.database.read() as session:
        desk = Desk.reader(session, office.settings, office.clock.now())
        (one,) = filed(desk, "script", Asked(("thuong-xuyen/2026/rieng-003",)))
    broken = replace(one, form="giay-than")
    job = browser.app.state.jobs.start([broken] * 5, "in", "script")
    assert "Việc in bị ngắt giữa chừng; hãy in lại." in wait(browser, f"/in/viec/{job.id}")


def test_papers_are_drawn_in_a_process_of_their_own(office: Office, browser: TestClient) -> None:
    scripts(office, 1)
    browser.app.state.jobs = jobs = Jobs()
    with office.database.read() as session:
        desk = Desk.reader(session, office.settings, office.clock.now())
        files = filed(desk, "script", Asked(("thuong-xuyen/2026/rieng-001",)))
    job = jobs.start(files, "in", "script")
    assert "1 bản in trong tệp" in wait(browser, f"/in/viec/{job.id}")
    assert job.made == (files[0].name, files[0].draw())


class Forbidden(ThreadPoolExecutor):
    """What a computer does whose guard kills child processes."""

    def map(self, *_given: Any, **_options: Any) -> Any:
        raise BrokenExecutor


def test_a_computer_that_forbids_processes_prints_as_well(
    office: Office, browser: TestClient
) -> None:
    scripts(office, 5)
    browser.app.state.jobs = Jobs(lambda: Forbidden(1))
    address = make(browser, ban="script", tuan="2026-01-05").headers["location"]
    assert "5 bản in trong tệp" in wait(browser, address)


def test_old_jobs_are_forgotten(office: Office, browser: TestClient) -> None:
    jobs = browser.app.state.jobs
    first = jobs.start([], "in", None)
    wait(browser, f"/in/viec/{first.id}")
    for _ in range(12):
        wait(browser, f"/in/viec/{jobs.start([], 'in', None).id}")
    assert browser.get(f"/in/viec/{first.id}").status_code == 404


def test_a_weeks_folder_holds_what_the_week_needs(office: Office, clock: VirtualClock) -> None:
    arrive(office)
    scripts(office, 1)
    submit(office, write(office, "Chờ ký", days=5))
    write(office, "Buổi", channel="talk", days=5)
    write(office, "Băng rôn", channel="banner", days=6, until=clock.now() + timedelta(days=12))
    write(office, "Băng rôn đang treo", channel="banner", days=1, text="KHÁC",
          until=clock.now() + timedelta(days=12))  # fmt: skip
    with office.database.read() as session:
        desk = Desk.reader(session, office.settings, office.clock.now())
        names = [one.name for one in week_folder(desk, date(2026, 1, 5))]
    assert names == [
        "lich-tuan_2026-W02.pdf",
        "bai-doc_thuong-xuyen_2026_rieng-001.pdf",
        "de-cuong_thuong-xuyen_2026_rieng-003.pdf",
        "bang-ron_thuong-xuyen_2026_rieng-004.pdf",
        "phieu-bang-ron_thuong-xuyen_2026_xuong-in.pdf",
        "phieu-duyet_thuong-xuyen_2026_rieng-002.pdf",
    ]


def test_the_whole_week_is_a_zip_also_from_the_first_page(
    office: Office, browser: TestClient
) -> None:
    scripts(office, 1)
    assert read(browser.get("/")).sections["in-tuan"] == [
        "In cho tuần 05/01 1",
        "In cả tuần Chọn từng bản in",
    ]
    answer = make(browser, ban="ca-tuan", tuan="2026-01-05")
    assert named(answer) == "in_2026-W02.zip"


def test_an_item_offers_its_own_papers(office: Office, browser: TestClient) -> None:
    (key,) = scripts(office, 1)
    assert read(browser.get(f"/noi-dung/{key}")).links["In nội dung này"] == f"/in?key={key}"
    lines = read(browser.get(f"/in?key={key}")).sections["ban-in"]
    assert [one for one in lines if one.endswith(" 1")] == ["Bài phát thanh 1", "Phiếu duyệt 1"]
    assert named(make(browser, ban="slip", key=key)).startswith("phieu-duyet_")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"ban": "script", "tuan": "2026-03-02"}, 400),
        ({"ban": "script", "tuan": "hôm nay"}, 400),
        ({"ban": "script", "dot": "khong-co/2026"}, 400),
        ({"ban": "script", "tuan": "2026-01-05", "dang": "svg"}, 400),
        ({"ban": "giay", "tuan": "2026-01-05"}, 404),
        ({"ban": "plan", "tuan": "2026-01-05"}, 404),
        ({"ban": "slip", "key": "khong/2026/co"}, 404),
    ],
)
def test_what_does_not_fit_is_told(
    office: Office, browser: TestClient, fields: dict[str, str], status: int
) -> None:
    scripts(office, 1)
    assert make(browser, **fields).status_code == status


def test_merging_keeps_every_page(office: Office) -> None:
    arrive(office)
    scripts(office, 1)
    with office.database.read() as session:
        desk = Desk.reader(session, office.settings, office.clock.now())
        (one,) = filed(desk, "script", Asked(("thuong-xuyen/2026/rieng-001",)))
    drawn = one.draw()
    assert len(pages(merged([drawn, drawn]))) == 2
    assert len(merged([drawn] * 4)) < 2 * len(drawn)
