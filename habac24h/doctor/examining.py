"""All checks in their order; one that breaks is a line as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from habac24h.doctor import data, hours, keeping, kept_copies, machine, publishing
from habac24h.doctor.line import About, Level, Line
from habac24h.doctor.patient import Patient
from habac24h.errors import HabacError, NotFound, why_not

Check = Callable[[Patient], Line]

CHECKS: dict[str, Check] = {
    "python": machine.python,
    "disk": machine.disk,
    "settings": data.settings,
    "database": data.database,
    "schema": data.schema,
    "privacy": data.privacy,
    "clock": hours.clock,
    "timezone": hours.timezone,
    "scheduler": publishing.passes,
    "publishing": publishing.work,
    "page": publishing.page,
    "mail": keeping.mail,
    "feed": keeping.feed,
    "backup": kept_copies.backup,
    "chores": keeping.chores,
    "facts": keeping.facts,
    "fonts": machine.fonts,
}
TITLES = {
    "python": "Python",
    "disk": "Ổ đĩa",
    "settings": "Cài đặt",
    "database": "Cơ sở dữ liệu",
    "schema": "Bản của dữ liệu",
    "privacy": "Quyền đọc dữ liệu",
    "clock": "Đồng hồ",
    "timezone": "Múi giờ",
    "scheduler": "Bộ lập lịch",
    "publishing": "Việc đăng",
    "page": "Trang Facebook",
    "mail": "Thư buổi sáng",
    "feed": "Lịch cho người đăng ký",
    "backup": "Sao lưu",
    "chores": "Việc hằng ngày",
    "facts": "Số liệu và đường dây nóng",
    "fonts": "Phông chữ",
}
"""What each is called where it could not tell by itself."""
ALL = tuple(CHECKS.values())


def chosen(names: Sequence[str]) -> Sequence[Check]:
    """The checks of these names, or all; raises NotFound for a name that is none."""
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        raise NotFound(f"Không có mục khám “{unknown[0]}”; các mục: {', '.join(CHECKS)}.")
    return [CHECKS[name] for name in names] or ALL


def examine(patient: Patient, checks: Sequence[Check] = ALL) -> list[Line]:
    """Every line; nothing is changed by looking."""
    return [_line(check, patient) for check in checks]


def wrong(lines: Sequence[Line]) -> list[Line]:
    """Those about which somebody must do something."""
    return [line for line in lines if line.level == Level.WRONG]


def _line(check: Check, patient: Patient) -> Line:
    about = _about(check)
    try:
        return check(patient)
    except HabacError as error:
        return about.wrong(error.sentence)
    except PermissionError as error:
        where = error.filename or patient.home
        return about.wrong(
            f"không kiểm tra được vì tài khoản đang dùng không có quyền với {where}; hãy chạy bằng "
            "tài khoản sở hữu thư mục dữ liệu."
        )
    except OSError as error:
        return about.wrong(f"không kiểm tra được ({why_not(error)}); hãy báo người hỗ trợ.")
    except Exception as error:
        return about.wrong(
            f"không kiểm tra được vì lỗi của chương trình; hãy báo người hỗ trợ mã lỗi "
            f"“{type(error).__name__}”."
        )


def _about(check: Check) -> About:
    """The check's own name, in Vietnamese, also where it broke before it could tell."""
    id_ = next((name for name, one in CHECKS.items() if one is check), check.__name__)
    return About(id_, TITLES.get(id_, "Mục khám khác"))
