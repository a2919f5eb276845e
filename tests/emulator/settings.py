# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What can be switched about the service while it runs, so that a test can meet each kind of region."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

# What the service answers while an order for an instance is pending.
ORDER_CODES = ("CBC.99003651", "DMS.00400107", "DMS.00400108", "DMS.00400134")

CHOICES: dict[str, tuple[Any, ...]] = {
    "create_outcome": ("RUNNING", "CREATEFAILED", "ERROR"),
    "extend_outcome": ("RUNNING", "EXTENDEDFAILED"),
    "task_outcome": ("SUCCESS", "FAILED"),
    "task_status": ("CREATED", "EXECUTING"),
    "not_found_family": ("400", "404"),
    "topic_list": (True, False, "404", "405"),
    "batch_apis": (True, False, "400", "405"),
    "batch_delete_refusal": ("per_instance", "whole"),
    "group_permissions": ("all", "sub_deny"),
    "migration_answer": ("text", "object"),
    "migration_get": ("object", "list"),
    "migration_delete": ("both", "delete", "batch"),
    "trace_shape": ("object", "array"),
    "export_shape": ("array", "object"),
    "topic_status_shape": ("array", "object"),
    "topic_update_scope": ("total", "per_broker"),
    "delete_answer": ("204", "200", "later"),
    "throttle_style": ("429", "404"),
    "fixed_permissions": ("basic", "5.x", "none"),
    "routes": ("both", "older", "newer"),
    "volume_expansion_answer": ("text", "204"),
    "cross_vpc_left_out": ("reset", "kept", "refused"),
    "schedule_at_form": ("iso", "milliseconds"),
    "order_code": ORDER_CODES,
    "diagnosis_status": ("finished", "verdict", "failed"),
    "strict_offset": ("group_topics", "all", "none"),
}


@dataclass(slots=True)
class Settings:
    """Every setting with its default; the README explains each."""

    # Time
    create_seconds: float = 2.0
    change_seconds: float = 1.0
    delete_seconds: float = 1.0
    diagnosis_seconds: float = 1.0
    extend_lag_seconds: float = 0.2
    invisible_seconds: float = 0.0
    unreadable_seconds: float = 0.0
    object_invisible_seconds: float = 0.0
    object_unreadable_seconds: float = 0.0
    trace_lag_seconds: float = 0.0
    order_seconds: float = 1.0
    latency: float = 0.0
    token_seconds: float = 86400.0
    # Outcomes
    create_outcome: str = "RUNNING"
    extend_outcome: str = "RUNNING"
    task_outcome: str = "SUCCESS"
    # Credentials
    access_key: str = "EMULATORACCESSKEY001"
    secret_key: str = "emulator-secret-key"  # noqa: S105
    security_token: str = ""
    user_name: str = "emulator-user"
    user_password: str = "emulator-password"  # noqa: S105
    domain_name: str = "emulator-domain"
    verify_signature: bool = True
    # Codes
    not_found_family: str = "400"
    busy_code: str = "DMS.00400017"
    acl_off_code: str = "DMS.00400062"
    missing_route_code: str = "DMS.00404001"
    order_code: str = "CBC.99003651"
    prepaid_delete_code: str = "DMS.00400062"
    # Which calls exist, and in which shape they answer
    recycle_bin: bool = True
    diagnosis_status: str = "finished"
    topic_list: Any = True
    batch_apis: Any = True
    routes: str = "both"
    missing_paths: Any = ()
    export_api: bool = True
    legacy_fields: bool = False
    topic_name_in_get: bool = False
    show_system_topics: bool = False
    delete_answer: str = "204"
    migration_answer: str = "text"
    migration_get: str = "object"
    migration_delete: str = "both"
    trace_shape: str = "object"
    export_shape: str = "array"
    topic_status_shape: str = "array"
    task_status: str = "CREATED"
    volume_expansion_answer: str = "text"
    schedule_at_form: str = "iso"
    single_broker_num: bool = True
    stable_order: bool = False
    show_public_ips: bool = True
    show_group_online: bool = True
    # Rules
    unique_names: bool = False
    strict_offset: str = "group_topics"
    sparse_lists: bool = False
    omit_empty: bool = False
    max_page: int = 0
    tag_overwrite: bool = False
    batch_delete_refusal: str = "per_instance"
    horizontal_grows_storage: bool = True
    rebind_needs_unbind: bool = False
    topic_update_scope: str = "total"
    permission_at_creation: bool = True
    static_configs_need_restart: bool = True
    rename_with_underscore: bool = True
    reset_without_queues: bool = False
    unknown_lag: bool = False
    zones_of_one_name: bool = False
    mask_secrets: bool = True
    policy_secrets: bool = True
    empty_secret_keeps: bool = False
    group_permissions: str = "all"
    fixed_permissions: str = "basic"
    ignore_emptied_permissions: bool = False
    omitted_permissions_stay: bool = False
    cross_vpc_left_out: str = "reset"
    sold_out_zones: Any = ()
    # Throttling: 0 means no limit
    requests_per_second: float = 0.0
    throttle_style: str = "429"

    def as_dict(self) -> dict[str, Any]:
        """All settings, ready for JSON."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def merge(self, changes: dict[str, Any]) -> None:
        """Take over the given settings, all or none; ValueError names what does not fit."""
        checked = {name: _fitting(name, value) for name, value in changes.items()}
        for name, value in checked.items():
            setattr(self, name, value)


_DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Settings)}


def _fitting(name: str, value: Any) -> Any:
    if name not in _DEFAULTS:
        raise ValueError(f"unknown setting: {name}")
    if name in CHOICES:
        if not any(value is choice or (value == choice and type(value) is type(choice)) for choice in CHOICES[name]):
            raise ValueError(f"{name} must be one of {list(CHOICES[name])}")
        return value
    if name in ("sold_out_zones", "missing_paths"):
        return _strings(name, value)
    default = _DEFAULTS[name]
    if isinstance(default, bool):
        good = isinstance(value, bool)
    elif isinstance(default, float):
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
        value = float(value) if good else value
    elif isinstance(default, int):
        good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    else:
        good = isinstance(value, str)
    if not good:
        raise ValueError(f"{name} must be like {default!r}")
    return value


def _strings(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{name} must be a list of strings")
    return tuple(value)
