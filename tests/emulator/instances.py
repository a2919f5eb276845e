# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The life of instances: create, list, show, change, delete, and what lies in them (brokers, nodes)."""

from __future__ import annotations

import re
import uuid
from typing import Any

from .call import Call
from .catalogue import MAX_STORAGE_PER_BROKER, PRODUCTS, STORAGE_SPECS, Product, zone_ids, zones
from .errors import ServiceError, invalid
from .fields import Field, one_of, read
from .instance_fields import address_fields, new_fields, node_address, public_address, public_fields, shown
from .orders import BSS_PARAM, check_bss_param, new_order_id, refuse_deletion, require_no_order
from .paging import PAGE_QUERY, page_of
from .routing import ENGINES, Answer, Route, no_content, ok, spellings
from .state import Instance, Project, Record
from .tasks import is_busy, require_idle, require_ready, require_running, schedule, settle, start_task

_CREATE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{3,63}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

STATUSES = (
    "CREATING", "CREATEFAILED", "RUNNING", "ERROR", "RESTARTING", "STARTING", "STOPPING", "DELETING", "DELETED",
    "EXTENDING", "EXTENDEDFAILED", "FREEZING", "FROZEN", "UPGRADING", "ROLLINGBACK", "ROLLBACK", "ROLLBACKFAILED",
    "SHRINKING", "CONFIGURING", "VOLUMETYPECHANGING",
)  # fmt: skip
# What the list does not show in some regions.
UNLISTED = ("enable_acl", "publicip_id", "tags")
# What it shows nowhere.
_ONLY_ALONE = ("auto_volume_expand_enable",)
# How many a project may have, and how many tags an instance.
INSTANCE_QUOTA = 1000
TAG_QUOTA = 20
UNDELETABLE = ("CREATING", "STARTING", "STOPPING", "RESTARTING")
DELETABLE = ("RUNNING", "CREATEFAILED", "ERROR", "EXTENDEDFAILED", "FROZEN", "ROLLBACKFAILED")


def _no_longer_than_1024(name: str, value: Any) -> None:
    if len(value) > 1024:
        raise ServiceError("DMS.00400011")


def _create_name(name: str, value: Any) -> None:
    if not _CREATE_NAME.fullmatch(value):
        raise ServiceError("DMS.00400010")


def _present(code: str) -> Any:
    def check(name: str, value: Any) -> None:
        if not value.strip():
            raise ServiceError(code)

    return check


_CREATE = {
    "name": Field("string", required=True, check=_create_name),
    "description": Field("string", check=_no_longer_than_1024),
    "engine": Field("string", required=True),
    "engine_version": Field("string", required=True),
    "storage_space": Field("integer", required=True),
    "vpc_id": Field("string", required=True, check=_present("DMS.00400013")),
    "subnet_id": Field("string", required=True, check=_present("DMS.00400016")),
    "security_group_id": Field("string", required=True, check=_present("DMS.00400014")),
    "available_zones": Field("strings", required=True),
    "product_id": Field("string", required=True),
    "ssl_enable": Field("boolean"),
    "storage_spec_code": Field("string", required=True),
    "enterprise_project_id": Field("string"),
    "enable_acl": Field("boolean"),
    "retention_policy": Field("boolean"),
    "ipv6_enable": Field("boolean"),
    "proxy_enable": Field("boolean"),
    "enable_publicip": Field("boolean"),
    "disk_encrypted_enable": Field("boolean"),
    "disk_encrypted_key": Field("string"),
    "publicip_id": Field("string"),
    # Mandatory in the reference's table, absent from its first example: both are accepted.
    "broker_num": Field("integer"),
    "arch_type": Field("string", check=one_of("X86", "ARM")),
    "tls_mode": Field("string", check=one_of("PLAINTEXT", "SSL", "PERMISSIVE")),
}
# What only the routes with an engine, and the newest one, take.
_CREATE_BY_ENGINE = {
    **_CREATE,
    "ipv6_broker_address": Field("string"),
    "ipv6_namesrv_address": Field("string"),
    "bss_param": Field("object", items=BSS_PARAM),
}
_UPDATE = {
    "name": Field("string", check=_create_name),
    "description": Field("string", check=_no_longer_than_1024),
    "security_group_id": Field("string", check=_present("DMS.00400014")),
    "enable_acl": Field("boolean"),
    "retention_policy": Field("boolean"),
    "enable_publicip": Field("boolean"),
    "publicip_id": Field("string"),
    "enterprise_project_id": Field("string"),
}
_ACTION = {
    "action": Field("string", required=True),
    "instances": Field("strings"),
    "all_failure": Field("string", check=one_of(*ENGINES)),
    "force_delete": Field("boolean"),
}


