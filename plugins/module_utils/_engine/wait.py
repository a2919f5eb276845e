# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Waiting for something to show: the one loop that polls."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from .._api.client import Client
from .._api.errors import RocketMQError

T = TypeVar("T")

# Pauses (s) between reads of what was just written, which some API variants show a moment later.
FIRST_PAUSE = 0.5


class Progress(NamedTuple):
    """What a wait reports before each pause.

    polls: how many there were. remaining: the seconds left. error: why the last poll failed, if it did. waiting_for:
    the names and statuses of the objects that are waited for, if they are known; of `total`, `failed` have failed, and
    the rest is done.
    """

    polls: int
    remaining: float
    error: RocketMQError | None
    waiting_for: Sequence[tuple[str, str]] = ()
    total: int = 0
    failed: int = 0


OnPoll = Callable[[Progress], None]


# For how long (s) what was written may take to show. After that it is taken for ignored.
CONSISTENCY_TIMEOUT = 3.5


def growing_pause(client: Client) -> Callable[[int], float]:
    """Return the pauses of a wait that is short as a rule: they double, up to the interval of the client."""
    return lambda poll: min(FIRST_PAUSE * 2.0 ** min(poll - 1, 20), client.wait_policy.interval)


def wait_until_listed(
    client: Client, missing: Iterable[str], listed: Callable[[], Iterable[str]], timeout: float
) -> set[str]:
    """Wait until `listed()` has all of the ids that are missing, so that the next task finds what was just made.

    Returns the ids that are missing still. Ends after `timeout` seconds, or when the list cannot be read: what was made
    is made all the same.
    """
    left = set(missing)

    def poll() -> bool | None:
        left.difference_update(listed())
        return None if left else True

    if left:
        with contextlib.suppress(RocketMQError):
            wait_until(client, poll, min(timeout, client.remaining_time()), growing_pause(client))
    return left


def read_back(
    client: Client, read: Callable[[], T], is_desired: Callable[[T], bool], timeout: float = CONSISTENCY_TIMEOUT
) -> T:
    """Return what was written as it shows once it is as desired, or as it was read last. Raises what `read` raises."""
    shown: list[T] = []

    def poll() -> bool | None:
        shown[:] = [read()]
        return True if is_desired(shown[0]) else None

    wait_until(client, poll, timeout, growing_pause(client))
    return shown[0]


def wait_until(
    client: Client,
    poll: Callable[[], T | None],
    timeout: float,
    pause: Callable[[int], float] | None = None,
    min_polls: int = 1,
    on_poll: OnPoll | None = None,
) -> T | None:
    """Poll until there is something to return, and return that; None if there is not before the deadline.

    `poll()` returns None as long as the wait goes on. One that raises a transient error counts as such; any other error
    ends the wait. The deadline is `timeout` seconds from now, whatever the polls take; the last poll begins at it, and
    there are at least `min_polls`. `pause(n)` is the time (s) before poll n + 1, by default the client's interval.
    `on_poll` is called before each pause.
    """
    clock = client.clock
    deadline = clock.monotonic() + timeout
    polls = 0
    while True:
        is_last = clock.monotonic() >= deadline
        polls += 1
        failure: RocketMQError | None = None
        try:
            found = poll()
            if found is not None:
                return found
        except RocketMQError as error:
            if not error.is_transient:
                raise
            failure = error
        if is_last and polls >= min_polls:
            if failure is not None:
                raise failure
            return None
        remaining = max(deadline - clock.monotonic(), 0.0)
        if on_poll is not None:
            on_poll(Progress(polls, remaining, failure))
        planned = client.wait_policy.interval if pause is None else pause(polls)
        client.sleep(planned if polls < min_polls else min(planned, remaining))
