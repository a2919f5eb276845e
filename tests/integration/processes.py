# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which processes a run has left behind."""

from __future__ import annotations

import contextlib
from pathlib import Path


def left_running(home: Path) -> list[str]:
    """Return the command lines of the processes that were started with this home, as those of a test's runs are."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        # Those that end meanwhile, and those of others, cannot be read.
        with contextlib.suppress(OSError):
            if f"HOME={home}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found
