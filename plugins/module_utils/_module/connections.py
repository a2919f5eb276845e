# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The connection options of an entry, where one task reaches several regions or projects. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.settings import CONNECTION_OPTIONS, Settings, connection_settings, drop_conflicting_credentials

CONNECTION_SPEC: dict[str, Any] = {
    name: {"type": option.type, **({"no_log": True} if option.no_log else {})}
    for name, option in CONNECTION_OPTIONS.items()
}


def entry_settings(options: Mapping[str, Any], connection: Mapping[str, Any]) -> Settings:
    """Return how an entry is reached: as its options say, and the task's connection where it has none of its own.

    Raises ValidationError if that does not tell how to reach the service.
    """
    own = {name: options[name] for name in CONNECTION_SPEC if options.get(name) is not None}
    own = {name: value for name, value in own.items() if str(value).strip()}
    return connection_settings(drop_conflicting_credentials({**connection, **own}, own))
