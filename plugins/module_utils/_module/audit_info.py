# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that reads who may do what on many instances, and compares them with what is wanted, side by side."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from .._api.client import Client
from .._api.errors import ApiError, RocketMQError, ValidationError
from .._api.response import reading
from .._api.settings import Settings
from .._engine.resource import InstanceContext
from .._resources.endpoints import GROUP_ENDPOINT, TOPIC_ENDPOINT
from .._resources.instance_api import find_by_name, list_instances, read_instance, select_one
from .._resources.user import read_users
from .audit_drift import KINDS, compare, count_differences, wanted_kinds
from .audit_entries import ENTRY_SPEC, SECRETS_SPEC, AuditEntry, check_audit_entry
from .estate import open_clients
from .fleet_entries import check_list_form
from .manage import MAX_CONCURRENCY
from .module import CollectionModule, add_instance_status, be_module, task_connection
from .no_log import secret_values_in
from .options import connection_options

OPTIONS: dict[str, Any] = {
    "instances": {"type": "list", "elements": "dict", "required": True, "options": ENTRY_SPEC},
    "concurrency": {"type": "int", "default": 10},
}
RETURNED = ("candidates", "rivals", "instance", "topics", "consumer_groups", "users", "drift", "differences", "failure")


class AuditModule(CollectionModule):
    """Keeps the instances away from what Ansible does with options: a mistake in one must not fail the others."""

    instances: Any = None

    def _load_params(self) -> None:
        super()._load_params()
        self.instances = self.given.get("instances")
        self.no_log_values.update(
            secret_values_in({"instances": {"options": SECRETS_SPEC}}, {"instances": self.instances})
        )
        if self.instances is not None:
            self.params["instances"] = []


class Member:
    """One instance of an audit: what the result tells of it, and what the user should know."""

    def __init__(self) -> None:
        self.result: dict[str, Any] = dict.fromkeys(RETURNED)
        self.warnings: list[str] = []

    def fail(self, part: str, error: RocketMQError) -> None:
        """Note why a part cannot be read, compared, or understood."""
        details = {key: value for key, value in error.result().items() if key != "changed"}
        self.result["failure"] = {"part": part, "error_code": "", **details}


class Asked(NamedTuple):
    """An instance that can be asked for, and what of it."""

    member: Member
    entry: AuditEntry


def audit_instances() -> None:
    """Be the module that audits instances."""
    module = AuditModule(argument_spec={**OPTIONS, **connection_options()}, supports_check_mode=True)
    be_module(module, lambda _module: _run(module))


def _run(module: AuditModule) -> dict[str, Any]:
    concurrency = module.params["concurrency"]
    if not 1 <= concurrency <= MAX_CONCURRENCY:
        raise ValidationError(f"'concurrency' is {concurrency}; it must be from 1 to {MAX_CONCURRENCY}.")
    check_list_form("instances", module.instances)
    connection = task_connection(module)
    members = [Member() for _given in module.instances]
    groups: dict[Settings, list[Asked]] = {}
    for member, given in zip(members, module.instances, strict=True):
        try:
            entry = check_audit_entry(given, connection)
            groups.setdefault(entry.settings, []).append(Asked(member, entry))
        except ValidationError as error:
            member.fail("options", error)
    clients = open_clients(module, groups, concurrency)
    if clients:
        with ThreadPoolExecutor(len(clients)) as workers:
            list(workers.map(_read_connection, clients, groups.values()))
    _warn(module, members)
    return {"changed": False, "instances": [member.result for member in members]}


def _warn(module: AuditModule, members: Sequence[Member]) -> None:
    """Warn of each text once, with the instances that it is about."""
    about: dict[str, list[str]] = {}
    for member in members:
        for text in dict.fromkeys(member.warnings):
            about.setdefault(text, []).append(str(member.result["instance"]["name"]))
    for text, names in about.items():
        more = f" and {len(names) - 10} more" if len(names) > 10 else ""
        module.warn(f"{', '.join(names[:10])}{more}: {text}")


def _read_connection(client: Client, asked: Sequence[Asked]) -> None:
    listing = _Listing(client, sum(1 for _member, entry in asked if not entry.instance_id))
    client.map_concurrently(lambda one: _read(client, listing, one), asked)


