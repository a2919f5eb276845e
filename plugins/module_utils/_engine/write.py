# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Writes: the one place that deals with a write whose outcome is unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from .._api.client import Client
from .._api.errors import OutcomeUnknown, RocketMQError, outcome_unknown
from .._api.retry import backoff
from .wait import wait_until

S = TypeVar("S")

# After a creation without an answer, poll this many times for what it may have created before sending it again. Pause
# (s): the wait interval, clamped to these bounds.
MAX_READS = 6
MIN_DELAY = 5.0
MAX_DELAY = 10.0


class WriteResult(NamedTuple):
    """What became of a write.

    done: the first request that was carried out, if any was. answer: what the service answered to the last one. state:
    what was read last; `was_read` says that it was read after the last request. is_unknown: a request got no answer.
    error: why the write failed, if it did.
    """

    done: Any = None
    answer: Any = None
    state: Any = None
    was_read: bool = False
    is_unknown: bool = False
    error: RocketMQError | None = None

    def or_raise(self) -> WriteResult:
        """Return this result. Raises its error."""
        if self.error is not None:
            raise self.error
        return self


class Write(NamedTuple):
    """How something is written.

    action: what is done, as in "the topic was created"; it may depend on the request.
    send(request): sends a request and returns the service's answer.
    read(request, error): reads the state after a request that failed with `error`, or that has a second part (None).
        It raises the error if the state does not explain it.
    next_request(state): returns what is still to be sent, or None.
    may_be_outdated(request, error): whether the state may not be any more what the request was made for.
    has_second_part(request): whether more is to be sent once this request has been answered.
    is_same(request, other): whether a request that got no answer has had no effect if the other is the next one.
    is_creation: `read` takes its time to find what may have been created (see `find_created`), and nothing is sent
        again once the client's time is over.
    """

    action: Callable[[Any], str]
    send: Callable[[Any], Any]
    read: Callable[[Any, RocketMQError | None], Any]
    next_request: Callable[[Any], Any]
    may_be_outdated: Callable[[Any, RocketMQError], bool] = lambda request, error: False
    has_second_part: Callable[[Any], bool] = lambda request: False
    is_same: Callable[[Any, Any], bool] = lambda request, other: request == other
    is_creation: bool = False


def confirmed_write(client: Client, write: Write, request: Any) -> WriteResult:
    """Send a request, and what follows from it, until nothing is left to be sent. Raises no RocketMQError.

    A request that got no answer is never sent again before the state has been read. Nor is one that the service refused
    because somebody else was faster.
    """
    result = WriteResult()
    failures = 0
    while request is not None:
        error: RocketMQError | None = None
        try:
            answer = write.send(request)
            result = result._replace(done=result.done or request, answer=answer)
            if not write.has_second_part(request):
                return result._replace(was_read=False)
        except RocketMQError as failure:
            error = failure
            failures += 1
            result = result._replace(is_unknown=result.is_unknown or isinstance(error, OutcomeUnknown))
            if not (isinstance(error, OutcomeUnknown) or write.may_be_outdated(request, error)):
                return _failed(write, request, result, error)
        result, following = _read_back(client, write, request, result, error, failures)
        if result.error is not None:
            return result
        if following is not None and error is not None and not _may_send_again(client, write, failures):
            return _failed(write, request, result, error)
        request = following
    return result


def _read_back(
    client: Client, write: Write, request: Any, result: WriteResult, error: RocketMQError | None, failures: int
) -> tuple[WriteResult, Any]:
    """Read what became of a request; return the result with that, and what is still to be sent."""
    is_unknown = isinstance(error, OutcomeUnknown)
    if is_unknown and not write.is_creation:
        client.sleep(backoff(failures))
    try:
        state = write.read(request, error)
    except RocketMQError as failure:
        is_doubtful = is_unknown or (result.is_unknown and failure.is_transient)
        reason = outcome_unknown(failure, write.action(request)) if is_doubtful else failure
        return result._replace(error=reason), None
    following = write.next_request(state)
    # The lost write may still take effect later, even after a read that does not show it.
    has_effect = result.is_unknown and (following is None or not write.is_same(request, following))
    done = result.done or (request if has_effect else None)
    return result._replace(done=done, state=state, was_read=True), following


def _may_send_again(client: Client, write: Write, failures: int) -> bool:
    in_time = not write.is_creation or client.remaining_time() > 0
    return in_time and failures <= client.settings.max_retries


def _failed(write: Write, request: Any, result: WriteResult, error: RocketMQError) -> WriteResult:
    # What got no answer may have been carried out, whatever its repetition met.
    if isinstance(error, OutcomeUnknown) or (result.is_unknown and error.is_transient):
        error = outcome_unknown(error, write.action(request))
    return result._replace(error=error)


def find_created(client: Client, find: Callable[[], S | None]) -> S | None:
    """Return what a creation without an answer has made, or None if `find()` finds nothing for half a minute or more.

    Raises the error of the last look, if that failed.
    """
    delay = min(max(client.wait_policy.interval, MIN_DELAY), MAX_DELAY)
    client.sleep(delay)
    return wait_until(client, find, (MAX_READS - 1) * delay, lambda poll: delay, min_polls=MAX_READS)
