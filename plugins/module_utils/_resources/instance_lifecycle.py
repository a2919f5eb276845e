# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Bringing instances to what is wanted: planning, taking many forward side by side, and waiting for them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .._api.client import Client
from .._api.errors import ApiError, OutcomeUnknown, RocketMQError, TransportFailure, ValidationError
from .._engine.apply import CREATED, RESULT_OF, UPDATED, ChangeResult, rejected_result
from .._engine.plan import CREATE, DELETE, NO_OP, REJECT, Change, predict_object
from .._engine.resource import PREDICTED_INSTANCE_ID
from . import instance as instances
from .availability_zone import list_zones, zone_ids
from .instance_api import INSTANCE, find_by_name, list_instances, read_instance, select_one
from .instance_creation import order, wait_until_listed
from .instance_deletion import delete, try_delete
from .instance_operation import Operation, capture_error, timeout_error
from .tag import as_dict, merge_tags, read_tags, set_tags

EXTEND_PATHS = (
    "/v2/rocketmq/{project_id}/instances/{instance_id}/extend",
    "/v2/{project_id}/rocketmq/instances/{instance_id}/extend",
)
CONFIGS = "/v2/{project_id}/rocketmq/instances/{instance_id}/configs"

# Marks an instance that was read by itself: what it lacks, the service does not show.
DETAILED = "_whole"
# After so many polls (of a running instance) a write whose answer was lost counts as not carried out.
POLLS_AFTER_LOST_ANSWER = 3


# What is there


class ResolvedItem(NamedTuple):
    """An item of a task, and the instance it means (None if there is none), or why there is no saying."""

    item: Mapping[str, Any]
    actual: dict[str, Any] | None
    refusal: str = ""


def resolve_items(client: Client, items: Sequence[Mapping[str, Any]], state: str) -> list[ResolvedItem]:
    """Find the instance of each item, with what of it is managed but needs another request.

    An item is refused for an instance_id that does not exist, for a name that several instances have, and for configs
    the instance does not have.
    """

    def one(pair: tuple[Mapping[str, Any], list[dict[str, Any]]]) -> ResolvedItem:
        item, candidates = pair
        try:
            actual = select_one(item.get("name") or item["instance_id"], candidates)
            if state == "present":
                actual = _load_details(client, item, actual)
                if actual is None and item.get("instance_id"):
                    raise ValidationError(
                        f"Instance {item['instance_id']!r} does not exist in project {client.project_id}."
                    )
        except ValidationError as error:
            return ResolvedItem(item, None, error.message)
        return ResolvedItem(item, actual)

    return client.map_concurrently(one, list(zip(items, _matches(client, items), strict=True)))


