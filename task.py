"""The project's tasks, with nothing but Python: `python3 task.py serve | test | bench`.

Each task first makes a virtual environment in .venv and installs the program into it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = Path(os.environ.get("HABAC24H_VENV", HERE / ".venv"))
BIN = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

# A file's tests on one worker: what they share is built once. In the order of their names.
SPREAD = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")


def main() -> int:
    """Run one task; anything after its name goes to the program."""
    name, rest = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    tasks = {"serve": serve, "test": test, "bench": bench}
    if name not in tasks:
        print(__doc__)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything is installed
        print("habac24h cần Python 3.11 trở lên.")
        return 2
    return tasks[name](rest)


def serve(rest: list[str]) -> int:
    """The main job: the office's page and the scheduler, in the browser."""
    prepare(".")
    return run(PYTHON, "-m", "habac24h", "serve", *(rest or ["--open"]))


def test(rest: list[str]) -> int:
    """Linters, types, layers, tests: the first failure ends it."""
    prepare(".[test]")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # dozens of processes: compiled once
    if Path("/dev/shm").is_dir():  # noqa: S108 - hundreds of durable databases: not on a disk
        os.environ.setdefault("TMPDIR", "/dev/shm")  # noqa: S108
    steps: list[tuple[str | Path, ...]] = [
        (BIN / "ruff", "check", "."),
        (BIN / "ruff", "format", "--check", "."),
        (BIN / "mypy",),
        (BIN / "lint-imports",),
        (PYTHON, "-m", "pytest", *SPREAD, *rest),
    ]
    for step in steps:
        print("==", " ".join(Path(part).name for part in step), flush=True)
        code = run(*step)
        if code:
            return code
    return 0


def bench(rest: list[str]) -> int:
    """The benchmarks: ratios against a peer or a limit in the same run."""
    prepare(".[test,bench]")
    return run(PYTHON, "-m", "benchmarks", *rest)


def prepare(what: str) -> None:
    """Make the environment and install into it, once for each state of pyproject.toml."""
    if not PYTHON.exists():
        print("Đang chuẩn bị môi trường (một lần, vài phút)…", flush=True)
        venv.create(FOLDER, with_pip=True)
    state = hashlib.sha256(what.encode() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    mark = FOLDER / f"installed-{state[:16]}"
    if mark.exists():
        return  # an editable install follows the sources: nothing to do, and no network needed
    install = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if run(*install, "-e", what):
        raise SystemExit("Không cài được các thành phần; hãy kiểm tra kết nối mạng rồi chạy lại.")
    mark.touch()


def run(*command: str | Path) -> int:
    """Run a command in the project's folder and return its exit code."""
    try:
        return subprocess.run([str(part) for part in command], cwd=HERE, check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
