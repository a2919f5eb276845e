# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The modules that manage instances: one, or many that are waited for together. One is many with one item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import ValidationError
from .._engine.outcome import CREATED, DELETED, RESTORED, UNCHANGED, UPDATED, ChangeResult
from .._engine.resource import InstanceContext
from .._resources.instance import INSTANCE_RESOURCE
from .._resources.instance_api import list_instances, select_one
from .._resources.instance_plan import plan_instances
from .manage import PhaseTimer, apply_or_predict, bulk_result, single_failure, single_result
from .module import add_instance_status, run_task
from .options import STATE_OPTION, WAIT_OPTION, check_item, field_options, wait_options
from .progress import progress_reporter
from .recycled import prediction_warning, recycled_instances

WAIT_TIMEOUT = 3600
CONCURRENCY = 10

ITEM_OPTIONS: dict[str, Any] = {
    "instance_id": {"type": "str"},
    **field_options(INSTANCE_RESOURCE.fields),
    **INSTANCE_RESOURCE.behavior_options,
}


def manage_instance() -> None:
    """Be the module that manages one instance."""
    options = {**ITEM_OPTIONS, **STATE_OPTION, **WAIT_OPTION, **wait_options(WAIT_TIMEOUT)}

    def check(params: Mapping[str, Any]) -> None:
        INSTANCE_RESOURCE.validate(str(params["name"]), params, params["state"])

    def run(module: AnsibleModule, client: Client) -> dict[str, Any]:
        item = {name: module.params[name] for name in ITEM_OPTIONS}
        [result] = _converge(module, client, [item], PhaseTimer(client))
        known = {**(result.change.actual or {}), **(result.object or {})}
        instance_id = known.get("instance_id")
        if result.error is not None:
            error = single_failure("instance", result)
            error = error.with_context(**{"instance_id": instance_id, **error.details})
            raise add_instance_status(context_of(client, result), error)
        return {
            **single_result(INSTANCE_RESOURCE, result),
            "instance_id": instance_id,
            "restored": result.result == RESTORED,
            "recycled": next(iter(_recycled(module, client, [result])), {}),
        }

    run_task(options, run, check=check, required_one_of=[("name", "instance_id")])


def manage_instances() -> None:
    """Be the module that manages many instances in one task."""
    options = {
        "instances": {"type": "list", "elements": "dict", "options": ITEM_OPTIONS},
        "instance_ids": {"type": "list", "elements": "str"},
        "names": {"type": "list", "elements": "str"},
        "all_failed": {"type": "bool", "default": False},
        **STATE_OPTION,
        **WAIT_OPTION,
        **wait_options(WAIT_TIMEOUT),
    }

    def run(module: AnsibleModule, client: Client) -> dict[str, Any]:
        timer = PhaseTimer(client)
        items = [item for _place, item in _items(module.params)]
        if module.params["all_failed"]:
            items += _failed_ones(client, items)
        results = _converge(module, client, items, timer)
        found = [dict(result.object) for result in results if result.object]
        return bulk_result(
            module,
            INSTANCE_RESOURCE,
            results,
            timer.phases,
            lambda result: context_of(client, result),
            kinds=(CREATED, RESTORED, UPDATED, DELETED, UNCHANGED),
            instances=found,
            recycled=_recycled(module, client, results),
        )

    run_task(options, run, concurrency=CONCURRENCY, check=_check_list)


def context_of(client: Client, result: ChangeResult) -> InstanceContext:
    """Return the instance that a result is about."""
    known = result.object or result.change.actual or {}
    return InstanceContext(client, str(known.get("instance_id")))


def _check_list(params: Mapping[str, Any]) -> None:
    absent_only = [name for name in ("instance_ids", "names", "all_failed") if params[name]]
    if params["state"] == "present" and absent_only:
        raise ValidationError(f"{_quoted(absent_only)} requires state=absent; with state=present, use 'instances'.")
    if params["state"] == "present" and params["instances"] is None:
        raise ValidationError("'instances' is required with state=present.")
    lists = [params[name] for name in ("instances", "instance_ids", "names")]
    if params["state"] == "absent" and not params["all_failed"] and lists == [None, None, None]:
        raise ValidationError("state=absent requires 'instances', 'instance_ids', 'names' or 'all_failed'.")
    seen: dict[str, str] = {}
    for place, item in _items(params):
        for key in filter(None, (item.get("instance_id"), item.get("name"))):
            if key in seen:
                raise ValidationError(f"Instance {key!r} is listed twice, as '{seen[key]}' and '{place}'.")
            seen[key] = place
        check_item(INSTANCE_RESOURCE, params["state"], place, item)


def _quoted(options: Sequence[str]) -> str:
    return " and ".join(f"'{option}'" for option in options)


def _items(params: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return all that is listed, each with the place where it is."""
    lists = {
        "instances": [dict(item) for item in params["instances"] or ()],
        "instance_ids": [{"instance_id": instance_id} for instance_id in params["instance_ids"] or ()],
        "names": [{"name": name} for name in params["names"] or ()],
    }
    return [(f"{option}[{index}]", item) for option, items in lists.items() for index, item in enumerate(items)]


def _failed_ones(client: Client, items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return an item for each instance that failed to be created and is not listed by itself."""
    everything = list_instances(client, {"include_failure": "true"})
    listed = {item.get("instance_id") for item in items}
    for name in (item["name"] for item in items if not item.get("instance_id")):
        meant = select_one(name, [one for one in everything if one.get("name") == name])
        listed.add((meant or {}).get("instance_id"))
    return [
        {"instance_id": one["instance_id"]}
        for one in everything
        if one.get("status") == "CREATEFAILED" and one.get("instance_id") not in listed
    ]


def _converge(
    module: AnsibleModule, client: Client, items: Sequence[Mapping[str, Any]], timer: PhaseTimer
) -> list[ChangeResult]:
    wait = module.params["wait"]
    changes = plan_instances(client, items, module.params["state"], wait)
    timer.lap("read", len(items))
    for warning in filter(None, map(prediction_warning, changes if module.check_mode else ())):
        module.warn(warning)
    on_poll = progress_reporter(client, INSTANCE_RESOURCE.noun, module.params["state"])
    context = InstanceContext(client, "")
    return apply_or_predict(module, INSTANCE_RESOURCE, context, changes, timer, wait=wait, on_poll=on_poll)


def _recycled(module: AnsibleModule, client: Client, results: Sequence[ChangeResult]) -> list[dict[str, str]]:
    return [] if module.check_mode else recycled_instances(client, results, module.warn)
