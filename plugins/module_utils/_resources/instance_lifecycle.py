# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Creating one instance, and deleting one: never twice (chapters 5.1.1 and 5.1.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.client import Client
from .._api.errors import INSTANCE_NOT_FOUND_CODE, ApiError, OutcomeUnknown, RocketMQError
from .._engine.operation import Operation
from .._engine.outcome import CREATED, DELETED, RESTORED, UPDATED
from .._engine.plan import CREATE, DELETE, UPDATE
from .._engine.resource import InstanceContext
from .._engine.wait import growing_pause, wait_until, wait_until_listed
from .._engine.write import Write, confirmed_write, find_created
from .instance_api import INSTANCE, find_by_name, list_instances, read_instance, select_one
from .instance_steps import creation_body, differing_options
from .routes import ROUTES

# What the oldest path would ignore: the instance would cost by the hour, or have other addresses.
ONLY_NEWER = ("bss_param", "ipv6_broker_address", "ipv6_namesrv_address")

# How long (s) a task that does not wait for its instances waits until the list shows them, so that the next task finds
# them by their names.
LISTING_TIMEOUT = 120.0

FAILED_INCLUDED = {"include_failure": "true"}

UNSEEN_ORDER = (
    " A prepaid instance is not shown before its order is paid for, so nothing is ordered again: look for the order in "
    "the billing center, and run the task again once the instance is shown, or if there is no order."
)


def create_instance(context: InstanceContext, operation: Operation) -> None:
    """Create an instance, never twice: where an answer is lost, the name is looked up before anything is sent again."""
    client, failed = context.client, operation.change.actual
    if failed is not None:
        _delete_failed_predecessor(context, operation)
        operation.actual, operation.object_id, operation.is_visible = None, "", False
    body = creation_body(operation.change.desired)

    def find() -> dict[str, Any] | None:
        return _find_existing(client, body["name"], failed)

    def read(sent: Mapping[str, Any], error: RocketMQError | None) -> dict[str, Any] | None:
        if isinstance(error, OutcomeUnknown):
            made = find_created(client, find)
            if made is None and "bss_param" in sent:
                # Not shown before it is paid for, which may take as long as it likes.
                raise error.with_context(suffix=("" if error.message.endswith(".") else ".") + UNSEEN_ORDER)
            return made
        # One that exists already, and was just ordered, may not be shown yet.
        is_duplicate = isinstance(error, ApiError) and error.could_mean_duplicate
        found = find() or (find_created(client, find) if is_duplicate else None)
        if found is None and error is not None:
            raise error
        return found

    write = Write(
        action=lambda sent: "the instance was ordered",
        send=lambda sent: _order(client, sent),
        read=read,
        next_request=lambda found: None if found else body,
        # Somebody else may have created it meanwhile, or the service has done late what it gave no answer to.
        may_be_outdated=lambda sent, error: isinstance(error, ApiError) and error.status in (400, 409),
        is_creation=True,
    )
    written = confirmed_write(client, write, body).or_raise()
    if written.was_read:
        operation.adopt(written.state, str(written.state["instance_id"]))
        if written.done is None:
            operation.change = operation.change._replace(action=UPDATE)
            operation.result = UPDATED if operation.result else ""
            return
    else:
        operation.object_id = written.answer
        operation.actual = {**body, "instance_id": written.answer, "status": "CREATING"}
    operation.result = CREATED


def _order(client: Client, body: Mapping[str, Any]) -> str:
    """Order an instance and return its ID. The error of a region that lacks the path names the options that need it."""
    special = [option for option in ONLY_NEWER if option in body]
    try:
        return _parse_instance_id(client.post(ROUTES["create_any_instance" if special else "create_instance"], body))
    except ApiError as refusal:
        if not special or not refusal.is_unsupported_endpoint:
            raise
        options = ", ".join(f"'{option}'" for option in special)
        raise refusal.with_context(suffix=f" This region's service cannot create an instance with {options}.") from None


def _parse_instance_id(answer: Any) -> str:
    instance_id = answer.get("instance_id") if isinstance(answer, dict) else answer
    if not instance_id or not isinstance(instance_id, str):
        raise OutcomeUnknown("The instance was ordered, but the service did not return its ID.")
    return instance_id


def _find_existing(client: Client, name: str, failed: Mapping[str, Any] | None) -> dict[str, Any] | None:
    former = (failed or {}).get("instance_id")
    return select_one(name, [one for one in find_by_name(client, name) if one.get("instance_id") != former])


