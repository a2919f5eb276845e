# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Instances: what is wanted of them, checked and compared with what is there (chapters 5.1.1, 5.1.3 and 5.1.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.errors import INSTANCE_NOT_FOUND_CODE, ValidationError
from .._engine.field import differences
from .._engine.plan import CREATE, NO_OP, REJECT, UPDATE, Change, plan_object, strip_secrets, unseen_warnings
from .._engine.resource import PREDICTED_INSTANCE_ID, Resource, RunOperations
from .instance_fields import (
    BEHAVIOR_OPTIONS,
    FIELDS,
    READ_APART,
    is_prepaid,
    merge_accesses,
    merge_volume_auto_expand,
    public_addresses,
    stringify_configs,
)
from .instance_status import is_ready, is_terminal_failure
from .tag import check_tags, merge_tags, tags_as_dict
from .validation import INSTANCE_NAME, check_length, check_no_null, check_range

REQUIRED_TO_CREATE = (
    "product_id",
    "storage_space",
    "storage_spec_code",
    "vpc_id",
    "subnet_id",
    "security_group_id",
    "available_zones",
)
# What the service enlarges, also of its own accord, and never makes smaller: more than what is wanted meets the wish.
FIELDS_BY_OPTION = {field.option: field for field in FIELDS}
GROWING_FIELDS = tuple(field for field in FIELDS if field.option in ("broker_num", "storage_space"))
WHY_GROWN = {"storage_space": ": a disk grows by itself, and with brokers that bring storage of their own"}
RESIZE_OPTIONS = ("product_id", "broker_num", "storage_space")
PUBLIC_ACCESS = ("enable_publicip", "publicip_ids")

# Marks an instance with the names of those managed configs that take effect after a restart.
STATIC_CONFIGS = "_static_configs"


