# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""From when on something of an estate deserves attention, and when the playbook health fails. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..module_utils._api.errors import ValidationError


class Check(NamedTuple):
    """Something that is checked.

    default: from which number on the page marks it, or True for what is either so or not. what: what is counted.
    """

    default: float | bool
    what: str

    @property
    def is_switch(self) -> bool:
        return isinstance(self.default, bool)


CHECKS: dict[str, Check] = {
    "status": Check(True, "an instance is in a status other than RUNNING"),
    "unreadable": Check(True, "an instance, or a part of it, cannot be read"),
    "open_to_the_world": Check(True, "a public instance lets in clients without a secret or without encryption"),
    "drift": Check(True, "an instance is not as the fleet wants it"),
    "disk_percent": Check(80, "percent of an instance's disk that are in use"),
    "quota_percent": Check(90, "percent of a quota that are in use"),
    "lag": Check(10_000, "messages that a consumer group is behind"),
    "offline_groups": Check(1, "enabled consumer groups of an instance without a connected consumer"),
    "dead_letters": Check(1, "new dead letters of a consumer group"),
    "failed_tasks": Check(1, "background tasks of an instance that failed"),
}
TRUTHS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
EXAMPLE = "{status: true, disk_percent: 90}"


def check_fail_on(given: Any) -> dict[str, float | bool]:
    """Return the thresholds from which on the playbook fails, in their types; {} for none.

    Where there are some, what cannot be read is a failure as well, unless `unreadable` says otherwise. Raises
    ValidationError, which names the key.
    """
    if given is None or given == "":
        return {}
    if not isinstance(given, Mapping):
        raise ValidationError(f"'health_fail_on' must be a dictionary, such as {EXAMPLE}.")
    unknown = sorted(str(key) for key in given if key not in CHECKS)
    if unknown:
        raise ValidationError(f"'health_fail_on' has no {', '.join(unknown)}; it has {', '.join(sorted(CHECKS))}.")
    limits = {str(key): _limit(str(key), value) for key, value in given.items() if value is not None}
    return {"unreadable": True, **limits} if limits else {}


def _limit(key: str, value: Any) -> float | bool:
    where = f"'health_fail_on.{key}'"
    if CHECKS[key].is_switch:
        truth = value if isinstance(value, bool) else TRUTHS.get(str(value).strip().lower())
        if truth is None:
            raise ValidationError(f"{where} is {value!r}; it must be true or false.")
        return truth
    try:
        number = float("" if isinstance(value, bool) else value)
    except (TypeError, ValueError):
        raise ValidationError(f"{where} is {value!r}; it must be a number.") from None
    # No number is more than "not a number", and 0 is always reached.
    if not 0 < number < float("inf"):
        raise ValidationError(f"{where} is {value!r}; it must be more than 0, as 0 would always be reached.")
    if key.endswith("_percent") and number > 100:
        raise ValidationError(f"{where} is {value!r}; it must be at most 100.")
    return int(number) if number == int(number) else number


FAILURE, WARNING = "failure", "warning"


def level_of(check: str, number: float | bool, fail_on: Mapping[str, float | bool]) -> str:
    """Return the level of what was found: a failure, a warning, or "" if it deserves no attention."""
    limit, default = fail_on.get(check), CHECKS[check].default
    if CHECKS[check].is_switch:
        return "" if not number else FAILURE if limit else WARNING
    if limit is not None and number >= limit:
        return FAILURE
    return WARNING if number >= default else ""
