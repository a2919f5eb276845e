# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Batch calls on topics and groups: they answer with a job and take effect later; some regions lack them."""

from __future__ import annotations

from .call import Call
from .errors import ServiceError, invalid
from .fields import Field, read
from .routing import Answer, ok
from .state import Record
from .tasks import require_ready, schedule, start_task

# A bound of our own, so that one call cannot name more objects than an instance may hold.
_MOST_NAMES = 20_000


def require_batch_apis(call: Call) -> None:
    """Refuse the call where the region has no batch calls."""
    available = call.settings.batch_apis
    if available is True:
        return
    if available == "400":
        raise invalid("action is not supported.")
    raise ServiceError("DMS.00405001")


def start_batch(call: Call, task_name: str, effect: str, data: Record) -> Answer:
    """Plan the effect and answer with the job that stands for it."""
    settings, instance = call.settings, call.instance
    require_ready(call)
    job_id = start_task(instance, task_name, call.now, settings.change_seconds, settings.task_outcome, blocking=False)
    if settings.task_outcome == "SUCCESS":
        schedule(instance, call.now + settings.change_seconds, effect, data)
    return ok({"job_id": job_id})


def batch_delete(call: Call, key: str, task_name: str, effect: str) -> Answer:
    """POST with action=delete. Names that do not exist are passed over."""
    require_batch_apis(call)
    names = read(call.json(), {key: Field("strings", required=True)})[key]
    if not names or len(names) > _MOST_NAMES:
        raise invalid(f"{key} must name at least one object.")
    return start_batch(call, task_name, effect, {"names": names})
