# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The requests that bring a running instance to what is desired, one by one (chapters 5.1.1 and 5.1.5). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._engine.field import Difference, apply_create_defaults, create_payload
from .._engine.operation import Step
from .._engine.plan import UPDATE, Change, plan_object
from .instance import PUBLIC_ACCESS, RESIZE_OPTIONS, customize_diff
from .instance_fields import FIELDS, given, public_addresses


def creation_body(desired: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body that orders an instance (5.1.1)."""
    body = create_payload(FIELDS, apply_create_defaults(FIELDS, desired))
    if "publicip_id" in body:
        body["publicip_id"] = ",".join(body["publicip_id"])
    if "tls_mode" in body:
        # Older API variants know no more than whether TLS is on.
        body["ssl_enable"] = body["tls_mode"] != "PLAINTEXT"
    billing = given(body.pop("bss_param", {}))
    if billing.get("charging_mode") == "prePaid":
        body["bss_param"] = billing
    return body


def is_covered_by(sent: Step | None, due: Step | None) -> bool:
    """True if a request that has been sent already asks for all that is due: its effect is only not visible yet."""
    return sent is not None and due is not None and sent.kind == due.kind and _step_entries(due) <= _step_entries(sent)


def _step_entries(step: Step) -> set[str]:
    if step.kind == "configs":
        return {repr(entry) for entry in step.body["rocketmq_configs"]}
    return {repr(entry) for entry in step.body.items()}


def may_show_late(sent: Step | None, due: Step) -> bool:
    """True if a resize that was sent brings addresses or storage along, which may show later than the resize itself."""
    if sent is None or sent.kind != "extend":
        return False
    brings_storage = "new_broker_num" in sent.body and due.body.get("oper_type") == "storage"
    return brings_storage or ("publicip_id" in sent.body and due.kind == "modify")


APPLIED_AT_ONCE = ("name", "description", "security_group_id", "enterprise_project_id")


def ignorable_options(step: Step) -> list[str]:
    """Return the options of a request whose effect shows at once, or not at all; [] for any other request."""
    if step.kind in ("tags", "cross_vpc_accesses", "volume_auto_expand"):
        return [step.kind]
    return list(step.body) if step.kind == "modify" and set(step.body) <= set(APPLIED_AT_ONCE) else []


UNBINDING = {"enable_publicip": False}


def is_halfway(step: Step) -> bool:
    """True for a request after which an instance has less public access than before, until the next one."""
    return step.body is UNBINDING


def next_step(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> Step | None:
    """Return the next request that brings a running instance nearer to what is wanted, or None if it is there.

    Settings go first, then tags and configs, then TLS, domain names and other VPCs; what is resized goes one kind at a
    time, the product first, then brokers, then storage, as each takes the instance out of service for others. How far a
    disk may grow comes last, since that depends on its size.
    """
    change = plan_object(FIELDS, "", desired, actual, "present", customize_diff)
    found = {item.field.option: item for item in change.differences if not item.field.create_only}
    modified = {option: item for option, item in found.items() if option not in STEPS_OF_THEIR_OWN}
    if desired.get("allow_resize") and _is_horizontal(found, actual) and desired.get("enable_publicip"):
        # New brokers or nodes take their addresses along; before, there is no use for more.
        modified = {option: item for option, item in modified.items() if option not in PUBLIC_ACCESS}
    if modified:
        return Step("modify", _modification(desired, actual, modified))
    if "tags" in found:
        return Step("tags", found["tags"].after)
    if "configs" in found:
        return Step("configs", _changed_configs(found["configs"]))
    if "tls_mode" in found:
        return Step("tls", {"tls_mode": found["tls_mode"].after})
    if "ssl_enable" in found:
        return Step("tls", {"tls_mode": "SSL" if found["ssl_enable"].after else "PLAINTEXT"})
    # Domain names are never taken away again.
    if "enable_dns" in found and found["enable_dns"].after:
        return Step("enable_dns", {})
    if "cross_vpc_accesses" in found:
        return Step("cross_vpc_accesses", _advertised_addresses(found["cross_vpc_accesses"]))
    for option in RESIZE_OPTIONS if desired.get("allow_resize") else ():
        if option in found:
            return Step("extend", _extension(option, desired, actual, found[option]))
    if "volume_auto_expand" in found:
        return Step("volume_auto_expand", _disk_expansion(found["volume_auto_expand"].after))
    return None


# Those whose step is called like the option.
SEPARATE_OPTIONS = ("tags", "configs", "enable_dns", "cross_vpc_accesses", "volume_auto_expand")
STEPS_OF_THEIR_OWN = ("tls_mode", "ssl_enable", *SEPARATE_OPTIONS, *RESIZE_OPTIONS)


def differing_options(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> list[str]:
    """Return the options, in quotes, in which an instance is not as desired and could be."""
    change = plan_object(FIELDS, "", desired, actual, "present", customize_diff)
    return [f"'{item.field.option}'" for item in change.differences if not item.field.create_only]


def _is_5x(actual: Mapping[str, Any]) -> bool:
    return str(actual.get("engine_version") or "").startswith("5")


def _is_horizontal(found: Mapping[str, Difference], actual: Mapping[str, Any]) -> bool:
    """Whether a resize is due that adds brokers (4.8.0) or nodes (5.x, where another product has more of them)."""
    return "broker_num" in found or ("product_id" in found and _is_5x(actual))


def _modification(
    desired: Mapping[str, Any], actual: Mapping[str, Any], modified: Mapping[str, Difference]
) -> dict[str, Any]:
    if "publicip_ids" in modified and "enable_publicip" not in modified and actual.get("enable_publicip"):
        # Addresses are not exchanged: the old ones are unbound first, and the new ones bound in the next step.
        return UNBINDING
    body = {item.field.request_key: item.after for item in modified.values()}
    body.pop("publicip_id", None)
    if body.get("enable_publicip") or "publicip_ids" in modified:
        body["enable_publicip"] = True
        body["publicip_id"] = ",".join(desired.get("publicip_ids") or ())
    return body


def _changed_configs(difference: Difference) -> dict[str, Any]:
    changed = {name: value for name, value in difference.after.items() if difference.before.get(name) != value}
    return {"rocketmq_configs": [{"name": name, "value": value} for name, value in sorted(changed.items())]}


def _advertised_addresses(difference: Difference) -> dict[str, Any]:
    contents = {entry["listener_ip"]: entry["advertised_ip"] for entry in difference.after}
    return {"advertised_ip_contents": contents}


def _disk_expansion(wanted: Mapping[str, Any]) -> dict[str, Any]:
    # A disk that has grown to its limit has one that the service no longer takes.
    switch = "auto_volume_expand_enable"
    return dict(wanted) if wanted[switch] else {switch: False}


def _extension(
    option: str, desired: Mapping[str, Any], actual: Mapping[str, Any], difference: Difference
) -> dict[str, Any]:
    if option == "storage_space":
        return {"oper_type": "storage", "new_storage_space": difference.after}
    if option == "product_id" and not _is_5x(actual):
        return {"oper_type": "vertical", "new_product_id": difference.after}
    body: dict[str, Any] = {"oper_type": "horizontal"}
    if option == "broker_num":
        body["new_broker_num"] = difference.after
    if _is_5x(actual):
        # 5.x wants to be told the product along with the brokers.
        body["new_product_id"] = desired.get("product_id") or actual.get("product_id")
    added = _added_addresses(desired, actual)
    if added:
        body["publicip_id"] = ",".join(added)
    return body


def _added_addresses(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> list[str]:
    """Return the public addresses that a resize binds: as many as there are to be more, or all that are new.

    Where the service does not show which ones are bound, all are named: only the service can tell the new ones.
    """
    wanted = sorted(set(desired.get("publicip_ids") or ()))
    if not actual.get("enable_publicip"):
        return []
    present = public_addresses(actual)
    if present is None:
        return wanted
    added = [address for address in wanted if address not in present]
    return added[: len(wanted) - len(present)] if len(wanted) > len(present) else added


def skipped_changes_warning(change: Change, actual: Mapping[str, Any], asked: Sequence[Step]) -> list[str]:
    """Return a warning of what a run that does not wait leaves undone: it asks for one thing that takes time."""
    sent = {key for step in asked for key in ({step.kind} if step.kind in SEPARATE_OPTIONS else step.body)}
    names = {
        "product_id": "new_product_id",
        "broker_num": "new_broker_num",
        "storage_space": "new_storage_space",
        "ssl_enable": "tls_mode",
    }
    options = [
        f"'{item.field.option}'"
        for item in (change.differences if change.action == UPDATE else ())
        if not {item.field.option, item.field.request_key, names.get(item.field.option)} & sent
        and item.field.actual_value(actual) != item.after
    ]
    if not options:
        return []
    return [
        f"Instance {change.name!r}: {', '.join(options)} could not be changed yet. Run the task again to change them."
    ]
