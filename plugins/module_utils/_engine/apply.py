# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Applies a plan: side by side, one item's failure apart from the others, nothing done twice."""

from __future__ import annotations

from collections.abc import Sequence

from .batch import apply_batches
from .outcome import NO_REQUEST, RESULT_OF, ChangeResult, OnDone
from .plan import UPDATE, Change
from .resource import InstanceContext, Resource
from .single import apply_one, result_without_request
from .verify import verify
from .wait import OnPoll


def apply_changes(
    resource: Resource,
    context: InstanceContext,
    changes: Sequence[Change],
    listed: bool = False,
    wait: bool = True,
    on_poll: OnPoll | None = None,
    on_done: OnDone | None = None,
) -> list[ChangeResult]:
    """Apply the changes and return a result for each, in their order.

    Changes that take time are waited for if `wait` says so; `on_poll` is called with the progress, `on_done` with the
    result of each that is done (see `run_operations`). `listed` says that the objects were read by list, which may show
    less of them than they have. Raises nothing for a failed item: its
    result has the error. What is raised was raised before anything was written.
    """
    if resource.operations is not None:
        return resource.operations()(resource, context, changes, wait, on_poll, on_done)
    results = {
        change.name: result_without_request(resource, change) for change in changes if change.action in NO_REQUEST
    }
    changes = _load_omitted_fields(resource, context, changes) if listed else changes
    due = [change for change in changes if change.name not in results]
    in_batches, attempted = apply_batches(resource, context, due)
    results.update((result.change.name, result) for result in in_batches)
    rest = [change for change in due if change.name not in results]
    singly = context.client.map_concurrently(lambda change: apply_one(resource, context, change), rest)
    results.update((result.change.name, _credit_batch(result, attempted)) for result in singly)
    results.update(verify(resource, context, list(results.values())))
    return [results[change.name] for change in changes]


def _load_omitted_fields(resource: Resource, context: InstanceContext, changes: Sequence[Change]) -> Sequence[Change]:
    """Return the changes with what the list omits of objects to be updated: a whole update would erase it."""
    omitted = {field.request_key for field in resource.fields if field.omitted_from_list}
    lacking = [
        change
        for change in changes
        if resource.replaces_on_update and change.action == UPDATE and not omitted <= set(change.actual or {})
    ]
    if not lacking:
        return changes
    details = context.client.map_concurrently(lambda change: resource.read_one(context, change.name), lacking)
    read = {change.name: detail for change, detail in zip(lacking, details, strict=True) if detail is not None}
    return [
        change._replace(actual={**(change.actual or {}), **read[change.name]}) if change.name in read else change
        for change in changes
    ]


def _credit_batch(result: ChangeResult, attempted: set[str]) -> ChangeResult:
    """Return the result of a single request, for which a batch may have done the work."""
    if result.change.name not in attempted or result.change.action in NO_REQUEST:
        return result
    done = RESULT_OF[result.change.action] if result.error is None else result.result
    return result._replace(result=done, changed=True)
