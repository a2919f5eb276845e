# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Virtual environments, each made from one lock file and made again only when that file changes."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

from . import interpreters
from .paths import BUILD, LOCKS, ROOT
from .process import ToolError, environment, lock, must_run, say

# The cores that are tested, each with the Pythons it can run on here, the one to use first.
CORES = {
    "2.16": ("3.10", "3.11", "3.12"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.21": ("3.13", "3.12"),
}
MAIN_CORE = "2.19"


def dev() -> Path:
    """Return the bin folder of the environment that holds the development tools."""
    return _make("dev", ROOT / "requirements-dev.txt", _python(_own_first(CORES[MAIN_CORE])))


def core(version: str) -> Path:
    """Return the bin folder of an environment with this ansible-core, for users who run the emulator too."""
    return _make(f"core-{version}", LOCKS / f"core-{version}.txt", python_for(version))


def user() -> Path:
    """Return the bin folder of an environment with what the README tells users to install, no more."""
    return _make("user", LOCKS / "user.txt", python_for(MAIN_CORE))


def rulebook() -> Path:
    """Return the bin folder of an environment with Event-Driven Ansible."""
    return _make("rulebook", LOCKS / "rulebook.txt", python_for(MAIN_CORE))


def python_for(version: str) -> Path:
    if version not in CORES:
        raise ToolError(f"CORE={version} is not one of {', '.join(CORES)}")
    return _python(CORES[version])


def uv() -> Path:
    """Return the installer that fills the environments; it is much faster than pip."""
    folder = BUILD / "venv-uv"
    with lock("venv-uv"):
        stamp, key = folder / "made-from", (LOCKS / "uv.txt").read_text(encoding="utf-8")
        if not stamp.is_file() or stamp.read_text(encoding="utf-8") != key:
            shutil.rmtree(folder, ignore_errors=True)
            must_run([sys.executable, "-m", "venv", folder])
            must_run(
                [
                    folder / "bin" / "python",
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "-r",
                    LOCKS / "uv.txt",
                ]
            )
            stamp.write_text(key, encoding="utf-8")
    return folder / "bin" / "uv"


def _own_first(versions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the versions, the running interpreter's first: who starts the tools with a Python wants to test it."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    return tuple(sorted(versions, key=lambda version: version != own))


def _python(versions: tuple[str, ...]) -> Path:
    for version in versions:
        if found := interpreters.find(version):
            return found
    raise ToolError(f"no working Python (with venv and ensurepip) of version {' or '.join(versions)} was found")


def _make(name: str, requirements: Path, python: Path) -> Path:
    folder = BUILD / f"venv-{name}"
    with lock(f"venv-{name}"):
        stamp = folder / "made-from"
        key = f"{python} {hashlib.sha256(requirements.read_bytes()).hexdigest()}"
        if not stamp.is_file() or stamp.read_text(encoding="utf-8") != key:
            say(f"Making {folder.relative_to(ROOT)} from {requirements.relative_to(ROOT)}")
            shutil.rmtree(folder, ignore_errors=True)
            env = environment(UV_PYTHON_DOWNLOADS="never")
            must_run([uv(), "venv", "--quiet", "--python", python, folder], env=env)
            install: list[str | Path] = [
                uv(),
                "pip",
                "install",
                "--quiet",
                "--compile-bytecode",
                "--python",
                folder / "bin" / "python",
            ]
            must_run([*install, "-r", requirements], env=env)
            stamp.write_text(key, encoding="utf-8")
    return folder / "bin"
