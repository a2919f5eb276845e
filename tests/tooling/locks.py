# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock files: every package that the environments hold, pinned. Made anew by make lock."""

from __future__ import annotations

from pathlib import Path

from . import venvs
from .paths import BUILD, LOCKS, ROOT
from .process import environment, must_run

# What a user installs.
USER = "ansible-core=={version}.*\n-r {root}/requirements.txt\n"
# The emulator's web server.
EMULATOR = "aiohttp\n"
# Event-Driven Ansible. It needs Java as well.
RULEBOOK = "ansible-rulebook\n"


def lock() -> bool:
    """Resolve the newest releases that go together, for all Pythons from the oldest one on."""
    for name, oldest in ((name, min(pythons, key=_number)) for name, pythons in venvs.CORES.items()):
        user = USER.format(version=name, root=ROOT)
        _compile(_source(f"core-{name}", user + EMULATOR), LOCKS / f"core-{name}.txt", oldest)
        if name == venvs.MAIN_CORE:
            _compile(_source("user", user), LOCKS / "user.txt", oldest)
            _compile(_source("rulebook", user + RULEBOOK), LOCKS / "rulebook.txt", oldest)
    _compile(
        ROOT / "requirements-dev.in", ROOT / "requirements-dev.txt", min(venvs.CORES[venvs.MAIN_CORE], key=_number)
    )
    return True


def _source(name: str, text: str) -> Path:
    path = BUILD / f"{name}.in"
    path.write_text(text, encoding="utf-8")
    return path


def _compile(source: object, target: object, python: str) -> None:
    options = [
        "--quiet",
        "--upgrade",
        "--universal",
        "--no-emit-index-url",
        "--no-annotate",
        "--python-version",
        python,
    ]
    must_run(
        [venvs.uv(), "pip", "compile", *options, "--output-file", str(target), str(source)],
        cwd=ROOT,
        env=environment(UV_CUSTOM_COMPILE_COMMAND="make lock"),
    )


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
