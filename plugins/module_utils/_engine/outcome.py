# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What became of a planned change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from .._api.errors import RocketMQError
from .field import Field
from .plan import CREATE, DELETE, NO_OP, REJECT, RESTORE, UPDATE, Change, predict_object, strip_secrets
from .resource import ApiObject, Resource

CREATED, UPDATED, DELETED, UNCHANGED, FAILED = "created", "updated", "deleted", "unchanged", "failed"
RESTORED = "restored"
NO_REQUEST = (NO_OP, REJECT)
RESULT_OF = {CREATE: CREATED, RESTORE: RESTORED, UPDATE: UPDATED, DELETE: DELETED, NO_OP: UNCHANGED}


class ChangeResult(NamedTuple):
    """What became of one planned change.

    result: created, restored, updated, deleted, unchanged or failed.
    object: the object afterwards, without secrets, as far as it is known.
    error: why it failed.
    changed: whether the service changed anything, which it may have even for what failed.
    ignored_fields: the fields that the service did not change, though it took the request.
    verified: whether the object has been read since.
    is_pending: whether the service does it in the background.
    """

    change: Change
    result: str
    object: ApiObject | None = None
    error: RocketMQError | None = None
    changed: bool = False
    ignored_fields: Sequence[Field] = ()
    verified: bool = False
    is_pending: bool = False


# Is called with what became of an object, as soon as that is known.
OnDone = Callable[[ChangeResult], None]


def rejected_result(change: Change) -> ChangeResult:
    """Return the result of a change that the plan rejects."""
    return ChangeResult(change, FAILED, change.actual, RocketMQError(change.reason))


def predict(resource: Resource, changes: Sequence[Change]) -> list[ChangeResult]:
    """Return the results that applying the changes is going to have, without a request (check mode)."""
    return [
        rejected_result(change)
        if change.action == REJECT
        else ChangeResult(
            change, RESULT_OF[change.action], predicted_object(resource, change), changed=change.action != NO_OP
        )
        for change in changes
    ]


def predicted_object(resource: Resource, change: Change) -> ApiObject | None:
    """Return the object as results show it once the change is made, or None if it is gone."""
    predicted = predict_object(resource.fields, change, resource.name_key)
    if predicted is None:
        return None
    more = resource.predicted_fields if change.action in (CREATE, RESTORE) else {}
    return resource.present({**predicted, **more})


def shown_object(resource: Resource, api_object: ApiObject | None) -> ApiObject | None:
    """Return an object as results show it."""
    return None if api_object is None else resource.present(strip_secrets(resource.fields, api_object))
