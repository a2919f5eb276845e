# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Deleting instances, many with one request (chapters 5.1.4 and 5.1.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._api.client import Client
from .._api.errors import (
    INSTANCE_NOT_FOUND_CODE,
    ApiError,
    OutcomeUnknown,
    RocketMQError,
    TransportFailure,
    outcome_unknown,
)
from .._api.retry import backoff
from .._engine.apply import DELETED
from .instance_api import INSTANCE, INSTANCES, read_instance
from .instance_operation import Operation, capture_error, timeout_error

ACTION = INSTANCES + "/action"
DELETE_BATCH_SIZE = 50


def delete(client: Client, operations: Sequence[Operation]) -> None:
    """Send the deletions: several with one request, if the service takes it."""
    pending = [operation for operation in operations if operation.status != "DELETING"]
    forced = [operation for operation in pending if operation.change.desired.get("force_delete")]
    plain = [operation for operation in pending if operation not in forced]
    for group, force in ((forced, True), (plain, False)):
        for start in range(0, len(group), DELETE_BATCH_SIZE):
            part = group[start : start + DELETE_BATCH_SIZE]
            if len(part) > 1 or force:
                _delete_batch(client, part, force)
    client.map_concurrently(
        lambda operation: capture_error(operation, _force_delete if operation in forced else try_delete, client),
        [operation for operation in pending if not operation.deletion_sent and not operation.finished],
    )


def _delete_batch(client: Client, operations: Sequence[Operation], force: bool) -> None:
    """Delete several instances with one request, which is sent again for those that a lost answer has left."""
    left = list(operations)
    for attempt in range(1, client.settings.max_retries + 2):
        try:
            _send_batch(client, left, force)
            return
        except OutcomeUnknown as error:
            failure: RocketMQError = error
            client.sleep(backoff(attempt))
            client.map_concurrently(lambda operation: capture_error(operation, _confirm_deletion, client), left)
            left = [operation for operation in left if not operation.deletion_sent and not operation.finished]
        except RocketMQError as error:
            failure = error
            break
        if not left:
            return
    if isinstance(failure, ApiError) and failure.is_busy:
        if len(left) == 1:
            left[0].deferred_error = failure
        return
    for operation in left if force else ():
        operation.fail(failure)


def _send_batch(client: Client, operations: Sequence[Operation], force: bool) -> None:
    body: dict[str, Any] = {"action": "delete", "instances": [operation.instance_id for operation in operations]}
    if force:
        body["force_delete"] = True
    # Some editions refuse the whole for one that is busy.
    answer = client.post(ACTION, body, wait_if_busy=False)
    # The whole may succeed while some fail: those are deleted singly.
    results = answer.get("results") if isinstance(answer, dict) else None
    for entry in results or ():
        for operation in operations:
            if entry.get("instance") == operation.instance_id and entry.get("result") == "success":
                operation.deletion_sent, operation.result, operation.deferred_error = True, DELETED, None


def _confirm_deletion(operation: Operation, client: Client) -> None:
    """Find out whether a deletion whose answer was lost has been carried out."""
    try:
        operation.actual = read_instance(client, operation.instance_id)
    except RocketMQError as error:
        raise outcome_unknown(error, "the instance was deleted") from error
    if operation.actual is None or operation.status == "DELETING":
        operation.deletion_sent, operation.result = True, DELETED


def _force_delete(operation: Operation, client: Client) -> None:
    """Delete one instance past the recycle bin, which only the batch can; a status that forbids it is waited out."""
    while True:
        try:
            _confirm_deletion(operation, client)
        except RocketMQError as error:
            if not error.is_transient:
                raise
        if operation.deletion_sent or operation.finished:
            return
        if client.remaining_time() <= 0:
            raise operation.deferred_error or timeout_error(operation, client.wait_policy.timeout)
        client.sleep(min(client.wait_policy.interval, max(0.1, client.remaining_time())))
        _delete_batch(client, [operation], force=True)


def try_delete(operation: Operation, client: Client) -> None:
    """Delete one instance; where the service is too busy for that, the course is held back, and others go on."""
    operation.deferred_error = None
    if operation.actual is None or operation.status == "DELETING":
        if operation.deletion_lost:
            operation.deletion_sent, operation.result = True, DELETED
        return
    try:
        delete_instance(operation, client, wait_if_busy=False)
    except ApiError as refusal:
        if not refusal.is_busy:
            raise
        operation.deferred_error = refusal


def delete_instance(operation: Operation, client: Client, wait_if_busy: bool = True) -> None:
    """Delete one instance; where an answer is lost, look before the request is sent again.

    Without `wait_if_busy` the answer of a busy service is raised at once.
    """
    for attempt in range(1, client.settings.max_retries + 2):
        try:
            client.delete(INSTANCE, wait_if_busy=wait_if_busy, instance_id=operation.instance_id)
        except OutcomeUnknown:
            operation.deletion_lost = True
            client.sleep(backoff(attempt))
            _confirm_deletion(operation, client)
            if not operation.deletion_sent:
                continue
        except ApiError as error:
            if error.code != INSTANCE_NOT_FOUND_CODE:
                raise
            operation.actual = None
        operation.deletion_sent, operation.result = True, DELETED
        return
    raise TransportFailure(f"Instance {operation.change.name!r} could not be deleted: no request got an answer.")
