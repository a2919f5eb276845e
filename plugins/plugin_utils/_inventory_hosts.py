# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The plugin's own hosts and groups among those of other sources: what they are named, and how they stay apart."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from ansible import constants, context
from ansible.errors import AnsibleError
from ansible.inventory.manager import InventoryManager

from ..module_utils._api.errors import ValidationError

# The controller itself: a host of this name would take its place, and the playbooks' own plays would be about it.
CONTROLLER = ("localhost", "127.0.0.1", "::1")
# Names of hosts that a pattern on the command line can name, and that no template engine takes for a template.
HOST_NAME = re.compile(r"\w[\w.@+-]*\Z")
PLACEHOLDER = re.compile(r"{([^{}]+)}")
# Sources that name no hosts: they sort those of others into groups.
SORTING_PLUGINS = ("constructed", "ansible.builtin.constructed")
SORTING_EXTENSIONS = ("", ".config", *constants.YAML_FILENAME_EXTENSIONS)


# Names


def check_hostnames(preferences: Sequence[Any]) -> None:
    """Refuse preferences that cannot be meant. Raises ValidationError."""
    for number, preference in enumerate(preferences):
        text = str(preference).strip() if isinstance(preference, str) else ""
        if not text or any(brace in PLACEHOLDER.sub("", text) for brace in "{}"):
            raise ValidationError(
                f"hostnames[{number}] must be a field of the instance, tag:KEY, or a text with these in braces "
                f"such as '{{name}}.{{region}}', not {str(preference)!r}."
            )


def name_choices(hosts: Sequence[Mapping[str, Any]], preferences: Sequence[str]) -> dict[str, list[str]]:
    """Return the usable names of each instance (told by its variables), the best first, by the instances' ids."""
    choices = {}
    for variables in hosts:
        instance_id = str(variables["instance_id"])
        names = [*(_preferred_name(variables, preference) for preference in preferences), instance_id]
        choices[instance_id] = [name for name in dict.fromkeys(names) if HOST_NAME.match(name) and not controller(name)]
    return choices


def host_names(choices: Mapping[str, Sequence[str]], taken: Collection[str]) -> dict[str, str | None]:
    """Return the name of each instance: the first of its choices that is not taken and no other instance asks for.

    A name that several ask for is nobody's, so that no name depends on the order in which instances are told. An
    instance's id is nobody else's name. None stands for an instance whose choices are all taken.
    """
    taken = set(taken)
    own = {key: [name for name in names if name == key or name not in choices] for key, names in choices.items()}
    while True:
        names = {key: next((name for name in own[key] if name not in taken), None) for key in own}
        shared = {name for name, times in Counter(names.values()).items() if name is not None and times > 1}
        if not shared:
            return names
        taken |= shared


def controller(name: str) -> bool:
    """Whether a name is the controller's."""
    return name.lower() in CONTROLLER


def _preferred_name(variables: Mapping[str, Any], preference: str) -> str:
    preference = str(preference).strip()
    if "{" not in preference:
        return _part(variables, preference)
    parts = [_part(variables, part) for part in PLACEHOLDER.findall(preference)]
    # A name of which a part is missing would be some other host's.
    return PLACEHOLDER.sub(lambda match: _part(variables, match[1]), preference) if all(parts) else ""


def _part(variables: Mapping[str, Any], part: str) -> str:
    kind, separator, key = part.strip().partition(":")
    if separator and kind == "tag":
        return str(variables["rocketmq_tags"].get(key.strip(), ""))
    value = variables.get(f"rocketmq_{part.strip().removeprefix('rocketmq_')}")
    return str(value) if isinstance(value, (str, int)) else ""


# Groups


def named_in_file(
    group: str,
    groups: Mapping[str, Any] | None,
    keyed_groups: Sequence[Mapping[str, Any]] | None,
    safe: Callable[[str], str],
) -> bool:
    """Whether the user's file names a group, at least its beginning. The rest of the names are values of the service.

    `safe` makes a name of a group out of a text, as Ansible does.
    """
    keyed = keyed_groups or ()
    words = [*(groups or ()), *(entry.get("parent_group") for entry in keyed)]
    prefixes = tuple(safe(str(entry["prefix"])) for entry in keyed if entry.get("prefix"))
    return group in [safe(str(word)) for word in words if word] or group.startswith(prefixes)


class Recorder:
    """Stands in for Ansible's inventory while the variables and groups of one host are made, and writes them down."""

    def __init__(self, host: str, variables: Mapping[str, Any]) -> None:
        self.host = host
        self.variables = dict(variables)
        self.groups: dict[str, None] = {}
        self.parents: dict[tuple[str, str], None] = {}

    def set_variable(self, _host: str, key: str, value: Any) -> None:
        self.variables[key] = value

    def add_group(self, group: str) -> str:
        return group

    def add_host(self, _host: str, group: str) -> None:
        if group:
            self.groups[group] = None

    def add_child(self, group: str, child: str) -> None:
        if child == self.host:
            self.groups[group] = None
        elif group and child and group != child:
            self.parents[group, child] = None


# Hosts and groups of one inventory


