# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Points in time as users write them: milliseconds since 1970, or ISO 8601."""

from __future__ import annotations

import re
from datetime import datetime, timezone

from .._api.clock import SYSTEM_CLOCK, Clock
from .._api.errors import ValidationError

# Seconds, and dates without hyphens, have fewer digits than the milliseconds of any day after 1973.
MILLISECONDS = re.compile(r"(0|\d{12,16})\Z")
NUMBER = re.compile(r"\d+\Z")
# The end of the year 9999, in milliseconds. More digits are microseconds, as a rule.
LAST_MOMENT = 253_402_300_799_999


def parse_timestamp_ms(option: str, value: str) -> int:
    """Return a point in time in milliseconds since 1970. A time without zone is UTC. Raises ValidationError."""
    text = str(value).strip()
    if MILLISECONDS.match(text):
        if int(text) > LAST_MOMENT:
            raise ValidationError(f"'{option}' is {text}, which is after the year 9999: write milliseconds since 1970.")
        return int(text)
    if NUMBER.match(text):
        raise ValidationError(
            f"'{option}' is {text}, which would be a moment of 1970 in milliseconds: multiply seconds by 1000, write a "
            "date with hyphens (2026-01-31), or 0 for the very beginning."
        )
    try:
        # Python 3.10 does not read the Z that stands for UTC.
        moment = datetime.fromisoformat(re.sub(r"[zZ]\Z", "+00:00", text))
    except ValueError as error:
        raise ValidationError(
            f"'{option}' is not a point in time: {value!r}; write milliseconds since 1970, or ISO 8601 such as "
            "2026-01-31T12:00:00Z."
        ) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return int(moment.timestamp() * 1000)


def compact_time(option: str, value: str) -> str:
    """Return a point in time (UTC) as the lists of tasks take it, such as 20260131120000. Raises ValidationError."""
    return datetime.fromtimestamp(parse_timestamp_ms(option, value) / 1000, timezone.utc).strftime("%Y%m%d%H%M%S")


def iso_time(milliseconds: int) -> str:
    """Return a point in time, given in milliseconds since 1970, in ISO 8601, such as 2026-01-31T12:00:00Z."""
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def now_ms(clock: Clock = SYSTEM_CLOCK) -> int:
    """Return the present in milliseconds since 1970."""
    return int(clock.now() * 1000)
