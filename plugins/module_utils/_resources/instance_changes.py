# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Changing and deleting many instances side by side: the hooks of the engine (chapters 5.1.5 and 5.1.6)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from .._api.errors import ApiError, RocketMQError, TransportFailure
from .._engine.operation import Operation, OperationHooks, Step
from .._engine.plan import DELETE, RESTORE, Change
from .._engine.resource import InstanceContext, RunOperations
from .._engine.run_operations import run_operations
from .._engine.wait import wait_until
from .._engine.write import Write, confirmed_write
from . import instance as instances
from . import instance_status, instance_steps
from .instance_api import INSTANCE, INSTANCES, list_instances
from .instance_cross_vpc import set_accesses
from .instance_fields import public_addresses
from .instance_lifecycle import (
    FAILED_INCLUDED,
    await_listing,
    confirm_deletion,
    create_instance,
    delete_instance,
    note_deletion,
    timeout_error,
)
from .instance_plan import CONFIGS, VOLUME_AUTO_EXPAND, load_details, read_detailed
from .instance_restore import RESTORE_FAILED, check_restored, failed_restorations, restore_instance
from .resize import precheck
from .routes import ROUTES
from .tag import merge_tags, set_tags, tags_as_dict

DNS = "/v2/{project_id}/rocketmq/instances/{instance_id}/dns"
# The addresses of a resize or of public access are not what the service wants.
PUBLIC_ACCESS_CODE = "DMS.00400128"
ACTION = INSTANCES + "/action"
DELETE_BATCH_SIZE = 50

ID_KEY = "instance_id"

E = TypeVar("E", bound=RocketMQError)


# Changing


def send_step(context: InstanceContext, operation: Operation, step: Step) -> None:
    """Send a step (see instance_steps); a busy service is not waited out here."""
    SENDERS[step.kind](context, operation, step)


def _set_configs(context: InstanceContext, operation: Operation, step: Step) -> None:
    context.client.put(CONFIGS, step.body, wait_if_busy=False, instance_id=operation.object_id)
    operation.desired = instances.without_static_configs(operation.desired, operation.actual or {})


def _set_tags(context: InstanceContext, operation: Operation, step: Step) -> None:
    desired = operation.change.desired
    tags, purge = tags_as_dict(desired["tags"]), desired.get("purge_tags", True)
    present = tags_as_dict((operation.actual or {}).get("tags"))
    set_tags(
        context.client,
        operation.object_id,
        present,
        lambda found: merge_tags(found, tags, purge),
        wait_if_busy=False,
    )


def _modify(context: InstanceContext, operation: Operation, step: Step) -> None:
    """Modify an instance (5.1.5). Where new public addresses are refused, those that were unbound are bound again."""
    try:
        context.client.put(INSTANCE, step.body, wait_if_busy=False, instance_id=operation.object_id)
    except ApiError as refusal:
        if refusal.is_busy or not step.body.get("enable_publicip"):
            raise
        raise bind_former_addresses(context, operation, refusal) from refusal


def bind_former_addresses(context: InstanceContext, operation: Operation, error: E) -> E:
    """Bind the public addresses again that were unbound in vain, and return the error with that told."""
    former = public_addresses(operation.change.actual or {})
    was_unbound = any(step.body is instance_steps.UNBINDING for step in operation.sent)
    if not former or not was_unbound or (operation.actual or {}).get("enable_publicip"):
        return error
    try:
        body = {"enable_publicip": True, "publicip_id": ",".join(former)}
        context.client.put(INSTANCE, body, instance_id=operation.object_id)
    except RocketMQError as failure:
        return error.with_context(
            suffix=f" Public access is off: the former addresses could not be bound again ({failure.message})."
        )
    return error.with_context(suffix=" The former addresses were bound again.")


def _switch_tls(context: InstanceContext, operation: Operation, step: Step) -> None:
    with _naming_option("tls_mode", "It can only be set when an instance is created."):
        context.client.post(ROUTES["tls"], step.body, wait_if_busy=False, instance_id=operation.object_id)


def _enable_dns(context: InstanceContext, operation: Operation, step: Step) -> None:
    with _naming_option("enable_dns"):
        context.client.post(DNS, None, wait_if_busy=False, instance_id=operation.object_id)


def _set_volume_auto_expand(context: InstanceContext, operation: Operation, step: Step) -> None:
    context.client.put(VOLUME_AUTO_EXPAND, step.body, wait_if_busy=False, instance_id=operation.object_id)


