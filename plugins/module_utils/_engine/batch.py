# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Applies many changes with one request, where the service can."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from .._api.errors import RocketMQError
from .outcome import RESULT_OF, ChangeResult, predicted_object
from .plan import DELETE, UPDATE, Change
from .read import read_current
from .resource import InstanceContext, Resource
from .verify import unapplied_fields
from .wait import growing_pause, wait_until
from .write import Write, confirmed_write

# From this many on, one batch request and one look at the list are fewer than single requests.
BATCH_THRESHOLD = 3
BATCH_SIZE = 50
# How long (s) the job of a batch is waited for. What it has not done by then is done by single requests.
DELETE_TIMEOUT = 120.0
# The same for updates: what does not show by then may be what this API variant ignores.
UPDATE_TIMEOUT = 30.0

# Takes some of the changes and returns those that are not seen to be done.
Pending = Callable[[Sequence[Change]], "list[Change]"]


class BatchKind(NamedTuple):
    """How changes are sent together, which of them are not seen to be done, and how long (s) those are waited for."""

    send: Callable[[Sequence[Change]], Any]
    pending: Pending
    timeout: float


class BatchResult(NamedTuple):
    """What became of batch requests: the changes that may have been carried out, and those that surely were."""

    attempted: list[Change]
    confirmed: list[Change]


def apply_batches(
    resource: Resource, context: InstanceContext, changes: Sequence[Change]
) -> tuple[list[ChangeResult], set[str]]:
    """Apply what batch requests can; the rest is for single requests.

    Returns the results of what they did, and the names of all they may have changed. The jobs that batch requests start
    are waited for by reading the objects themselves.
    """
    results: list[ChangeResult] = []
    attempted: set[str] = set()
    for action, kind in _kinds(resource, context).items():
        due = [change for change in changes if change.action == action]
        if len(due) < BATCH_THRESHOLD:
            continue
        batch = _run_batch(context, due, kind)
        attempted.update(change.name for change in batch.attempted)
        results += [
            ChangeResult(change, RESULT_OF[action], predicted_object(resource, change), changed=True, verified=True)
            for change in batch.confirmed
        ]
    return results, attempted


def _kinds(resource: Resource, context: InstanceContext) -> dict[str, BatchKind]:
    """Return what the service can do with one request, by action."""
    kinds = {}
    if resource.delete_many is not None:
        delete_many = resource.delete_many
        kinds[DELETE] = BatchKind(
            lambda part: delete_many(context, [change.name for change in part]),
            lambda part: _not_deleted_yet(resource, context, part),
            DELETE_TIMEOUT,
        )
    if resource.update_many is not None:
        update_many = resource.update_many
        kinds[UPDATE] = BatchKind(
            lambda part: update_many(context, part),
            lambda part: _not_updated_yet(resource, context, part),
            UPDATE_TIMEOUT,
        )
    return kinds


def _run_batch(context: InstanceContext, changes: Sequence[Change], kind: BatchKind) -> BatchResult:
    """Send the changes in parts of 50, as long as the service takes them, and wait for what it took."""
    accepted: list[Change] = []
    uncertain: list[Change] = []
    for start in range(0, len(changes), BATCH_SIZE):
        part = list(changes[start : start + BATCH_SIZE])
        write = Write(
            action=lambda part: "the batch was carried out",
            send=kind.send,
            read=lambda part, error: kind.pending(part),
            next_request=lambda left: left or None,
        )
        written = confirmed_write(context.client, write, part)
        if written.error is not None:
            uncertain = part if written.is_unknown else []
            break
        accepted += part
    unfinished = {change.name for change in _wait_for_batch(context, accepted, kind.pending, kind.timeout)}
    return BatchResult(accepted + uncertain, [change for change in accepted if change.name not in unfinished])


def _wait_for_batch(
    context: InstanceContext, changes: Sequence[Change], pending: Pending, timeout: float
) -> list[Change]:
    """Wait until a job has carried out the changes, and return those that it is not seen to have done by then."""
    left = list(changes)

    def poll() -> bool | None:
        nonlocal left
        left = pending(left) if left else []
        return None if left else True

    # What cannot be read is left to single requests, which tell why.
    with contextlib.suppress(RocketMQError):
        wait_until(context.client, poll, min(context.client.remaining_time(), timeout), growing_pause(context.client))
    return left


def _not_deleted_yet(resource: Resource, context: InstanceContext, deletions: Sequence[Change]) -> list[Change]:
    actual = read_current(resource, context, [{"name": change.name} for change in deletions])
    return [change for change in deletions if change.name in actual]


def _not_updated_yet(resource: Resource, context: InstanceContext, updates: Sequence[Change]) -> list[Change]:
    actual = read_current(resource, context, [{**change.desired, "name": change.name} for change in updates])
    return [change for change in updates if unapplied_fields(resource, change, actual.get(change.name))]
