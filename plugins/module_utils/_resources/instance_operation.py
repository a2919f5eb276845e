# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""An instance on its way to what is wanted: what has been sent, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._api.errors import INSTANCE_NOT_FOUND_CODE, ApiError, RocketMQError
from .._engine.apply import FAILED, UNCHANGED, ChangeResult
from .._engine.plan import DELETE, NO_OP, Change
from . import instance as instances


class Operation:
    """One instance on its way: its plan, what is known of it, and what has been sent."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.actual: dict[str, Any] | None = dict(change.actual) if change.actual else None
        self.instance_id = str((change.actual or {}).get("instance_id") or "")
        self.seen = change.actual is not None
        self.sent: instances.Step | None = None
        self.asked: list[instances.Step] = []
        self.polls_since_lost = 0
        self.deferred_error: RocketMQError | None = None
        self.polled = False
        self.deletion_sent = False
        self.deletion_lost = False
        self.result = ""
        self.error: RocketMQError | None = None
        self.finished = False

    def fail(self, error: RocketMQError) -> None:
        """End this course with an error that names the instance."""
        if self.instance_id:
            error = error.with_context(**{"instance_id": self.instance_id, **error.details})
        if self.result:
            error = error.with_context(f"The instance was {self.result}, but then: ")
        self.error = error
        self.finished = True

    def warn(self, warnings: Sequence[str]) -> None:
        """Add what the user should know."""
        self.change = self.change._replace(warnings=[*self.change.warnings, *warnings])

    @property
    def is_deletion(self) -> bool:
        """True if the instance is to go, or is not there to begin with."""
        absent = self.change.actual is None or self.change.actual.get("status") == "DELETING"
        return self.change.action == DELETE or (self.change.action == NO_OP and absent)

    @property
    def outcome_pending(self) -> bool:
        """True as long as it is not known what became of the last request, or something keeps the next one back."""
        return self.polls_since_lost > 0 or self.deferred_error is not None

    @property
    def status(self) -> str:
        """The status the service told last."""
        return str((self.actual or {}).get("status") or "")

    def outcome(self) -> ChangeResult:
        """Return what became of the instance."""
        thing = None if self.actual is None else instances.as_shown(self.actual)
        if self.error is not None:
            changed = bool(self.result) or bool(self.error.details.get("changed"))
            return ChangeResult(self.change, FAILED, thing, self.error, changed=changed)
        return ChangeResult(self.change, self.result or UNCHANGED, thing, changed=bool(self.result))


def capture_error(operation: Operation, function: Any, *arguments: Any) -> None:
    """Call `function(course, ...)`; its error ends this course, and no other."""
    try:
        function(operation, *arguments)
    except RocketMQError as error:
        if isinstance(error, ApiError) and error.code == INSTANCE_NOT_FOUND_CODE:
            error = error.with_context(f"Instance {operation.change.name!r} was deleted by somebody else meanwhile: ")
        operation.fail(error)


def timeout_error(operation: Operation, timeout: float) -> RocketMQError:
    """Return the error of a course that was waited for in vain, for `timeout` seconds."""
    what = "is still there" if operation.change.action == DELETE else "is not ready"
    sent = ""
    if operation.sent and operation.polls_since_lost:
        sent = (
            f"; it is not known whether the last request ({operation.sent.kind}), which got no answer, was carried out"
        )
    elif operation.sent:
        sent = f"; the service shows no effect of the last request ({operation.sent.kind})"
    return RocketMQError(
        f"Instance {operation.change.name!r} {what} after {timeout:g} s: its status is "
        f"{operation.status or 'unknown'}{sent}. Run the task again to go on waiting.",
        status=operation.status,
    )