def _set_cross_vpc_accesses(context: InstanceContext, operation: Operation, step: Step) -> None:
    with _naming_option("cross_vpc_accesses"):
        set_accesses(context, operation, step)


@contextlib.contextmanager
def _naming_option(option: str, advice: str = "Leave the option out.") -> Iterator[None]:
    """Add to the refusal of a region that does not have an operation which option is about it."""
    try:
        yield
    except ApiError as refusal:
        if not refusal.is_unsupported_endpoint:
            raise
        suffix = f" This region's service cannot change {option!r}. {advice}"
        raise refusal.with_context(suffix=suffix) from refusal


def _extend(context: InstanceContext, operation: Operation, step: Step) -> None:
    """Resize an instance (5.1.4), if the service says beforehand that it can be."""
    verdict: dict[str, Any] = {}
    # Where it cannot be asked, the service decides about the resize itself.
    with contextlib.suppress(ApiError, TransportFailure):
        verdict = precheck(InstanceContext(context.client, operation.object_id))
    if verdict.get("success") is False:
        reason = str(verdict.get("reason") or "it tells no reason").rstrip(".")
        raise RocketMQError(f"The service would not resize the instance: {reason}.")
    try:
        context.client.post(ROUTES["extend"], step.body, wait_if_busy=False, instance_id=operation.object_id)
    except ApiError as refusal:
        if refusal.code != PUBLIC_ACCESS_CODE:
            raise
        suffix = " List the addresses that the larger instance needs in 'publicip_ids', beside the present ones."
        raise refusal.with_context(suffix=suffix) from refusal


SENDERS: dict[str, Callable[[InstanceContext, Operation, Step], None]] = {
    "modify": _modify,
    "configs": _set_configs,
    "tags": _set_tags,
    "tls": _switch_tls,
    "enable_dns": _enable_dns,
    "cross_vpc_accesses": _set_cross_vpc_accesses,
    "extend": _extend,
    "volume_auto_expand": _set_volume_auto_expand,
}


def poll_instances(context: InstanceContext, operations: Sequence[Operation]) -> dict[str, dict[str, Any]]:
    """Return the instances as they are, by id: one is read by itself, several by list."""
    client, found = context.client, {}
    if len(operations) == 1:
        present = read_detailed(client, operations[0].object_id)
        found = {operations[0].object_id: present} if present else {}
    # A new one may be in the list before it can be read by itself.
    if len(operations) > 1 or (not found and operations[0].change.action != DELETE):
        found = {str(one.get("instance_id")): one for one in list_instances(client, FAILED_INCLUDED)}
    return found | failed_restorations(client, [one for one in operations if one.object_id not in found])


def make_instance(context: InstanceContext, operation: Operation) -> None:
    """Order an instance, or bring it back from the recycle bin."""
    (restore_instance if operation.change.action == RESTORE else create_instance)(context, operation)


def detailed(context: InstanceContext, desired: Mapping[str, Any], actual: dict[str, Any]) -> dict[str, Any]:
    """Return an instance with all that is managed of it. Raises RocketMQError if it came back as something else."""
    found = load_details(context.client, desired, actual) or actual
    check_restored(desired, found)
    return found


# Deleting


def delete_instances(context: InstanceContext, operations: Sequence[Operation]) -> None:
    """Send the deletions: several with one request, if the service takes it."""
    pending = [operation for operation in operations if operation.status != "DELETING"]
    forced = [operation for operation in pending if operation.change.desired.get("force_delete")]
    plain = [operation for operation in pending if operation not in forced]
    for group, force in ((forced, True), (plain, False)):
        for start in range(0, len(group), DELETE_BATCH_SIZE):
            part = group[start : start + DELETE_BATCH_SIZE]
            if len(part) > 1 or force:
                _delete_batch(context, part, force)

    def delete(operation: Operation) -> None:
        with _failing(operation):
            (_force_delete if operation in forced else try_delete)(context, operation)

    context.client.map_concurrently(delete, _undeleted(pending))


def _undeleted(operations: Sequence[Operation]) -> list[Operation]:
    return [operation for operation in operations if not operation.deletion_sent and not operation.is_finished]


@contextlib.contextmanager
def _failing(operation: Operation) -> Iterator[None]:
    """Let an error end this operation, and no other."""
    try:
        yield
    except RocketMQError as error:
        operation.fail(error, "instance", ID_KEY)


