# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What became of a fleet: of each instance with what is on it, what failed, and the difference. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._api.client import Client
from .._api.errors import RocketMQError
from .._engine.outcome import CREATED, DELETED, UNCHANGED, UPDATED, ChangeResult
from .._engine.plan import build_diff
from .._resources.instance import INSTANCE_RESOURCE
from .fleet_entries import RESOURCES, FleetEntry
from .manage import failure_of

# Of how many instances a message tells the names.
MOST_NAMES = 10


class FleetMember:
    """One instance of a fleet on its way.

    entry, client: what it should be, and how it is reached. result: what became of the instance itself, once that is
    known. error: why it could not even be planned. on_it: what became of what is on it, by kind. errors: why nothing
    could be done about a kind. warnings: what the user should know, each with whether it names the instance itself.
    """

    def __init__(self, entry: FleetEntry, client: Client) -> None:
        self.entry, self.client = entry, client
        self.result: ChangeResult | None = None
        self.error: RocketMQError | None = None
        self.on_it: dict[str, list[ChangeResult]] = {}
        self.errors: dict[str, RocketMQError] = {}
        self.warnings: list[tuple[str, bool]] = []

    @property
    def known(self) -> Mapping[str, Any]:
        """What is known of the instance."""
        if self.result is None:
            return {}
        return {**(self.result.change.actual or {}), **(self.result.object or {})}

    @property
    def name(self) -> str:
        """The name of the instance; its id as long as that is all that is known."""
        return str(self.entry.options.get("name") or self.known.get("name") or self.entry.label)

    @property
    def changed(self) -> bool:
        """Whether the instance, or something on it, was changed."""
        results = [result for results in self.on_it.values() for result in results]
        return any(result.changed for result in results) or (self.result is not None and self.result.changed)


def instance_summary(member: FleetMember) -> dict[str, Any]:
    """Return what the result tells of one instance."""
    kinds: dict[str, Any] = {}
    for plural in RESOURCES:
        succeeded = [result for result in member.on_it.get(plural, ()) if result.error is None]
        names = {
            kind: [result.change.name for result in succeeded if result.result == kind]
            for kind in (CREATED, UPDATED, DELETED)
        }
        kinds[plural] = {**names, UNCHANGED: sum(1 for result in succeeded if result.result == UNCHANGED)}
    is_there = member.result is not None and member.result.object is not None
    return {
        "name": member.name,
        "instance_id": str(member.known.get("instance_id") or member.entry.options.get("instance_id") or ""),
        "status": str(member.known.get("status") or "") if is_there else "",
        "changed": member.changed,
        **kinds,
    }


def failures(member: FleetMember) -> Iterator[dict[str, Any]]:
    """Yield what failed of one instance, as entries of the result."""
    error = member.error or (member.result.error if member.result is not None else None)
    if error is not None:
        yield _failure(member, "instance", member.name, error)
    for plural, resource in RESOURCES.items():
        if plural in member.errors:
            yield _failure(member, resource.noun, "", member.errors[plural])
        for result in member.on_it.get(plural, ()):
            if result.error is not None:
                yield _failure(member, resource.noun, result.change.name, result.error)


def _failure(member: FleetMember, kind: str, name: str, error: RocketMQError) -> dict[str, Any]:
    return {"index": member.entry.position, "instance": member.name, "kind": kind, **failure_of(name, error)}


def fleet_diff(members: Sequence[FleetMember]) -> dict[str, Any]:
    """Return Ansible's diff: for each instance that changes, its fields and what is on it, before and after."""
    diff: dict[str, dict[str, Any]] = {"before": {}, "after": {}}
    names = [member.name for member in members]
    for member in members:
        # In two regions, two instances may have one name.
        index = member.entry.position
        label = member.name if names.count(member.name) == 1 else f"{member.name} (instances[{index}])"
        for side, fields in _member_diff(member).items():
            if fields:
                diff[side][label] = fields
    return diff


def _member_diff(member: FleetMember) -> dict[str, dict[str, Any]]:
    own = [member.result.change] if member.result is not None and member.result.changed else []
    diff = build_diff(INSTANCE_RESOURCE.fields, own)
    sides: dict[str, dict[str, Any]] = {side: next(iter(named.values()), {}) for side, named in diff.items()}
    for plural, resource in RESOURCES.items():
        changes = [result.change for result in member.on_it.get(plural, ()) if result.changed]
        for side, named in build_diff(resource.fields, changes).items():
            if named:
                sides[side] = {**sides[side], plural: named}
    return sides


def warnings(members: Sequence[FleetMember]) -> list[str]:
    """Return each warning once, with the instances it is about."""
    about: dict[str, list[str]] = {}
    texts: list[str] = []
    for member in members:
        for text, names_instance in member.warnings:
            if names_instance:
                texts.append(text)
            else:
                about.setdefault(text, []).append(member.name)
    for text, names in about.items():
        texts.append(f"{_listed(names)}: {text}")
    return list(dict.fromkeys(texts))


def summary(found: Sequence[Mapping[str, Any]], total: int) -> str:
    """Return the message of a fleet of which something failed."""
    first = found[0]
    what = "" if first["kind"] == "instance" else f" {first['kind'].replace('_', ' ')} {first['name']}".rstrip()
    more = f" (and {len(found) - 1} more, see failures)" if len(found) > 1 else ""
    failed = {failure["index"]: str(failure["instance"]) for failure in found}
    names = f" ({_listed([*failed.values()])})" if len(failed) > 1 else ""
    text = f"{first['instance']}:{what and what + ':'} {first['msg']}"
    return f"{len(failed)} of {total} instances failed{names}: {text}{more}"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
