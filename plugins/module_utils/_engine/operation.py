# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Changes that take time: all that a task asks for is taken forward side by side, and polled together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

from .._api.errors import ApiError, OutcomeUnknown, RocketMQError
from .outcome import CREATED, FAILED, UNCHANGED, UPDATED, ChangeResult, shown_object
from .plan import CREATE, DELETE, NO_OP, REJECT, Change
from .resource import ApiObject, InstanceContext, Resource
from .wait import OnPoll, wait_until

# After so many polls (of an object that is ready) a step whose answer was lost counts as not carried out.
POLLS_AFTER_UNKNOWN = 3


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

    object_id: what the service knows the object by. actual: the object as it was read last; None if it is gone.
    is_visible: whether it has been read at all. in_flight: the step whose effect is awaited. sent: the steps that were
    answered. polls_since_unknown: more than 0 if the step in flight got no answer. deferred_error: why the next request
    has to wait. deletion_sent, deletion_unknown: whether the deletion was taken, or may have been.
    """

    def __init__(self, change: Change, id_key: str) -> None:
        self.change = change
        self.actual: dict[str, Any] | None = dict(change.actual) if change.actual else None
        self.object_id = str((change.actual or {}).get(id_key) or "")
        self.phase = Phase.PLANNED
        self.is_visible = change.actual is not None
        self.in_flight: Step | None = None
        self.sent: list[Step] = []
        self.polls_since_unknown = 0
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
        """The status the service told last."""
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
    create(context, operation): has the object made, never twice, and notes what it is.
    delete(context, operations): sends the deletions, and notes which ones were taken.
    try_delete(context, operation): sends a deletion that was deferred.
    load_details(context, desired, actual): returns the object with what is desired of it and a poll does not show.
    reread(context, object_id): returns one object, or None if there is none.
    next_step(desired, actual): returns the next request for an object that is ready, or None if it is as desired.
    send(context, operation, step): sends a step.
    is_covered_by(sent, due): whether a step that was sent asks for all that is due.
    may_be_obsolete(step, error): whether a step was refused because somebody else has made it unnecessary.
    is_ready(actual), is_leaving(actual): whether an object takes steps, or is being deleted.
    terminal_failure(change): returns why an object does not become as desired however long it is waited for, or None.
    is_terminal(actual): whether an object stays in its status.
    timeout_error(context, operation): returns the error of one that was waited for in vain.
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
    load_details: Callable[[InstanceContext, Mapping[str, Any], dict[str, Any]], dict[str, Any]] = (
        lambda context, desired, actual: actual
    )
    try_delete: Callable[[InstanceContext, Operation], None] = lambda context, operation: None
    reread: Callable[[InstanceContext, str], dict[str, Any] | None] = lambda context, object_id: None
    next_step: Callable[[Mapping[str, Any], ApiObject], Step | None] = lambda desired, actual: None
    send: Callable[[InstanceContext, Operation, Step], None] = lambda context, operation, step: None
    is_covered_by: Callable[[Step | None, Step | None], bool] = lambda sent, due: False
    may_be_obsolete: Callable[[Step, ApiError], bool] = lambda step, error: False
    is_leaving: Callable[[ApiObject], bool] = lambda actual: False
    finish_warnings: Callable[[Change, ApiObject], list[str]] = lambda change, actual: []
    skipped_warnings: Callable[[Change, ApiObject, Sequence[Step]], list[str]] = lambda change, actual, sent: []
    wait_until_listed: Callable[[InstanceContext, Sequence[Operation]], None] = lambda context, operations: None


def run_operations(
    hooks: OperationHooks,
    resource: Resource,
    context: InstanceContext,
    changes: Sequence[Change],
    wait: bool,
    on_poll: OnPoll | None = None,
) -> list[ChangeResult]:
    """Apply the changes side by side and, with `wait`, see all of them through; return their results in order.

    Without `wait`, only a request that got no answer, or that the service was too busy for, is waited for. All that is
    waited for is polled with one request at a time. A wait ends when the desired values are there, at a status that is
    a failure for good, or when the client's time is over; a poll that fails does not end it.
    """
    run = _Run(resource, hooks, context, wait)
    operations = [Operation(change, hooks.id_key) for change in changes]
    for operation in operations:
        if operation.change.action == REJECT:
            run.fail(operation, RocketMQError(operation.change.reason))
    hooks.delete(context, [one for one in operations if one.change.action == DELETE])
    run.advance(operations)
    if not wait:
        created = [one for one in operations if one.result == CREATED and not one.is_visible]
        hooks.wait_until_listed(context, created)
    if _pending(operations):
        _wait(run, operations, on_poll)
    return [_result(resource, operation) for operation in operations]


def _wait(run: _Run, operations: Sequence[Operation], on_poll: OnPoll | None) -> None:
    def poll() -> bool | None:
        run.poll(_pending(operations))
        run.advance(operations)
        return None if _pending(operations) else True

    client = run.context.client
    # The first poll comes an interval after the requests, unless these have taken all the time.
    client.sleep(max(0.0, min(client.wait_policy.interval, client.remaining_time())))
    wait_until(client, poll, client.remaining_time(), on_poll=on_poll)
    for operation in _pending(operations):
        run.fail(operation, _timeout_reason(run, operation))


def _pending(operations: Sequence[Operation]) -> list[Operation]:
    return [operation for operation in operations if not operation.is_finished]


def _timeout_reason(run: _Run, operation: Operation) -> RocketMQError:
    """Return why an object is not as desired when the time is over."""
    reason = operation.deferred_error
    is_ready = operation.actual is not None and run.hooks.is_ready(operation.actual)
    # A read that failed is the reason only as long as nothing else is.
    if reason is None or (reason.is_transient and not is_ready):
        return run.hooks.timeout_error(run.context, operation)
    return reason.with_context(transient=False)


def _result(resource: Resource, operation: Operation) -> ChangeResult:
    shown = shown_object(resource, operation.actual)
    if operation.error is not None:
        changed = bool(operation.result) or bool(operation.error.details.get("changed"))
        return ChangeResult(operation.change, FAILED, shown, operation.error, changed=changed)
    return ChangeResult(operation.change, operation.result or UNCHANGED, shown, changed=bool(operation.result))


class _Run:
    """The operations of one task."""

    def __init__(self, resource: Resource, hooks: OperationHooks, context: InstanceContext, wait: bool) -> None:
        self.resource, self.context, self.wait = resource, context, wait
        self.hooks = hooks

    def fail(self, operation: Operation, error: RocketMQError) -> None:
        operation.fail(error, self.resource.noun.replace("_", " "), self.hooks.id_result)

    def advance(self, operations: Sequence[Operation]) -> None:
        """Take each operation one step further; an error ends its own operation and no other."""
        self.context.client.map_concurrently(self._advance_or_fail, _pending(operations))

    def _advance_or_fail(self, operation: Operation) -> None:
        try:
            self._advance(operation)
        except ApiError as error:
            is_gone = self.resource.is_not_found(error)
            self.fail(operation, self.hooks.gone_error(operation, error) if is_gone else error)
        except RocketMQError as error:
            self.fail(operation, error)

    def _advance(self, operation: Operation) -> None:
        change, actual = operation.change, operation.actual
        if self._is_deletion(operation):
            if operation.deferred_error is not None and operation.phase is Phase.POLLED:
                self.hooks.try_delete(self.context, operation)
            if operation.actual is None:
                operation.finish()
        elif change.action == CREATE and not operation.result:
            self.hooks.create(self.context, operation)
        elif actual is not None and self.hooks.is_terminal(actual):
            failure = self.hooks.terminal_failure(change._replace(actual=actual))
            if failure is not None:
                raise failure
            operation.finish()
        elif actual is not None and self.hooks.is_ready(actual):
            if change.action == NO_OP and operation.phase is Phase.PLANNED:
                operation.finish()
            else:
                self._apply_steps(operation)
        if not self.wait and not operation.is_finished and not operation.outcome_pending:
            operation.finish()
            operation.warn(self.hooks.skipped_warnings(change, operation.actual or {}, operation.sent))

    def _is_deletion(self, operation: Operation) -> bool:
        """Whether the object is to go, or is not there to begin with."""
        change = operation.change
        absent = change.actual is None or self.hooks.is_leaving(change.actual)
        return change.action == DELETE or (change.action == NO_OP and absent)

    def _apply_steps(self, operation: Operation) -> None:
        """Send the next step that is due, and those behind it as long as each takes effect at once."""
        desired = operation.change.desired
        while operation.actual is not None and self.hooks.is_ready(operation.actual):
            try:
                operation.actual = self.hooks.load_details(self.context, desired, operation.actual)
            except RocketMQError as error:
                self._defer(operation, error)
                return
            step = self.hooks.next_step(desired, operation.actual)
            operation.deferred_error = None
            awaited = self.hooks.is_covered_by(operation.in_flight, step)
            if operation.polls_since_unknown and not awaited:
                # The step that got no answer has had its effect.
                operation.result, operation.polls_since_unknown = operation.result or UPDATED, 0
            if step is None:
                operation.finish()
                operation.warn(self.hooks.finish_warnings(operation.change, operation.actual))
                return
            # Without effect for so long, a step that got no answer is sent again.
            if awaited and operation.polls_since_unknown <= POLLS_AFTER_UNKNOWN:
                return
            if not self._send_step(operation, step):
                return

    def _send_step(self, operation: Operation, step: Step) -> bool:
        """Send a step; return whether the object was read since, so that the next step may follow at once."""
        operation.in_flight = step
        try:
            self.hooks.send(self.context, operation, step)
        except OutcomeUnknown as error:
            operation.polls_since_unknown = 1
            self._note_change(operation, error)
            return False
        except ApiError as refusal:
            return self._handle_refusal(operation, step, refusal)
        operation.sent.append(step)
        operation.result = operation.result or UPDATED
        operation.polls_since_unknown = 0
        try:
            fresh = self.hooks.reread(self.context, operation.object_id)
        except RocketMQError:
            fresh = None
        operation.actual = fresh or operation.actual
        return fresh is not None

    def _handle_refusal(self, operation: Operation, step: Step, refusal: ApiError) -> bool:
        if not refusal.is_busy and not self.hooks.may_be_obsolete(step, refusal):
            raise refusal
        # Sent as it is once more, a resize would be refused for the size that another run has made meanwhile.
        if not operation.polls_since_unknown:
            operation.in_flight = None
        if refusal.is_busy:
            # Waited out here, it would keep the others waiting, too.
            operation.deferred_error = refusal
            self._note_change(operation, refusal)
            return False
        try:
            fresh = self.hooks.reread(self.context, operation.object_id)
            if fresh is None:
                raise refusal
            fresh = self.hooks.load_details(self.context, operation.change.desired, fresh)
        except RocketMQError as error:
            self._defer(operation, error)
            return False
        if self.hooks.next_step(operation.change.desired, fresh) == step:
            raise refusal
        operation.actual = fresh
        return True

    def _defer(self, operation: Operation, error: RocketMQError) -> None:
        """Let a read that failed for a transient reason be repeated after the next poll. Raises any other error."""
        if not self.wait or not error.is_transient:
            raise error
        operation.deferred_error = error

    @staticmethod
    def _note_change(operation: Operation, error: RocketMQError) -> None:
        if error.details.get("changed"):
            operation.result = operation.result or UPDATED

    def poll(self, operations: Sequence[Operation]) -> None:
        """Find out how the objects are. A poll that fails for a transient reason changes nothing."""
        try:
            found = self.hooks.poll(self.context, operations)
        except RocketMQError as error:
            if error.is_transient:
                return
            for operation in operations:
                self.fail(operation, error)
            return
        for operation in operations:
            self._record_poll(operation, found.get(operation.object_id))

    def _record_poll(self, operation: Operation, actual: dict[str, Any] | None) -> None:
        operation.phase = Phase.POLLED
        if actual is not None:
            operation.actual, operation.is_visible = actual, True
            # Only what has been seen ready, and without the effect of what was sent, speaks against that.
            operation.polls_since_unknown += bool(operation.polls_since_unknown) and self.hooks.is_ready(actual)
        elif self._is_deletion(operation):
            operation.actual = None
        elif operation.is_visible:
            operation.actual = None
            self.fail(operation, self.hooks.gone_error(operation, None))
        # A new object may not show up at once: it stays as it was.
