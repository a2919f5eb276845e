# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that has a consumer group diagnosed, or deletes reports of that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import RocketMQError, ValidationError
from .._engine.resource import PREDICTED_INSTANCE_ID, InstanceContext
from .._resources.diagnosis import delete_reports, list_reports, start_diagnosis, wait_for_report
from .._resources.node import list_nodes, node_ids
from .module import add_instance_status, instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES, STATE_OPTION, WAIT_OPTION, wait_options


def run_diagnosis() -> None:
    """Be the module that has a consumer group diagnosed."""
    options = {
        **INSTANCE_OPTIONS,
        "group": {"type": "str"},
        "nodes": {"type": "list", "elements": "str"},
        "report_ids": {"type": "list", "elements": "str"},
        **STATE_OPTION,
        **WAIT_OPTION,
        **wait_options(),
    }
    needed = [("state", "present", ["group"]), ("state", "absent", ["report_ids"])]
    run_task(options, _run, check=_check, required_if=needed, **INSTANCE_RULES)


def _check(params: Mapping[str, Any]) -> None:
    other = ("report_ids",) if params["state"] == "present" else ("group", "nodes")
    given = [f"'{option}'" for option in other if params[option] is not None]
    if given:
        required = "absent" if params["state"] == "present" else "present"
        raise ValidationError(f"{' and '.join(given)} requires state={required}.")
    if params["state"] == "present" and not params["group"].strip():
        raise ValidationError("'group' is blank; say which consumer group is to be diagnosed.")


def _run(module: AnsibleModule, client: Client) -> dict[str, Any]:
    context = instance_context(module, client)
    work = _diagnose if module.params["state"] == "present" else _delete
    try:
        return {**work(module, context), "instance_id": context.instance_id}
    except RocketMQError as error:
        raise add_instance_status(context, error) from error


def _diagnose(module: AnsibleModule, context: InstanceContext) -> dict[str, Any]:
    params, is_predicted = module.params, context.instance_id == PREDICTED_INSTANCE_ID
    wanted, group = params["nodes"] or [], params["group"]
    nodes = node_ids(list_nodes(context), wanted) if wanted and not is_predicted else []
    if module.check_mode:
        return {"changed": True, "report": {}}
    try:
        report_id = start_diagnosis(context, group, nodes)
    except RocketMQError as error:
        raise error.with_context(f"Consumer group {group!r} cannot be diagnosed: ") from error
    report = wait_for_report(context, group, report_id) if params["wait"] else {"report_id": report_id}
    return {"changed": True, "report": report}


def _delete(module: AnsibleModule, context: InstanceContext) -> dict[str, Any]:
    is_predicted = context.instance_id == PREDICTED_INSTANCE_ID
    present = [] if is_predicted else [one["report_id"] for one in list_reports(context)]
    deleted = [report_id for report_id in dict.fromkeys(module.params["report_ids"]) if report_id in present]
    if deleted and not module.check_mode:
        delete_reports(context, deleted)
    return {"changed": bool(deleted), "deleted": deleted}
