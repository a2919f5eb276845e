# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""From what is wanted and what is there to what is to be done. Pure: no request is sent here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from .field import Difference, Field, apply_create_defaults, differences, display_value, unreadable_options

CREATE, UPDATE, DELETE, NO_OP, REJECT = "create", "update", "delete", "nothing", "refuse"
# Brings back what was deleted: like a creation, but what is not desired has the values it had.
RESTORE = "restore"


class Change(NamedTuple):
    """What is to be done with one object.

    name: the object's name.
    action: create, restore, update, delete, nothing, or refuse (then `reason` says why).
    desired: the user's options.
    actual: the service's object, or None if there is none.
    differences: what an update changes.
    warnings: what the user should know.
    """

    name: str
    action: str
    desired: Mapping[str, Any]
    actual: Mapping[str, Any] | None = None
    differences: Sequence[Difference] = ()
    warnings: Sequence[str] = ()
    reason: str = ""


# Takes (desired, actual) and returns the part of desired that can be compared with actual, and warnings.
CustomizeDiff = Callable[[Mapping[str, Any], Mapping[str, Any]], "tuple[Mapping[str, Any], list[str]]"]


def compare_all(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[str]]:
    """All that is wanted can be compared."""
    return desired, []


# Takes (name, desired) and returns why an object that does not exist cannot be created so, or "".
ValidateCreate = Callable[[str, Mapping[str, Any]], str]


def always_creatable(name: str, desired: Mapping[str, Any]) -> str:
    """The name is all that is needed to create an object."""
    return ""


def plan_object(
    fields: Sequence[Field],
    name: str,
    desired: Mapping[str, Any],
    actual: Mapping[str, Any] | None,
    state: str,
    customize_diff: CustomizeDiff = compare_all,
    validate_create: ValidateCreate = always_creatable,
) -> Change:
    """Return what is to be done so that the object `name` becomes as desired (state present) or goes (absent)."""
    if state == "absent":
        return Change(name, DELETE if actual is not None else NO_OP, desired, actual)
    if actual is None:
        reason = validate_create(name, desired)
        return Change(name, REJECT if reason else CREATE, desired, reason=reason)
    compared, warnings = customize_diff(desired, actual)
    found = differences(fields, compared, actual)
    warnings = [*warnings, *unseen_warnings(fields, compared, actual)]
    fixed = [difference for difference in found if difference.field.create_only]
    if fixed:
        return Change(name, REJECT, desired, actual, found, warnings, _refusal(fixed))
    return Change(name, UPDATE if found else NO_OP, desired, actual, found, warnings)


def unseen_warnings(fields: Sequence[Field], desired: Mapping[str, Any], actual: Mapping[str, Any]) -> list[str]:
    """Return a warning of what the user manages and the service does not show, if there is any."""
    text = ", ".join(f"'{option}'" for option in unreadable_options(fields, desired, actual))
    return [f"The service does not show {text}, so it was not compared and stays as it is."] if text else []


def _refusal(fixed: Sequence[Difference]) -> str:
    text = "; ".join(
        f"'{difference.field.option}' is {difference.before!r} and cannot become {difference.after!r}"
        for difference in fixed
    )
    return f"{text}. It can only be set when the object is created: use the current value, or delete and recreate it."


def plan_purge(
    actual: Mapping[str, Mapping[str, Any]], listed: set[str], is_protected: Callable[[str], bool]
) -> list[Change]:
    """Return the deletion of every object that is not listed (purge), never of one of the service's own."""
    return [
        Change(name, DELETE, {}, thing)
        for name, thing in sorted(actual.items())
        if name not in listed and not is_protected(name)
    ]


def before_and_after(fields: Sequence[Field], change: Change) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the managed fields of an object before and after a change, as a diff shows them."""
    if change.action in (CREATE, RESTORE):
        desired = _wanted_values(fields, change)
        wanted = [(field, field.desired_value(desired)) for field in fields]
        made = {field.option: display_value(field, value, True) for field, value in wanted if value is not None}
        return {}, {"name": change.name, **made}
    if change.action == DELETE:
        known = [(field, field.actual_value(change.actual or {})) for field in fields]
        lost = {field.option: display_value(field, value) for field, value in known if value is not None}
        return {"name": change.name, **lost}, {}
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    if change.action == UPDATE:
        for field in fields:
            actual = field.actual_value(change.actual or {})
            if actual is not None and field.desired_value(change.desired) is not None:
                before[field.option] = after[field.option] = display_value(field, actual)
        for field, old, new in change.differences:
            before[field.option], after[field.option] = display_value(field, old), display_value(field, new, True)
    return before, after


def _wanted_values(fields: Sequence[Field], change: Change) -> Mapping[str, Any]:
    return apply_create_defaults(fields, change.desired) if change.action == CREATE else change.desired


def build_diff(fields: Sequence[Field], changes: Sequence[Change]) -> dict[str, Any]:
    """Return Ansible's diff of all changes: for each object that changes, its managed fields before and after."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for change in changes:
        if change.action in (CREATE, RESTORE, UPDATE, DELETE):
            old, new = before_and_after(fields, change)
            if change.action not in (CREATE, RESTORE):
                before[change.name] = old
            if change.action != DELETE:
                after[change.name] = new
    return {"before": before, "after": after}


def predict_object(fields: Sequence[Field], change: Change, name_key: str = "name") -> dict[str, Any] | None:
    """Return the object as the service is going to show it once the change is made (None: it is gone).

    `name_key` is the field of the API that holds the name.
    """
    if change.action == DELETE or (change.actual is None and change.action == NO_OP):
        return None
    thing = dict(change.actual or {})
    if change.action in (CREATE, RESTORE):
        desired = _wanted_values(fields, change)
        made = {field.response_key: field.desired_value(desired) for field in fields}
        thing = {name_key: change.name, **{key: value for key, value in made.items() if value is not None}}
    if change.action == UPDATE:
        thing.update((field.response_key, after) for field, _before, after in change.differences)
    return strip_secrets(fields, thing)


def strip_secrets(fields: Sequence[Field], thing: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object as a result may show it: without secrets, and without marks of our own."""
    secret = {field.response_key for field in fields if field.secret}
    return {key: value for key, value in thing.items() if key not in secret and not key.startswith("_")}
