# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Applies one planned change by itself: send, and where the plan is outdated, read and plan again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._api.errors import ApiError, OutcomeUnknown, RocketMQError
from .outcome import FAILED, NO_REQUEST, RESULT_OF, UNCHANGED, ChangeResult, rejected_result, shown_object
from .plan import CREATE, DELETE, REJECT, UPDATE, Change
from .read import listed, read_or_list
from .resource import ApiObject, InstanceContext, Resource
from .wait import wait_until
from .write import Write, WriteResult, confirmed_write

# For how long (s) an object that was created, by this task or just before it, is waited for to show.
VISIBLE_TIMEOUT = 15.0


def result_without_request(resource: Resource, change: Change) -> ChangeResult:
    """Return the result of a change that needs no request, or is rejected."""
    if change.action == REJECT:
        return rejected_result(change)
    return ChangeResult(change, UNCHANGED, shown_object(resource, change.actual))


def apply_one(resource: Resource, context: InstanceContext, planned: Change) -> ChangeResult:
    """Apply one change that needs a request. Its error is part of the result."""

    last = planned
    state = "absent" if planned.action == DELETE else "present"

    def next_request(actual: ApiObject | None) -> Change | None:
        nonlocal last
        last = resource.plan(planned.name, planned.desired, actual, state)
        return None if last.action in NO_REQUEST else last

    write = Write(
        action=lambda change: f"the {resource.noun.replace('_', ' ')} was {RESULT_OF[change.action]}",
        send=lambda change: _send(resource, context, change),
        read=lambda change, error: _read_again(resource, context, change, error),
        next_request=next_request,
        may_be_outdated=lambda change, error: _may_be_outdated(resource, change, error),
        has_second_part=lambda change: change.action == CREATE and _needs_follow_up_update(resource, change),
        is_same=lambda change, other: change.action == other.action,
    )
    written = confirmed_write(context.client, write, planned)
    return _result(resource, planned, last, written)


def _result(resource: Resource, planned: Change, last: Change, written: WriteResult) -> ChangeResult:
    error = written.error
    if error is None and last.action == REJECT and written.was_read:
        error = RocketMQError(last.reason)
    if error is not None:
        if written.done is None:
            return ChangeResult(planned, FAILED, shown_object(resource, planned.actual), error)
        prefix = f"The {resource.noun} was {RESULT_OF[written.done.action]}, but then: "
        return ChangeResult(planned, FAILED, None, error.with_context(prefix), changed=True)
    result = UNCHANGED if written.done is None else RESULT_OF[written.done.action]
    if not written.was_read:
        api_object, is_pending = written.answer
        shown = shown_object(resource, api_object)
        return ChangeResult(planned, result, shown, changed=True, is_pending=is_pending)
    warned = planned._replace(warnings=last.warnings)
    shown = shown_object(resource, last.actual)
    return ChangeResult(warned, result, shown, changed=written.done is not None, verified=True)


def _send(resource: Resource, context: InstanceContext, change: Change) -> tuple[ApiObject | None, bool]:
    """Send a change; return the object it makes, if known, and whether the service does it in the background."""
    if change.action == CREATE:
        return resource.create(context, change), False
    update = change.action == UPDATE
    answer: Any = resource.update(context, change) if update else resource.delete(context, change.name)
    # Some API variants do it in the background, and say so by naming the job.
    return None, isinstance(answer, Mapping) and bool(answer.get("job_id"))


def _read_again(
    resource: Resource, context: InstanceContext, change: Change, error: RocketMQError | None
) -> ApiObject | None:
    """Return the object as it is now. Raises the error if that does not explain it."""
    found = resource.read_one(context, change.name)
    if found is not None or isinstance(error, OutcomeUnknown):
        return found
    if change.action == CREATE:
        if isinstance(error, ApiError) and not error.could_mean_duplicate:
            raise error
        found = _wait_until_visible(context, lambda: read_or_list(resource, context, change.name))
    elif listed(resource, context, [change.name]):
        # The list shows what was just made, and the rest of the service does not know it yet.
        found = _wait_until_visible(context, lambda: resource.read_one(context, change.name))
    else:
        return None
    if found is None:
        raise error or RocketMQError("the service does not show it, so its other options could not be written.")
    return found


def _wait_until_visible(context: InstanceContext, read: Callable[[], ApiObject | None]) -> ApiObject | None:
    """Return an object that does not show at once, or None if it does not show at all."""
    timeout = min(VISIBLE_TIMEOUT, max(context.client.remaining_time(), 0.0))
    return wait_until(context.client, read, timeout, lambda poll: 0.5 * 2.0 ** (poll - 1))


def _needs_follow_up_update(resource: Resource, change: Change) -> bool:
    return any(
        not field.sent_on_create and field.desired_value(change.desired) is not None for field in resource.fields
    )


def _may_be_outdated(resource: Resource, change: Change, error: RocketMQError) -> bool:
    """True if the object may not be any more what the plan was made for."""
    if not isinstance(error, ApiError):
        return False
    # The service has several codes for "exists already"; if the object is there now, somebody else was faster.
    return error.status in (400, 409) if change.action == CREATE else resource.is_not_found(error)