class HostPlan(NamedTuple):
    """What an instance becomes: the name of its host, its variables, its groups, and (parent, child) of groups."""

    name: str
    variables: Mapping[str, Any]
    groups: Collection[str]
    parents: Collection[tuple[str, str]]


class OwnHosts:
    """The hosts and groups that files of this plugin have made in an inventory.

    Ansible merges hosts of the same name, whichever source comes first: a server would get the variables of an
    instance, and its tasks would run on the controller. So what later sources name is watched, and the own host makes
    way for it.
    """

    def __init__(self, inventory: Any, loader: Any, warn: Callable[[str], None]) -> None:
        self.inventory = inventory
        self.loader = loader
        self.warn = warn
        self.choices: dict[str, list[str]] = {}
        # None stands for an instance that is left out.
        self.names: dict[str, str | None] = {}
        self.held: set[str] = set()
        self.files: dict[str, str] = {}
        # Groups that no other source names, with whether their names are values of the service.
        self.groups: dict[str, bool] = {}
        self._listed = _listed_hosts(loader)
        self._filling = False
        self._sorting: dict[str, bool] = {}
        self._add_host = inventory.add_host
        self._add_group = inventory.add_group
        inventory.add_host = self._watched_add_host
        inventory.add_group = self._watched_add_group

    @classmethod
    def of(cls, inventory: Any, loader: Any, warn: Callable[[str], None]) -> OwnHosts:
        """Return those of an inventory; all files of this plugin share them."""
        if not hasattr(inventory, "huaweicloud_rocketmq"):
            inventory.huaweicloud_rocketmq = cls(inventory, loader, warn)
        own: OwnHosts = inventory.huaweicloud_rocketmq
        return own

    def host(self, instance_id: str) -> Any:
        """Return Ansible's host of an instance, or None."""
        name = self.names.get(instance_id)
        return None if name is None else self.inventory.hosts[name]

    def names_among(
        self, choices: Mapping[str, list[str]], groups: Collection[str], extra: Collection[str] = ()
    ) -> dict[str, str | None]:
        """Return the names of all own instances, with those of `choices` added, beside other sources and `groups`."""
        return host_names(
            {**choices, **self.choices}, {*self._foreign_hosts(), *self.inventory.groups, *groups, *extra}
        )

    def fill(
        self,
        path: str,
        choices: Mapping[str, list[str]],
        names: Mapping[str, str | None],
        plans: Mapping[str, HostPlan],
        named: Callable[[str], bool],
    ) -> None:
        """Make the hosts and groups of a file. `named` says whether the file itself names a group."""
        self._filling = True
        try:
            self.files = {**dict.fromkeys(choices, path), **self.files}
            self.choices = {**choices, **self.choices}
            refused = self._make_groups(path, plans, named)
            self._rename(names)
            for instance_id, plan in plans.items():
                self._fill_host(self.host(instance_id), plan, refused)
            for parent, child in dict.fromkeys(pair for plan in plans.values() for pair in plan.parents):
                self._nest(path, parent, child)
        finally:
            self._filling = False

    def _make_groups(self, path: str, plans: Mapping[str, HostPlan], named: Callable[[str], bool]) -> set[str]:
        """Make the groups of hosts, and return the names of those that must not be."""
        foreign = self._foreign_hosts()
        refused = set()
        wanted = [
            group
            for plan in plans.values()
            for group in [*plan.groups, *(name for pair in plan.parents for name in pair)]
        ]
        for group in dict.fromkeys(wanted):
            if group in foreign or controller(group):
                reason = foreign.get(group, "the controller")
                self.warn(f"{path}: there is no group '{group}', since that is {reason}.")
                refused.add(group)
            elif group not in self.inventory.groups:
                self.groups[self._add_group(group)] = not named(group)
            elif group not in self.groups and not named(group):
                self._warn_of_shared_group(path, group)
        return refused

    def _warn_of_shared_group(self, path: str, group: str) -> None:
        self.warn(
            f"{path}: values of the service, such as tags, name the group '{group}', which another source has too. "
            "A prefix in keyed_groups keeps them apart; groups names such a group on purpose."
        )

    def _fill_host(self, host: Any, plan: HostPlan, refused: Collection[str]) -> None:
        # By the host itself: Ansible would take a name that is a group's for the group.
        for key, value in plan.variables.items():
            host.set_variable(key, value)
        for group in plan.groups:
            if group not in refused:
                self.inventory.groups[group].add_host(host)

    def _nest(self, path: str, parent: str, child: str) -> None:
        if parent not in self.inventory.groups or child not in self.inventory.groups:
            return
        try:
            self.inventory.add_child(parent, child)
        except AnsibleError as error:
            self.warn(f"{path}: the group '{child}' is not made a child of '{parent}': {error}")

    def _foreign_hosts(self) -> dict[str, str]:
        """Return the names of hosts of other sources, with what to call them."""
        found = {name: f"a host of {source}" for name, source in self._listed.items()}
        for name, host in self.inventory.hosts.items():
            if name not in self.held:
                found[name] = f"a host of {host.vars.get('inventory_file') or 'another source'}"
        return found

    def _rename(self, names: Mapping[str, str | None], reasons: Mapping[str, str] | None = None) -> None:
        """Give all own hosts the names that they shall have; make those that are not there."""
        changed = {key: name for key, name in names.items() if key not in self.names or self.names[key] != name}
        self._warn_of_names(changed, {**self._reasons(), **(reasons or {})})
        taken_off = {key: self._take_off(name) for key in changed if (name := self.names.get(key)) is not None}
        self.names.update(changed)
        self.held = {name for name in self.names.values() if name is not None}
        for key, name in changed.items():
            if name is not None:
                self._add_host(name)
                variables, groups = taken_off.get(key, ({}, []))
                self.inventory.hosts[name].vars.update(variables)
                for group in groups:
                    group.add_host(self.inventory.hosts[name])

    def _take_off(self, name: str) -> tuple[dict[str, Any], list[Any]]:
        """Take a host off the inventory, and return its variables and the groups that it is in by itself."""
        host = self.inventory.hosts[name]
        groups = [group for group in self.inventory.groups.values() if host in group.hosts]
        for group in groups:
            group.remove_host(host)
        # A new dictionary: the plugin of the other source may be on its way through the old one.
        self.inventory.hosts = {key: value for key, value in self.inventory.hosts.items() if key != name}
        return host.vars, groups

    def _reasons(self) -> dict[str, str]:
        groups = {
            name: "a group of this inventory" if name in self.groups else "a group of another source"
            for name in self.inventory.groups
        }
        return {**self._names_of_several_files(), **groups, **self._foreign_hosts()}

    def _names_of_several_files(self) -> dict[str, str]:
        files: dict[str, set[str]] = {}
        for key, names in self.choices.items():
            for name in names:
                files.setdefault(name, set()).add(self.files[key])
        return {
            name: f"asked for by instances of {' and '.join(sorted(paths))}"
            for name, paths in files.items()
            if len(paths) > 1
        }

    def _warn_of_names(self, changed: Mapping[str, str | None], reasons: Mapping[str, str]) -> None:
        for key, name in changed.items():
            for choice in self.choices[key]:
                if choice == name:
                    break
                if choice in reasons:
                    fate = f"is the host '{name}'" if name is not None else "is left out"
                    told = f"the instance '{choice}' ({key}) {fate}, since '{choice}' is {reasons[choice]}."
                    self.warn(f"{self.files[key]}: {told}")
                    break
            else:
                self.warn(f"{self.files[key]}: the instance {key} is left out, since it has no usable name.")

    # What other sources name

    def _watched_add_host(self, host: str, group: str | None = None, port: Any = None) -> Any:
        if group in self.groups:
            self._share(str(group))
        if (host in self.held or host in self.groups) and self._is_foreign():
            self._make_way(str(host), f"a host of {self.inventory.current_source}")
        return self._add_host(host, group, port)

    def _watched_add_group(self, group: str) -> Any:
        name = self._add_group(group)
        if name in self.held and self._is_foreign():
            self._make_way(str(name), f"a group of {self.inventory.current_source}")
        if name in self.groups:
            self._share(str(name))
        return name

    def _share(self, group: str) -> None:
        if self._is_foreign() and self.groups.pop(group):
            self._warn_of_shared_group(self.inventory.current_source, group)

    def _is_foreign(self) -> bool:
        """Whether it is another source that is read, and one that names hosts."""
        source = self.inventory.current_source
        if self._filling or not source:
            return False
        if source not in self._sorting:
            self._sorting[source] = _only_sorts(self.loader, source)
        return not self._sorting[source]

    def _make_way(self, name: str, reason: str) -> None:
        if name in self.groups:
            self.warn(f"There is no group '{name}' of RocketMQ instances, since that is {reason}.")
            self._dissolve(name)
        self._rename(self.names_among({}, (), (name,)), {name: reason})

    def _dissolve(self, name: str) -> None:
        del self.groups[name]
        group = self.inventory.groups[name]
        for host in group.get_hosts():
            host.remove_group(group)
        for parent in group.parent_groups:
            parent.child_groups.remove(group)
        for child in group.child_groups:
            child.parent_groups.remove(group)
        group.clear_hosts_cache()
        self.inventory.groups = {key: value for key, value in self.inventory.groups.items() if key != name}


def _listed_hosts(loader: Any) -> dict[str, str]:
    """Return the hosts of lists such as `-i web-1,`, which cannot be watched: a host that is there is not added."""
    lists = [source for source in context.CLIARGS.get("inventory") or () if "," in source]
    return {name: f"the list '{source}'" for source in lists for name in InventoryManager(loader, [source]).hosts}


def _only_sorts(loader: Any, source: str) -> bool:
    """Whether a source is a file of a plugin that sorts hosts of others into groups."""
    if os.path.splitext(source)[1] not in SORTING_EXTENSIONS:
        return False
    try:
        content = loader.load_from_file(source)
    except AnsibleError:
        return False
    return isinstance(content, Mapping) and content.get("plugin") in SORTING_PLUGINS