def _matches(client: Client, items: Sequence[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return for each item the instances it may mean."""
    if len(items) == 1:
        item = items[0]
        if not item.get("instance_id"):
            return [find_by_name(client, item["name"])]
        present = _read_present(client, str(item["instance_id"]))
        return [[] if present is None else [present]]
    everything = list_instances(client, {"include_failure": "true"}) if items else []
    keys = ["instance_id" if item.get("instance_id") else "name" for item in items]
    return [[one for one in everything if one.get(key) == item[key]] for item, key in zip(items, keys, strict=True)]


def _read_present(client: Client, instance_id: str) -> dict[str, Any] | None:
    # The instance that a check-mode run before this one would have created.
    if instance_id == PREDICTED_INSTANCE_ID:
        return {"instance_id": instance_id, "status": "RUNNING", "enable_acl": False, "tags": []}
    return _read_detailed(client, instance_id)


def _read_detailed(client: Client, instance_id: str) -> dict[str, Any] | None:
    """Return an instance, read by itself and marked so, or None if it is absent."""
    instance = read_instance(client, instance_id)
    return None if instance is None else {**instance, DETAILED: True}


def _load_details(client: Client, item: Mapping[str, Any], actual: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return an instance with what is managed of it and what it does not carry by itself, such as tags and configs."""
    if actual is None or actual["instance_id"] == PREDICTED_INSTANCE_ID or actual.get("status") == "CREATEFAILED":
        return actual
    creating = actual.get("status") == "CREATING"
    if not creating and not actual.get(DETAILED) and instances.lacks_managed_fields(item, actual):
        # The list shows less than the single instance.
        actual = {**actual, **(_read_detailed(client, actual["instance_id"]) or {})}
    if item.get("tags") is not None and actual.get("tags") is None:
        actual = {**actual, "tags": {} if creating else read_tags(client, actual["instance_id"])}
    if item.get("configs") is not None:
        configs = {} if creating else _read_configs(client, actual["instance_id"], item["configs"])
        actual = {**actual, "configs": configs}
    return actual


def _read_configs(client: Client, instance_id: str, wanted: Mapping[str, Any]) -> dict[str, str]:
    """Return those of an instance's configs that are managed. Raises ValidationError for one it does not have."""
    present = client.list_all(CONFIGS, "rocketmq_configs", instance_id=instance_id)
    values = {str(entry["name"]): instances.config_text(entry.get("value")) for entry in present}
    unknown = sorted(set(wanted) - set(values))
    if unknown:
        raise ValidationError(
            f"'configs': the instance has no {', '.join(unknown)}; it has {', '.join(sorted(values))}."
        )
    return {name: values[name] for name in wanted}


def resolve_zones(client: Client, found: Sequence[ResolvedItem]) -> list[ResolvedItem]:
    """Return the items with the ids of their zones, which the user may also tell by code or name.

    The zones are only asked for where the instance does not have just these ids or names already.
    """
    zones: list[dict[str, Any]] | None = None
    resolved = []
    for located in found:
        wanted, ids = located.item.get("available_zones"), None
        if wanted and located.actual and _same_zones(wanted, located.actual):
            ids = located.actual.get("available_zones")
        elif wanted and not located.refusal:
            zones = list_zones(client) if zones is None else zones
            try:
                ids = zone_ids(zones, wanted)
                instances.check_zones(f"Instance {located.item.get('name')!r}", ids)
            except ValidationError as error:
                located = located._replace(refusal=error.message)
        if ids is not None:
            located = located._replace(item={**located.item, "available_zones": ids})
        resolved.append(located)
    return resolved


def _same_zones(wanted: Sequence[str], actual: Mapping[str, Any]) -> bool:
    told = (actual.get("available_zones"), actual.get("available_zone_names"))
    return any(set(wanted) == set(zones or ()) for zones in told)


# What is to be done


def plan_instances(client: Client, items: Sequence[Mapping[str, Any]], state: str, wait: bool) -> list[Change]:
    """Return what is to be done with each instance. Raises ApiError, TransportFailure."""
    found = resolve_items(client, items, state)
    if state == "present":
        found = resolve_zones(client, found)
    changes = [_plan(located, state) for located in found]
    return changes if wait else [instances.defer_until_running(change) for change in changes]


def _plan(located: ResolvedItem, state: str) -> Change:
    item, actual, refusal = located
    if refusal:
        return Change(str(item.get("name") or item.get("instance_id")), REJECT, item, actual, reason=refusal)
    return instances.plan_instance(item, actual, state)


def predict(changes: Sequence[Change]) -> list[ChangeResult]:
    """Return the outcomes the changes are going to have, without a request (check mode)."""
    outcomes = []
    for change in changes:
        if change.action == REJECT:
            outcomes.append(rejected_result(change))
            continue
        thing = predict_object(instances.FIELDS, change)
        if thing is not None:
            named = {"instance_id": PREDICTED_INSTANCE_ID} if change.action == CREATE else {}
            thing = instances.as_shown({**thing, **named})
        outcomes.append(ChangeResult(change, RESULT_OF[change.action], thing, None, change.action != NO_OP))
    return outcomes


# Doing it


def apply_changes(client: Client, changes: Sequence[Change], wait: bool) -> list[ChangeResult]:
    """Carry out the changes side by side and, with `wait`, see all of them through; return their outcomes in order.

    Without `wait`, only a request that got no answer, or that the service was too busy for, is waited for. All that is
    waited for is asked after with one request at a time. A wait ends when the wanted values are there, at a status that
    is a failure for good, or when the client's patience is over; a poll that fails does not end it.
    """
    operations = [Operation(change) for change in changes]
    for operation in operations:
        if operation.change.action == REJECT:
            operation.fail(RocketMQError(operation.change.reason))
    delete(client, [operation for operation in operations if operation.change.action == DELETE])
    client.map_concurrently(lambda operation: capture_error(operation, _advance, client, wait), _unfinished(operations))
    if not wait:
        wait_until_listed(
            client, [operation for operation in operations if operation.result == CREATED and not operation.seen]
        )
    while _unfinished(operations):
        # One instance may have taken all the time: how the others are is seen once more before they are given up.
        last = client.remaining_time() <= 0
        if not last:
            client.sleep(min(client.wait_policy.interval, max(0.1, client.remaining_time())))
        try:
            _poll(client, _unfinished(operations))
        except ApiError as error:
            for operation in _unfinished(operations):
                operation.fail(error)
        client.map_concurrently(
            lambda operation: capture_error(operation, _advance, client, wait), _unfinished(operations)
        )
        for operation in _unfinished(operations) if last else ():
            operation.fail(_timeout_reason(operation, client.wait_policy.timeout))
    return [operation.outcome() for operation in operations]


def _timeout_reason(operation: Operation, timeout: float) -> RocketMQError:
    """Return why an instance is not as wanted when the time is over."""
    reason = operation.deferred_error
    # A look that failed is the reason only as long as nothing else is.
    if reason is None or (reason.is_transient and operation.status != "RUNNING"):
        return timeout_error(operation, timeout)
    return reason.with_context(transient=False)


def _unfinished(operations: Sequence[Operation]) -> list[Operation]:
    return [operation for operation in operations if not operation.finished]


def _advance(operation: Operation, client: Client, wait: bool) -> None:
    """Take an instance one step further, if its status allows."""
    action = operation.change.action
    if operation.is_deletion:
        if operation.deferred_error is not None and operation.polled:
            try_delete(operation, client)
        operation.finished = operation.actual is None
    elif action == NO_OP and not operation.polled and operation.status == "RUNNING":
        operation.finished = True
    elif action == CREATE and not operation.result:
        order(operation, client)
    elif instances.is_terminal_failure(operation.status):
        _check_failure(operation)
    elif operation.status == "RUNNING":
        _apply_steps(operation, client, wait)
    if not wait and not operation.finished and not operation.outcome_pending:
        operation.finished = True
        operation.warn(instances.skipped_changes_warning(operation.change, operation.actual or {}, operation.asked))


def _check_failure(operation: Operation) -> None:
    reason = instances.terminal_failure_reason(operation.change._replace(actual=operation.actual))
    if reason:
        raise RocketMQError(reason, status=operation.status)
    operation.finished = True


def _apply_steps(operation: Operation, client: Client, wait: bool) -> None:
    """Send the next request that is due, and those behind it as long as each takes effect at once."""
    while operation.status == "RUNNING":
        try:
            operation.actual = _load_details(client, operation.change.desired, operation.actual)
        except RocketMQError as error:
            _defer(operation, error, wait)
            return
        step = instances.next_step(operation.change.desired, operation.actual or {})
        operation.deferred_error = None
        if operation.polls_since_lost and not instances.is_covered_by(operation.sent, step):
            # The write whose answer was lost has had its effect.
            operation.result, operation.polls_since_lost = operation.result or UPDATED, 0
        if step is None:
            operation.finished = True
            operation.warn(instances.oversize_warnings(operation.change.desired, operation.actual or {}))
            return
        if instances.is_covered_by(operation.sent, step) and not _should_resend(operation):
            return
        operation.sent = step
        try:
            _send_step(client, operation, step)
        except OutcomeUnknown as lost:
            operation.polls_since_lost = 1
            if lost.details.get("changed"):
                operation.result = operation.result or UPDATED
            return
        except ApiError as refusal:
            if not refusal.is_busy and (step.kind != "extend" or refusal.status != 400):
                raise
            # Sent as it is once more, a resize would be refused for the size that another run has made meanwhile.
            if not operation.polls_since_lost:
                operation.sent = None
            if refusal.is_busy:
                # Waited out here, it would keep the others waiting, too.
                operation.deferred_error = refusal
                if refusal.details.get("changed"):
                    operation.result = operation.result or UPDATED
                return
            try:
                operation.actual = _refresh_if_step_obsolete(client, operation, step, refusal)
            except RocketMQError as error:
                _defer(operation, error, wait)
                return
            continue
        operation.asked.append(step)
        operation.result = operation.result or UPDATED
        operation.polls_since_lost = 0
        fresh = _reread(client, operation.instance_id)
        if fresh is None:
            return
        operation.actual = fresh


def _defer(operation: Operation, error: RocketMQError, wait: bool) -> None:
    """Let a look that failed for a reason that passes be repeated after the next poll. Raises any other error."""
    if not wait or not error.is_transient:
        raise error
    operation.deferred_error = error


def _should_resend(operation: Operation) -> bool:
    """True if a step whose answer was lost shows no effect for so long that it is to be sent again."""
    return operation.polls_since_lost > POLLS_AFTER_LOST_ANSWER


def _refresh_if_step_obsolete(
    client: Client, operation: Operation, step: instances.Step, refusal: ApiError
) -> dict[str, Any] | None:
    """Return the instance as it is, if the resize that was refused is not due any more; else raise the refusal."""
    fresh = _load_details(client, operation.change.desired, _read_detailed(client, operation.instance_id))
    if instances.next_step(operation.change.desired, fresh or {}) == step:
        raise refusal
    return fresh


def _reread(client: Client, instance_id: str) -> dict[str, Any] | None:
    try:
        return _read_detailed(client, instance_id)
    except (TransportFailure, ApiError):
        return None


def _send_step(client: Client, operation: Operation, step: instances.Step) -> None:
    if step.kind == "modify":
        client.put(INSTANCE, step.body, wait_if_busy=False, instance_id=operation.instance_id)
    elif step.kind == "tags":
        _set_tags(client, operation)
    elif step.kind == "configs":
        client.put(CONFIGS, step.body, wait_if_busy=False, instance_id=operation.instance_id)
    else:
        client.post(EXTEND_PATHS, step.body, wait_if_busy=False, instance_id=operation.instance_id)


def _set_tags(client: Client, operation: Operation) -> None:
    desired = operation.change.desired

    def wanted(present: Mapping[str, str]) -> dict[str, str]:
        return merge_tags(present, as_dict(desired["tags"]), desired.get("purge_tags", True))

    present = as_dict((operation.actual or {}).get("tags"))
    set_tags(client, operation.instance_id, present, wanted, wait_if_busy=False)


# Waiting


def _poll(client: Client, operations: Sequence[Operation]) -> None:
    """Find out how the instances are: one by itself, several with one list. A poll that fails changes nothing."""
    try:
        if len(operations) == 1:
            present = _read_detailed(client, operations[0].instance_id)
            now = {operations[0].instance_id: present} if present else {}
        # One that has just been ordered may be in the list before it can be read by itself.
        if len(operations) > 1 or (not now and not operations[0].is_deletion):
            everything = list_instances(client, {"include_failure": "true"})
            now = {str(one.get("instance_id")): one for one in everything}
    except RocketMQError as error:
        if error.is_transient:
            return
        raise
    for operation in operations:
        _record_poll(operation, now.get(operation.instance_id))


def _record_poll(operation: Operation, actual: dict[str, Any] | None) -> None:
    operation.polled = True
    if actual is not None:
        operation.actual, operation.seen = actual, True
        # Only what has been seen running, and without the effect of what was sent, speaks against that.
        operation.polls_since_lost += bool(operation.polls_since_lost) and operation.status == "RUNNING"
    elif operation.is_deletion:
        operation.actual = None
    elif operation.seen:
        operation.actual = None
        operation.fail(RocketMQError(f"Instance {operation.change.name!r} was deleted by somebody else meanwhile."))
    # An instance just ordered may not show up at once: it stays as it was.