def settled_instances(project: Project, now: float) -> list[Instance]:
    """The project's instances after everything due has happened."""
    gone = []
    for instance in project.instances.values():
        if instance.changes:
            settle(instance, now)
            if instance.gone:
                gone.append(instance)
    for instance in gone:
        project.remove(instance)
    return list(project.instances.values())


def _check_zones(call: Call, order: Record) -> None:
    wanted, region = order["available_zones"], call.project.name.split("_")[0]
    if len(wanted) in (0, 2) or len(set(wanted)) != len(wanted):
        raise ServiceError("DMS.00400067", "available_zones must hold one AZ, or at least three different ones.")
    unknown = [zone for zone in wanted if zone not in zone_ids(region)]
    if unknown:
        raise ServiceError("DMS.00400042", f"The availability zone {unknown[0][:64]} does not exist.")
    if any(zone in call.settings.sold_out_zones for zone in wanted):
        raise ServiceError("DMS.00400055")
    without_ipv6 = {zone["id"] for zone in zones(region, ()) if not zone["ipv6_enable"]}
    if order.get("ipv6_enable") and without_ipv6.intersection(wanted):
        raise ServiceError("DMS.00400049")


def ordered_product(order: Record) -> Product:
    """The product of an order; it must exist for the engine version."""
    if order["engine"] not in ENGINES:
        raise ServiceError("DMS.00400007", "engine must be reliability or rocketmq.")
    if order["engine_version"] not in ("4.8.0", "5.x"):
        raise ServiceError("DMS.00400008")
    product = PRODUCTS.get(order["product_id"])
    if product is None:
        raise ServiceError("DMS.00400009")
    if product.engine_version != order["engine_version"]:
        raise ServiceError("DMS.00400022", "product_id does not fit the engine version.")
    return product


def check_storage(product: Product, storage: int, brokers: int) -> None:
    """The range of sizes depends on the product and grows with the brokers."""
    low, high = product.min_storage * brokers, MAX_STORAGE_PER_BROKER * brokers
    if not low <= storage <= high:
        raise ServiceError("DMS.00400500", f"The disk space must be from {low} to {high} GB.")


def _names(call: Call) -> set[str]:
    return {str(instance.fields["name"]) for instance in settled_instances(call.project, call.now)}


def _check_order(call: Call, order: Record) -> None:
    product = ordered_product(order)
    if not 1 <= order["broker_num"] <= product.max_broker:
        raise invalid(f"broker_num must be from 1 to {product.max_broker}.")
    check_storage(product, order["storage_space"], order["broker_num"])
    if order["storage_spec_code"] not in STORAGE_SPECS:
        raise ServiceError("DMS.00400125")
    _check_zones(call, order)
    if order.get("enable_publicip") and not _eips(order.get("publicip_id", "")):
        raise ServiceError("DMS.00400128", "publicip_id is needed when enable_publicip is true.")
    if order.get("disk_encrypted_enable") and not order.get("disk_encrypted_key"):
        raise ServiceError("DMS.00400136")
    if call.settings.unique_names and order["name"] in _names(call):
        raise ServiceError("DMS.00400060")
    if len(settled_instances(call.project, call.now)) >= INSTANCE_QUOTA:
        raise ServiceError("DMS.00400035")


