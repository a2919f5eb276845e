# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python interpreters of this machine, found rather than named."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path

from .paths import BUILD

VERSIONS = ("3.10", "3.11", "3.12", "3.13")
# What an interpreter must have to serve: venv and pip's bootstrap, which some distributions package apart.
PROBE = "import sys, venv, ensurepip; print(*sys.version_info[:2], sep='.', end=' '); print(sys.executable)"


@functools.cache
def find(version: str) -> Path | None:
    """Return the working interpreter of this version, or None."""
    if version == ".".join(map(str, sys.version_info[:2])) and (own := _probe(Path(sys.executable), version)):
        return own
    for folder in _folders():
        if found := _probe(folder / f"python{version}", version):
            return found
    return None


def bin_folder() -> Path:
    """Return a folder with python3.X for each interpreter found: a PATH without stubs that only pretend to be one."""
    folder = BUILD / "pythons"
    folder.mkdir(parents=True, exist_ok=True)
    for version in VERSIONS:
        link, target = folder / f"python{version}", find(version)
        if target is None:
            link.unlink(missing_ok=True)
        elif not link.is_symlink() or os.readlink(link) != str(target):
            link.unlink(missing_ok=True)
            link.symlink_to(target)
    return folder


def _folders() -> list[Path]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    return [
        *sorted(pyenv.glob("versions/*/bin"), reverse=True),
        *(Path(name) for name in os.environ.get("PATH", os.defpath).split(os.pathsep) if name),
    ]


def _probe(path: Path, version: str) -> Path | None:
    if not os.access(path, os.X_OK):
        return None
    done = subprocess.run([path, "-c", PROBE], capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout.startswith(version + " "):
        return None
    # A virtual environment's interpreter stands for the one it was made from.
    return Path(done.stdout.removeprefix(version).strip()).resolve()
