"""The matrix of routes and roles: who may do what on the web, one line a route.

A NEW ROUTE NEEDS ONE LINE in `PAGES` (or in `API`). The test says which line is missing. A line is
`row("METHOD /path", "letters", field="value", …)`: one letter for each of `WHO`, in this order:

    nobody   the office has no password yet, whoever sits at this computer
    out      the office has passwords, this browser is not signed in
    reader   editor   approver   admin

    y  done or shown (below 400)
    n  refused (400 and above), and nothing in the database has changed
    d  led to the door (303 to /dang-nhap), and nothing has changed
    -  not looked at for this role; say why in a comment

The fields are those of a request that is right for whoever may: otherwise a `y` could not be told
from an `n`. `{name}` in a path or in a field stands for what `SAMPLES` says. Give `?a=b` behind the
path where a page needs it, and `upload=("field", "file.png")` for a form with a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

WHO = ("nobody", "out", "reader", "editor", "approver", "admin")
SEEN = "ydyyyy"
"""A page of the office: open while nobody has a password, for those who signed in ever after."""
OPEN = "yyyyyy"
WRITES, DECIDES, ADMIN = "ndnyyy", "ndnnyy", "ndnnny"
NEVER = "nnnnnn"
NEVER_OUT = "ndnnnn"
"""An address that leads nowhere (an unknown token): the same for everybody."""


@dataclass(frozen=True)
class Row:
    """One route: what is asked, and what each of WHO is answered."""

    asked: str
    letters: str
    fields: dict[str, Any] = field(default_factory=dict)
    upload: tuple[str, str] | None = None

    @property
    def method(self) -> str:
        """GET, POST …"""
        return self.asked.split(" ", 1)[0]

    @property
    def path(self) -> str:
        """With its {names} and what follows a question mark."""
        return self.asked.split(" ", 1)[1]


def row(asked: str, letters: str, *, upload: tuple[str, str] | None = None, **fields: Any) -> Row:
    """A line of the table."""
    return Row(asked, letters, fields, upload)


DEFINITION = {
    "ma": "ngay-tre-em",
    "ten": "Ngày trẻ em",
    "moc": "thang-hanh-dong-bdg",
    "hd": "0",
    "0-id": "bai",
    "0-ten": "Bài",
    "0-kenh": "fanpage",
    "0-loi": "rieng",
    "0-text": "Lời.",
    "0-lich": "ngay",
    "0-tu-moc": "start",
    "0-gio": "19:00",
}
"""A definition as its form sends it, and as a file."""
ABBREVIATION = "- {abbr: HB, read: Hà Bắc}"
DEFINITION_FILE = """\
campaign: ngay-tre-em
title: Ngày trẻ em
observance: thang-hanh-dong-bdg
activities:
  - {id: bai, title: Bài, channel: fanpage, text: Lời., day: start, at: "19:00"}
