# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The progress of a fleet: several waits side by side, told as one."""

from __future__ import annotations

import threading

from .._api.client import Client
from .._engine.wait import OnPoll, Progress


class JointProgress:
    """Tells several waits that go on side by side as one: a line for each interval (s), about all of them."""

    def __init__(self, report: OnPoll, interval: float) -> None:
        self._report, self._interval = report, interval
        self._parts: dict[Client, Progress] = {}
        self._lock = threading.Lock()
        self._next = 0.0

    def part(self, client: Client) -> OnPoll:
        """Return what is told the progress of one of the waits."""

        def note(progress: Progress) -> None:
            with self._lock:
                self._parts[client] = progress
                now = client.clock.monotonic()
                # Polls of the same interval come a little apart.
                if now < self._next:
                    return
                self._next = now + 0.9 * self._interval
                self._report(self._joint(progress))

        return note

    def end(self, client: Client) -> None:
        """Note that one of the waits is over."""
        with self._lock:
            if client in self._parts:
                self._parts[client] = self._parts[client]._replace(waiting_for=())

    def _joint(self, latest: Progress) -> Progress:
        parts = self._parts.values()
        return latest._replace(
            waiting_for=[one for part in parts for one in part.waiting_for],
            total=sum(part.total for part in parts),
            failed=sum(part.failed for part in parts),
        )
