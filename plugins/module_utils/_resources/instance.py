# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Instances: what they have, and what of it can be changed (chapters 5.1.1, 5.1.3 and 5.1.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .._api.errors import ValidationError
from .._engine.field import Difference, Field, apply_create_defaults, as_bool, as_sorted_set, create_payload
from .._engine.plan import CREATE, NO_OP, REJECT, UPDATE, Change, plan_object, strip_secrets
from .tag import as_dict, check_tags, merge_tags
from .validation import check_length, check_range

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{3,63}\Z")
NEW_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{3,63}\Z")

# The service has two names for its one engine.
ENGINE_ALIASES = {"rocketmq": "reliability"}


def _engine(value: Any) -> str:
    return ENGINE_ALIASES.get(str(value).lower(), str(value).lower())


def _addresses(instance: Mapping[str, Any]) -> list[str] | None:
    """Return the ids of an instance's public addresses, or None if it has some and the service does not show them."""
    shown = instance.get("publicip_id")
    listed = [address.strip() for address in shown.split(",")] if isinstance(shown, str) and shown else shown
    return listed or (None if instance.get("enable_publicip") else [])


def _texts(value: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): config_text(entry) for key, entry in value.items()}


def config_text(value: Any) -> str:
    """Return the value of a config as the service takes it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


FIELDS = (
    Field("name", {"type": "str"}),
    # What an instance does not have, some editions leave out.
    Field("description", {"type": "str"}, read=lambda instance: instance.get("description") or ""),
    Field("engine", {"type": "str"}, normal=_engine, create_only=True, default="reliability"),
    Field("engine_version", {"type": "str"}, create_only=True, default="4.8.0"),
    Field("product_id", {"type": "str"}),
    Field("broker_num", {"type": "int"}, normal=int, default=1),
    # `storage_space` of an instance is what is left for messages; what was ordered is the total.
    Field("storage_space", {"type": "int"}, response_key_override="total_storage_space", normal=int),
    Field("storage_spec_code", {"type": "str"}, create_only=True),
    Field("vpc_id", {"type": "str"}, create_only=True),
    Field("subnet_id", {"type": "str"}, create_only=True),
    Field("security_group_id", {"type": "str"}),
    Field("available_zones", {"type": "list", "elements": "str"}, normal=as_sorted_set, create_only=True),
    Field("ssl_enable", {"type": "bool"}, normal=as_bool, create_only=True),
    Field("enable_acl", {"type": "bool"}, read=lambda instance: as_bool(instance.get("enable_acl"))),
    Field("ipv6_enable", {"type": "bool"}, normal=as_bool, create_only=True),
    Field("enable_publicip", {"type": "bool"}, read=lambda instance: as_bool(instance.get("enable_publicip"))),
    Field(
        "publicip_ids",
        {"type": "list", "elements": "str"},
        key="publicip_id",
        normal=as_sorted_set,
        read=_addresses,
    ),
    Field("enterprise_project_id", {"type": "str"}),
    Field("tags", {"type": "dict"}, normal=as_dict, sent_on_create=False),
    Field("configs", {"type": "dict"}, normal=_texts, sent_on_create=False),
)

REQUIRED_TO_CREATE = (
    "product_id",
    "storage_space",
    "storage_spec_code",
    "vpc_id",
    "subnet_id",
    "security_group_id",
    "available_zones",
)
RESIZE_OPTIONS = ("product_id", "broker_num", "storage_space")
PUBLIC_ACCESS = ("enable_publicip", "publicip_ids")

# No waiting leads out of these, nor of those that speak of a failure, such as CREATEFAILED or "CHANGE FAILED". Every
# other status but RUNNING, a new one included, is on its way.
TERMINAL_STATES = ("ERROR", "FAULTY", "FROZEN")

# What a task wants to be done with an instance, beside what the instance is to be.
DIRECTIVES: dict[str, dict[str, Any]] = {
    "purge_tags": {"type": "bool", "default": True},
    "allow_resize": {"type": "bool", "default": False},
    "force_delete": {"type": "bool", "default": False},
    "recreate_failed": {"type": "bool", "default": False},
}


def check(desired: Mapping[str, Any], state: str) -> None:
    """Raise ValidationError if what is wanted of an instance breaks a rule that holds everywhere."""
    name = desired.get("name")
    if not name and not desired.get("instance_id"):
        raise ValidationError("An instance is told by 'name' or 'instance_id'; neither is given.")
    where = f"Instance {name or desired.get('instance_id')!r}"
    if name and not NAME.match(name):
        raise ValidationError(
            f"Instance name {name!r} is not allowed; a name starts with a letter and has 4 to 64 characters: letters, "
            "digits, hyphen (-) and, when it is created, underscore (_)."
        )
    if state == "absent":
        return
    if desired.get("available_zones") is not None:
        check_zones(where, desired["available_zones"])
    check_length(where, desired, "description", 1024)
    check_range(where, desired, "broker_num", 1)
    check_range(where, desired, "storage_space", 1)
    if desired.get("enable_publicip") and desired.get("publicip_ids") == []:
        raise ValidationError(f"{where}: 'enable_publicip' is true, so 'publicip_ids' must name the addresses.")
    if desired.get("enable_publicip") is False and desired.get("publicip_ids"):
        raise ValidationError(f"{where}: 'enable_publicip' is false, so 'publicip_ids' must be empty or left out.")
    check_tags(as_dict(desired.get("tags")))


def is_terminal_failure(status: str) -> bool:
    """True for a status that no waiting leads out of, however the service spells it."""
    return status.upper() in TERMINAL_STATES or "FAIL" in status.upper()


def check_zones(where: str, zones: Sequence[str]) -> None:
    """Raise ValidationError if an instance cannot be in so many zones."""
    if len(set(zones)) in (0, 2):
        raise ValidationError(
            f"{where}: 'available_zones' has {len(set(zones))} zones; an instance is in 1 zone, or in 3 or more."
        )


def plan_instance(desired: Mapping[str, Any], actual: Mapping[str, Any] | None, state: str) -> Change:
    """Return what is to be done with one instance. `actual` carries tags and configs if they are managed."""
    if desired.get("publicip_ids") and desired.get("enable_publicip") is None:
        desired = {**desired, "enable_publicip": True}
    name = str(desired.get("name") or (actual or {}).get("name") or desired.get("instance_id"))
    status = (actual or {}).get("status")
    if state == "absent":
        change = plan_object(FIELDS, name, desired, actual, state)
        return change._replace(action=NO_OP) if status == "DELETING" else change
    if status == "CREATEFAILED" and not desired.get("recreate_failed"):
        reason = (
            f"Instance {name!r} ({(actual or {}).get('instance_id')}) is in status CREATEFAILED: set 'recreate_failed' "
            "to true to have it deleted and ordered again, or delete it."
        )
        return Change(name, REJECT, desired, actual, reason=reason)
    if status == "DELETING" and desired.get("instance_id"):
        reason = (
            f"Instance {name!r} ({desired['instance_id']}) is being deleted: leave 'instance_id' out for a new one."
        )
        return Change(name, REJECT, desired, actual, reason=reason)
    if status in ("CREATEFAILED", "DELETING"):
        return _checked_creation(Change(name, CREATE, {**desired, "name": name}, actual))
    change = plan_object(FIELDS, name, desired, _drop_uninitialized(actual), state, _comparable)
    if change.action == CREATE:
        return _checked_creation(change)
    change = change._replace(actual=actual)
    reason = _refusal(change) if change.action == UPDATE else ""
    reason = reason or terminal_failure_reason(change)
    return change._replace(action=REJECT, reason=reason) if reason and change.action != REJECT else change


def _drop_uninitialized(actual: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return an instance without what is still empty of one that is being created: that says nothing yet."""
    if actual is None or actual.get("status") != "CREATING":
        return actual
    return {key: value for key, value in actual.items() if value not in (0, "", [], None) or isinstance(value, bool)}


