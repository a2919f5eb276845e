# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What the modules about many instances share: a client for each connection, and which instances are meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .._api.client import Client
from .._api.errors import ValidationError
from .._api.retry import ConcurrencyLimiter
from .._api.settings import Settings, connection_warnings
from .._resources.tag import tags_as_dict
from .connections import entry_settings
from .module import CollectionModule, open_client, task_connection


def open_connections(
    module: CollectionModule, connections: Sequence[Mapping[str, Any]] | None, concurrency: int
) -> list[tuple[Mapping[str, Any], Client]]:
    """Return the options and the client of each connection, by default the task's own; warns of what is unsafe.

    Clients of one endpoint share a limiter. Raises ValidationError, which names the connection.
    """
    connection, given = task_connection(module), list(connections or [{}])
    each = []
    for index, own in enumerate(given):
        try:
            each.append(entry_settings(own, connection))
        except ValidationError as error:
            raise error.with_context(f"connections[{index}]: ") from None
    return list(zip(given, open_clients(module, each, concurrency), strict=True))


def open_clients(module: CollectionModule, connections: Iterable[Settings], concurrency: int) -> list[Client]:
    """Return a client for each connection; warns of what is unsafe. Clients of one endpoint share a limiter."""
    limiters: dict[str, ConcurrencyLimiter] = {}
    clients, warnings = [], dict[str, None]()
    for settings in connections:
        client = open_client(module, settings, concurrency, limiters.get(settings.endpoint))
        limiters[settings.endpoint] = client.limiter
        clients.append(client)
        warnings |= dict.fromkeys(connection_warnings(settings))
    for warning in warnings:
        module.warn(warning)
    return clients


def is_selected(one: Mapping[str, Any], names: Sequence[str] | None, tags: Mapping[str, Any] | None) -> bool:
    """Return whether an instance has one of the names, if there are any, and all of the tags."""
    if names and one.get("name") not in names:
        return False
    actual = tags_as_dict(one.get("tags"))
    return all(actual.get(key) == value for key, value in tags_as_dict(tags).items())


def missing_names(names: Sequence[str] | None, found: Iterable[str]) -> list[str]:
    """Return the names that no instance has; `found` are those of the instances."""
    return sorted(set(names or ()).difference(found))
