# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The event source dead_letters: messages of a group that could not be consumed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from ..module_utils._engine.resource import InstanceContext
from ..module_utils._resources.dead_letter import DeadLetter, list_dead_letters
from ..module_utils._resources.timestamps import now_ms, parse_timestamp_ms
from ._event_options import Option
from ._event_source import Event, Source, State, read_each, watched_groups

# What was stored may show late, and clocks differ (the service refuses requests whose date is 15 minutes off): so far
# back (ms) each poll looks again.
OVERLAP = 1_200_000
# So many messages of a group are remembered; of more, the older ones are not looked for any more.
MOST_SEEN = 10_000
# So many new ones of a group one poll tells.
MOST_EVENTS = 5_000
# Ids of events are made of this and of what they are about, so that they are the same however often it is told.
NAMESPACE = uuid.UUID("4f6b5d5e-6c0f-5b7e-9d38-0c0d6a4a2b11")


def starting_point(start: str) -> int | None:
    """Return from when on (ms) dead letters are new; None for those that the first poll does not find.

    Raises ValidationError.
    """
    text = start.strip().lower()
    if text in ("now", "earliest"):
        return None if text == "now" else 0
    return parse_timestamp_ms("start", start)


def poll(context: InstanceContext, options: Mapping[str, Any], state: State) -> tuple[State, list[Event]]:
    """Return what is known of each group after a poll, and an event for each dead letter that is new."""
    now = now_ms(context.client.clock)
    groups = watched_groups(context, options)
    known = {group: state["groups"].get(group) or new_group(state, now) for group in groups}

    def read(group: str) -> list[DeadLetter]:
        return list_dead_letters(context, group, window_begin(known[group]), now)

    found = read_each(context, SOURCE.name, groups, read)
    events: list[Event] = []
    for group, letters in found.items():
        told, until = part_of(known[group], letters, now)
        events += [_event(context.instance_id, group, letter) for letter in told if is_new(known[group], letter)]
        known[group] = after_poll(known[group], told, until)
    return {**state, "since": now, "groups": known}, events


def is_new(known: Mapping[str, Any], letter: DeadLetter) -> bool:
    """Whether a dead letter is to be told."""
    return not known["silent"] and letter.msg_id not in known["seen"]


def part_of(known: Mapping[str, Any], letters: Sequence[DeadLetter], now: int) -> tuple[Sequence[DeadLetter], int]:
    """Return what a poll takes of the letters it has found, the oldest first, and up to when (ms) it has read then.

    Of very many new ones it leaves some for the next poll.
    """
    new = [index for index, letter in enumerate(letters) if is_new(known, letter)]
    if len(new) <= MOST_EVENTS:
        return letters, now
    taken = letters[: new[MOST_EVENTS]]
    return taken, taken[-1].stored


def new_group(state: State, now: int) -> dict[str, Any]:
    """Return what is known of a group before it is first read.

    floor: nothing older (ms) is read. until: up to when it has been read. seen: the ids that were told, with their
    times. silent: what the next poll finds was there before.
    """
    if state["since"] is not None:
        # It was not there at the poll before, or did not show yet.
        floor = max(state["since"] - OVERLAP, state["start"] or 0)
    elif state["start"] is not None:
        floor = state["start"]
    else:
        floor = now - OVERLAP
    return {"floor": floor, "until": floor, "seen": {}, "silent": state["since"] is None and state["start"] is None}


def window_begin(known: Mapping[str, Any]) -> int:
    """Return from when on (ms) a group's messages are read."""
    return max(int(known["floor"]), int(known["until"]) - OVERLAP)


def after_poll(known: Mapping[str, Any], letters: Sequence[DeadLetter], until: int) -> dict[str, Any]:
    """Return what is known of a group after its messages up to a time (ms) were read.

    Those are remembered that the next poll may meet again, but no more than `MOST_SEEN`.
    """
    floor = int(known["floor"])
    seen = {**known["seen"], **{letter.msg_id: letter.stored for letter in letters}}
    begin = max(floor, until - OVERLAP)
    kept = sorted((stored, msg_id) for msg_id, stored in seen.items() if stored >= begin)
    if len(kept) > MOST_SEEN:
        # All of one moment are remembered, or none of them.
        floor = kept[-MOST_SEEN - 1][0] + 1
        kept = [(stored, msg_id) for stored, msg_id in kept if stored >= floor]
    return {"floor": floor, "until": until, "seen": {msg_id: stored for stored, msg_id in kept}, "silent": False}


def _event(instance_id: str, group: str, letter: DeadLetter) -> Event:
    stored = datetime.fromtimestamp(letter.stored / 1000, timezone.utc)
    return {
        "meta": {"uuid": str(uuid.uuid5(NAMESPACE, f"{instance_id}/{group}/{letter.msg_id}"))},
        "rocketmq": {
            "type": "dead_letter",
            "group": group,
            "msg_id": letter.msg_id,
            "stored_at": stored.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "reconsume_times": letter.attempts,
        },
    }


def check(options: Mapping[str, Any]) -> None:
    """Raise ValidationError if `start` is no point in time."""
    starting_point(options["start"])


def begin(options: Mapping[str, Any]) -> State:
    """Return the state of a source that has not polled yet."""
    return {"start": starting_point(options["start"]), "since": None, "groups": {}}


SOURCE = Source(name="dead_letters", options={"start": Option("str", "now")}, check=check, begin=begin, poll=poll)