def _delete_batch(context: InstanceContext, operations: Sequence[Operation], force: bool) -> None:
    """Delete several instances with one request, which is sent again for those that a lost answer has left."""

    def read(sent: Sequence[Operation], error: RocketMQError | None) -> list[Operation]:
        def confirm(operation: Operation) -> None:
            with _failing(operation):
                confirm_deletion(context, operation)

        context.client.map_concurrently(confirm, sent)
        return _undeleted(sent)

    write = Write(
        action=lambda sent: "the instance was deleted",
        send=lambda sent: _send_batch(context, sent, force),
        read=read,
        next_request=lambda left: left or None,
    )
    error = confirmed_write(context.client, write, list(operations)).error
    left = _undeleted(operations)
    if isinstance(error, ApiError) and error.is_busy:
        if len(left) == 1:
            left[0].deferred_error = error
    elif error is not None and force:
        for operation in left:
            operation.fail(error, "instance", ID_KEY)


def _send_batch(context: InstanceContext, operations: Sequence[Operation], force: bool) -> None:
    body: dict[str, Any] = {"action": "delete", "instances": [operation.object_id for operation in operations]}
    if force:
        body["force_delete"] = True
    # Some API variants refuse the whole for one that is busy.
    answer = context.client.post(ACTION, body, wait_if_busy=False)
    # The whole may succeed while some fail: those are deleted singly.
    results = answer.get("results") if isinstance(answer, dict) else None
    deleted = {entry.get("instance") for entry in results or () if entry.get("result") == "success"}
    for operation in operations:
        if operation.object_id in deleted:
            note_deletion(operation)


def _force_delete(context: InstanceContext, operation: Operation) -> None:
    """Delete one instance past the recycle bin, which only the batch can; a status that forbids it is waited out."""
    client, is_first = context.client, True

    def poll() -> bool | None:
        nonlocal is_first
        if not is_first:
            _delete_batch(context, [operation], force=True)
        is_first = False
        return True if not _undeleted([operation]) or confirm_deletion(context, operation) else None

    try:
        done = wait_until(client, poll, client.remaining_time())
    except (ApiError, TransportFailure) as error:
        if not error.is_transient:
            raise
        done = None
    if done is None:
        raise operation.deferred_error or timeout_error(context, operation)


def try_delete(context: InstanceContext, operation: Operation) -> None:
    """Delete one instance; where the service is too busy for that, the operation is deferred, and others go on."""
    operation.deferred_error = None
    if operation.actual is None or operation.status == "DELETING":
        if operation.deletion_unknown:
            note_deletion(operation)
        return
    try:
        delete_instance(context, operation, wait_if_busy=False)
    except ApiError as refusal:
        if not refusal.is_busy:
            raise
        operation.deferred_error = refusal


# What the engine is told


def _gone_error(operation: Operation, error: RocketMQError | None) -> RocketMQError:
    text = f"Instance {operation.change.name!r} was deleted by somebody else meanwhile"
    return RocketMQError(f"{text}.") if error is None else error.with_context(f"{text}: ")


def _terminal_failure(change: Change) -> RocketMQError | None:
    if (change.actual or {}).get("status") == RESTORE_FAILED:
        reason = (change.actual or {})["error_message"]
        return RocketMQError(f"Instance {change.name!r} is in the recycle bin again: {reason}", status=RESTORE_FAILED)
    reason = instances.terminal_failure_reason(change)
    return RocketMQError(reason, status=str((change.actual or {}).get("status"))) if reason else None


HOOKS = OperationHooks(
    id_key=ID_KEY,
    id_result=ID_KEY,
    poll=poll_instances,
    create=make_instance,
    delete=delete_instances,
    try_delete=try_delete,
    load_details=detailed,
    reread=lambda context, instance_id: read_detailed(context.client, instance_id),
    next_step=instance_steps.next_step,
    send=send_step,
    is_covered_by=instance_steps.is_covered_by,
    may_show_late=instance_steps.may_show_late,
    ignorable_options=instance_steps.ignorable_options,
    is_halfway=instance_steps.is_halfway,
    may_be_obsolete=lambda step, error: step.kind == "extend" and error.status == 400,
    is_ready=instance_status.is_ready,
    is_leaving=instance_status.is_leaving,
    is_terminal=lambda actual: instance_status.is_terminal_failure(str(actual.get("status") or "")),
    terminal_failure=_terminal_failure,
    timeout_error=timeout_error,
    on_timeout=bind_former_addresses,
    gone_error=_gone_error,
    finish_warnings=instances.finish_warnings,
    skipped_warnings=instance_steps.skipped_changes_warning,
    wait_until_listed=await_listing,
)

# Applies the changes of a task.
run: RunOperations = partial(run_operations, HOOKS)