def create_instance(call: Call) -> Answer:
    """POST instances: accepted at once, running later. The oldest route takes no order that is paid in advance."""
    is_oldest = call.path == f"/v2/{call.project.id}/instances"
    order = read(call.json(), _CREATE if is_oldest else _CREATE_BY_ENGINE)
    order.setdefault("broker_num", 1)
    order.setdefault("enable_acl", order.get("retention_policy", False))
    _check_order(call, order)
    prepaid = check_bss_param(order.get("bss_param", {}))
    instance_id = str(uuid.uuid4())
    settings = call.settings
    fields = new_fields(instance_id, order, call.now, (call.user_id, settings.user_name))
    delay = 0.0
    if prepaid:
        # The instance shows when its order is done.
        delay, fields["order_id"] = settings.order_seconds, new_order_id()
    visible_at = call.now + delay + settings.invisible_seconds
    readable_at = call.now + delay + settings.unreadable_seconds
    instance = Instance(fields, visible_at=visible_at, readable_at=readable_at)
    call.project.instances[instance_id] = instance
    failed = settings.create_outcome != "RUNNING"
    seconds = delay + settings.create_seconds
    start_task(instance, "createInstance", call.now, seconds, "FAILED" if failed else "SUCCESS")
    schedule(instance, call.now + seconds, "set", {"status": settings.create_outcome})
    return ok({"instance_id": instance_id})


def _is_wanted(call: Call, instance: Instance) -> bool:
    query, fields = call.query, instance.fields
    engine = query.get("engine", ENGINES[0])
    if (engine in ENGINES) != (fields["engine"] in ENGINES) or (engine not in ENGINES and fields["engine"] != engine):
        return False
    if fields["status"] == "CREATEFAILED" and query.get("include_failure") != "true":
        return False
    name = query.get("name")
    if name:
        exact = query.get("exact_match_name") == "true"
        if (exact and fields["name"] != name) or (not exact and name not in fields["name"]):
            return False
    for key in ("instance_id", "status", "enterprise_project_id"):
        if query.get(key) and fields.get(key) != query[key]:
            return False
    return instance.visible_at <= call.now


def list_instances(call: Call) -> Answer:
    """GET instances."""
    status = call.query.get("status")
    if status and status not in STATUSES:
        raise invalid("status is not known.")
    if call.query.get("engine", "reliability") not in (*ENGINES, "kafka", "rabbitmq"):
        raise ServiceError("DMS.00400007", "engine is not known.")
    found = [instance for instance in settled_instances(call.project, call.now) if _is_wanted(call, instance)]
    page = page_of(call, found)
    unlisted = (*_ONLY_ALONE, *(UNLISTED if call.settings.sparse_lists else ()))
    answers = [_shown(call, instance, unlisted) for instance in page.records]
    return ok({"instances": answers, "instance_num": page.total})


def _shown(call: Call, instance: Instance, unlisted: tuple[str, ...] = ()) -> Record:
    without_brokers = instance.is_single and not call.settings.single_broker_num
    hidden = (*unlisted, *(["broker_num"] if without_brokers else []))
    hidden += () if call.settings.show_public_ips else ("publicip_id",)
    answer = shown(instance.fields, instance.tags)
    return {key: value for key, value in answer.items() if key not in hidden} if hidden else answer


def show_instance(call: Call) -> Answer:
    """GET instances/{id}."""
    return ok(_shown(call, call.instance))


def _eips(publicip_id: str) -> set[str]:
    return {eip_id.strip() for eip_id in publicip_id.split(",") if eip_id.strip()}


def _public_change(call: Call, body: Record) -> tuple[str, Record] | None:
    """The task that a change of public access starts, and what it sets; None when nothing changes."""
    fields = call.instance.fields
    wanted = body.get("enable_publicip", fields["enable_publicip"] if "publicip_id" in body else None)
    if wanted is None:
        return None
    if not wanted:
        if "enable_publicip" not in body and _eips(body.get("publicip_id", "")):
            raise ServiceError("DMS.00400128", "publicip_id needs enable_publicip.")
        return ("unbindInstancePublicIp", public_fields("")) if fields["enable_publicip"] else None
    eips = str(body.get("publicip_id", fields["publicip_id"]))
    if not _eips(eips):
        raise ServiceError("DMS.00400128", "publicip_id is needed when enable_publicip is true.")
    if _eips(eips) == _eips(fields["publicip_id"]):
        return None
    if fields["enable_publicip"] and call.settings.rebind_needs_unbind:
        raise ServiceError("DMS.00400128", "Public access must be disabled before other EIPs are bound.")
    return ("bindInstancePublicIp", public_fields(eips.replace(" ", "")))