def validate(desired: Mapping[str, Any], state: str) -> None:
    """Raise ValidationError if what is wanted of an instance breaks a rule that holds everywhere."""
    name = desired.get("name")
    if not name and not desired.get("instance_id"):
        raise ValidationError("An instance is given by 'name' or 'instance_id'; neither is set.")
    where = f"Instance {name or desired.get('instance_id')!r}"
    if name and not INSTANCE_NAME.match(name):
        raise ValidationError(
            f"Instance name {name!r} is not allowed; a name starts with a letter and has 4 to 64 characters: letters, "
            "digits, hyphen (-) and underscore (_)."
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
    mode, ssl_enable = desired.get("tls_mode"), desired.get("ssl_enable")
    if mode is not None and ssl_enable is not None and ssl_enable != (mode != "PLAINTEXT"):
        raise ValidationError(f"{where}: 'ssl_enable' is {ssl_enable} and 'tls_mode' is {mode}: set only 'tls_mode'.")
    if desired.get("disk_encrypted_enable") and not desired.get("disk_encrypted_key"):
        raise ValidationError(
            f"{where}: 'disk_encrypted_enable' is true, so 'disk_encrypted_key' must be the ID of the key."
        )
    _check_volume_auto_expand(where, desired.get("volume_auto_expand") or {})
    _check_listed_once(where, desired.get("cross_vpc_accesses") or ())
    for option in ("configs", "tags"):
        check_no_null(where, option, desired.get(option))
    check_tags(tags_as_dict(desired.get("tags")))


def _check_volume_auto_expand(where: str, settings: Mapping[str, Any]) -> None:
    where = f"{where}: 'volume_auto_expand'"
    check_range(where, settings, "expand_threshold", 20, 80)
    check_range(where, settings, "expand_increment", 10, 100)
    check_range(where, settings, "max_volume_size", 100)
    if (settings.get("max_volume_size") or 0) % 100:
        raise ValidationError(
            f"{where}: 'max_volume_size' is {settings['max_volume_size']}; it must be a multiple of 100."
        )


def _check_listed_once(where: str, accesses: Sequence[Mapping[str, Any]]) -> None:
    listeners = [entry["listener_ip"] for entry in accesses]
    for listener in listeners:
        if listeners.count(listener) > 1:
            raise ValidationError(f"{where}: 'cross_vpc_accesses' lists 'listener_ip' {listener!r} twice.")


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
        if status == "DELETING":
            return change._replace(action=NO_OP)
        return _refuse_prepaid(change)
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
    change = plan_object(FIELDS, name, desired, _drop_uninitialized(actual), state, customize_diff)
    if change.action == CREATE:
        return _checked_creation(change)
    # What is not shown of an instance that is being created shows later.
    change = change._replace(actual=actual, warnings=() if status == "CREATING" else change.warnings)
    reason = _refusal(change) if change.action == UPDATE else ""
    reason = reason or terminal_failure_reason(change)
    return change._replace(action=REJECT, reason=reason) if reason and change.action != REJECT else change


def _refuse_prepaid(change: Change) -> Change:
    actual = change.actual or {}
    # An order that failed costs nothing.
    if not is_prepaid(actual) or actual.get("status") == "CREATEFAILED":
        return change
    reason = (
        f"Instance {change.name!r} ({actual.get('instance_id')}) is prepaid, and the service does not delete it: "
        "unsubscribe from it in the billing center of the console, then run the task again."
    )
    return change._replace(action=REJECT, reason=reason)


def _drop_uninitialized(actual: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return an instance without what is still empty of one that is being created: that says nothing yet."""
    if actual is None or actual.get("status") != "CREATING":
        return actual
    is_empty = {key: value in (0, "", [], None) and not isinstance(value, bool) for key, value in actual.items()}
    # A charging mode of 0 says that the instance is prepaid.
    return {key: value for key, value in actual.items() if key == "charging_mode" or not is_empty[key]}


def terminal_failure_reason(change: Change) -> str:
    """Return why an instance does not become as desired however long it is waited for, or ""."""
    status = str((change.actual or {}).get("status") or "")
    # A resize that failed leaves an instance that works, with what it had before.
    if not is_terminal_failure(status) or (status == "EXTENDEDFAILED" and change.action == NO_OP):
        return ""
    return (
        f"Instance {change.name!r} is in status {status}, which waiting does not change: check it in the "
        "console, or delete it."
    )


def defer_until_running(change: Change) -> Change:
    """Return what a run that does not wait has to do: what needs a running instance is left for a later one."""
    status = str((change.actual or {}).get("status") or "")
    if change.action != UPDATE or status == "RUNNING":
        return change
    options = ", ".join(f"'{item.field.option}'" for item in change.differences)
    text = f"Instance {change.name!r} is {status}: changes of {options} wait for a run that finds it RUNNING."
    # Whoever does not wait for a new instance knows that it is not ready.
    warnings = [*change.warnings, *([] if status == "CREATING" else [text])]
    return change._replace(action=NO_OP, differences=(), warnings=warnings)


def _checked_creation(change: Change) -> Change:
    missing = [option for option in REQUIRED_TO_CREATE if change.desired.get(option) in (None, "", [])]
    if change.desired.get("enable_publicip") and not change.desired.get("publicip_ids"):
        missing.append("publicip_ids")
    billing = change.desired.get("bss_param") or {}
    if billing.get("charging_mode") == "prePaid":
        missing += [f"bss_param.{name}" for name in ("period_type", "period_num") if not billing.get(name)]
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
        if not field.write_only and field.option not in READ_APART
    )


def customize_diff(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[str]]:
    """Return what of `desired` can be compared with an instance, and warnings."""
    compared = dict(desired)
    version = str(desired.get("engine_version") or "")
    # "5.x" asks for any version of the line.
    if version.endswith(".x") and str(actual.get("engine_version") or "").startswith(version[:-1]):
        compared["engine_version"] = None
    if desired.get("tags") is not None:
        purge = desired.get("purge_tags", True)
        compared["tags"] = merge_tags(tags_as_dict(actual.get("tags")), tags_as_dict(desired["tags"]), purge)
    if desired.get("cross_vpc_accesses") is not None:
        present = FIELDS_BY_OPTION["cross_vpc_accesses"].actual_value(actual)
        compared["cross_vpc_accesses"] = merge_accesses(present, desired["cross_vpc_accesses"])
    if desired.get("volume_auto_expand") and actual.get("volume_auto_expand") is not None:
        settings = merge_volume_auto_expand(actual["volume_auto_expand"], desired["volume_auto_expand"])
        compared["volume_auto_expand"] = settings
    if desired.get("publicip_ids") == [] and public_addresses(actual) is None:
        # Which addresses are to be unbound is not shown, but that there are some.
        compared["enable_publicip"] = False
    if compared.get("enable_publicip") is False:
        compared["publicip_ids"] = None
    surplus = [item for item in differences(GROWING_FIELDS, compared, actual) if item.before > item.after]
    compared.update((item.field.option, None) for item in surplus)
    name = actual.get("name")
    warnings = [
        f"'{item.field.option}' of instance {name!r} is {item.before}, more than the {item.after} of the task. It "
        f"cannot shrink, so it stays{WHY_GROWN.get(item.field.option, '')}."
        for item in surplus
    ]
    warnings += [
        f"The config {config!r} of instance {name!r} takes effect, and shows, only once the instance has been "
        "restarted."
        for config in _changed_static_configs(compared, actual)
    ]
    return compared, warnings


def finish_warnings(change: Change, actual: Mapping[str, Any]) -> list[str]:
    """Return warnings about an instance that is as desired: what it has too much of, and what its creation ignored."""
    compared, warnings = customize_diff(change.desired, actual)
    warnings += unseen_warnings([field for field in FIELDS if not field.sent_on_create], compared, actual)
    fixed = [field for field in FIELDS if field.create_only or field.option == "enable_dns"]
    fixed = fixed if change.action == CREATE else []
    ignored = [f"'{item.field.option}'" for item in differences(fixed, compared, actual)]
    if ignored:
        warnings.append(f"The service ignored {', '.join(ignored)} when it created instance {change.name!r}.")
    return warnings


def _changed_static_configs(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> list[str]:
    present = actual.get("configs") or {}
    wanted = stringify_configs(desired.get("configs") or {})
    return [name for name in actual.get(STATIC_CONFIGS) or () if name in wanted and wanted[name] != present.get(name)]


def without_static_configs(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is wanted but the configs that show only after a restart: nothing is gained by waiting for them."""
    static = actual.get(STATIC_CONFIGS) or ()
    return {**desired, "configs": {key: value for key, value in desired["configs"].items() if key not in static}}


def _refusal(change: Change) -> str:
    if any(item.field.option == "enable_dns" and item.before for item in change.differences):
        return "'enable_dns' is true and cannot become false: the service cannot take domain names away again."
    resized = [item for item in change.differences if item.field.option in RESIZE_OPTIONS]
    if resized and not change.desired.get("allow_resize"):
        text = "; ".join(
            f"'{field.option}' is {before!r} and would become {after!r}" for field, before, after in resized
        )
        return f"{text}. Set 'allow_resize' to true to have the instance resized, or use the present values."
    return ""


def as_shown(instance: Mapping[str, Any]) -> dict[str, Any]:
    """Return an instance as results show it, and the service: tags are a list, and addresses a text with commas."""
    shown = strip_secrets(FIELDS, instance)
    if isinstance(shown.get("tags"), Mapping):
        shown["tags"] = [{"key": key, "value": value} for key, value in sorted(shown["tags"].items())]
    if isinstance(shown.get("publicip_id"), list):
        shown["publicip_id"] = ",".join(shown["publicip_id"])
    return shown


def _operations() -> RunOperations:
    from .instance_changes import run

    return run


def _is_settled(change: Change) -> bool:
    return change.actual is None or is_ready(change.actual)


INSTANCE_RESOURCE = Resource(
    noun="instance",
    plural="instances",
    fields=FIELDS,
    name_key="name",
    validate=lambda name, desired, state: validate(desired, state),
    is_not_found=lambda error: error.code == INSTANCE_NOT_FOUND_CODE,
    behavior_options=BEHAVIOR_OPTIONS,
    operations=_operations,
    is_settled=_is_settled,
    present=as_shown,
    predicted_fields={"instance_id": PREDICTED_INSTANCE_ID},
)
