# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection awx.awx, out of the Python package that carries it: the one place besides Galaxy that has it."""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from .paths import BUILD, LOCKS
from .process import lock, must_run

WANTED = "ansible_collections/awx/awx/"


def folder() -> Path:
    """Return a folder for ANSIBLE_COLLECTIONS_PATH that holds it."""
    place, key = BUILD / "awx", (LOCKS / "awx.txt").read_text(encoding="utf-8")
    stamp = place / "made-from"
    with lock("awx"):
        if not stamp.is_file() or stamp.read_text(encoding="utf-8") != key:
            shutil.rmtree(place, ignore_errors=True)
            _extract(place)
            stamp.write_text(key, encoding="utf-8")
    return place


def _extract(place: Path) -> None:
    # Of the whole package, which is large, no more than this.
    with tempfile.TemporaryDirectory(dir=BUILD) as downloads:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        must_run([*pip, "--only-binary", ":all:", "--dest", downloads, "-r", LOCKS / "awx.txt"])
        [wheel] = Path(downloads).glob("*.whl")
        with zipfile.ZipFile(wheel) as package:
            package.extractall(place, [name for name in package.namelist() if name.startswith(WANTED)])
