# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""An object whose change takes time, and what the engine has to know of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

from .._api.errors import ApiError, RocketMQError
from .plan import Change
from .resource import ApiObject, InstanceContext


class Phase(Enum):
    """How far an operation is: before its first poll, after it, or over."""

    PLANNED = "planned"
    POLLED = "polled"
    FINISHED = "finished"


class Step(NamedTuple):
    """One request on the way of an object to what is desired, of one of the kinds the resource knows."""

    kind: str
    body: Mapping[str, Any]


class Operation:
    """One object on its way: its plan, what is known of it, and what has been sent.

    desired: what is still to be seen to, at first all that is desired. object_id: what the service knows the object by.
    actual: the object as it was read last; None if it is gone. is_visible: whether it has been read at all. in_flight:
    the step whose effect is awaited. sent: the steps that were answered. polls_since_unknown: more than 0 if the step
    in flight got no answer. ready_polls: how often the object was seen ready since a step was sent. deferred_error: why
    the next request has to wait. deletion_sent, deletion_unknown: whether the deletion was taken, or may have been.
    """

    def __init__(self, change: Change, id_key: str) -> None:
        self.change = change
        self.desired = change.desired
        self.actual: dict[str, Any] | None = dict(change.actual) if change.actual else None
        self.object_id = str((change.actual or {}).get(id_key) or "")
        self.phase = Phase.PLANNED
        self.is_visible = change.actual is not None
        self.in_flight: Step | None = None
        self.sent: list[Step] = []
        self.polls_since_unknown = 0
        self.ready_polls = 0
        self.deferred_error: RocketMQError | None = None
        self.deletion_sent = False
        self.deletion_unknown = False
        self.result = ""
        self.error: RocketMQError | None = None

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to be done or waited for."""
        return self.phase is Phase.FINISHED

    @property
    def status(self) -> str:
        """The last known status."""
        return str((self.actual or {}).get("status") or "")

    @property
    def outcome_pending(self) -> bool:
        """Whether it is not known what became of the last request, or something keeps the next one back."""
        return self.polls_since_unknown > 0 or self.deferred_error is not None

    def finish(self) -> None:
        """End this operation: the object is as desired."""
        self.phase = Phase.FINISHED

    def adopt(self, actual: Mapping[str, Any], object_id: str) -> None:
        """Go on with an object that exists."""
        self.actual, self.object_id, self.is_visible = dict(actual), object_id, True

    def warn(self, warnings: Sequence[str]) -> None:
        """Add what the user should know."""
        self.change = self.change._replace(warnings=[*self.change.warnings, *warnings])

    def fail(self, error: RocketMQError, noun: str, id_result: str) -> None:
        """End this operation with an error that names the object."""
        if self.object_id:
            error = error.with_context(**{id_result: self.object_id, **error.details})
        if self.result:
            error = error.with_context(f"The {noun} was {self.result}, but then: ")
        self.error = error
        self.phase = Phase.FINISHED


class OperationHooks(NamedTuple):
    """What the engine has to know of objects whose changes take time.

    id_key: the field of an object that holds its id. id_result: the return value that a failure has it in.
    poll(context, operations): returns the objects as they are, by id.
    create(context, operation): has the object made or brought back, never twice, and notes what it is.
    delete(context, operations): sends the deletions, and notes which ones were taken.
    try_delete(context, operation): sends a deletion that was deferred.
    load_details(context, desired, actual): returns the object with what is desired of it and a poll does not show.
    reread(context, object_id): returns one object, or None if there is none.
    next_step(desired, actual): returns the next request for an object that is ready, or None if it is as desired.
    send(context, operation, step): sends a step.
    is_covered_by(sent, due): whether a step that was sent asks for all that is due.
    may_show_late(sent, due): whether a step that was sent may bring about what is due, and only not show it yet.
    ignorable_options(step): the options that a step is about, if it takes effect at once and limits no access.
    is_halfway(step): whether an object must not be left as a step leaves it, even by a task that does not wait.
    may_be_obsolete(step, error): whether a step was refused because somebody else has made it unnecessary.
    is_ready(actual), is_leaving(actual): whether an object takes steps, or is being deleted.
    terminal_failure(change): returns why an object does not become as desired however long it is waited for, or None.
    is_terminal(actual): whether an object stays in its status.
    timeout_error(context, operation): returns the error of one that was waited for in vain.
    on_timeout(context, operation, error): undoes what must not stay as it is, and returns the error with that told.
    gone_error(operation, error): returns the error of one that somebody else has deleted, as `error` says, if any.
    finish_warnings(change, actual): returns warnings about an object that is as desired.
    skipped_warnings(change, actual, sent): returns warnings about what a task that does not wait leaves undone.
    wait_until_listed(context, operations): waits until new objects are found by the next task.
    """

    id_key: str
    id_result: str
    poll: Callable[[InstanceContext, Sequence[Operation]], Mapping[str, dict[str, Any]]]
    create: Callable[[InstanceContext, Operation], None]
    delete: Callable[[InstanceContext, Sequence[Operation]], None]
    is_ready: Callable[[ApiObject], bool]
    is_terminal: Callable[[ApiObject], bool]
    terminal_failure: Callable[[Change], RocketMQError | None]
    timeout_error: Callable[[InstanceContext, Operation], RocketMQError]
    gone_error: Callable[[Operation, RocketMQError | None], RocketMQError]
    on_timeout: Callable[[InstanceContext, Operation, RocketMQError], RocketMQError] = (
        lambda context, operation, error: error
    )
    load_details: Callable[[InstanceContext, Mapping[str, Any], dict[str, Any]], dict[str, Any]] = (
        lambda context, desired, actual: actual
    )
    try_delete: Callable[[InstanceContext, Operation], None] = lambda context, operation: None
    reread: Callable[[InstanceContext, str], dict[str, Any] | None] = lambda context, object_id: None
    next_step: Callable[[Mapping[str, Any], ApiObject], Step | None] = lambda desired, actual: None
    send: Callable[[InstanceContext, Operation, Step], None] = lambda context, operation, step: None
    is_covered_by: Callable[[Step | None, Step | None], bool] = lambda sent, due: False
    may_show_late: Callable[[Step | None, Step], bool] = lambda sent, due: False
    ignorable_options: Callable[[Step], Sequence[str]] = lambda step: ()
    is_halfway: Callable[[Step], bool] = lambda step: False
    may_be_obsolete: Callable[[Step, ApiError], bool] = lambda step, error: False
    is_leaving: Callable[[ApiObject], bool] = lambda actual: False
    finish_warnings: Callable[[Change, ApiObject], list[str]] = lambda change, actual: []
    skipped_warnings: Callable[[Change, ApiObject, Sequence[Step]], list[str]] = lambda change, actual, sent: []
    wait_until_listed: Callable[[InstanceContext, Sequence[Operation]], None] = lambda context, operations: None
