"""The wall for people: one page of HTML in Vietnamese, as Facebook would show it, no scripts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from habac24h.channels.practice_page.folding import fold, stretches
from habac24h.channels.practice_page.photos import Photo
from habac24h.channels.practice_page.posts import Post
from habac24h.channels.practice_page.wall import Wall

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BANNER = "Trang chạy thử – không ai ngoài cơ quan nhìn thấy"
_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")

_STYLE = """
*{box-sizing:border-box}
body{margin:0;background:#eef0f3;color:#1c1e21;font:16px/1.5 system-ui,"Segoe UI",Roboto,sans-serif}
.thu{background:#ffd24d;color:#3a2a00;text-align:center;font-weight:600;padding:.6rem 1rem}
main,header>div{max-width:42rem;margin:0 auto;padding:0 .75rem}
header{background:#fff;border-bottom:1px solid #ccd0d5}
header>div{display:flex;gap:.9rem;align-items:center;padding-top:1rem;padding-bottom:1rem}
.dau{flex:none;width:2.6rem;height:2.6rem;border-radius:50%;background:#1b5fb4;color:#fff;
font-weight:700;display:grid;place-items:center}
h1{font-size:1.35rem;line-height:1.25;margin:0}
h2{font-size:1.05rem;margin:1.6rem 0 .6rem}
article{background:#fff;border-radius:.6rem;box-shadow:0 1px 2px #0003;margin:0 0 .9rem;
padding:1rem}
article:target{outline:3px solid #1b5fb4}
.ten{display:flex;gap:.7rem;align-items:center;margin-bottom:.6rem}
.ten b,.ten time,.ten small{display:block}
time,small,.khong{color:#5a5e66;font-size:.87rem}
.chu{overflow-wrap:anywhere}
.the,.chu a,.lien a{color:#1b5fb4;text-decoration:none}
.lien{margin:.7rem 0 0;overflow-wrap:anywhere;border-top:1px solid #e4e6ea;padding-top:.6rem}
.anh{display:grid;gap:.25rem;margin-top:.7rem}.anh.nhieu{grid-template-columns:1fr 1fr}
.anh img{width:100%;display:block;border-radius:.3rem}.nhieu img{aspect-ratio:1;object-fit:cover}
details>summary{cursor:pointer;color:#5a5e66;font-weight:600;list-style:none}
details[open]>summary{display:none}
.cho article{border-left:4px solid #1b5fb4}.nhap article{border-left:4px solid #b3261e}
form{background:#fff;border-radius:.6rem;margin:2rem 0;padding:1rem}
form label{display:block;font-weight:600;margin-bottom:.3rem}
input,select,button{font:inherit;padding:.5rem .7rem;border:1px solid #8a8f98;
border-radius:.4rem;max-width:100%}
button{background:#1b5fb4;border-color:#1b5fb4;color:#fff;margin:.3rem .3rem 0 0}
footer{padding:1rem 0 2rem}
"""


def wall_html(wall: Wall, name: str, now: datetime, *, clock_form: bool, besides: str = "") -> str:
    """The whole page, complete in itself; `now` is the page's clock.

    `clock_form` adds the form that moves the clock, `besides` HTML of another form: a stand-alone
    file can use neither.
    """
    form = _clock_form(now) if clock_form else ""
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(name)} – trang chạy thử</title>
<style>{_STYLE}</style>
</head>
<body>
<div class="thu">{BANNER}</div>
<header><div>{_mark(name)}<h1>{escape(name)}</h1></div></header>
<main>
{_section("Bài đã đăng", "dang", wall.public(), wall, name, "Chưa có bài nào.")}
{_section("Đã hẹn giờ", "cho", wall.scheduled(), wall, name, "Không có bài nào đang hẹn giờ.")}
{_drafts(wall, name)}
{form}
{besides}
<footer><small>Đồng hồ của trang: {spoken_time(now)}</small></footer>
</main>
</body>
</html>
"""


def spoken_time(moment: datetime) -> str:
    """A moment in Vietnam's time: Thứ Ba, 17/11/2026, 19:00."""
    local = moment.astimezone(VIETNAM)
    return f"{_DAYS[local.weekday()]}, {local:%d/%m/%Y, %H:%M}"


def notice_html(sentence: str) -> str:
    """A page with one sentence and the way back, for what the wall refuses."""
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Trang chạy thử</title><style>{_STYLE}</style></head><body>"
        f'<div class="thu">{BANNER}</div><main><p>{escape(sentence)}</p>'
        '<p class="chu"><a href="/">Về trang chạy thử</a></p></main></body></html>'
    )


def _section(title: str, kind: str, posts: list[Post], wall: Wall, name: str, nothing: str) -> str:
    shown = "\n".join(_article(post, wall.photos, name) for post in posts)
    body = shown or f'<p class="khong">{nothing}</p>'
    return f'<section class="{kind}"><h2>{title} ({len(posts)})</h2>\n{body}\n</section>'


def _drafts(wall: Wall, name: str) -> str:
    posts = wall.drafts()
    if not posts:
        return ""
    return _section("Bản nháp – không có giờ hẹn, sẽ không tự đăng", "nhap", posts, wall, name, "")


def _article(post: Post, photos: Mapping[str, Photo], name: str) -> str:
    writer = "Khách viếng thăm" if post.author == "visitor" else name
    link = f'<p class="lien">{_anchor(post.link)}</p>' if post.link else ""
    shown = _pictures([photos[one] for one in post.media if one in photos])
    return (
        f'<article id="{escape(post.id)}"><div class="ten">{_mark(writer)}'
        f"<div><b>{escape(writer)}</b>{_when(post)}</div></div>"
        f'<div class="chu">{_folded(post.message)}</div>{shown}{link}</article>'
    )


def _pictures(photos: list[Photo]) -> str:
    """The photos inside the page itself, so that the file stands alone."""
    if not photos:
        return ""
    kind = "mot" if len(photos) == 1 else "nhieu"
    images = "".join(
        f'<img src="data:image/jpeg;base64,{escape(photo.shown)}" alt="{escape(photo.alt)}">'
        for photo in photos
    )
    return f'<div class="anh {kind}">{images}</div>'


def _when(post: Post) -> str:
    moment = post.public_at or post.scheduled_at
    if moment is None:
        return f"<small>Tạo lúc {spoken_time(post.created_at)}</small>"
    words = "" if post.is_published else "Sẽ đăng: "
    machine = moment.astimezone(VIETNAM).isoformat()
    return f'<time datetime="{machine}">{words}{spoken_time(moment)}</time>'


def _mark(name: str) -> str:
    return f'<span class="dau" aria-hidden="true">{escape(name.strip()[:1].upper())}</span>'


def _folded(words: str) -> str:
    cut = fold(words)
    if cut is None:
        return _marked(words)
    first, rest = words[:cut].rstrip(), words[cut:].lstrip(" ")
    return (
        f"{_marked(first)}<details><summary>… Xem thêm</summary>"
        f"<span>{_marked(rest.removeprefix(chr(10)))}</span></details>"
    )


def _marked(words: str) -> str:
    text = words.replace("\r\n", "\n")
    ways = {"text": _plain, "url": _anchor, "tag": _tag}
    return "".join(ways[kind](text[start:end]) for kind, start, end in stretches(text))


def _tag(tag: str) -> str:
    return f'<span class="the">{escape(tag)}</span>'


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def _anchor(url: str) -> str:
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{escape(url)}</a>'


def _clock_form(now: datetime) -> str:
    local = now.astimezone(VIETNAM)
    steps = (("15", "15 phút"), ("60", "1 giờ"), ("1440", "1 ngày"))
    buttons = "".join(
        f'<button name="phut" value="{m}">Thêm {words}</button>' for m, words in steps
    )
    return (
        '<form method="post" action="/_chay-thu/dong-ho">'
        '<label for="den">Cho đồng hồ của trang chạy tới</label>'
        f'<input id="den" name="den" type="datetime-local" value="{local:%Y-%m-%dT%H:%M}"> '
        f'<button name="phut" value="">Đặt giờ</button><br>{buttons}</form>'
    )
