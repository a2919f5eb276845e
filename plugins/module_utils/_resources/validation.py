# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Rules for names and values that hold everywhere, checked before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .._api.errors import ValidationError

# Instances and migration tasks (chapters 5.1.1 and 5.6.1).
INSTANCE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{3,63}\Z")

# Topics and consumer groups (chapters 5.2.2 and 5.3.1).
OBJECT_NAME = re.compile(r"[A-Za-z0-9%|_-]{3,64}\Z")
OBJECT_NAME_RULE = "3 to 64 characters: letters, digits, percent (%), vertical bar (|), hyphen (-) and underscore (_)"


def check_object_name(noun: str, name: str) -> None:
    """Raise ValidationError if a topic or consumer group cannot have this name."""
    if not OBJECT_NAME.match(name):
        raise ValidationError(f"{noun} name {name!r} is not allowed; a name has {OBJECT_NAME_RULE}.")


def check_range(where: str, options: Mapping[str, Any], option: str, lowest: int, highest: int | None = None) -> None:
    """Raise ValidationError if a number is outside its range."""
    value = options.get(option)
    if value is not None and (value < lowest or (highest is not None and value > highest)):
        allowed = f"from {lowest} to {highest}" if highest is not None else f"at least {lowest}"
        raise ValidationError(f"{where}: '{option}' is {value}; it must be {allowed}.")


def check_length(where: str, options: Mapping[str, Any], option: str, longest: int) -> None:
    """Raise ValidationError if a text is too long."""
    value = options.get(option)
    if value is not None and len(value) > longest:
        raise ValidationError(f"{where}: '{option}' has {len(value)} characters; at most {longest} are allowed.")


def check_no_null(where: str, option: str, values: Mapping[str, Any] | None) -> None:
    """Raise ValidationError if an entry of a dictionary has no value, as a line of YAML that ends with a colon."""
    for key, value in (values or {}).items():
        if value is None:
            raise ValidationError(f"{where}: '{option}.{key}' has no value; give one, or leave the entry out.")


def is_system_name(name: str) -> bool:
    """True if a topic or consumer group is one of the service's own, or one that RocketMQ makes by itself."""
    upper = name.upper()
    return upper.startswith(SYSTEM_PREFIXES) or upper in SYSTEM_NAMES


SYSTEM_PREFIXES = ("%RETRY%", "%DLQ%", "%SYS%", "RMQ_SYS_", "CID_RMQ_SYS_", "CID_ONSAPI_", "SCHEDULE_TOPIC_")
SYSTEM_NAMES = frozenset(
    {
        "TBW102",
        "BENCHMARKTEST",
        "SELF_TEST_TOPIC",
        "SELF_TEST_P_GROUP",
        "SELF_TEST_C_GROUP",
        "OFFSET_MOVED_EVENT",
        "TRANS_CHECK_MAX_TIME_TOPIC",
        "DEFAULTHEARTBEATSYNCERTOPIC",
        "CID_DEFAULTHEARTBEATSYNCERTOPIC",
        "DEFAULTCLUSTER_REPLY_TOPIC",
        "DMSCLUSTER_REPLY_TOPIC",
        "SCHEDULE_CONSUMER",
        "DEFAULTCLUSTER",
        "DMSCLUSTER",
        "DEFAULT_PRODUCER",
        "DEFAULT_CONSUMER",
        "TOOLS_CONSUMER",
        "FILTERSRV_CONSUMER",
        "CLIENT_INNER_PRODUCER",
        "CID_ONS-HTTP-PROXY",
        "__MONITOR_CONSUMER",
    }
)
