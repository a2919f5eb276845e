# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The modules that manage objects on an instance: one object, or many in one task. One is many with one item."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import RocketMQError, ValidationError
from .._engine import apply
from .._engine.apply import CREATED, DELETED, UNCHANGED, UPDATED, ChangeResult
from .._engine.plan import REJECT, Change, build_diff, plan_object, plan_purge
from .._engine.read import read_current
from .._engine.resource import InstanceContext, Resource
from .module import add_instance_status, instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES, STATE_OPTION, field_options, wait_options

LARGEST_CONCURRENCY = 50


def run_single(resource: Resource) -> None:
    """Be the module that manages one object of a resource."""
    item_options = _item_options(resource)
    options = {**INSTANCE_OPTIONS, **item_options, **STATE_OPTION, **wait_options()}

    def item_of(params: Mapping[str, Any]) -> dict[str, Any]:
        return {name: params[name] for name in item_options}

    def check(params: Mapping[str, Any]) -> None:
        resource.check(params["name"], params, params["state"])

    def run(module: AnsibleModule, client: Client) -> dict[str, Any]:
        scope = instance_context(module, client)
        outcomes, _phases = converge(module, resource, scope, [item_of(module.params)])
        outcome = outcomes[0]
        if outcome.error is not None:
            raise add_instance_status(scope, single_failure(resource.noun, outcome))
        diff = build_diff(resource.fields, [outcome.change] if outcome.changed else [])
        return {
            "changed": outcome.changed,
            "instance_id": scope.instance_id,
            resource.noun: outcome.thing or {},
            "diff": {side: named.get(outcome.change.name, {}) for side, named in diff.items()},
        }

    run_task(options, run, check=check, **INSTANCE_RULES)


def run_bulk(resource: Resource) -> None:
    """Be the module that manages many objects of a resource in one task."""
    item_options = _item_options(resource)
    options = {
        **INSTANCE_OPTIONS,
        resource.plural: {"type": "list", "elements": "dict", "required": True, "options": item_options},
        **STATE_OPTION,
        "purge": {"type": "bool", "default": False},
        "concurrency": {"type": "int", "default": 10},
        **wait_options(),
    }

    def check(params: Mapping[str, Any]) -> None:
        _check_list(resource, params)

    def run(module: AnsibleModule, client: Client) -> dict[str, Any]:
        scope = instance_context(module, client)
        outcomes, phases = converge(module, resource, scope, module.params[resource.plural])
        told = {"instance_id": scope.instance_id}
        return bulk_result(module, resource.plural, resource.fields, outcomes, phases, lambda _outcome: scope, **told)

    run_task(options, run, check=check, **INSTANCE_RULES)


def single_failure(noun: str, outcome: ChangeResult) -> RocketMQError:
    """Return the failure of a singular module: it names the object, and says whether anything was changed."""
    error = outcome.error or RocketMQError(outcome.change.reason)
    is_unnamed = repr(outcome.change.name) not in error.message and outcome.change.action == REJECT
    prefix = f"{noun.replace('_', ' ').capitalize()} {outcome.change.name!r}: " if is_unnamed else ""
    return error.with_context(prefix, changed=outcome.changed)


def _item_options(resource: Resource) -> dict[str, Any]:
    return {"name": {"type": "str", "required": True}, **field_options(resource.fields), **resource.behavior_options}


def _check_list(resource: Resource, params: Mapping[str, Any]) -> None:
    if not 1 <= params["concurrency"] <= LARGEST_CONCURRENCY:
        raise ValidationError(f"'concurrency' is {params['concurrency']}; it must be from 1 to {LARGEST_CONCURRENCY}.")
    if params["purge"] and params["state"] == "absent":
        raise ValidationError("'purge' deletes what is not listed, so it goes with state present alone.")
    seen: dict[str, int] = {}
    for index, item in enumerate(params[resource.plural]):
        name = item["name"]
        if name in seen:
            raise ValidationError(f"'{resource.plural}' names {name!r} twice, at positions {seen[name]} and {index}.")
        seen[name] = index
        try:
            resource.check(name, item, params["state"])
        except ValidationError as error:
            raise error.with_context(f"'{resource.plural}[{index}]': ") from None