def terminal_failure_reason(change: Change) -> str:
    """Return why an instance does not become as wanted however long it is waited for, or ""."""
    status = str((change.actual or {}).get("status") or "")
    # A resize that failed leaves an instance that works, with what it had before.
    if not is_terminal_failure(status) or (status == "EXTENDEDFAILED" and change.action == NO_OP):
        return ""
    return (
        f"Instance {change.name!r} is in status {status}, which it does not leave by itself: look at it in the "
        "console, or delete it."
    )


def defer_until_running(change: Change) -> Change:
    """Return what a run that does not wait has to do: what needs a running instance is left for a later one."""
    status = str((change.actual or {}).get("status") or "")
    if change.action != UPDATE or status == "RUNNING":
        return change
    options = ", ".join(f"'{item.field.option}'" for item in change.differences)
    told = f"Instance {change.name!r} is {status}: what differs ({options}) is left for a run that finds it RUNNING."
    # Whoever does not wait for a new instance knows that it is not ready.
    warnings = [*change.warnings, *([] if status == "CREATING" else [told])]
    return change._replace(action=NO_OP, differences=(), warnings=warnings)


def _checked_creation(change: Change) -> Change:
    missing = [option for option in REQUIRED_TO_CREATE if change.desired.get(option) in (None, "", [])]
    if change.desired.get("enable_publicip") and not change.desired.get("publicip_ids"):
        missing.append("publicip_ids")
    if not missing:
        return change
    reason = (
        f"Instance {change.name!r} does not exist yet; to create it, these options are missing: {', '.join(missing)}."
    )
    return change._replace(action=REJECT, reason=reason)


