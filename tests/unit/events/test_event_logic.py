# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What event sources tell and remember: each thing once, in bounded memory, without holding up the loop."""

from __future__ import annotations

import asyncio
import threading
import time
from types import SimpleNamespace

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.clock import Clock
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import TransportFailure, ValidationError
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.dead_letter import DeadLetter
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils import _event_letters, _event_source
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._event_lag import SOURCE as LAG
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._event_lag import Lag, transitions
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._event_letters import (
    MOST_EVENTS,
    MOST_SEEN,
    after_poll,
    is_new,
    new_group,
    part_of,
    window_begin,
)
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_700_000_000_000
FRESH = {"start": NOW, "since": None, "groups": {}}


def polled(known, letters, now):
    """Poll once, of letters that are all visible: return what is known then, and what is told."""
    window = sorted(
        (one for one in letters if window_begin(known) <= one.stored <= now), key=lambda one: (one.stored, one.msg_id)
    )
    taken, until = part_of(known, window, now)
    return after_poll(known, taken, until), [one.msg_id for one in taken if is_new(known, one)]


# Each letter with when it is stored (minutes after the start) and how much later it shows, which is less than the
# overlap; and the minutes of polls, between which the source may well be down.
ARRIVALS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 19)), max_size=30)
POLLS = st.lists(st.integers(0, 260), max_size=40, unique=True)


@given(ARRIVALS, POLLS)
def test_each_letter_is_told_once_however_late_it_shows(arrivals, polls):
    minute = 60_000
    letters = [
        (DeadLetter(str(number), NOW + at * minute, 16), at + late) for number, (at, late) in enumerate(arrivals)
    ]
    known, told = new_group(FRESH, NOW), []
    for moment in [*sorted(polls), 300]:
        visible = [letter for letter, shows in letters if shows <= moment]
        known, new = polled(known, visible, NOW + moment * minute)
        told += new
    assert sorted(told) == sorted(letter.msg_id for letter, _shows in letters)


def test_memory_is_bounded_and_a_flood_is_told_in_parts():
    flood = [DeadLetter(f"{number:06}", NOW + number, 16) for number in range(3 * MOST_SEEN)]
    known, told = new_group(FRESH, NOW), []
    now = NOW + 3 * MOST_SEEN
    while True:
        known, new = polled(known, flood, now)
        assert len(new) <= MOST_EVENTS and len(known["seen"]) <= MOST_SEEN
        if not new:
            break
        told += new
    assert told == [letter.msg_id for letter in flood]


def test_letters_of_one_moment_are_not_forgotten_in_part():
    many = [DeadLetter(f"{number:06}", NOW, 16) for number in range(MOST_SEEN + 1)]
    known = after_poll(new_group(FRESH, NOW), many, NOW)
    assert known["seen"] == {} and window_begin(known) == NOW + 1


def test_what_was_there_before_is_silent_and_a_group_that_comes_later_is_not():
    before = [DeadLetter("old", NOW - 1000, 16)]
    known, told = polled(new_group({"start": None, "since": None, "groups": {}}, NOW), before, NOW)
    assert told == [] and polled(known, [*before, DeadLetter("new", NOW - 1, 16)], NOW + 1)[1] == ["new"]
    later = new_group({"start": None, "since": NOW, "groups": {}}, NOW + 1)
    assert polled(later, [DeadLetter("first", NOW, 16)], NOW + 1)[1] == ["first"]


# Lag.

OPTIONS = {"threshold": 10, "clear_threshold": 3}


@given(st.lists(st.one_of(st.none(), st.tuples(st.integers(0, 20), st.integers(0, 1))), max_size=40))
def test_states_alternate_and_follow_the_thresholds(lags):
    state, told = LAG.begin(OPTIONS), []
    for lag in lags:
        found = {"billing": None if lag is None else Lag(*lag)}
        state, events = transitions(state, ["billing"], found, OPTIONS, lambda: "id")
        for event in events:
            told.append(event["rocketmq"]["state"])
            known, unknown = lag
            assert known >= 10 if told[-1] == "exceeded" else known <= 3 and not unknown
        if lag is not None and lag[0] >= 10:
            assert state == {"behind": ["billing"]}
    assert told == [("exceeded", "cleared")[number % 2] for number in range(len(told))]


def test_group_that_is_gone_is_forgotten_and_one_that_was_not_read_is_not():
    state = {"behind": ["billing", "gone"]}
    assert transitions(state, ["billing"], {}, OPTIONS, str) == ({"behind": ["billing"]}, [])


@pytest.mark.parametrize(("options", "clear"), [({"threshold": 10, "clear_threshold": None}, 5), (OPTIONS, 3)])
def test_clear_threshold_is_half_by_default(options, clear):
    _state, [event] = transitions({"behind": ["a"]}, ["a"], {"a": Lag(clear, 0)}, options, str)
    assert event["rocketmq"]["clear_threshold"] == clear
    assert transitions({"behind": ["a"]}, ["a"], {"a": Lag(clear + 1, 0)}, options, str)[1] == []


# Groups that cannot be read.


def read_at(now, groups, errors):
    context = SimpleNamespace(client=SimpleNamespace(clock=Clock(now=lambda: now)))
    tried = []

    def read(group):
        tried.append(group)
        if group in errors:
            raise errors[group]
        return group.upper()

    return _event_source.read_each(context, "lag", groups, read), tried


def test_groups_that_fail_do_not_keep_the_others_from_being_read():
    groups = ["a", "b", "c", "d", "e"]
    for error in (TransportFailure("cut"), ValidationError("wrong")):
        errors = dict.fromkeys("abc", error)
        told = [read_at(now, groups, errors)[0] for now in range(3, 5)]
        assert {name for found in told for name in found} == {"d", "e"}
    # An outage does not take the time of all of them.
    with pytest.raises(TransportFailure):
        read_at(0, groups, dict.fromkeys(groups, TransportFailure("cut")))
    found, tried = read_at(4, groups, dict.fromkeys("abc", TransportFailure("cut")))
    assert found == {"e": "E"} and tried == ["e", "a", "b", "c"]
    assert read_at(0, groups, dict.fromkeys("abc", ValidationError("wrong")))[0] == {"d": "D", "e": "E"}
    assert read_at(0, [], {}) == ({}, [])


# Threads and the loop.


def test_loop_runs_on_while_the_service_is_waited_for_and_a_cancelled_source_ends_at_once():
    release = threading.Event()

    async def run():
        task = asyncio.create_task(_event_source._in_thread(lambda: release.wait(30)))
        for _beat in range(5):
            await asyncio.sleep(0.01)
        assert not task.done()
        started = time.monotonic()
        task.cancel()
        await asyncio.wait([task])
        return time.monotonic() - started

    try:
        assert asyncio.run(run()) < 5
    finally:
        release.set()


def test_what_is_being_saved_is_finished_when_cancelled():
    saved = []

    def save():
        time.sleep(0.2)
        saved.append(True)

    async def run():
        task = asyncio.create_task(_event_source._in_thread(save, finish=True))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled() and saved == [True]

    asyncio.run(run())


def test_pause_of_a_retry_ends_when_the_source_ends():
    stop = threading.Event()
    stop.set()
    with pytest.raises(_event_source.Stopped):
        _event_source._wait(stop, 600)


def test_ids_of_dead_letters_are_of_what_they_are_about():
    one, same, other = (
        _event_letters._event(instance, "billing", DeadLetter("A", NOW, 16))["meta"]["uuid"] for instance in "112"
    )
    assert one == same != other
