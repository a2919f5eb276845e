# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Resizing: more storage, more brokers, or another flavour; one of them per call, by a background task."""

from __future__ import annotations

from .call import Call
from .catalogue import MAX_STORAGE_PER_BROKER, PRODUCTS, Product, instance_type
from .errors import ServiceError, invalid
from .fields import Field, one_of, read
from .instance_fields import address_fields, product_fields, public_fields, storage_fields
from .orders import is_prepaid, place_order, require_no_order
from .routing import Answer, ok, spellings
from .state import Instance, Record
from .tasks import require_ready, schedule, start_task

_MOST_EXTENSIONS = 20
_STEP_PER_BROKER = 100
_EXTEND = {
    "oper_type": Field("string", required=True, check=one_of("storage", "horizontal", "vertical")),
    "new_storage_space": Field("integer"),
    "new_product_id": Field("string"),
    "new_broker_num": Field("integer"),
    "publicip_id": Field("string"),
}


def _reject(body: Record, *names: str) -> None:
    for name in names:
        if name in body:
            raise invalid(f"{name} does not go with oper_type {body['oper_type']}.")


def _required(body: Record, name: str) -> None:
    if name not in body:
        raise invalid(f"{name} is required for oper_type {body['oper_type']}.")


def _product(instance: Instance, product_id: str) -> Product:
    product = PRODUCTS.get(product_id)
    if product is None or product.engine_version != instance.fields["engine_version"]:
        raise ServiceError("DMS.00400009")
    return product


def _storage(instance: Instance, body: Record) -> Record:
    _required(body, "new_storage_space")
    _reject(body, "new_broker_num", "new_product_id", "publicip_id")
    fields, wanted, brokers = instance.fields, body["new_storage_space"], len(instance.brokers)
    least = fields["total_storage_space"] + _STEP_PER_BROKER * brokers
    most = MAX_STORAGE_PER_BROKER * brokers
    if not least <= wanted <= most:
        raise ServiceError("DMS.00400500", f"The new disk space must be from {least} to {most} GB.")
    if fields["extend_times"] >= _MOST_EXTENSIONS:
        raise ServiceError("DMS.00400124")
    return storage_fields(wanted)


def _vertical(instance: Instance, body: Record) -> Record:
    _required(body, "new_product_id")
    _reject(body, "new_broker_num", "new_storage_space")
    if instance.is_5x:
        raise invalid("oper_type vertical is for 4.8.0; on 5.x the flavour changes with horizontal.")
    return _flavour(instance, body["new_product_id"])


def _flavour(instance: Instance, product_id: str) -> Record:
    product = _product(instance, product_id)
    if product_id == instance.fields["product_id"]:
        raise ServiceError("DMS.00400009", "The instance has this product already.")
    if instance_type(product) != instance.fields["type"]:
        raise ServiceError("DMS.00400009", "The product is of another type.")
    return product_fields(product_id, len(instance.brokers))


def _horizontal(call: Call, body: Record) -> Record:
    instance, fields = call.instance, call.instance.fields
    _reject(body, "new_storage_space")
    if instance.is_5x:
        _required(body, "new_product_id")
        if "new_broker_num" not in body:
            return {**_flavour(instance, body["new_product_id"]), **_more_eips(instance, body)}
    _required(body, "new_broker_num")
    product_id = str(body.get("new_product_id", fields["product_id"]))
    product, brokers, wanted = _product(instance, product_id), len(instance.brokers), body["new_broker_num"]
    if not brokers < wanted <= product.max_broker:
        raise invalid(f"new_broker_num must be above {brokers} and at most {product.max_broker}.")
    changed = product_fields(product_id, wanted)
    changed.update(address_fields({**fields, **changed}, instance.advertised))
    if call.settings.horizontal_grows_storage:
        changed.update(storage_fields(fields["total_storage_space"] * wanted // brokers))
    return {**changed, **_more_eips(instance, body)}


def _more_eips(instance: Instance, body: Record) -> Record:
    """More brokers, or nodes of 5.x, need more EIPs where there is public access; those bound already do not count."""
    if not instance.fields["enable_publicip"]:
        return {}
    present = [eip for eip in str(instance.fields["publicip_id"]).split(",") if eip]
    new = [eip.strip() for eip in body.get("publicip_id", "").split(",") if eip.strip() and eip.strip() not in present]
    if not new:
        raise ServiceError("DMS.00400128", "A larger instance with public access needs more EIPs.")
    return public_fields(",".join([*present, *new]))


def extend(call: Call) -> Answer:
    """POST extend: the status stays RUNNING for a moment before it says EXTENDING."""
    body = read(call.json(), _EXTEND)
    instance, settings, now = call.instance, call.settings, call.now
    require_ready(call)
    require_no_order(call)
    if body["oper_type"] == "storage":
        changed = _storage(instance, body)
    elif body["oper_type"] == "vertical":
        changed = _vertical(instance, body)
    else:
        changed = _horizontal(call, body)
    succeeds = settings.extend_outcome == "RUNNING"
    if succeeds:
        changed["extend_times"] = instance.fields["extend_times"] + 1
    if is_prepaid(instance):
        place_order(instance, settings.order_code, now + settings.order_seconds)
    lag = min(settings.extend_lag_seconds, settings.change_seconds / 2)
    schedule(instance, now + lag, "set", {"status": "EXTENDING"})
    job_id = start_task(instance, "extendInstance", now, settings.change_seconds, "SUCCESS" if succeeds else "FAILED")
    end = {"status": settings.extend_outcome, **(changed if succeeds else {})}
    schedule(instance, now + settings.change_seconds, "set", end)
    return ok({"job_id": job_id})


def check_extension(call: Call) -> Answer:
    """GET extend-check."""
    return ok({"name": "check", "success": call.instance.status == "RUNNING", "reason": "", "risk": "low"})


ROUTES = [
    *spellings("POST", "/{instance_id}/extend", extend, "er"),
    *spellings("GET", "/{instance_id}/extend-check", check_extension, "r"),
]
