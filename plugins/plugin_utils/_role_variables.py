# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What the variables of a role or playbook say, and what is wrong with them, told by the variables' names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ..module_utils._api.errors import ValidationError
from ..module_utils._api.settings import CONNECTION_OPTIONS
from ..module_utils._module import fleet_entries
from ..module_utils._module.yaml_values import refuse_misread_texts
from ..module_utils._resources import instance
from ..module_utils._resources.instance_api import prefer_living
from . import _selection

# The prefixes of the variables for the connection, the one that takes precedence last.
CONNECTION_PREFIXES = {
    "rocketmq_instance": ("rocketmq_instance_",),
    "rocketmq_acl": ("rocketmq_acl_",),
    "playbook": ("rocketmq_", "rocketmq_instance_"),
}
LISTS = {"rocketmq_instance": ("topics", "consumer_groups"), "rocketmq_acl": ("users",)}
# What is wanted on an instance, by the variables of both roles.
WANTED_LISTS = {
    "topics": "rocketmq_instance_topics",
    "consumer_groups": "rocketmq_instance_consumer_groups",
    "users": "rocketmq_acl_users",
}
WAIT_SPEC = {"purge": {"type": "bool"}, "wait_timeout": {"type": "float"}, "wait_interval": {"type": "float"}}
# Where the role rocketmq_instance keeps what it has read (tasks/identify.yml), and what check mode only predicts.
IDENTIFIED, RIVALS, PREDICTED = "__rocketmq_identified", "__rocketmq_rivals", "__rocketmq_predicted"
# What says where an instance is.
PLACE = ("region", "cloud", "endpoint", "project_id", "project_name")


def names_of(scope: str, lists: bool = True, wanted: bool = False) -> list[str]:
    """Return the names of the variables that count for a role or for the playbooks.

    Without `lists` of the role, or of both roles (`wanted`), those of what is on the instance are left out: thousands
    of topics take long to be templated.
    """
    names = [*_selection.VARIABLES, IDENTIFIED, RIVALS, PREDICTED, "ansible_check_mode"]
    names += [prefix + option for prefix in CONNECTION_PREFIXES[scope] for option in CONNECTION_OPTIONS]
    if scope != "rocketmq_acl":
        names += [f"rocketmq_instance_{option}" for option in fleet_entries.INSTANCE_SPEC]
        names.append("rocketmq_instance_state")
    names += [f"{scope}_{option}" for option in (*(LISTS.get(scope, ()) if lists else ()), *WAIT_SPEC)]
    names += WANTED_LISTS.values() if wanted else ()
    return list(dict.fromkeys(names))


def is_blank(value: Any) -> bool:
    """Whether a variable counts as not given: an empty survey answer, null, or what `omit` stands for."""
    if isinstance(value, str):
        return not value.strip() or value.startswith("__omit_place_holder__")
    return value is None or type(value).__name__ == "_OmitType"