def update_instance(call: Call) -> Answer:
    """PUT instances/{id}: names apply at once; ACL and public access by a background task."""
    body = read(call.json(), _UPDATE)
    instance, fields, settings = call.instance, call.instance.fields, call.settings
    require_running(call)
    require_no_order(call)
    name = body.get("name")
    if name and "_" in name and not settings.rename_with_underscore:
        raise ServiceError("DMS.00400010", "The instance name is not valid: 4 to 64 letters, digits and hyphens.")
    if settings.unique_names and name != fields["name"] and name in _names(call):
        raise ServiceError("DMS.00400060")
    acl = body.get("enable_acl", body.get("retention_policy", fields["enable_acl"]))
    public = _public_change(call, body)
    if acl != fields["enable_acl"] or public:
        require_idle(call)
    later = call.now + settings.change_seconds
    for key in ("name", "description", "security_group_id", "enterprise_project_id"):
        if key in body:
            fields[key] = body[key]
    if acl != fields["enable_acl"]:
        start_task(instance, "modifyInstanceAcl", call.now, settings.change_seconds, settings.task_outcome)
        if settings.task_outcome == "SUCCESS":
            schedule(instance, later, "set", {"enable_acl": acl})
    if public:
        start_task(instance, public[0], call.now, settings.change_seconds, settings.task_outcome)
        if settings.task_outcome == "SUCCESS":
            schedule(instance, later, "set", public[1])
    return no_content()


def _begin_deletion(call: Call, instance: Instance, force: bool = False) -> None:
    """Delete an instance: into the recycle bin where that is the policy, unless it failed to be created."""
    policy, later = call.project.recycle_policy, call.now + call.settings.delete_seconds
    keep = call.settings.recycle_bin and policy["default_use_recycle"] and not force
    keep = keep and instance.status != "CREATEFAILED"
    instance.recycled = {"at": later, "days": policy["retention_days"], "error": None} if keep else None
    instance.fields["status"] = "DELETING"
    instance.changes.clear()
    schedule(instance, later, "gone", {})


def _check_deletable(call: Call, instance: Instance) -> None:
    refuse_deletion(call, instance)
    if instance.status in UNDELETABLE:
        raise ServiceError("DMS.00400099", f"The instance {instance.id} cannot be deleted while {instance.status}.")
    if instance.status not in DELETABLE:
        raise ServiceError("DMS.00400026")
    if is_busy(instance):
        raise ServiceError(call.settings.busy_code)


def delete_instance(call: Call) -> Answer:
    """DELETE instances/{id}: gone a little later."""
    _check_deletable(call, call.instance)
    _begin_deletion(call, call.instance)
    return no_content()


def act_on_instances(call: Call) -> Answer:
    """POST instances/action: batch deletion, with a result for each."""
    body = read(call.json(), _ACTION)
    if body["action"] != "delete":
        raise ServiceError("DMS.00400064")
    existing = {instance.id: instance for instance in settled_instances(call.project, call.now)}
    ids = body.get("instances", [])
    if len(ids) > 50:
        raise ServiceError("DMS.00400100")
    if any(not _UUID.fullmatch(instance_id) for instance_id in ids):
        raise ServiceError("DMS.00400061")
    if len(set(ids)) != len(ids):
        raise ServiceError("DMS.00400082")
    if "all_failure" in body:
        ids = ids + [name for name, one in existing.items() if one.status == "CREATEFAILED" and name not in ids]
    elif not ids:
        raise ServiceError("DMS.00400065")
    stuck = [name for name in ids if name in existing and existing[name].status in UNDELETABLE]
    if stuck and call.settings.batch_delete_refusal == "whole":
        raise ServiceError("DMS.00400099", f"These instances cannot be deleted now: {', '.join(stuck)}.")
    force = body.get("force_delete", False)
    return ok({"results": [_delete_one(call, existing.get(name), name, force) for name in ids]})


def _delete_one(call: Call, instance: Instance | None, instance_id: str, force: bool) -> Record:
    try:
        if instance is None:
            raise ServiceError("DMS.00404022")
        _check_deletable(call, instance)
    except ServiceError:
        return {"result": "failed", "instance": instance_id}
    _begin_deletion(call, instance, force)
    return {"result": "success", "instance": instance_id}


