# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Everything the service remembers: projects, instances and what lies inside them, tokens, and its clock."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

DEFAULT_PROJECT_ID = "0123456789abcdef0123456789abcdef"

Record = dict[str, Any]


@dataclass(slots=True)
class Instance:
    """One RocketMQ instance. `fields` holds what the API shows of it; the rest is behind it."""

    fields: Record
    topics: dict[str, Record] = field(default_factory=dict)
    groups: dict[str, Record] = field(default_factory=dict)
    users: dict[str, Record] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    configs: dict[str, str] = field(default_factory=dict)
    # What takes effect with the next restart.
    pending_configs: dict[str, str] = field(default_factory=dict)
    # The numbers of the automatic expansion of the disk.
    volume_expansion: Record = field(default_factory=dict)
    # listener -> the address that it tells clients in other VPCs
    advertised: dict[str, str] = field(default_factory=dict)
    # The order that keeps it from changes: {"code", "until"}
    order: Record = field(default_factory=dict)
    messages: list[Record] = field(default_factory=list)
    dead_letters: list[Record] = field(default_factory=list)
    # group -> connected clients
    consumers: dict[str, list[Record]] = field(default_factory=dict)
    # group -> topic -> "broker:queue" -> offset
    offsets: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    migrations: list[Record] = field(default_factory=list)
    tasks: list[Record] = field(default_factory=list)
    scheduled_tasks: list[Record] = field(default_factory=list)
    diagnoses: list[Record] = field(default_factory=list)
    # What will happen, ordered by time: {"at", "kind", "data"}
    changes: list[Record] = field(default_factory=list)
    visible_at: float = 0.0
    readable_at: float = 0.0
    gone: bool = False
    # How often each object was shown, and so in which order its parts come next.
    shows: dict[str, int] = field(default_factory=dict)
    # What the recycle bin knows of an instance that was deleted: {"at", "days", "error"}
    recycled: Record | None = None

    @property
    def id(self) -> str:
        return str(self.fields["instance_id"])

    @property
    def status(self) -> str:
        return str(self.fields["status"])

    @property
    def is_5x(self) -> bool:
        return str(self.fields.get("engine_version", "")).startswith("5")

    @property
    def is_single(self) -> bool:
        return str(self.fields.get("type", "")).startswith("single")

    @property
    def brokers(self) -> list[str]:
        return [f"broker-{number}" for number in range(int(self.fields.get("broker_num") or 1))]

    def turn(self, key: str, count: int) -> int:
        """By how many places the parts of an object are turned this time: in no rhythm that a client could keep."""
        if count < 2:
            return 0
        self.shows[key] = self.shows.get(key, 0) + 1
        return zlib.crc32(f"{key}/{self.shows[key]}".encode()) % count

    def dump(self) -> Record:
        """All of it as JSON types, sharing the parts."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


@dataclass(slots=True)
class Project:
    """A project of the account; its name is the region's, unless it is a sub-project."""

    id: str
    name: str
    instances: dict[str, Instance] = field(default_factory=dict)
    # The recycle bin, and its policy.
    bin: dict[str, Instance] = field(default_factory=dict)
    recycle_policy: Record = field(default_factory=lambda: {"retention_days": 7, "default_use_recycle": True})

    def remove(self, instance: Instance) -> None:
        """Take out an instance that is gone; one that was deleted into the recycle bin goes there."""
        del self.instances[instance.id]
        if instance.recycled is not None:
            self.bin[instance.id] = instance


class State:
    """The whole memory; saved to a file after each change when one is given. `clock` tells the seconds since 1970."""

    def __init__(self, region: str, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.region = region
        self.path = path
        self.clear()
        if path is not None and path.exists():
            self._load(json.loads(path.read_text(encoding="utf-8")))

    def clear(self) -> None:
        """Forget everything except the default project."""
        self.clock_offset = 0.0
        self.projects: dict[str, Project] = {DEFAULT_PROJECT_ID: Project(DEFAULT_PROJECT_ID, self.region)}
        self.tokens: dict[str, Record] = {}

    def now(self) -> float:
        """The service's time: that of its clock plus what a test has skipped."""
        return self.clock() + self.clock_offset

    def instance_anywhere(self, instance_id: str) -> tuple[Project, Instance] | None:
        """Find an instance without knowing its project."""
        for project in self.projects.values():
            if instance_id in project.instances:
                return project, project.instances[instance_id]
        return None

    def dump(self) -> Record:
        """The memory as JSON types."""
        return {
            "clock_offset": self.clock_offset,
            "tokens": self.tokens,
            "projects": [
                {
                    "id": project.id,
                    "name": project.name,
                    "instances": [instance.dump() for instance in project.instances.values()],
                    "bin": [instance.dump() for instance in project.bin.values()],
                    "recycle_policy": project.recycle_policy,
                }
                for project in self.projects.values()
            ],
        }

    def save(self) -> None:
        """Write the file in one step, so that a crash leaves the old or the new one."""
        if self.path is None:
            return
        beside = self.path.with_name(self.path.name + ".new")
        beside.write_text(json.dumps(self.dump()), encoding="utf-8")
        beside.replace(self.path)

    def _load(self, data: Record) -> None:
        self.clock_offset = data["clock_offset"]
        self.tokens = data["tokens"]
        self.projects = {}
        for record in data["projects"]:
            alive, binned = (
                {instance.id: instance for instance in (Instance(**item) for item in record[part])}
                for part in ("instances", "bin")
            )
            self.projects[record["id"]] = Project(record["id"], record["name"], alive, binned, record["recycle_policy"])
