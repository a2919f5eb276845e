# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Applies changes that take time: all that a task asks for is taken forward side by side, and polled together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._api.errors import ApiError, OutcomeUnknown, RocketMQError
from .operation import Operation, OperationHooks, Phase, Step
from .outcome import CREATED, FAILED, RESTORED, UNCHANGED, UPDATED, ChangeResult, OnDone, shown_object
from .plan import CREATE, DELETE, NO_OP, REJECT, RESTORE, Change
from .resource import InstanceContext, Resource
from .wait import OnPoll, Progress, wait_until

# After so many polls (of an object that is ready) a step whose answer was lost counts as not carried out.
POLLS_AFTER_UNKNOWN = 3
# For so many polls of an object that is ready, side effects of a step may take to show.
POLLS_BEFORE_LATE = 3
# After so many, what the service applies at once, and does not show, counts as ignored.
POLLS_BEFORE_IGNORED = 3


def run_operations(
    hooks: OperationHooks,
    resource: Resource,
    context: InstanceContext,
    changes: Sequence[Change],
    wait: bool,
    on_poll: OnPoll | None = None,
    on_done: OnDone | None = None,
) -> list[ChangeResult]:
    """Apply the changes side by side and, with `wait`, see all of them through; return their results in order.

    Without `wait`, only a request that got no answer, that the service was too busy for, or that leaves an object
    halfway is waited for. All that is waited for is polled with one request at a time. A wait ends when the desired
    values are there, at a status that is a failure for good, or when the client's time is over; a poll that fails does
    not end it. `on_done` is called with the result of each object as soon as nothing is left to be done or waited for,
    from one of several threads; not with one that failed.
    """
    run = _Run(resource, hooks, context, wait, on_done)
    operations = [Operation(change, hooks.id_key) for change in changes]
    for operation in operations:
        if operation.change.action == REJECT:
            run.fail(operation, RocketMQError(operation.change.reason))
    hooks.delete(context, [one for one in operations if one.change.action == DELETE])
    run.advance(operations)
    if not wait:
        created = [one for one in operations if one.result in (CREATED, RESTORED) and not one.is_visible]
        hooks.wait_until_listed(context, created)
    if _pending(operations):
        _wait(run, operations, on_poll)
    return [_result(resource, operation) for operation in operations]


