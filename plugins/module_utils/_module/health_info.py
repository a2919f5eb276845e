# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that reads the present state of an estate, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .._api.client import Client
from .._api.errors import RocketMQError, ValidationError
from .._engine.resource import InstanceContext
from .._resources.health import GATHER, failure_of_part, read_health
from .._resources.instance_api import list_instances
from .._resources.project import list_quotas
from .._resources.tag import read_tags
from .connections import CONNECTION_SPEC
from .estate import is_selected, missing_names, open_connections
from .module import CollectionModule, be_module
from .options import connection_options

CONCURRENCY = 10
MAX_CONCURRENCY = 50

OPTIONS: dict[str, Any] = {
    "names": {"type": "list", "elements": "str"},
    "tags": {"type": "dict"},
    "connections": {"type": "list", "elements": "dict", "options": CONNECTION_SPEC},
    "gather": {"type": "list", "elements": "str", "choices": list(GATHER), "default": list(GATHER)},
    "hours": {"type": "int", "default": 24},
    "concurrency": {"type": "int", "default": CONCURRENCY},
}


def read_estate() -> None:
    """Be the module that reads the state of an estate."""
    module = CollectionModule(argument_spec={**OPTIONS, **connection_options()}, supports_check_mode=True)
    be_module(module, _run)


def _run(module: CollectionModule) -> dict[str, Any]:
    params = module.params
    if not 1 <= params["concurrency"] <= MAX_CONCURRENCY:
        raise ValidationError(f"'concurrency' is {params['concurrency']}; it must be from 1 to {MAX_CONCURRENCY}.")
    if params["hours"] < 1:
        raise ValidationError(f"'hours' is {params['hours']}; it must be at least 1.")
    clients = [client for _own, client in open_connections(module, params["connections"], params["concurrency"])]
    with ThreadPoolExecutor(len(clients)) as workers:
        found = list(workers.map(lambda client: _Connection(client, params), clients))
    errors = [one.error for one in found if one.error is not None]
    # With nothing read at all, there is nothing to tell but that.
    if len(errors) == len(found):
        raise errors[0]
    instances = [instance for one in found for instance in one.instances]
    missing = [] if errors else missing_names(params["names"], (str(one["name"]) for one in instances))
    for name in missing:
        # It may be in any of them.
        found[0].failures.append(failure_of_part("instances", RocketMQError(f"There is no instance named {name!r}.")))
    return {"changed": False, "instances": instances, "connections": [one.summary() for one in found]}


class _Connection:
    """What was read by one connection: the instances, the quotas, and what could not be read.

    error: why its instances could not even be listed.
    """

    def __init__(self, client: Client, params: Mapping[str, Any]) -> None:
        self.settings = client.settings
        self.instances: list[dict[str, Any]] = []
        self.quotas: list[dict[str, Any]] | None = None
        self.failures: list[dict[str, Any]] = []
        self.error: RocketMQError | None = None
        try:
            listed = list_instances(client, {"include_failure": "true"})
            listed = [one for one in listed if _is_wanted(client, one, params)]
        except RocketMQError as error:
            self.error = error
            self.failures.append(failure_of_part("instances", error))
            return
        listed.sort(key=lambda one: (str(one.get("name")), str(one.get("instance_id"))))
        if "quotas" in params["gather"]:
            try:
                self.quotas = list_quotas(client, {})
            except RocketMQError as error:
                self.failures.append(failure_of_part("quotas", error))
        self.instances = client.map_concurrently(lambda one: self._read(client, one, params), listed)

    def _read(self, client: Client, one: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
        context = InstanceContext(client, str(one["instance_id"]))
        return {**self.place, **read_health(context, one, params["gather"], params["hours"])}

    @property
    def place(self) -> dict[str, str]:
        """Where the instances are."""
        return {"region": self.settings.region, "endpoint": self.settings.endpoint}

    def summary(self) -> dict[str, Any]:
        """Return what the result tells of the connection itself."""
        return {**self.place, "quotas": self.quotas, "failures": self.failures}


def _is_wanted(client: Client, one: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    # The list of an API variant leaves tags out.
    if params["tags"] and "tags" not in one and is_selected(one, params["names"], None):
        one = {**one, "tags": read_tags(client, str(one["instance_id"]))}
    return is_selected(one, params["names"], params["tags"])