def list_brokers(call: Call) -> Answer:
    """GET brokers: all of them unless a page is asked for."""
    ids = [0] if call.instance.is_single else [0, 1, 2]
    brokers = [{"ids": ids, "broker_name": name} for name in call.instance.brokers]
    if "limit" not in call.query and "offset" not in call.query:
        return ok({"total": len(brokers), "next_offset": -1, "previous_offset": -1, "brokers": brokers})
    page = page_of(call, brokers)
    return ok({**page.counts(), "brokers": page.records})


def nodes_of(instance: Instance) -> list[Record]:
    """The nodes of an instance."""
    eips = [eip for eip in str(instance.fields.get("publicip_id", "")).split(",") if eip]
    return [
        {
            "id": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{instance.id}/{name}/{number}")),
            "broker_name": name,
            "broker_id": number,
            "address": f"{node_address(instance.id, index, number)}:{10100 + number}",
            "public_address": public_address(eips[index % len(eips)]) if eips else "",
        }
        for index, name in enumerate(instance.brokers)
        for number in ((0,) if instance.is_single else (0, 1, 2))
    ]


def list_nodes(call: Call) -> Answer:
    """GET nodes."""
    page = page_of(call, nodes_of(call.instance))
    return ok({"nodes": page.records, "total": page.total})


def restart_instance(call: Call) -> Answer:
    """POST restart: RESTARTING, then RUNNING again."""
    if call.body.strip():
        read(call.json(), {"nodes": Field("strings")})
    instance, settings = call.instance, call.settings
    if instance.status not in ("RUNNING", "ERROR"):
        raise ServiceError("DMS.00400026")
    require_idle(call)
    instance.fields["status"] = "RESTARTING"
    instance.configs.update(instance.pending_configs)
    instance.pending_configs.clear()
    start_task(instance, "restartInstance", call.now, settings.change_seconds, "SUCCESS")
    schedule(instance, call.now + settings.change_seconds, "set", {"status": "RUNNING"})
    return ok({"instance_id": instance.id, "nodes": [], "result": "success"})


def switch_tls(call: Call) -> Answer:
    """POST plain-ssl-switch."""
    body = read(call.json(), {"tls_mode": Field("string", required=True, check=_CREATE["tls_mode"].check)})
    instance, settings, mode = call.instance, call.settings, body["tls_mode"]
    require_ready(call)
    require_no_order(call)
    job_id = start_task(instance, "plainSslSwitch", call.now, settings.change_seconds, settings.task_outcome)
    if settings.task_outcome == "SUCCESS":
        changed = {"tls_mode": mode, "ssl_enable": mode != "PLAINTEXT"}
        changed.update(address_fields({**instance.fields, **changed}, instance.advertised))
        schedule(instance, call.now + settings.change_seconds, "set", changed)
    return ok({"job_id": job_id, "tls_mode": mode})


def show_quotas(call: Call) -> Answer:
    """GET quotas."""
    used = len(settled_instances(call.project, call.now))
    resources = [
        {"type": "rocketmqInstance", "quota": INSTANCE_QUOTA, "used": used},
        {"type": "tags", "quota": TAG_QUOTA, "used": 0},
    ]
    return ok({"quotas": {"resources": resources}})


_LIST_QUERY = (
    "engine", "name", "instance_id", "status", "include_failure", "exact_match_name", "enterprise_project_id",
)  # fmt: skip
ROUTES = [
    *spellings("POST", "", create_instance, "per"),
    Route("GET", "/v2/{project_id}/instances", list_instances, query=(*_LIST_QUERY, *PAGE_QUERY)),
    Route("POST", "/v2/{project_id}/instances/action", act_on_instances),
    Route("GET", "/v2/{project_id}/instances/{instance_id}", show_instance),
    Route("PUT", "/v2/{project_id}/instances/{instance_id}", update_instance),
    Route("DELETE", "/v2/{project_id}/instances/{instance_id}", delete_instance),
    Route("GET", "/v2/{project_id}/instances/{instance_id}/brokers", list_brokers, query=PAGE_QUERY),
    Route("GET", "/v2/{project_id}/quotas", show_quotas, query=("includeTagsQuota", "onlyQuota")),
    *spellings("GET", "/{instance_id}/nodes", list_nodes, "R", query=PAGE_QUERY),
    *spellings("POST", "/{instance_id}/restart", restart_instance, "R"),
    *spellings("POST", "/{instance_id}/plain-ssl-switch", switch_tls, "R"),
]