def _wait(run: _Run, operations: Sequence[Operation], on_poll: OnPoll | None) -> None:
    def poll() -> bool | None:
        run.poll(_pending(operations))
        run.advance(operations)
        return None if _pending(operations) else True

    def tell(progress: Progress) -> None:
        if on_poll is not None:
            waiting_for = [(operation.change.name, operation.status) for operation in _pending(operations)]
            failed = sum(1 for operation in operations if operation.error is not None)
            on_poll(progress._replace(waiting_for=waiting_for, total=len(operations), failed=failed))

    client, hooks = run.context.client, run.hooks
    # The first poll comes an interval after the requests, unless these have taken all the time.
    client.sleep(max(0.0, min(client.wait_policy.interval, client.remaining_time())))
    wait_until(client, poll, client.remaining_time(), on_poll=tell)
    for operation in _pending(operations):
        run.fail(operation, hooks.on_timeout(run.context, operation, _timeout_reason(run, operation)))


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

    def __init__(
        self,
        resource: Resource,
        hooks: OperationHooks,
        context: InstanceContext,
        wait: bool,
        on_done: OnDone | None = None,
    ) -> None:
        self.resource, self.context, self.wait = resource, context, wait
        self.hooks, self.on_done = hooks, on_done

    def fail(self, operation: Operation, error: RocketMQError) -> None:
        operation.fail(error, self.resource.noun.replace("_", " "), self.hooks.id_result)

    def advance(self, operations: Sequence[Operation]) -> None:
        """Take each operation one step further; an error ends its own operation and no other."""
        self.context.client.map_concurrently(self._advance_or_fail, _pending(operations))

    def _advance_or_fail(self, operation: Operation) -> None:
        try:
            self._advance(operation)
        except RocketMQError as error:
            # What has no id yet cannot be missing: its creation was refused.
            if not (operation.object_id and isinstance(error, ApiError) and self.resource.is_not_found(error)):
                self.fail(operation, error)
            elif self._is_shown(operation):
                # The list shows what was just made, and the rest of the service does not know it yet.
                operation.in_flight, operation.deferred_error = None, error.with_context(transient=True)
            else:
                self.fail(operation, self.hooks.gone_error(operation, error))
        if operation.is_finished and operation.error is None and self.on_done is not None:
            self.on_done(_result(self.resource, operation))

    def _is_shown(self, operation: Operation) -> bool:
        try:
            return operation.object_id in self.hooks.poll(self.context, [operation])
        except RocketMQError:
            return False

    def _advance(self, operation: Operation) -> None:
        change, actual = operation.change, operation.actual
        if self._is_deletion(operation):
            if operation.deferred_error is not None and operation.phase is Phase.POLLED:
                self.hooks.try_delete(self.context, operation)
            if operation.actual is None:
                operation.finish()
        elif change.action in (CREATE, RESTORE) and not operation.result:
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
        is_halfway = operation.in_flight is not None and self.hooks.is_halfway(operation.in_flight)
        if not self.wait and not operation.is_finished and not operation.outcome_pending and not is_halfway:
            operation.finish()
            operation.warn(self.hooks.skipped_warnings(change, operation.actual or {}, operation.sent))
            operation.warn(self._unshown_warnings(operation))

    def _unshown_warnings(self, operation: Operation) -> list[str]:
        """Return a warning of what was sent last, takes effect at once, and does not show."""
        sent, actual = operation.in_flight, operation.actual
        if sent is None or actual is None or not self.hooks.ignorable_options(sent):
            return []
        due = self.hooks.next_step(operation.desired, actual)
        if due is None or not self.hooks.is_covered_by(sent, due):
            return []
        text = ", ".join(f"'{option}'" for option in self.hooks.ignorable_options(due))
        noun = self.resource.noun.replace("_", " ")
        what = f"{text} of {noun} {operation.change.name!r}"
        return [f"The service took {what}, and does not show it yet. Run the task again to see whether it was ignored."]

    def _is_deletion(self, operation: Operation) -> bool:
        """Whether the object is to go, or is not there to begin with."""
        change = operation.change
        absent = change.actual is None or self.hooks.is_leaving(change.actual)
        return change.action == DELETE or (change.action == NO_OP and absent)

    def _apply_steps(self, operation: Operation) -> None:
        """Send the next step that is due, and those behind it as long as each takes effect at once."""
        while operation.actual is not None and self.hooks.is_ready(operation.actual):
            desired = operation.desired
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
            # What the last step brings beside its purpose is given time to show, before a step undoes or repeats it.
            if self.hooks.may_show_late(operation.in_flight, step) and operation.ready_polls <= POLLS_BEFORE_LATE:
                return
            ignored = self.hooks.ignorable_options(step) if awaited and not operation.polls_since_unknown else ()
            if ignored and operation.ready_polls > POLLS_BEFORE_IGNORED:
                self._give_up(operation, ignored)
                continue
            # Without effect for so long, a step that got no answer is sent again.
            if awaited and operation.polls_since_unknown <= POLLS_AFTER_UNKNOWN:
                return
            if not self._send_step(operation, step):
                return

    def _give_up(self, operation: Operation, options: Sequence[str]) -> None:
        """Go on without options that the service took and ignored: that is no change, and a warning says so."""
        operation.desired = {**operation.desired, **dict.fromkeys(options)}
        sent_nothing_else = [set(self.hooks.ignorable_options(step)) for step in operation.sent] == [set(options)]
        if operation.result == UPDATED and sent_nothing_else:
            operation.result = ""
        text = ", ".join(f"'{option}'" for option in options)
        noun = self.resource.noun.replace("_", " ")
        operation.warn(
            [f"The service ignored {text} of {noun} {operation.change.name!r}: it still shows another value."]
        )

    def _send_step(self, operation: Operation, step: Step) -> bool:
        """Send a step; return whether the object was read since, so that the next step may follow at once."""
        operation.in_flight, operation.ready_polls = step, 0
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
            fresh = self.hooks.load_details(self.context, operation.desired, fresh)
        except RocketMQError as error:
            self._defer(operation, error)
            return False
        if self.hooks.next_step(operation.desired, fresh) == step:
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
            operation.ready_polls += self.hooks.is_ready(actual)
            # Only what has been seen ready, and without the effect of what was sent, speaks against that.
            operation.polls_since_unknown += bool(operation.polls_since_unknown) and self.hooks.is_ready(actual)
        elif self._is_deletion(operation):
            operation.actual = None
        elif operation.is_visible:
            operation.actual = None
            self.fail(operation, self.hooks.gone_error(operation, None))
        # A new object may not show up at once: it stays as it was.
