# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What event sources share: they poll in a thread, hand over events, remember what they have, and end when told."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from ..module_utils._api.client import Client
from ..module_utils._api.clock import Clock
from ..module_utils._api.errors import ApiError, RocketMQError
from ..module_utils._api.settings import connection_warnings
from ..module_utils._engine.resource import InstanceContext
from ..module_utils._resources.endpoints import GROUP_ENDPOINT
from ..module_utils._resources.instance_api import resolve_instance_id
from ..module_utils._resources.validation import is_system_name
from ._event_options import Option, read_options, read_settings
from ._event_state import StateFile

T = TypeVar("T")
State = dict[str, Any]
Event = dict[str, Any]

LOGGER = logging.getLogger("huaweicloud.rocketmq.event_source")
# The longest pause (s) after failures, unless the interval is longer.
LONGEST_PAUSE = 600.0
# After so many groups in a row that cannot be read, the others are not tried.
MOST_FAILURES = 3


class Source(NamedTuple):
    """A kind of event source.

    name: what it is called. options: its own arguments. check: raises ValidationError if they break a rule.
    begin(options): the state to begin with. poll(context, options, state): reads, and returns the state after it and
    the events; it changes nothing that it is given. Raises RocketMQError.
    """

    name: str
    options: Mapping[str, Option]
    check: Callable[[Mapping[str, Any]], None]
    begin: Callable[[Mapping[str, Any]], State]
    poll: Callable[[InstanceContext, Mapping[str, Any], State], tuple[State, list[Event]]]


class Stopped(Exception):
    """The source was told to end while it waited."""


async def run_source(queue: Any, args: Mapping[str, Any], source: Source) -> None:
    """Be an event source until the coroutine is cancelled. Raises ValidationError for arguments that are wrong."""
    options, settings = read_options(args, source.options), read_settings(args)
    source.check(options)
    for warning in connection_warnings(settings):
        LOGGER.warning("%s: %s", source.name, warning)
    stop = threading.Event()
    clock = Clock(sleep=lambda seconds: _wait(stop, seconds))
    # One request at a time: threads that still wait for an answer would hold up the end.
    watcher = _Watcher(source, options, Client(settings, clock=clock))
    try:
        await _watch(queue, watcher, float(options["interval"]))
    finally:
        stop.set()


def _wait(stop: threading.Event, seconds: float) -> None:
    if stop.wait(seconds):
        raise Stopped


async def _watch(queue: Any, watcher: _Watcher, interval: float) -> None:
    failures, has_polled = 0, False
    while True:
        try:
            polled = await _in_thread(watcher.poll)
            await _in_thread(functools.partial(watcher.note, *polled), finish=True)
            for event in watcher.pending:
                await queue.put(event)
            await _in_thread(watcher.delivered, finish=True)
        except RocketMQError as error:
            # What is wrong from the start is not waited out, unless it passes by itself.
            if not has_polled and not error.is_transient:
                raise
            failures += 1
            pause = min(interval * 2.0 ** min(failures, 16), max(LONGEST_PAUSE, interval))
            LOGGER.warning("%s: %s; next try in %g s", watcher.source.name, error.message, pause)
            await asyncio.sleep(pause)
            continue
        if failures:
            LOGGER.warning("%s: reads again, after %d failures", watcher.source.name, failures)
        failures, has_polled = 0, True
        await asyncio.sleep(interval)


