# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What a request without an answer may have made, and shows up late: how long it is looked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._api.client import Client
from .._api.errors import ApiError, TransportFailure, outcome_unknown

# What a request without an answer may have made is looked for so often before it is asked for again, with a pause (s)
# before each look of an interval, but within these bounds. The new is not always to be seen at once.
MAX_READS = 6
MIN_DELAY = 5.0
MAX_DELAY = 10.0


def find_after_unknown_outcome(client: Client, look: Callable[[], Any], whether: str) -> Any:
    """Return what `look()` finds, or None if it finds nothing for half a minute or more.

    `whether` is what is not known until then, such as "the instance was ordered". Where the last look fails, this
    raises the error that says so.
    """
    failure: ApiError | TransportFailure | None = None
    for _look in range(MAX_READS):
        client.sleep(min(max(client.wait_policy.interval, MIN_DELAY), MAX_DELAY))
        try:
            found, failure = look(), None
        except (ApiError, TransportFailure) as error:
            found, failure = None, error
        if found is not None:
            return found
    if failure is not None:
        raise outcome_unknown(failure, whether)
    return None
