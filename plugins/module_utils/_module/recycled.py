# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What the modules that manage instances tell of the recycle bin."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .._api.client import Client
from .._api.errors import ApiError, RocketMQError
from .._engine.outcome import DELETED, ChangeResult
from .._engine.plan import RESTORE, Change

# Regions without a recycle bin, and users who may not read it.
UNKNOWN_STATUSES = (403, 404, 405)


def recycled_instances(
    client: Client, results: Sequence[ChangeResult], warn: Callable[[str], object]
) -> list[dict[str, str]]:
    """Return those of the deleted instances that the bin holds: `instance_id`, `name`, `restorable_until`.

    The bin is read once, if anything was deleted that may be in it. That it cannot be read is no failure.
    """
    deleted = {
        str((result.change.actual or {}).get("instance_id")): result.change.name
        for result in results
        if result.result == DELETED and not result.change.desired.get("force_delete")
    }
    if not deleted:
        return []
    from .._resources.recycle_bin import read_bin, restorable_until

    try:
        found = {str(one.get("instance_id")): one for one in read_bin(client).instances}
    except RocketMQError as error:
        if not isinstance(error, ApiError) or error.status not in UNKNOWN_STATUSES:
            warn(f"It is not known whether the recycle bin holds what was deleted: {error.message}")
        return []
    return [
        {"instance_id": instance_id, "name": name, "restorable_until": restorable_until(found[instance_id])}
        for instance_id, name in deleted.items()
        if instance_id in found
    ]


def prediction_warning(change: Change) -> str:
    """Return what check mode cannot tell of an instance that would be brought back; "" for any other change."""
    if change.action != RESTORE:
        return ""
    return (
        f"Instance {change.name!r} is in the recycle bin, where its settings and what is on it do not show: check mode "
        "takes it for an instance without objects."
    )
