# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""When a request is sent again, and how fast requests may go."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import NamedTuple

from .clock import SYSTEM_CLOCK, Clock
from .errors import ApiError, RocketMQError, TransportFailure

MAX_RETRY_AFTER = 300.0
MAX_BACKOFF = 30.0


class WaitPolicy(NamedTuple):
    """Total time (s) and interval (s) for retrying a busy service."""

    timeout: float = 0.0
    interval: float = 10.0


NO_WAIT = WaitPolicy()


class RetryPolicy(NamedTuple):
    """What is sent again: whatever failed for a transient reason and surely changed nothing, and a busy answer.

    max_retries: how often, for transient failures. interval: the pause (s) after a busy answer. remaining_time: returns
    for how long (s) busy answers may still be waited out.
    """

    max_retries: int
    interval: float
    remaining_time: Callable[[], float]

    def delay_before_retry(self, error: RocketMQError, failures: int, wait_if_busy: bool) -> float | None:
        """Return the seconds to wait before a request is sent again, or None if its error is final.

        `failures` counts the transient failures of the request, this one included.
        """
        if isinstance(error, ApiError) and error.is_busy:
            remaining = self.remaining_time()
            return min(self.interval, remaining) if wait_if_busy and remaining > 0 else None
        retried = isinstance(error, (ApiError, TransportFailure)) and error.is_transient
        if not retried or failures > self.max_retries:
            return None
        # After a throttled answer the limiter makes everyone wait, this request included.
        return 0.0 if isinstance(error, ApiError) and error.is_throttled else backoff(failures)


class ConcurrencyLimiter:
    """Lets at most `concurrency` requests out at a time, fewer after throttling, none during a pause.

    An AIMD limiter: a throttled answer halves the number allowed and stops every worker until the pause is over; each
    answer that is not throttled allows a little more. So one throttled answer slows all workers down together.
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
            # No more are woken than may go: there may be many that wait.
            self._gate.notify(max(1, int(self._allowed) - self._in_flight))

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
