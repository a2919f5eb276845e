# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Ordering an instance, never twice (chapter 5.1.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.client import Client
from .._api.errors import ApiError, OutcomeUnknown, RocketMQError, TransportFailure, outcome_unknown
from .._api.retry import backoff
from .._engine.apply import CREATED, UPDATED
from .._engine.plan import UPDATE
from .._engine.wait import find_after_unknown_outcome
from . import instance as instances
from .instance_api import INSTANCES, find_by_name, list_instances, read_instance, select_one
from .instance_deletion import delete_instance
from .instance_operation import Operation, timeout_error

# The oldest edition knows the first path, others only one of the twins.
CREATE_PATHS = (INSTANCES, "/v2/{engine}/{project_id}/instances", "/v2/{project_id}/rocketmq/instances")

# How long (s) a task that does not wait for its instances waits until the list shows them, so that the next task finds
# them by their names.
LISTING_TIMEOUT = 120.0


def order(operation: Operation, client: Client) -> None:
    """Order an instance, never twice: where an answer is lost, the name is looked up before anything is sent again."""
    failed = operation.change.actual
    if failed is not None:
        _delete_failed_predecessor(client, operation)
        operation.actual, operation.seen = None, False
    body = instances.creation_body(operation.change.desired)
    attempt, lost = 0, False

    def look() -> dict[str, Any] | None:
        return _find_existing(client, body["name"], failed)

    while True:
        attempt += 1
        try:
            operation.instance_id = _parse_instance_id(client.post(CREATE_PATHS, body))
            break
        except OutcomeUnknown as error:
            lost = True
            adopted = find_after_unknown_outcome(client, look, "the instance was ordered")
            if adopted is None and (attempt > client.settings.max_retries or client.remaining_time() <= 0):
                raise outcome_unknown(error, "the instance was ordered") from error
        except (ApiError, TransportFailure) as error:
            # Somebody else may have ordered it meanwhile, or the service has done late what it gave no answer to.
            adopted = look() if isinstance(error, ApiError) and error.status in (400, 409) else None
            if adopted is None and lost and error.is_transient:
                raise outcome_unknown(error, "the instance was ordered") from error
            if adopted is None:
                raise
            if not lost:
                _adopt(operation, adopted)
                operation.change = operation.change._replace(action=UPDATE)
                operation.result = UPDATED if operation.result else ""
                return
        if adopted is not None:
            _adopt(operation, adopted)
            break
    operation.result = CREATED
    if operation.actual is None:
        operation.actual = {**body, "instance_id": operation.instance_id, "status": "CREATING"}


def _adopt(operation: Operation, instance: dict[str, Any]) -> None:
    operation.actual, operation.instance_id, operation.seen = instance, str(instance["instance_id"]), True


def _parse_instance_id(answer: Any) -> str:
    instance_id = answer.get("instance_id") if isinstance(answer, dict) else answer
    if not instance_id or not isinstance(instance_id, str):
        raise OutcomeUnknown("The instance was ordered, but the service did not tell its id.")
    return instance_id


def wait_until_listed(client: Client, operations: Sequence[Operation]) -> None:
    """Wait until the list shows what was ordered: a run that came before would order it once more."""
    wait_policy = min(LISTING_TIMEOUT, client.remaining_time())
    waiting, attempt = {operation.instance_id for operation in operations}, 0
    while waiting and wait_policy > 0:
        try:
            listed = list_instances(client, {"include_failure": "true"})
            waiting -= {str(one.get("instance_id")) for one in listed}
        except (TransportFailure, ApiError):
            pass
        if waiting:
            attempt += 1
            pause = min(backoff(attempt), client.wait_policy.interval)
            client.sleep(pause)
            wait_policy -= pause


def _delete_failed_predecessor(client: Client, operation: Operation) -> None:
    """Delete the instance that failed to be created, and see it go: it may still hold the name."""
    if operation.status != "DELETING":
        delete_instance(operation, client)
        operation.deletion_sent = False
    while _is_there(client, operation.instance_id):
        if client.remaining_time() <= 0:
            raise timeout_error(operation, client.wait_policy.timeout)
        client.sleep(min(client.wait_policy.interval, max(0.1, client.remaining_time())))


def _is_there(client: Client, instance_id: str) -> bool:
    """True if an instance is there, or if the look fails for a reason that passes."""
    try:
        return read_instance(client, instance_id) is not None
    except RocketMQError as error:
        if not error.is_transient:
            raise
        return True


def _find_existing(client: Client, name: str, failed: Mapping[str, Any] | None) -> dict[str, Any] | None:
    former = (failed or {}).get("instance_id")
    return select_one(name, [one for one in find_by_name(client, name) if one.get("instance_id") != former])
