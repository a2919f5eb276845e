# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The event source consumer_lag: a group falls behind, and catches up again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..module_utils._api.errors import ValidationError
from ..module_utils._engine.resource import InstanceContext
from ..module_utils._resources.consumer_group_info import with_details
from ._event_options import Option
from ._event_source import Event, Source, State, read_each, watched_groups

EXCEEDED, CLEARED = "exceeded", "cleared"


class Lag(NamedTuple):
    """How far a group is behind: by how many messages at least, and in how many queues that is unknown."""

    known: int
    unknown_queues: int


def check(options: Mapping[str, Any]) -> None:
    """Raise ValidationError if the thresholds are not as they must be."""
    threshold, clear = options["threshold"], clear_threshold(options)
    if threshold is None or threshold < 1:
        raise ValidationError("'threshold' must be at least 1: the number of messages from which on a group is behind.")
    if not 0 <= clear < threshold:
        raise ValidationError(
            f"'clear_threshold' is {clear}; it must be less than 'threshold' ({threshold}), and not negative."
        )


def clear_threshold(options: Mapping[str, Any]) -> int:
    """Return down to how many messages a group must come, by default half of those that made it count as behind."""
    clear = options["clear_threshold"]
    return int((options["threshold"] or 0) // 2 if clear is None else clear)


def poll(context: InstanceContext, options: Mapping[str, Any], state: State) -> tuple[State, list[Event]]:
    """Return which groups are behind, and the events of those for which that has changed."""
    groups = watched_groups(context, options)
    found = read_each(context, SOURCE.name, groups, lambda group: read_lag(context, group))
    return transitions(state, groups, found, options, lambda: str(uuid.uuid4()))


def read_lag(context: InstanceContext, group: str) -> Lag | None:
    """Return how far a group is behind; None where the service does not tell, as of a group without consumers."""
    read = with_details(context, {"name": group}, ["lag"], None)
    if "lag" not in read:
        return None
    return Lag(int(read["total_lag"]), int(read["unknown_queues"]))


def transitions(
    state: State,
    groups: list[str],
    found: Mapping[str, Lag | None],
    options: Mapping[str, Any],
    new_id: Callable[[], str],
) -> tuple[State, list[Event]]:
    """Return the state after a poll, and an event for each group that has crossed a threshold. Pure but for `new_id`.

    A group that was not read, or whose lag is unknown, stays what it was. One that is not there any more is forgotten.
    """
    behind = {group for group in state["behind"] if group in groups}
    events = []
    for group, lag in found.items():
        if lag is None:
            continue
        if group not in behind and lag.known >= options["threshold"]:
            behind.add(group)
            events.append(_event(EXCEEDED, group, lag, options, new_id()))
        # As long as the lag of a queue is unknown, nobody knows that the group has caught up.
        elif group in behind and lag.known <= clear_threshold(options) and not lag.unknown_queues:
            behind.discard(group)
            events.append(_event(CLEARED, group, lag, options, new_id()))
    return {"behind": sorted(behind)}, events


def _event(state: str, group: str, lag: Lag, options: Mapping[str, Any], event_id: str) -> Event:
    return {
        "meta": {"uuid": event_id},
        "rocketmq": {
            "type": "consumer_lag",
            "state": state,
            "group": group,
            "lag": lag.known,
            "unknown_queues": lag.unknown_queues,
            "threshold": options["threshold"],
            "clear_threshold": clear_threshold(options),
        },
    }


SOURCE = Source(
    name="consumer_lag",
    options={"threshold": Option("int"), "clear_threshold": Option("int")},
    check=check,
    begin=lambda options: {"behind": []},
    poll=poll,
)