def converge(
    module: AnsibleModule, resource: Resource, scope: InstanceContext, items: Sequence[Mapping[str, Any]]
) -> tuple[list[ChangeResult], dict[str, Any]]:
    """Bring the objects to what the task wants, or predict that in check mode. Returns outcomes and phases."""
    state = module.params["state"]
    purge = bool(module.params.get("purge"))
    clock = PhaseTimer(scope.client)
    actual = read_current(resource, scope, items, whole_list=purge)
    clock.lap("read", len(actual))
    changes = [
        plan_object(
            resource.fields, name, item, actual.get(name), state, resource.customize_diff, resource.validate_create
        )
        for name, item in ((str(item["name"]), item) for item in items)
    ]
    if purge:
        unlisted = plan_purge(actual, {change.name for change in changes}, resource.is_protected)
        # What cannot be created may be what was to take the place of the unlisted.
        if any(change.action == REJECT and change.actual is None for change in changes):
            module.warn(f"As some of the listed {_label(resource)} cannot be created, nothing is purged.")
            unlisted = []
        _warn_of_empty_purge(module, resource, items, unlisted)
        changes += unlisted
    if module.check_mode:
        outcomes = apply.predict(resource, changes)
    else:
        outcomes = apply.apply_changes(resource, scope, changes, listed=purge or len(items) > 1)
    clock.lap("write", sum(1 for outcome in outcomes if outcome.result != UNCHANGED))
    for warning in _warnings_of(resource, outcomes):
        module.warn(warning)
    return outcomes, clock.phases


def _warn_of_empty_purge(
    module: AnsibleModule, resource: Resource, items: Sequence[Any], unlisted: Sequence[Change]
) -> None:
    if not items and unlisted:
        module.warn(
            f"'{resource.plural}' is empty and 'purge' is true: all {len(unlisted)} {_label(resource)} are deleted."
        )


def _label(resource: Resource) -> str:
    return resource.plural.replace("_", " ")


def _warnings_of(resource: Resource, outcomes: Sequence[ChangeResult]) -> list[str]:
    """Return each warning once, however many objects it is about."""
    warnings = dict.fromkeys(warning for outcome in outcomes for warning in outcome.change.warnings)
    for field in resource.fields:
        names = [outcome.change.name for outcome in outcomes if field in outcome.ignored]
        if names:
            told = ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
            warnings[f"The service took no notice of '{field.option}' of {told}: it still shows another value."] = None
    return list(warnings)


class PhaseTimer:
    """Counts what each phase of a task took, for its result."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._since = time.monotonic()
        self._requests = client.requests_sent
        self.phases: dict[str, Any] = {}

    def lap(self, name: str, count: int) -> None:
        """Note that phase `name` is over; it was about `count` objects."""
        now, requests = time.monotonic(), self._client.requests_sent
        self.phases[name] = {
            "count": count,
            "requests": requests - self._requests,
            "seconds": round(now - self._since, 3),
        }
        self._since, self._requests = now, requests


def bulk_result(
    module: AnsibleModule,
    plural: str,
    fields: Any,
    outcomes: Sequence[ChangeResult],
    phases: Mapping[str, Any],
    scope_of: Callable[[ChangeResult], InstanceContext],
    **more: Any,
) -> dict[str, Any]:
    """Return the result of a plural module, `more` included; where items failed, fail with it.

    `scope_of(outcome)` returns the instance whose status explains why an item failed.
    """
    names: dict[str, list[str]] = {CREATED: [], UPDATED: [], DELETED: [], UNCHANGED: []}
    failures: list[dict[str, Any]] = []
    statuses: dict[str, str] = {}
    for outcome in outcomes:
        if outcome.error is not None:
            error = add_instance_status(scope_of(outcome), outcome.error, statuses)
            failures.append(_failure(outcome.change.name, error))
        else:
            names[outcome.result].append(outcome.change.name)
    changed = [outcome.change for outcome in outcomes if outcome.changed]
    result = {
        "changed": bool(changed),
        **names,
        "failures": failures,
        "phases": dict(phases),
        "diff": build_diff(fields, changed),
        **more,
    }
    if failures:
        transient = all(failure["transient"] for failure in failures)
        module.fail_json(msg=_summary(plural, failures, len(outcomes)), transient=transient, **result)
    return result


def _failure(name: str, error: RocketMQError) -> dict[str, Any]:
    details = {"error_code": "", **error.result()}
    return {"name": name, **{key: value for key, value in details.items() if key != "changed"}}


def _summary(plural: str, failures: Sequence[Mapping[str, Any]], total: int) -> str:
    first = failures[0]
    more = f" (and {len(failures) - 1} more, see failures)" if len(failures) > 1 else ""
    return f"{len(failures)} of {total} {plural.replace('_', ' ')} failed: {first['name']}: {first['msg']}{more}"