"""


PAGES = (
    # the door
    row("GET /dang-nhap", OPEN),
    row("POST /dang-nhap", "nyyyyy", ten="soan", mat_khau="{password}"),
    row("POST /dang-xuat", OPEN),
    row("GET /vao/{link}", OPEN),
    row("POST /vao/{link}", OPEN, mat_khau="tự đặt lấy nhé", lan_hai="tự đặt lấy nhé"),
    # for machines and subscribers
    row("GET /healthz", OPEN),
    row("GET /metrics", OPEN),
    row("GET /nhac-viec/{feed}.ics", NEVER),  # another token than that of the reminders
    row("GET /static/pages.css", OPEN),
    row("GET /lich/dang-ky", OPEN),
    row("GET /lich/{feed}", OPEN),
    row("GET /lich/{feed}.ics", OPEN),
    # looking
    row("GET /", SEEN),
    row("GET /lich", SEEN),
    row("GET /lich.ics", SEEN),
    row("GET /bao-cao", SEEN),
    row("GET /bao-cao/tep?dang=xlsx", SEEN),
    row("GET /chien-dich", SEEN),
    row("GET /chien-dich/nam-nam", SEEN),
    row("GET /chien-dich/chep", SEEN),
    row("POST /chien-dich/chep", WRITES, tu="2026", den="2027", giu="date"),
    row("GET /chien-dich/{campaign_id}", SEEN),
    row("GET /chien-dich/so-lieu", SEEN),
    row("GET /chien-dich/ke-hoach", SEEN),
    row("GET /chien-dich/dinh-nghia", SEEN),
    row("GET /chien-dich/{campaign_id}/dinh-nghia", SEEN),
    row("GET /chien-dich/{campaign_id}.yaml", SEEN),
    row("GET /chien-dich/nhap-tep", SEEN),
    row("GET /cai-dat", SEEN),
    row("GET /cai-dat/co-quan", SEEN),
    row("GET /cai-dat/thu", SEEN),
    row("GET /cai-dat/dia-diem", SEEN),
    row("GET /cai-dat/loi", SEEN),
    row("GET /cai-dat/loi/rules/ST01", SEEN),
    row("GET /cai-dat/fanpage", SEEN),
    row("GET /cai-dat/lich", SEEN),
    row("GET /cai-dat/sao-luu", SEEN),
    row("GET /cai-dat/sao-luu/habac24h-20260101-000000.zip", "ndnnnn"),  # none was made yet
    row("GET /nhat-ky", SEEN),
    row("GET /nhat-ky/kiem-tra", SEEN),
    row("GET /nhat-ky.csv", SEEN),
    row("GET /noi-dung/{draft}", SEEN),
    row("GET /soan/{draft}", SEEN),
    row("GET /minh-chung/{proof}", SEEN),
    row("GET /anh/{picture}", SEEN),
    # the editor: to look at unsaved words changes nothing
    row("POST /soan/xem", SEEN, key="{draft}", text="Lời đang gõ."),
    row("POST /soan/xem-thu", SEEN, key="{draft}", text="Lời đang gõ."),
    row("POST /soan/giu", WRITES, key="{draft}", version="{draft_version}", text="Lời đang gõ."),
    row("POST /soan/bo", WRITES, key="{draft}"),
    # the queue of approvals; to see several in full decides nothing, but is for those who decide
    row("GET /duyet", SEEN),
    row("GET /duyet/nhieu", SEEN),
    row("GET /duyet/phieu?ma={slip}", SEEN),
    row("POST /duyet/mot", DECIDES, key="{pending}", version="{pending_version}", viec="duyet"),
    row(
        "POST /duyet/mot",
        DECIDES,
        key="{pending}",
        version="{pending_version}",
        viec="tra-lai",
        reason="vì",
    ),
    row("POST /duyet/nhieu", DECIDES, bai="{pending_version}:{pending}", buoc="duyet"),
    row(
        "POST /duyet/phieu",
        WRITES,
        **{"ma": "{slip}", "nguoi-ky": "Bà Hoa", "ngay": "{today}", "ban-2": "{pending_version}"},
        upload=("anh", "phieu.png"),
    ),
    row("GET /trang-chay-thu", SEEN),
    row("GET /trang-chay-thu/tuong", SEEN),
    row("GET /nhac-viec", SEEN),
    row("GET /cai-dat/suc-khoe", SEEN),
    row("POST /nhac-viec/dia-chi", ADMIN),
    row("POST /nhac-viec/dong", ADMIN),
    # moves of an item
    row("POST /viec/sua", WRITES, key="{draft}", version="{draft_version}", text="Lời mới."),
    row("POST /viec/noi-chu-de", WRITES, key="{draft}", version="{draft_version}"),
    row(
        "POST /viec/anh",
        WRITES,
        key="{draft}",
        version="{draft_version}",
        **{"tre-em": "khong"},
        upload=("anh", "anh.png"),
    ),
    row("GET /them-noi-dung", WRITES),
    row(
        "POST /them-noi-dung",
        WRITES,
        dot="thuong-xuyen",
        nam="2026",
        kenh="fanpage",
        luc="{later}",
        **{"tieu-de": "Bài riêng", "loi": "Lời riêng."},
    ),
    row("GET /phieu-tuan", SEEN),
    row("POST /phieu-tuan", "ndnnnn", ma="1Z"),  # a slip of the pen
    row("POST /viec/trinh", WRITES, key="{draft}", version="{draft_version}"),
    row("POST /viec/duyet", DECIDES, key="{pending}", version="{pending_version}"),
    row("POST /viec/tra-lai", DECIDES, key="{pending}", version="{pending_version}", reason="vì"),
    row("POST /viec/thu-hoi", WRITES, key="{outdated}", version="{outdated_version}"),
    row("POST /viec/giu-loi", DECIDES, key="{outdated}", version="{outdated_version}", reason="vì"),
    row("POST /viec/doi-gio", WRITES, key="{draft}", version="{draft_version}", den="{later}"),
    row("POST /viec/bo", WRITES, key="{draft}", version="{draft_version}"),
    row("POST /viec/khoi-phuc", WRITES, key="{dropped}", version="{dropped_version}"),
    row("POST /viec/gui-lai", WRITES, key="{failed}", version="{failed_version}"),
    row("POST /viec/xac-nhan", WRITES, key="{read_out}", version="{read_out_version}"),
    row(
        "POST /viec/rut-xac-nhan",
        WRITES,
        key="{confirmed}",
        version="{confirmed_version}",
        reason="nhầm",
    ),
    row("POST /viec/quyet-dinh", WRITES, key="{unknown}", version="{unknown_version}", what="co"),
    # the calendar
    row(
        "POST /lich/doi-ngay",
        WRITES,
        key="{draft}",
        version="{draft_version}",
        luot="{draft}@1",
        tu="2026-01-01",
        ngay="2026-01-05",
    ),
    row("POST /lich/hoan-tac", "ndn---", lan="1"),  # whoever moved undoes: test_web_moving.py
    # printing: whoever may look may print
    row("GET /in", SEEN),
    row("GET /in?key={pending}", SEEN),
    row("POST /in/tep", SEEN, ban="slip", key="{pending}"),
    row("GET /in/viec/khong-con", "ndnnnn"),
    row("GET /in/viec/khong-con/tep", "ndnnnn"),
    # the switch that stops all publishing
    row("GET /dung-dang", SEEN),
    row("POST /dung-dang", WRITES),
    row("POST /bai-trung/giu", WRITES, bai="{double}"),
    row("GET /dang-tiep", SEEN),
    row("POST /dang-tiep", DECIDES),
    # campaigns: facts, planning
    row(
        "POST /chien-dich/so-lieu",
        WRITES,
        nam="2026",
        dot="chung",
        ten="phone_extra",
        **{"gia-tri:phone_extra": "02203 777 777"},
    ),
    row(
        "POST /chien-dich/so-lieu/them",
        WRITES,
        nam="2026",
        dot="chung",
        **{"ten-moi": "phone_extra", "gia-tri-moi": "02203 777 777"},
    ),
    row("POST /chien-dich/so-lieu/bo", WRITES, nam="2026", dot="chung", ten="them"),
    row("POST /chien-dich/so-lieu/lay-lai", WRITES, nam="2026", dot="chung"),
    row(
        "POST /chien-dich/so-lieu/thu-hoi",
        WRITES,
        nam="2026",
        **{"noi-dung": "{outdated}={outdated_version}"},
    ),
    row(
        "POST /chien-dich/ke-hoach",
        WRITES,
        nam="2027",
        campaign="thang-hanh-dong",
        **{"danh-sach": "{plan_digest}"},
    ),
    # units
    row("GET /don-vi", SEEN),
    row("GET /don-vi/{unit}", SEEN),
    row("GET /don-vi/{unit}/bieu.xlsx", SEEN),
    row("GET /don-vi/{unit}/tep?nam=2026", "ndnnnn"),  # nobody has sent a file yet
    row("POST /don-vi/{unit}", WRITES, nam="2026", ky="nam", version="0", talks="3"),
    row("POST /don-vi/{unit}/chua-gui", "ndnnnn", nam="2026", ky="nam", version="0"),  # never came
    row("POST /don-vi/nhap", "ndnnnn", nam="2026", ky="nam"),  # without a file
    row("POST /don-vi/han", WRITES, nam="2026", ky="nam", han="2026-11-25"),
    row(
        "POST /don-vi/them",
        WRITES,
        nam="2026",
        ky="nam",
        ma="tram-y-te",
        ten="Trạm Y tế",
        loai="phong",
    ),
    row(
        "POST /don-vi/doi-ten",
        WRITES,
        nam="2026",
        ky="nam",
        don_vi="{unit}",
        ten_moi="Công an phường",
    ),
    row("POST /don-vi/bo", WRITES, nam="2026", ky="nam", don_vi="{unit}", buoc="bo"),
    row("POST /don-vi/lay-lai", "ndnnnn", nam="2026", ky="nam", don_vi="{unit}"),  # not removed
    row("POST /chien-dich/dinh-nghia", WRITES, viec="luu", **DEFINITION),
    row("POST /chien-dich/dinh-nghia/xem-truoc", SEEN, **DEFINITION),  # looks, keeps nothing
    row("POST /chien-dich/nhap-tep", WRITES, viec="luu", **{"noi-dung": DEFINITION_FILE}),
    # the report
    row(
        "POST /bao-cao/loi",
        WRITES,
        nam="2026",
        **{"da-thay": "4f53cda18c2baa0c", "vuong-mac": "Mưa."},
    ),
    # the budget
    row("GET /kinh-phi", SEEN),
    row("GET /kinh-phi/{budget_line}", SEEN),
    row("GET /kinh-phi/du-toan-{year}.xlsx", SEEN),
    row("POST /kinh-phi/them", WRITES, nam="2026", noi_dung="In băng rôn", don_gia="350.000"),
    row("POST /kinh-phi/bat-dau", WRITES, nam="2026"),
    row("POST /kinh-phi/chep", WRITES, nam="2027", tu="2026"),
    row("POST /kinh-phi/bang", WRITES, nam="2026"),
    row("POST /kinh-phi/{budget_line}", WRITES, nam="2026", version="1", so_luong="3"),
    row(
        "POST /kinh-phi/{budget_line}/chi",
        WRITES,
        nam="2026",
        version="1",
        so_tien="500.000",
        ngay="2026-01-01",
    ),
    row("POST /kinh-phi/{budget_line}/bo", WRITES, nam="2026", version="1"),
    # settings
    row("POST /cai-dat/co-quan", ADMIN, office="xã Hà Bắc mới"),
    row("POST /cai-dat/thu", ADMIN, digest_at="07:00"),
    row("POST /cai-dat/dia-diem/them", WRITES, ma="thon-dong", ten="Thôn Đông", loai="thon"),
    row("POST /cai-dat/dia-diem/ten", WRITES, ma="{place}", ten="Tên mới"),
    row("POST /cai-dat/dia-diem/bo", WRITES, ma="{place}"),
    row("POST /cai-dat/loi", WRITES, loai="abbreviations", ma="HB", loi=ABBREVIATION),
    row("POST /cai-dat/loi/hotlines/113", DECIDES, viec="tat", ban="0"),
    row("POST /cai-dat/fanpage/kiem-tra", NEVER_OUT, trang="1", ma=""),  # without a token
    row("POST /cai-dat/fanpage/ket-noi", NEVER_OUT, trang="1"),  # nothing was checked
    row("POST /cai-dat/lich/them", ADMIN, ten="Thôn Tây"),
    row("POST /cai-dat/lich/thu-hoi", ADMIN, ten="{feed_name}"),
    row("POST /cai-dat/lich/nhap", NEVER_OUT),  # without a file
    row("POST /cai-dat/lich/bo", NEVER_OUT, uid="không có"),
    row("POST /cai-dat/sao-luu", ADMIN),
    # accounts
    row("GET /tai-khoan", "ddyyyy"),
    row(
        "POST /tai-khoan/mat-khau",
        "ddyyyy",
        cu="{password}",
        mat_khau="mật khẩu mới",
        lan_hai="mật khẩu mới",
    ),
    row("POST /tai-khoan/them", "ddnnny", ten="moi", vai_tro="editor"),
    row("POST /tai-khoan/duong-dan", "ddnnny", ten="soan"),
    row("POST /tai-khoan/vai-tro", "ddnnny", ten="soan", vai_tro="approver"),
    row("POST /tai-khoan/ho-ten", "ddnnny", ten="soan", ho_ten="Hoàng Thị Lan"),
    row("POST /tai-khoan/khoa", "ddnnny", ten="soan"),
    row("POST /tai-khoan/mo-khoa", "ddnnny", ten="da-khoa"),
    row("POST /tai-khoan/phien", "ddyyyy"),
    row("POST /tai-khoan/ma/them", "ddyyyy", ten="May in", pham_vi="read"),
    row("POST /tai-khoan/ma/thu-hoi", "ddnnny", ten="may", nguoi="viet"),
    row("GET /api/v1", SEEN),
)

SCOPES = ("none", "cookie", "read", "write", "approve", "admin")
"""Who calls the API: nobody, an administrator's browser without a token, tokens of each scope."""
ANY = "yyyyyy"
READS, WRITES_IT, APPROVES_IT, ADMIN_IT = "nnyyyy", "nnnyyy", "nnnnyy", "nnnnny"
API = (
    row("GET /openapi.json", ANY),
    row("GET /status", READS),
    row("GET /items", READS),
    row("GET /items/{draft}", READS),
    row("GET /plan/{year}", READS),
    row("GET /campaigns", READS),
    row("GET /campaigns/{campaign_id}", READS),
    row("GET /campaigns/{campaign_id}/{year}/facts", READS),
    row("GET /places", READS),
    row("GET /feeds", READS),
    row(
        "POST /items",
        WRITES_IT,
        campaign="{campaign_id}",
        year="{year}",
        channel="fanpage",
        title="Bài",
        text="Lời.",
        due="{later_iso}",
    ),
    row("POST /items/{draft}/edit", WRITES_IT, text="Lời mới."),
    row("POST /items/{draft}/submit", WRITES_IT, reason="vì"),
    row("POST /items/{pending}/approve", APPROVES_IT),
    row("POST /items/{pending}/return", APPROVES_IT, reason="vì"),
    row("POST /items/{draft}/cancel", WRITES_IT, reason="vì"),
    row("POST /items/{dropped}/restore", WRITES_IT),
    row("POST /airings/{draft}@1/move", WRITES_IT, to="{later_iso}"),
    row("POST /airings/{failed}@1/resend", WRITES_IT),
    row("POST /airings/{read_out}@1/confirm", WRITES_IT, what="done"),
    row("POST /airings/{confirmed}@1/retract", WRITES_IT, reason="nhầm"),
    row("POST /airings/{unknown}@1/resolve", WRITES_IT, as_done="true"),
    row("POST /plan/{year}", WRITES_IT, digest="{digest}"),
    row("PATCH /campaigns/{campaign_id}/{year}/facts", WRITES_IT, values={"theme": "An toàn"}),
    row("POST /feeds", ADMIN_IT, name="Thôn Tây"),
    row("DELETE /feeds/{feed_name}", ADMIN_IT),
)
"""The same for the API: `n` is a problem (401 or 403 where the token is the reason)."""