def _delete_failed_predecessor(context: InstanceContext, operation: Operation) -> None:
    """Delete the instance that failed to be created, and see it go: it may still hold the name."""
    client = context.client
    if operation.status != "DELETING":
        delete_instance(context, operation)
        operation.deletion_sent = False
    gone = wait_until(
        client,
        lambda: True if read_instance(client, operation.object_id) is None else None,
        client.remaining_time(),
    )
    if gone is None:
        raise timeout_error(context, operation)


def await_listing(context: InstanceContext, operations: Sequence[Operation]) -> None:
    """Wait until the list shows what was created: a task that came before would create it once more."""
    client = context.client
    ids = [operation.object_id for operation in operations]
    unseen = wait_until_listed(
        client,
        ids,
        lambda: (str(one.get("instance_id")) for one in list_instances(client, FAILED_INCLUDED)),
        LISTING_TIMEOUT,
    )
    for operation in operations:
        if operation.object_id in unseen:
            operation.warn([_unseen_text(operation, "yet")])


def _unseen_text(operation: Operation, when: str) -> str:
    """Return what there is to say of a new instance that the service does not show."""
    billing = operation.change.desired.get("bss_param") or {}
    is_prepaid = operation.change.action == CREATE and billing.get("charging_mode") == "prePaid"
    reason = ", as its order may have to be paid for in the billing center" if is_prepaid else ""
    return (
        f"The service does not show instance {operation.change.name!r} ({operation.object_id}) {when}{reason}. Run the "
        "task again only once it is shown: before, another instance may be ordered."
    )


def delete_instance(context: InstanceContext, operation: Operation, wait_if_busy: bool = True) -> None:
    """Delete one instance; where an answer is lost, read before the request is sent again.

    Without `wait_if_busy` the answer of a busy service is raised at once.
    """

    client = context.client

    def attempt() -> bool | None:
        try:
            client.delete(INSTANCE, wait_if_busy=wait_if_busy, instance_id=operation.object_id)
        except ApiError as error:
            if error.code != INSTANCE_NOT_FOUND_CODE:
                raise
            # The list shows what was just ordered, and the rest of the service does not know it yet.
            listed = {one.get("instance_id"): one.get("status") for one in list_instances(client, FAILED_INCLUDED)}
            if listed.get(operation.object_id, "DELETING") != "DELETING":
                return None
            operation.actual = None
        return True

    def send(instance_id: str) -> None:
        if wait_until(client, attempt, min(LISTING_TIMEOUT, client.remaining_time()), growing_pause(client)) is None:
            raise timeout_error(context, operation)

    write = Write(
        action=lambda instance_id: "the instance was deleted",
        send=send,
        read=lambda instance_id, error: confirm_deletion(context, operation),
        next_request=lambda deleted: None if deleted else operation.object_id,
    )
    written = confirmed_write(context.client, write, operation.object_id)
    operation.deletion_unknown = operation.deletion_unknown or written.is_unknown
    written.or_raise()
    note_deletion(operation)


def confirm_deletion(context: InstanceContext, operation: Operation) -> bool:
    """Find out whether a deletion has been carried out."""
    operation.actual = read_instance(context.client, operation.object_id)
    if operation.actual is None or operation.status == "DELETING":
        note_deletion(operation)
    return operation.deletion_sent


def note_deletion(operation: Operation) -> None:
    """Note that a deletion was taken."""
    operation.deletion_sent, operation.result, operation.deferred_error = True, DELETED, None


def timeout_error(context: InstanceContext, operation: Operation) -> RocketMQError:
    """Return the error of an instance that was waited for in vain."""
    what = "is still there" if operation.change.action == DELETE else "is not ready"
    differing = differing_options(operation.desired, operation.actual or {})
    if operation.status == "RUNNING" and operation.change.action != DELETE and differing:
        what = f"is not as desired ({', '.join(differing)})"
    sent = ""
    if operation.in_flight and operation.polls_since_unknown:
        kind = operation.in_flight.kind
        sent = f"; it is not known whether the last request ({kind}), which got no answer, was carried out"
    elif operation.in_flight:
        sent = f"; the service shows no effect of the last request ({operation.in_flight.kind})"
    after = f"after {context.client.wait_policy.timeout:g} s"
    if operation.result in (CREATED, RESTORED) and not operation.is_visible:
        return RocketMQError(_unseen_text(operation, after), status=operation.status)
    return RocketMQError(
        f"Instance {operation.change.name!r} {what} {after}: its status is "
        f"{operation.status or 'unknown'}{sent}. Run the task again to go on waiting.",
        status=operation.status,
    )
