# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Tells the action plugin how a wait is going, through the named pipe that it has made for that."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Callable
from typing import Any

from .._api.client import Client
from .._api.redaction import redact
from .._engine.wait import Progress

# The environment variable in which the action plugin passes the path of the pipe.
PIPE_VARIABLE = "HUAWEICLOUD_ROCKETMQ_PROGRESS_PIPE"
# Of what is not ready, so many are named, with so much of each text: a line is one write, which no other one breaks up.
MAX_NAMED, MAX_TEXT = 5, 70


def progress_reporter(client: Client, noun: str, state: str) -> Callable[[Progress], None] | None:
    """Return what tells a wait for objects of a kind; None if nobody has asked for it.

    It writes a line of JSON for each poll: `noun`, `goal` (ready, or gone with state absent), `seconds` waited,
    `total`, `failed`, `waiting` (how many are not there yet) and `waiting_for` (names and statuses of the first). If
    nobody reads any more, the run that waits is over, and this process ends as if it had been terminated with it.
    """
    pipe = _open_pipe(os.environ.pop(PIPE_VARIABLE, ""))
    if pipe is None:
        return None
    clock, secrets = client.clock, client.secrets
    since = clock.monotonic()

    def shown(text: str) -> str:
        return redact(text, secrets)[:MAX_TEXT]

    def report(progress: Progress) -> None:
        line: dict[str, Any] = {
            "noun": noun,
            "goal": "gone" if state == "absent" else "ready",
            "seconds": round(clock.monotonic() - since),
            "total": progress.total,
            "failed": progress.failed,
            "waiting": len(progress.waiting_for),
            "waiting_for": [(shown(name), shown(status)) for name, status in progress.waiting_for[:MAX_NAMED]],
        }
        try:
            os.write(pipe, json.dumps(line).encode() + b"\n")
        except BrokenPipeError:
            os.kill(os.getpid(), signal.SIGTERM)
        except OSError:
            # The reader is behind, say. Progress is no reason to fail.
            return

    return report


def _open_pipe(path: str) -> int | None:
    """Open the pipe and remove its name, so that nothing is left however this ends; None if it cannot be opened."""
    if not path:
        return None
    try:
        pipe = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        # Become has made this another user's process, say. The module waits all the same.
        return None
    with contextlib.suppress(OSError):
        os.unlink(path)
    return pipe
