"""The Dockerfile and the compose file, as far as a machine without Docker can tell.

That an image is built and runs can only be seen where Docker runs.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typer.main
import yaml

from habac24h import config
from habac24h.cli import program
from habac24h.doctor.examining import CHECKS

ROOT = Path(__file__).parent.parent


def compose() -> dict[str, Any]:
    found = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [
        (word, rest)
        for word, _, rest in (line.partition(" ") for line in lines if line and line[0] != "#")
    ]


def test_every_variable_is_a_setting_that_takes_its_value(tmp_path: Path) -> None:
    environment = dict(compose()["services"]["web"]["environment"])
    for name in environment:
        if name.endswith("_FILE"):
            file = tmp_path / name
            file.write_text("postgresql://a:b@127.0.0.1/c\n")
            environment[name] = str(file)
    settings = config.load(tmp_path, environment | {"HABAC24H_LOG_FILE": "false"})
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql://a:b@127.0.0.1/c"
    assert (settings.log_file, settings.page_id) == (False, "000000000000000")


def test_secrets_are_files_and_each_is_declared() -> None:
    found = compose()
    for name, service in found["services"].items():
        for secret in service["secrets"]:
            assert secret in found["secrets"], name
        for value in service["environment"].values():
            secret = re.fullmatch(r"/run/secrets/(\w+)", value)
            assert secret is None or secret[1] in service["secrets"]
    passwords = [key for one in found["services"].values() for key in one["environment"]]
    assert [key for key in passwords if re.search("PASSWORD|TOKEN|KEY|URL", key)] == [
        key for key in passwords if key.endswith("_FILE")
    ]


def test_commands_are_ours() -> None:
    known = typer.main.get_command(program()).commands  # type: ignore[attr-defined]
    services = compose()["services"]
    for name in ("web", "worker"):
        command = services[name]["command"]
        assert command[0] in known
        options = {option for one in known[command[0]].params for option in one.opts}
        assert {word for word in command if word.startswith("-")} <= options
    assert services["worker"]["deploy"] == {"replicas": 2}


def test_the_image_runs_as_nobody_special_and_is_watched() -> None:
    found = instructions()
    assert ("USER", "habac24h") in found
    assert found.index(("USER", "habac24h")) < [word for word, _ in found].index("ENTRYPOINT")
    (health,) = (rest for word, rest in found if word == "HEALTHCHECK")
    assert set(re.findall(r'"--only", "(\w+)"', health)) <= set(CHECKS)


def test_only_what_is_needed_reaches_the_builder() -> None:
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line[1:] for line in sent if line.startswith("!")}
    copied = {
        name.rstrip("/")
        for word, rest in instructions()
        if word == "COPY" and "--from" not in rest
        for name in rest.split()[:-1]
    }
    assert sent[0] == "*"
    assert copied == allowed


def test_nothing_listens_to_the_world() -> None:
    services = compose()["services"]
    ports = [port for one in services.values() for port in one.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in ports)
