# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""How fast requests may go: one gate for all workers of a task, narrowed when the service throttles."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

from .clock import SYSTEM_CLOCK, Clock

MAX_RETRY_AFTER = 300.0
MAX_BACKOFF = 30.0


class ConcurrencyLimiter:
    """Lets at most `concurrency` requests out at a time, fewer after throttling, none during a pause.

    A throttled answer halves the number allowed and stops every worker until the pause is over; each answer that is
    not throttled opens the gate a little again. So one throttled answer slows all workers down together.
    """

    def __init__(self, concurrency: int = 1, clock: Clock = SYSTEM_CLOCK) -> None:
        self.concurrency = concurrency
        self._clock = clock
        self._gate = threading.Condition()
        self._allowed = float(concurrency)
        self._in_flight = 0
        self._paused_until = 0.0

    def __enter__(self) -> ConcurrencyLimiter:
        while True:
            with self._gate:
                pause = self._paused_until - self._clock.monotonic()
                if pause <= 0:
                    if self._in_flight < max(1, int(self._allowed)):
                        self._in_flight += 1
                        return self
                    self._gate.wait()
                    continue
            self._clock.sleep(pause)

    def __exit__(self, *exc_info: object) -> None:
        with self._gate:
            self._in_flight -= 1
            self._gate.notify_all()

    def on_success(self) -> None:
        """An answer came that was not throttled: allow a little more."""
        with self._gate:
            self._allowed = min(float(self.concurrency), self._allowed + 1 / self._allowed)

    def on_throttled(self, seconds: float) -> None:
        """A throttled answer came: everyone waits `seconds`, and then goes at half the width."""
        with self._gate:
            self._allowed = max(1.0, self._allowed / 2)
            self._paused_until = max(self._paused_until, self._clock.monotonic() + min(seconds, MAX_RETRY_AFTER))


def backoff(attempt: int, random_fraction: Callable[[], float] = random.random) -> float:
    """Return the seconds to wait before attempt number `attempt` (1, 2, …): doubling, with jitter, at most 30 s."""
    return min(MAX_BACKOFF, 0.5 * 2.0 ** (attempt - 1)) * (0.5 + 0.5 * random_fraction())


def retry_after(header: str | None, now: float) -> float | None:
    """Return the seconds a Retry-After header asks for (a number or an HTTP date), or None if it says nothing.

    `now` is the present, in seconds since 1970.
    """
    if not header:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - now)
    except (OverflowError, TypeError, ValueError):
        return None
