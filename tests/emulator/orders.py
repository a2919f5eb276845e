# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Orders of the billing centre: instances that are paid in advance, and orders that keep an instance from changing."""

from __future__ import annotations

import uuid

from .call import Call
from .errors import ServiceError, invalid
from .fields import Field, one_of
from .state import Instance, Record

BSS_PARAM = {
    "is_auto_renew": Field("boolean"),
    "charging_mode": Field("string", check=one_of("prePaid", "postPaid")),
    "is_auto_pay": Field("boolean"),
    "period_type": Field("string", check=one_of("month", "year")),
    "period_num": Field("integer"),
}
_MOST_PERIODS = {"month": 9, "year": 3}


def check_bss_param(bss_param: Record) -> bool:
    """Whether a new instance is paid in advance; its period must be told then."""
    if bss_param.get("charging_mode", "postPaid") != "prePaid":
        return False
    for name in ("period_type", "period_num"):
        if name not in bss_param:
            raise invalid(f"bss_param.{name} is required for charging_mode prePaid.")
    most = _MOST_PERIODS[bss_param["period_type"]]
    if not 1 <= bss_param["period_num"] <= most:
        raise invalid(f"bss_param.period_num must be from 1 to {most} for period_type {bss_param['period_type']}.")
    return True


def new_order_id() -> str:
    """An order id as the billing centre gives it."""
    return f"CS{uuid.uuid4().hex[:14].upper()}"


def is_prepaid(instance: Instance) -> bool:
    """Whether the instance is paid in advance."""
    return bool(instance.fields.get("charging_mode") == 0)


def place_order(instance: Instance, code: str, until: float) -> None:
    """Keep the instance from changes until the order is done."""
    instance.order = {"code": code, "until": until}


def require_no_order(call: Call) -> None:
    """Refuse a change while an order for the instance is pending."""
    order = call.instance.order
    if order and call.now < order["until"]:
        raise ServiceError(order["code"])


def refuse_deletion(call: Call, instance: Instance) -> None:
    """An instance that is paid in advance is unsubscribed at the billing centre."""
    if is_prepaid(instance) and instance.status != "CREATEFAILED":
        message = "An instance that is paid in advance must be unsubscribed."
        raise ServiceError(call.settings.prepaid_delete_code, message)
