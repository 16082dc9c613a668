"""The office's own settings, as its pages change them: seen, changed, given back to the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from habac24h.commands.common import Json, office, read_text, say, show
from habac24h.errors import NotFound, Refused

if TYPE_CHECKING:
    from habac24h.mail_password import NewPassword
    from habac24h.office import Office

T = TypeVar("T")
app = typer.Typer(no_args_is_help=True, help="Cài đặt của cơ quan, như trang Cài đặt.")
By = Annotated[str | None, typer.Option("--as", help="Tên người quản trị thực hiện.")]
_FROM = {
    "variable": "do biến môi trường",
    "page": "đặt ở trang Cài đặt hoặc bằng lệnh",
    "file": "theo tệp habac24h.toml",
    "program": "mặc định",
}
_PASSWORD = "smtp_password"  # noqa: S105 - a name


@app.command("show")
def show_all(as_json: Json = False) -> None:
    """Các cài đặt đổi được ở đây: giá trị và lấy từ đâu; không bao giờ in mật khẩu."""
    from habac24h import mail_password, own_settings

    with office() as here, here.database.read() as session:
        base = here.base or here.settings
        told = {
            name: {
                "value": own_settings.value_of(here.settings, name),
                "from": own_settings.source(base, here.own, name).value,
            }
            for name in own_settings.CHANGEABLE
        }
        source = mail_password.source(session, here.settings)
    told[_PASSWORD] = {"value": None, "from": source.value if source else None}

    def plain() -> None:
        for name, one in told.items():
            if name != _PASSWORD:
                say(f"{name} = {_said(one['value'])} ({_FROM[str(one['from'])]})")
        say(f"{_PASSWORD}: {_FROM[source.value] if source else 'chưa có'}")

    show(told, as_json=as_json, plain=plain)


@app.command("set")
def set_(
    pairs: Annotated[
        list[str] | None, typer.Argument(metavar="TÊN=GIÁ-TRỊ", help="Ví dụ smtp.port=465.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(help="Tệp chứa mật khẩu hộp thư; xong thì xóa tệp ấy.")
    ] = None,
    forget_password: Annotated[
        bool, typer.Option("--forget-password", help="Bỏ mật khẩu hộp thư đang giữ.")
    ] = False,
    by: By = None,
) -> None:
    """Đổi cài đặt, có hiệu lực ngay cả với chương trình đang chạy; sai một mục thì không đổi gì."""
    from habac24h import mail_password

    values = dict(_pair(one) for one in pairs or ())
    with office() as here:
        password = mail_password.NewPassword(None) if forget_password else None
        if password_file is not None:
            typed = read_text(password_file)
            password = _tried(lambda: mail_password.sealed(typed, here.home, here.settings))
        _change(here, values, password, by)
    say("Đã lưu.")


@app.command()
def reset(
    names: Annotated[list[str], typer.Argument(metavar="TÊN", help="Ví dụ smtp.host.")],
    by: By = None,
) -> None:
    """Bỏ giá trị đã đặt ở trang hoặc bằng lệnh: tệp habac24h.toml hay mặc định lại có hiệu lực."""
    with office() as here:
        _change(here, dict.fromkeys(names), None, by)
    say("Đã trả lại.")


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign:
        raise Refused(f"“{written}” thiếu dấu =; hãy viết như smtp.port=465.")
    return name.strip(), value.strip()


def _change(
    here: Office, values: Mapping[str, Any], password: NewPassword | None, by: str | None
) -> None:
    from habac24h import audit
    from habac24h.workflow import Desk
    from habac24h.workflow.own_settings import change_settings

    _refuse_others(values)
    with here.database.write() as session:
        now = here.clock.now()
        if by is not None:
            desk = Desk.of(session, here.settings, now, by)
        else:
            desk = Desk(session, here.settings, now, audit.actor("máy này"), "admin")
        _tried(lambda: change_settings(desk, here.base or here.settings, values, password))


def _refuse_others(names: Iterable[str]) -> None:
    """Before anything is changed: what is not on the list, and what a variable decides."""
    from habac24h import own_settings

    for name in names:
        if name not in own_settings.CHANGEABLE:
            raise NotFound(
                f"“{name}” không đổi được ở đây; xem các tên bằng `habac24h settings show`. Cài "
                "đặt khác thì ghi trong tệp habac24h.toml."
            )
        if name in own_settings.fixed():
            raise Refused(f"“{name}” do biến môi trường của máy này đặt; hãy đổi biến ấy.")


def _tried(act: Callable[[], T]) -> T:
    """The same refusal in one sentence: a terminal has no fields to stand beside."""
    from habac24h.own_settings import WrongSettings

    try:
        return act()
    except WrongSettings as error:
        told = " ".join(f"{name}: {sentence}" for name, sentence in error.fields.items())
        raise Refused(f"Chưa lưu gì cả. {told}") from None


def _said(value: object) -> str:
    return "(trống)" if value in (None, "") else str(value)