async def _in_thread(function: Callable[[], T], finish: bool = False) -> T:
    """Return what a function returns, without holding up the loop.

    When cancelled, it does not wait for the function, unless that must `finish` what it has begun.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def tell(deliver: Callable[[], None]) -> None:
        # The loop may be closed, or the source be cancelled, by now.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if future.done() else deliver())

    def work() -> None:
        try:
            result = function()
        except Exception as error:
            failure = error
            tell(lambda: future.set_exception(failure))
        else:
            tell(lambda: future.set_result(result))

    threading.Thread(target=work, daemon=True, name="rocketmq-event-source").start()
    try:
        return await (asyncio.shield(future) if finish else future)
    except asyncio.CancelledError:
        if finish:
            await asyncio.wait([future])
        raise


class _Watcher:
    """Polls an instance, and remembers what was delivered.

    Events are saved with the state before they are handed over, and after that are not. So they are handed over again,
    the same as before, if the source ends in between.
    """

    def __init__(self, source: Source, options: Mapping[str, Any], client: Client) -> None:
        self.source, self.options, self.client = source, options, client
        self.file = StateFile(options["state_file"], source.name)
        self.context: InstanceContext | None = None
        self.instance_id = ""
        self.state: State = {}
        self.pending: list[Event] = []

    def poll(self) -> tuple[State, list[Event]]:
        """Return the state after a poll, and what is to be handed over. Raises RocketMQError."""
        context = self.context or self._open()
        if self.pending:
            return self.state, self.pending
        try:
            state, events = self.source.poll(context, self.options, self.state)
        except ApiError as error:
            if not error.is_transient:
                # An instance that was made anew has another id.
                self.context = None
            raise
        for event in events:
            event["rocketmq"] |= {"instance_id": context.instance_id, "region": self.client.settings.region}
            if self.options["instance_name"]:
                event["rocketmq"]["instance_name"] = self.options["instance_name"]
        return state, events

    def note(self, state: State, pending: list[Event]) -> None:
        """Remember the state after a poll, and what is to be handed over. Raises ValidationError if it cannot."""
        if (state, pending) != (self.state, self.pending):
            self.file.save(self.instance_id, {"state": state, "pending": pending})
        self.state, self.pending = state, pending

    def delivered(self) -> None:
        """Note that everything was handed over. Raises ValidationError if that cannot be saved."""
        if self.pending:
            self.pending = []
            self.file.save(self.instance_id, {"state": self.state, "pending": []})

    def _open(self) -> InstanceContext:
        options = self.options
        instance_id = resolve_instance_id(self.client, options["instance_id"], options["instance_name"])
        context = InstanceContext(self.client, instance_id)
        if instance_id != self.instance_id:
            _warn_of_missing(self.source.name, context, options["groups"] or ())
            saved = self.file.load(instance_id) or {"state": self.source.begin(options), "pending": []}
            self.instance_id, self.state, self.pending = instance_id, saved["state"], saved["pending"]
        self.context = context
        return context


def _warn_of_missing(source: str, context: InstanceContext, groups: Sequence[str]) -> None:
    listed = {str(group["name"]) for group in GROUP_ENDPOINT.list_all(context)} if groups else set()
    missing = sorted(set(groups) - listed)
    if missing:
        LOGGER.warning("%s: there is no consumer group %s (yet)", source, ", ".join(missing))


def watched_groups(context: InstanceContext, options: Mapping[str, Any]) -> list[str]:
    """Return the groups to watch: those named, or all that are not the service's own."""
    if options["groups"]:
        return list(dict.fromkeys(options["groups"]))
    listed = [str(group["name"]) for group in GROUP_ENDPOINT.list_all(context)]
    return [name for name in listed if not is_system_name(name)]


def read_each(context: InstanceContext, source: str, groups: Sequence[str], read: Callable[[str], T]) -> dict[str, T]:
    """Return what was read of each group that could be read. Raises the last error if none could.

    If the service fails for several in a row, the others are not tried. It is another one that comes first each time,
    so that groups which always fail do not keep the others from being read.
    """
    found: dict[str, T] = {}
    in_a_row, last = 0, None
    first = int(context.client.clock.now()) % max(len(groups), 1)
    for group in [*groups[first:], *groups[:first]]:
        try:
            found[group] = read(group)
            in_a_row = 0
        except RocketMQError as error:
            last, in_a_row = error, in_a_row + error.is_transient
            LOGGER.warning("%s: group %s: %s", source, group, error.message)
            if in_a_row >= MOST_FAILURES:
                break
    if last is not None and not found:
        raise last
    return found
