# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast requests go, and how long a throttled service is left alone."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.clock import Clock
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.retry import (
    ConcurrencyLimiter,
    backoff,
    retry_after,
)
from hypothesis import given
from hypothesis import strategies as st


class Time:
    """Time that passes by sleeping alone."""

    def __init__(self):
        self.now = 0.0
        self.clock = Clock(lambda: self.now, lambda: self.now, self.sleep)

    def sleep(self, seconds):
        self.now += seconds


def test_everyone_waits_after_one_throttled_answer():
    time = Time()
    limiter = ConcurrencyLimiter(4, time.clock)
    limiter.on_throttled(7)
    with limiter:
        assert time.now == 7


def test_shorter_pause_does_not_end_a_longer_one():
    time = Time()
    limiter = ConcurrencyLimiter(4, time.clock)
    limiter.on_throttled(7)
    limiter.on_throttled(1)
    with limiter:
        assert time.now == 7


def test_no_pause_is_longer_than_five_minutes():
    time = Time()
    limiter = ConcurrencyLimiter(1, time.clock)
    limiter.on_throttled(100_000)
    with limiter:
        assert time.now == 300


def test_gate_narrows_when_throttled_and_opens_again():
    limiter = ConcurrencyLimiter(8, Time().clock)
    for _answer in range(10):
        limiter.on_throttled(0)
    assert _widest(limiter, 8, expected=1) == 1
    for _answer in range(60):
        limiter.on_success()
    assert _widest(limiter, 8, expected=8) == 8


def test_never_more_at_once_than_concurrency():
    assert _widest(ConcurrencyLimiter(3), 12, expected=3) == 3


def _widest(limiter, workers, expected):
    """Return the most workers that were inside at one time. Each stays until as many have met as are expected."""
    inside, most, lock, met = 0, 0, threading.Lock(), threading.Event()

    def work():
        nonlocal inside, most
        with limiter:
            with lock:
                inside += 1
                most = max(most, inside)
                if most >= expected:
                    met.set()
            met.wait(10)
            # Time for one too many to come in.
            time.sleep(0.02)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=work) for _worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return most


@given(st.integers(1, 200), st.floats(0, 1))
def test_backoff_doubles_within_bounds(attempt, fraction):
    seconds = backoff(attempt, lambda: fraction)
    assert 0.25 <= seconds <= 30
    assert seconds <= 0.5 * 2 ** (attempt - 1)


def test_retry_after_is_read_as_seconds_or_as_a_date():
    assert retry_after("2", 0) == 2
    assert retry_after("-1", 0) == 0
    assert retry_after(None, 0) is None
    assert retry_after("soon", 0) is None
    assert retry_after("Mon, 01 Jan 9999923359:59 - 359", 0) is None
    moment = datetime(2026, 1, 31, 12, tzinfo=timezone.utc)
    later = format_datetime(moment + timedelta(seconds=60), usegmt=True)
    assert retry_after(later, moment.timestamp()) == 60
    assert retry_after("Sun, 06 Nov 1994 08:49:37 GMT", moment.timestamp()) == 0
