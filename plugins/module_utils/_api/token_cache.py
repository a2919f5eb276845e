# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Small secrets kept on disk between tasks: for their owner alone, and lost without harm."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
from typing import Any

from .response import parse


def cache_directory() -> str:
    """Return the folder of the cache: below XDG_CACHE_HOME, or else ~/.cache. "" if it would be where the task runs."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    # A user without a home keeps his ~, and a token is not for the folder of a playbook.
    return os.path.join(base, "ansible-huaweicloud-rocketmq") if os.path.isabs(base) else ""


def cache_path(*key: str) -> str:
    """Return the file of the entry known by `key`; the name tells nothing about the key. "" is a file for nothing."""
    digest, directory = hashlib.sha256("\0".join(key).encode()).hexdigest(), cache_directory()
    return os.path.join(directory, digest[:40] + ".json") if directory else ""


def read(path: str) -> dict[str, Any] | None:
    """Return the entry at `path`, or None if there is none that can be trusted.

    A symlink, a file of somebody else, one that others may read, or a damaged one counts as none.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o077:
            return None
        try:
            data = parse(file.read(1_000_000))
        except ValueError:
            return None
    return data if isinstance(data, dict) else None


def write(path: str, entry: dict[str, Any]) -> None:
    """Put `entry` at `path` in one step, readable by its owner alone; what cannot be written is left out."""
    try:
        _make_private_directory(os.path.dirname(path))
        # mkstemp makes a new file of mode 0600; the rename replaces a symlink instead of following it.
        descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path))
    except OSError:
        return
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(entry, file)
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def delete(path: str) -> None:
    """Remove the entry at `path`, if there is one."""
    with contextlib.suppress(OSError):
        os.unlink(path)


def _make_private_directory(path: str) -> None:
    os.makedirs(path, mode=0o700, exist_ok=True)
    status = os.lstat(path)
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise PermissionError(f"{path} is not a folder of this user")
    if status.st_mode & 0o077:
        os.chmod(path, 0o700)