def connection(scope: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the connection options; `given` holds the variables that are not blank."""
    return {
        option: given[prefix + option]
        for prefix in CONNECTION_PREFIXES[scope]
        for option in CONNECTION_OPTIONS
        if prefix + option in given
    }


def selection(scope: str, given: Mapping[str, Any]) -> _selection.Selection:
    """Return the instance that is meant. Raises ValidationError."""
    told = {name: str(given[name]).strip() for name in _selection.VARIABLES if name in given}
    if scope == "rocketmq_instance":
        return _selection.select_for_instance_role(told, str(given.get("rocketmq_instance_state") or "present"))
    return _selection.select_for_acl_role(told) if scope == "rocketmq_acl" else _selection.select_for_playbook(told)


def instance_options(given: Mapping[str, Any], emptied: Collection[str] = ()) -> dict[str, Any]:
    """Return what the instance should be, as options of the module instance, without what names it.

    An empty description, whose variable is among `emptied`, removes the one that is there.
    """
    options = {
        option: given[f"rocketmq_instance_{option}"]
        for option in fleet_entries.INSTANCE_SPEC
        if option not in ("instance_id", "name") and f"rocketmq_instance_{option}" in given
    }
    options = {option: _filled_in(option, value) for option, value in options.items()}
    # All of a dictionary may be answers of a survey that were left blank.
    options = {option: value for option, value in options.items() if value != {} or option in fleet_entries.MERGED}
    # The module's default would remove tags that nobody spoke of.
    options.setdefault("purge_tags", False)
    return {**options, **({"description": ""} if "rocketmq_instance_description" in emptied else {})}


def _filled_in(option: str, value: Any) -> Any:
    """Return the value of an option, without its suboptions that are blank."""
    if not fleet_entries.INSTANCE_SPEC[option].get("options") or not isinstance(value, Mapping):
        return value
    return {name: part for name, part in value.items() if not is_blank(part)}


def audit_entry(given: Mapping[str, Any], emptied: Collection[str] = ()) -> dict[str, Any]:
    """Return the instance that the playbooks mean as the module audit_info takes it, with what is wanted of it.

    Of a list that is not given nothing is said; an empty one means that there should be nothing. Raises ValidationError
    if nothing says which instance is meant.
    """
    meant = selection("playbook", given)
    lists = {plural: given[name] for plural, name in WANTED_LISTS.items() if name in given}
    entry: dict[str, Any] = _plain(
        {
            **connection("playbook", given),
            "instance_id": meant.instance_id,
            "name": meant.name,
            "wanted": {**instance_options(given, emptied), **lists},
        }
    )
    return entry


def candidates(scope: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the instances that may be meant, of those read before, without those that step back behind a living one.

    In check mode this may be the one that the role rocketmq_instance only predicts.
    """
    meant = selection(scope, given)
    read = (given.get(IDENTIFIED) or {}).get("instances") or []
    found = prefer_living([dict(one) for one in read if _is_meant(meant, one)])
    if found or not given.get("ansible_check_mode"):
        return found
    place = connection(scope, given)
    predicted = [one for one in given.get(PREDICTED) or () if _is_same_place(one["connection"], place)]
    return [dict(one["instance"]) for one in predicted if _is_meant(meant, one["instance"])][-1:]


def misidentification(scope: str, given: Mapping[str, Any]) -> str:
    """Return why what was read is not the one instance that is meant, or "".

    Only the role rocketmq_instance may mean one that does not exist yet.
    """
    source = selection(scope, given).source
    read = [result.get("instances") or [] for result in (given.get(RIVALS) or {}).get("results") or ()]
    others = ", ".join(f"{one['name']} is {one['instance_id']}" for found in read for one in found)
    if others:
        return (
            f"{source}, but these are not the same instance ({others}). Nothing was changed. Set only the one that is "
            "meant."
        )
    found = candidates(scope, given)
    if len(found) == 1 or scope == "rocketmq_instance":
        return ""
    if not found:
        return f"{source}: there is no such instance in this project and region."
    ids = ", ".join(sorted(str(one["instance_id"]) for one in found))
    return f"{source}: {len(found)} instances are named so ({ids}); set the ID of the one meant."


def _is_meant(meant: _selection.Selection, one: Mapping[str, Any]) -> bool:
    return meant.instance_id in ("", one.get("instance_id")) and meant.name in ("", one.get("name"))


def _is_same_place(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[option] == other[option] for option in PLACE if option in one and option in other)


def mistake(scope: str, given: Mapping[str, Any]) -> str:
    """Return what is wrong with the variables, or "". Names the variable, never a secret."""
    try:
        _check(scope, given)
    except ValidationError as error:
        return in_words_of(scope, error.message)
    return ""


def _check(scope: str, given: Mapping[str, Any]) -> None:
    meant = selection(scope, given)
    if scope == "playbook":
        return
    options: dict[str, Any] = {
        **connection(scope, given),
        **(instance_options(given) if scope == "rocketmq_instance" else {}),
    }
    for option in (*LISTS.get(scope, ()), *WAIT_SPEC):
        if f"{scope}_{option}" in given:
            options[option] = given[f"{scope}_{option}"]
    whole = _plain(options)
    refuse_misread_texts(fleet_entries.ENTRY_SPEC, whole)
    for plural in LISTS[scope]:
        if plural in whole:
            fleet_entries.check_list_form(plural, whole[plural])
    result = ArgumentSpecValidator({**fleet_entries.ENTRY_SPEC, **WAIT_SPEC}).validate(whole)
    if result.error_messages:
        raise ValidationError(fleet_entries.without_values(result, whole))
    entry = result.validated_parameters
    if entry.get("wait_interval") is not None and entry["wait_interval"] <= 0:
        raise ValidationError(f"'wait_interval' must be more than 0, not {entry['wait_interval']:g}.")
    if scope == "rocketmq_instance":
        named = {"instance_id": meant.instance_id or None, "name": meant.name or None}
        instance.validate({**entry, **named}, str(given.get("rocketmq_instance_state") or "present"))
    fleet_entries.check_lists(entry)


def _plain(value: Any) -> Any:
    """Return a value in dictionaries, lists and texts of Python itself.

    Validation copies what it is given, and a copy of one of Ansible's own containers holds all variables of the host.
    """
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    # ansible-core 2.16 keeps what is vaulted in an object of its own, which validation does not know.
    return str(value) if getattr(value, "__ENCRYPTED__", False) else value


def in_words_of(scope: str, message: str) -> str:
    """Return a message about options of modules with the role's variables in their place."""
    if scope not in LISTS:
        return message
    options = {*fleet_entries.ENTRY_SPEC, *WAIT_SPEC} - {"name", "instance_id"}
    known = "|".join(sorted(options, key=len, reverse=True))
    return re.sub(rf"(?<!\w)'({known})(?=['\[])", rf"'{scope}_\1", message)
