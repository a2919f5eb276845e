# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The recycle bin of a project: its policy, what is in it, and the way back out of it. Some regions have none."""

from __future__ import annotations

from .call import Call
from .errors import ServiceError
from .fields import Field, read, within
from .instances import settled_instances
from .routing import Answer, Route, ok
from .state import Instance, Project, Record
from .tasks import effect, schedule, start_task

DAY = 86400.0
_POLICY = {
    "retention_days": Field("integer", check=within(1, 7)),
    "default_use_recycle": Field("boolean"),
}
_RESTORE = {"instances": Field("strings", required=True)}


def _require_bin(call: Call) -> None:
    if not call.settings.recycle_bin:
        raise ServiceError("DMS.00404001")


def _deletion_time(instance: Instance) -> float:
    kept = instance.recycled or {}
    return float(kept["at"] + kept["days"] * DAY)


def settled_bin(project: Project, now: float) -> dict[str, Instance]:
    """What is in the bin after everything due has happened: what was kept long enough is deleted for good."""
    settled_instances(project, now)
    for instance_id in [name for name, one in project.bin.items() if _deletion_time(one) <= now]:
        del project.bin[instance_id]
    return project.bin


def _shown(instance: Instance) -> Record:
    kept = instance.recycled or {}
    return {
        "instance_id": instance.id,
        "status": "FROZEN",
        "name": instance.fields["name"],
        "engine": instance.fields["engine"],
        "in_recycle_time": int(kept["at"] * 1000),
        "save_time": kept["days"],
        "auto_delete_time": int(_deletion_time(instance) * 1000),
        "cost_per_hour": 0.0,
        "error_message": kept["error"],
        "product_id": instance.fields["product_id"],
    }


def show(call: Call) -> Answer:
    """GET recycle: the policy and the content; an empty bin has null."""
    _require_bin(call)
    found = [_shown(instance) for instance in settled_bin(call.project, call.now).values()]
    return ok({**call.project.recycle_policy, "recycle_instances": found or None})


def change_policy(call: Call) -> Answer:
    """PUT recycle: for what is deleted from now on; what is in the bin keeps its time."""
    _require_bin(call)
    call.project.recycle_policy.update(read(call.json(), _POLICY))
    return show(call)


def restore(call: Call) -> Answer:
    """POST recycle: a job for each instance, or why it stays where it is."""
    _require_bin(call)
    wanted = read(call.json(), _RESTORE)["instances"]
    if not wanted:
        raise ServiceError("DMS.00400065")
    binned = settled_bin(call.project, call.now)
    return ok({"results": [_restore_one(call, binned.get(name), name) for name in wanted]})


def _restore_one(call: Call, instance: Instance | None, instance_id: str) -> Record:
    if instance is None:
        return {"instance_id": instance_id, "job_id": None, "error_msg": "The instance is not in the recycle bin."}
    alive = settled_instances(call.project, call.now)
    if any(one.fields["name"] == instance.fields["name"] for one in alive):
        return {"instance_id": instance_id, "job_id": None, "error_msg": "An instance has this name already."}
    settings, name = call.settings, instance.id
    del call.project.bin[name]
    call.project.instances[name] = instance
    instance.gone, instance.fields["status"] = False, "STARTING"
    instance.visible_at = call.now + settings.invisible_seconds
    instance.readable_at = call.now + settings.unreadable_seconds
    kept, instance.recycled = instance.recycled, None
    job_id = start_task(instance, "restoreInstance", call.now, settings.change_seconds, settings.task_outcome)
    later = call.now + settings.change_seconds
    if settings.task_outcome == "SUCCESS":
        schedule(instance, later, "set", {"status": "RUNNING"})
    else:
        schedule(instance, later, "not_restored", {**(kept or {}), "error": "The resources could not be started."})
    return {"instance_id": name, "job_id": job_id, "error_msg": None}


@effect("not_restored")
def _not_restored(instance: Instance, data: Record, at: float) -> None:
    """The instance is back in the bin, which says why."""
    instance.gone, instance.recycled = True, data


_PATH = "/v2/{project_id}/recycle"
ROUTES = [
    Route("GET", _PATH, show),
    Route("PUT", _PATH, change_policy),
    Route("POST", _PATH, restore),
]