class _Listing:
    """The instances of a connection: to look up several names, they are listed once, when that is needed."""

    def __init__(self, client: Client, lookups: int) -> None:
        self._client, self._lookups = client, lookups
        self._lock = threading.Lock()
        self._found: list[dict[str, Any]] | RocketMQError | None = None

    def everything(self) -> list[dict[str, Any]]:
        """Return all instances, those that failed to be created included."""
        with self._lock:
            if self._found is None:
                try:
                    self._found = list_instances(self._client, {"include_failure": "true"})
                except RocketMQError as error:
                    self._found = error
        if isinstance(self._found, RocketMQError):
            raise self._found
        return self._found

    def named(self, name: str) -> list[dict[str, Any]]:
        """Return the instances with a name."""
        if self._lookups <= 1:
            return find_by_name(self._client, name)
        return [one for one in self.everything() if one.get("name") == name]

    def by_id(self, instance_id: str) -> list[dict[str, Any]]:
        """Return the instance with an ID, as it is shown by itself. One that was just ordered may only be listed."""
        instance = read_instance(self._client, instance_id)
        found = [instance] if instance else self.everything()
        return [one for one in found if one.get("instance_id") == instance_id]


def _read(client: Client, listing: _Listing, asked: Asked) -> None:
    """Read all of an instance, and compare it with what is wanted. What fails is noted with it."""
    member, entry = asked
    part, context = "instance", InstanceContext(client, entry.instance_id)
    try:
        with reading("instances"):
            instance = _identify(client, listing, entry, member.result)
            context = InstanceContext(client, str(instance["instance_id"]))
            if not entry.instance_id:
                # The list may leave out what the single instance shows.
                instance = read_instance(client, context.instance_id) or instance
            member.result[part] = instance
        part = "users"
        member.result[part] = read_users(context, {"name": None})
        part = "topics"
        member.result[part] = _topic_names(context)
        part = "consumer_groups"
        member.result[part] = [str(group["name"]) for group in GROUP_ENDPOINT.list_all(context)]
        drift: dict[str, Any] = dict.fromkeys(KINDS)
        for kind in wanted_kinds(entry):
            part = f"drift.{kind}"
            drift[kind], warnings = compare(context, entry, kind, member.result["topics"] is not None)
            member.warnings += warnings
        member.result.update(drift=drift, differences=count_differences(drift))
    except RocketMQError as error:
        member.fail(part, add_instance_status(context, error))


def _identify(client: Client, listing: _Listing, entry: AuditEntry, result: dict[str, Any]) -> dict[str, Any]:
    """Return the instance that is meant, and note which may be. Raises ValidationError if it is not exactly one."""
    rivals: list[dict[str, Any]] = []
    if entry.instance_id:
        found = listing.by_id(entry.instance_id)
        candidates = [one for one in found if entry.name in ("", one.get("name"))]
        if entry.name and not candidates:
            rivals = [*found, *listing.named(entry.name)]
    else:
        candidates = listing.named(entry.name)
    result.update(candidates=[_identity(one) for one in candidates], rivals=[_identity(one) for one in rivals])
    if rivals:
        others = ", ".join(f"{one.get('name')} is {one.get('instance_id')}" for one in rivals)
        raise ValidationError(
            f"'instance_id' is {entry.instance_id!r} and 'name' is {entry.name!r}, but these are not the same instance "
            f"({others}): set only one."
        )
    instance = select_one(entry.name or entry.instance_id, candidates)
    if instance is None:
        label = entry.instance_id or entry.name
        raise ValidationError(
            f"Instance {label!r} does not exist in project {client.project_id} at {client.settings.endpoint}."
        )
    return instance


def _identity(instance: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(instance.get(key) or "") for key in ("instance_id", "name", "status")}


def _topic_names(context: InstanceContext) -> list[str] | None:
    """Return the names of the topics, or None where the service cannot list them."""
    try:
        return [str(topic["name"]) for topic in TOPIC_ENDPOINT.list_all(context)]
    except ApiError as error:
        # Too many requests are no sign of an edition that has no list.
        if error.is_transient or not error.is_unsupported_endpoint:
            raise
        return None
