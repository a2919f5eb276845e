# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Diagnoses of consumer groups: started, waited for, read and deleted (not in the API reference)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.errors import ApiError, OutcomeUnknown, RocketMQError
from .._api.response import reading
from .._engine.resource import InstanceContext
from .._engine.wait import growing_pause, wait_until
from .._engine.write import Write, confirmed_write
from .routes import ROUTES

NOT_FOUND_CODE = "DMS.00500975"
DELETE_BATCH_SIZE = 50
# For how long (s) a list may show what was deleted.
TIME_TO_SHOW = 3.5
NODE_REPORTS = "diagnosis_node_report_list"
# While it is made, a report has one of these; with the failed ones it tells nothing. All others are results.
PENDING_STATUSES, FAILED_STATUSES = ("diagnosing", ""), ("failed", "deleted")


def start_diagnosis(context: InstanceContext, group: str, nodes: Sequence[str]) -> str:
    """Have a group diagnosed, on all nodes or on those with these ids; return the id of the report.

    Where the answer is lost, a diagnosis of the group that runs is taken for this one. Raises ApiError,
    TransportFailure and OutcomeUnknown.
    """
    body: dict[str, Any] = {"group_name": group, **({"node_id_list": list(nodes)} if nodes else {})}

    def running(sent: Any, error: RocketMQError | None) -> str:
        found = (
            one["report_id"] for one in list_reports(context) if _is_pending(one) and one.get("group_name") == group
        )
        return str(next(found, ""))

    write = Write(
        action=lambda sent: "the diagnosis was started",
        send=lambda sent: _report_id(context.client.post(ROUTES["diagnoses"], sent, instance_id=context.instance_id)),
        read=running,
        next_request=lambda report_id: None if report_id else body,
    )
    written = confirmed_write(context.client, write, body).or_raise()
    return str(written.state if written.was_read else written.answer)


def _report_id(answer: Any) -> str:
    report_id = answer.get("report_id") if isinstance(answer, dict) else answer
    if not isinstance(report_id, str) or not report_id:
        raise OutcomeUnknown("The diagnosis was started, but the service did not return the ID of its report.")
    return report_id


def _is_pending(report: Mapping[str, Any]) -> bool:
    return str(report.get("status") or "").lower() in PENDING_STATUSES


def wait_for_report(context: InstanceContext, group: str, report_id: str) -> dict[str, Any]:
    """Return a report once it is made. Raises RocketMQError if it fails, is deleted, or is not made within the time."""
    client, is_seen = context.client, False

    def poll() -> dict[str, Any] | None:
        nonlocal is_seen
        report = find_report(context, report_id)
        if report is None and is_seen:
            raise _failure(group, report_id, "was deleted by somebody else before it was made", "deleted")
        is_seen = is_seen or report is not None
        return report if report and not _is_pending(report) else None

    report = wait_until(client, poll, client.remaining_time())
    if report is None:
        raise _failure(group, report_id, f"is not made after {client.wait_policy.timeout:g} s", "diagnosing")
    if report["status"] in FAILED_STATUSES:
        raise _failure(group, report_id, f"could not be made: its status is {report['status']}", report["status"])
    return report


def _failure(group: str, report_id: str, what: str, status: str) -> RocketMQError:
    text = f"The diagnosis of consumer group {group!r} was started, and its report {what}."
    return RocketMQError(text, report_id=report_id, status=status, changed=True)


@reading("a diagnosis report")
def find_report(context: InstanceContext, report_id: str) -> dict[str, Any] | None:
    """Return a report with what was found on each node, or None if there is none with this id."""
    try:
        report = context.client.get_object(ROUTES["diagnosis"], report_id=report_id)
    except ApiError as error:
        if error.code == NOT_FOUND_CODE:
            return None
        raise
    return _normalized({**report, "report_id": report_id})


def _normalized(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report with its time as a number and under one name: it is a text in lists, and has an older name."""
    shown = {key: value for key, value in report.items() if key != "creat_at"}
    created = report.get("created_at") or report.get("creat_at")
    return {**shown, "created_at": int(created) if created else 0, "status": str(report.get("status") or "").lower()}


@reading("the diagnosis reports")
def list_reports(context: InstanceContext) -> list[dict[str, Any]]:
    """Return the reports of an instance, the newest first, without what was found."""
    found = context.client.list_all(
        ROUTES["diagnoses"],
        "diagnosis_report_list",
        item_key="report_id",
        total_key="total_num",
        instance_id=context.instance_id,
    )
    return sorted(map(_normalized, found), key=lambda one: one["created_at"], reverse=True)


def read_reports(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the reports with `report_id`, or of `group`, or all; with the stacks of threads if they are gathered."""
    wanted = [
        one
        for one in list_reports(context)
        if params["report_id"] in (None, "", one["report_id"]) and params["group"] in (None, "", one.get("group_name"))
    ]
    # One that has just been deleted is told as the list shows it.
    reports = context.client.map_concurrently(lambda one: find_report(context, one["report_id"]) or one, wanted)
    if "stacks" not in (params["gather"] or ()):
        return reports
    return [_with_stacks(context, report) for report in reports]


def _with_stacks(context: InstanceContext, report: Mapping[str, Any]) -> dict[str, Any]:
    nodes = report.get(NODE_REPORTS) or []
    return {**report, NODE_REPORTS: context.client.map_concurrently(lambda node: _with_stack(context, node), nodes)}


def _with_stack(context: InstanceContext, node: Mapping[str, Any]) -> dict[str, Any]:
    if not node.get("stack_id"):
        return dict(node)
    try:
        stack = context.client.get_object(ROUTES["stack"], stack_id=str(node["stack_id"]))
    except ApiError as error:
        if error.code != NOT_FOUND_CODE:
            raise
        stack = {}
    return {**node, "stack": stack}


def delete_reports(context: InstanceContext, report_ids: Sequence[str]) -> None:
    """Delete reports, and see that they are gone. Raises RocketMQError, and what a write or a read raises."""
    client = context.client

    def left(wanted: Sequence[str]) -> list[str]:
        present = {one["report_id"] for one in list_reports(context)}
        return [report_id for report_id in wanted if report_id in present]

    write = Write(
        action=lambda sent: "the reports were deleted",
        send=lambda sent: client.post(
            ROUTES["delete_diagnoses"], {"report_id_list": sent}, instance_id=context.instance_id
        ),
        read=lambda sent, error: left(sent),
        next_request=lambda remaining: remaining or None,
    )
    for start in range(0, len(report_ids), DELETE_BATCH_SIZE):
        confirmed_write(client, write, list(report_ids[start : start + DELETE_BATCH_SIZE])).or_raise()
    # The list may show for a moment what is gone.
    is_gone = wait_until(client, lambda: None if left(report_ids) else True, TIME_TO_SHOW, growing_pause(client))
    if is_gone is None:
        raise RocketMQError(f"The service did not delete the reports {', '.join(left(report_ids))}.")