def lacks_managed_fields(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> bool:
    """True if an instance, as a list shows it, lacks something that is managed and that a single one may show."""
    return any(
        desired.get(field.option) is not None and field.response_key not in actual
        for field in FIELDS
        if field.option not in ("tags", "configs")
    )


def _comparable(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[str]]:
    compared = dict(desired)
    version = str(desired.get("engine_version") or "")
    # "5.x" asks for any version of the line.
    if version.endswith(".x") and str(actual.get("engine_version") or "").startswith(version[:-1]):
        compared["engine_version"] = None
    if desired.get("tags") is not None:
        purge = desired.get("purge_tags", True)
        compared["tags"] = merge_tags(as_dict(actual.get("tags")), as_dict(desired["tags"]), purge)
    if desired.get("publicip_ids") == [] and _addresses(actual) is None:
        # Which addresses are to be unbound is not shown, but that there are some.
        compared["enable_publicip"] = False
    if compared.get("enable_publicip") is False:
        compared["publicip_ids"] = None
    return compared, []


def _refusal(change: Change) -> str:
    resized = [item for item in change.differences if item.field.option in RESIZE_OPTIONS]
    for item in resized:
        field, before, after = item
        if _is_shrink(item):
            return f"'{field.option}' is {before} and cannot shrink to {after}: use at least {before}."
    if resized and not change.desired.get("allow_resize"):
        told = "; ".join(
            f"'{field.option}' is {before!r} and would become {after!r}" for field, before, after in resized
        )
        return f"{told}. Set 'allow_resize' to true to have the instance resized, or use the present values."
    renaming = [item for item in change.differences if item.field.option == "name"]
    if renaming and not NEW_NAME.match(renaming[0].after):
        return f"An instance cannot be renamed to {renaming[0].after!r}: a new name has no underscore."
    return ""


def _is_shrink(item: Difference) -> bool:
    return item.field.option in ("broker_num", "storage_space") and bool(item.after < item.before)


def creation_body(desired: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body that orders an instance (5.1.1)."""
    body = create_payload(FIELDS, apply_create_defaults(FIELDS, desired))
    if "publicip_id" in body:
        body["publicip_id"] = ",".join(body["publicip_id"])
    return body


def as_shown(instance: Mapping[str, Any]) -> dict[str, Any]:
    """Return an instance as results show it, and the service: tags are a list, and addresses a text with commas."""
    shown = strip_secrets(FIELDS, instance)
    if isinstance(shown.get("tags"), Mapping):
        shown["tags"] = [{"key": key, "value": value} for key, value in sorted(shown["tags"].items())]
    if isinstance(shown.get("publicip_id"), list):
        shown["publicip_id"] = ",".join(shown["publicip_id"])
    return shown


class Step(NamedTuple):
    """One request on the way of an instance to what is wanted; `kind` is modify, tags, configs or extend."""

    kind: str
    body: dict[str, Any]


def is_covered_by(sent: Step | None, due: Step | None) -> bool:
    """True if a request that has been sent already asks for all that is due: its effect is only not visible yet."""
    return sent is not None and due is not None and sent.kind == due.kind and _entries(due) <= _entries(sent)


def _entries(step: Step) -> set[str]:
    if step.kind == "configs":
        return {repr(entry) for entry in step.body["rocketmq_configs"]}
    return {repr(entry) for entry in step.body.items()}


def next_step(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> Step | None:
    """Return the next request that brings a running instance nearer to what is wanted, or None if it is there.

    Settings go first, then tags and configs; what is resized goes one kind at a time, the product first, then brokers,
    then storage, as each takes the instance out of service for others.
    """
    change = plan_object(FIELDS, "", desired, actual, "present", _comparable)
    found = {item.field.option: item for item in change.differences if not item.field.create_only}
    modified = {option: item for option, item in found.items() if option not in ("tags", "configs", *RESIZE_OPTIONS)}
    if desired.get("allow_resize") and "broker_num" in found and not _is_shrink(found["broker_num"]):
        modified = _before_more_brokers(desired, actual, modified)
    if modified:
        return Step("modify", _modification(desired, actual, modified))
    if "tags" in found:
        return Step("tags", found["tags"].after)
    if "configs" in found:
        return Step("configs", _changed_configs(found["configs"]))
    for option in RESIZE_OPTIONS if desired.get("allow_resize") else ():
        if option in found and not _is_shrink(found[option]):
            return Step("extend", _extension(option, desired, actual, found[option]))
    return None


def _before_more_brokers(
    desired: Mapping[str, Any], actual: Mapping[str, Any], modified: Mapping[str, Difference]
) -> dict[str, Difference]:
    """Return what of the settings is modified before brokers are added.

    Each broker wants addresses of its own, so there must not be more addresses than brokers have use for. New ones go
    with the request for more brokers. Where present ones are to go, or are not shown, so that the new ones cannot be
    told from them, all are unbound before and bound again after.
    """
    if not desired.get("enable_publicip"):
        return dict(modified)
    kept = {option: item for option, item in modified.items() if option not in PUBLIC_ACCESS}
    if actual.get("enable_publicip") and desired.get("publicip_ids"):
        present = _addresses(actual)
        if present is None or set(present) - set(desired["publicip_ids"]):
            public = next(field for field in FIELDS if field.option == "enable_publicip")
            kept["enable_publicip"] = Difference(public, True, False)
    return kept


def _modification(
    desired: Mapping[str, Any], actual: Mapping[str, Any], modified: Mapping[str, Difference]
) -> dict[str, Any]:
    if "publicip_ids" in modified and "enable_publicip" not in modified and actual.get("enable_publicip"):
        # Addresses are not exchanged: the old ones are unbound first, and the new ones bound in the next step.
        return {"enable_publicip": False}
    body = {item.field.request_key: item.after for item in modified.values()}
    body.pop("publicip_id", None)
    if body.get("enable_publicip") or "publicip_ids" in modified:
        body["enable_publicip"] = True
        body["publicip_id"] = ",".join(desired.get("publicip_ids") or ())
    return body


def _changed_configs(difference: Difference) -> dict[str, Any]:
    changed = {name: value for name, value in difference.after.items() if difference.before.get(name) != value}
    return {"rocketmq_configs": [{"name": name, "value": value} for name, value in sorted(changed.items())]}


def _extension(
    option: str, desired: Mapping[str, Any], actual: Mapping[str, Any], difference: Difference
) -> dict[str, Any]:
    if option == "storage_space":
        return {"oper_type": "storage", "new_storage_space": difference.after}
    if option == "product_id":
        # On 5.x another product is more of the same nodes, on 4.8.0 larger ones.
        kind = "horizontal" if str(actual.get("engine_version") or "").startswith("5") else "vertical"
        return {"oper_type": kind, "new_product_id": difference.after}
    body: dict[str, Any] = {"oper_type": "horizontal", "new_broker_num": difference.after}
    if str(actual.get("engine_version") or "").startswith("5"):
        # 5.x wants to be told the product along with the brokers.
        body["new_product_id"] = desired.get("product_id") or actual.get("product_id")
    added = sorted(set(desired.get("publicip_ids") or ()) - set(_addresses(actual) or ()))
    if actual.get("enable_publicip") and added:
        body["publicip_id"] = ",".join(added)
    return body


def skipped_changes_warning(change: Change, actual: Mapping[str, Any], asked: Sequence[Step]) -> list[str]:
    """Return a warning of what a run that does not wait leaves undone: it asks for one thing that takes time."""
    sent = {key for step in asked for key in ({step.kind} if step.kind in ("tags", "configs") else step.body)}
    names = {"product_id": "new_product_id", "broker_num": "new_broker_num", "storage_space": "new_storage_space"}
    options = [
        f"'{item.field.option}'"
        for item in (change.differences if change.action == UPDATE else ())
        if not {item.field.option, item.field.request_key, names.get(item.field.option)} & sent
        and item.field.actual(actual) != item.after
    ]
    if not options:
        return []
    return [f"Instance {change.name!r}: {', '.join(options)} could not be asked for yet. Run the task again for that."]


def oversize_warnings(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> list[str]:
    """Return a warning for each size that a resize has made larger than what is wanted: it cannot shrink again."""
    change = plan_object(FIELDS, "", desired, actual, "present", _comparable)
    return [
        f"'{item.field.option}' of instance {desired.get('name') or actual.get('name')!r} has become {item.before}, as "
        f"more brokers bring storage of their own. Write {item.before} instead of {item.after} in the task."
        for item in change.differences
        if _is_shrink(item)
    ]
