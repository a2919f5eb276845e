# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Which instance the variables of a role or playbook mean: the one place that decides it.

The rule: what is written explicitly decides; an `instance_id` that a host or a fact carries counts only where nothing
else is said. An id and a name given together must mean one instance. Only the role's own id, beside a name and with
state present, asks for a rename.

What the variables alone cannot tell, such as whether an id and a name agree, is left to the role: `rivals` says what it
has to read before it writes anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..module_utils._api.errors import ValidationError

# What a host or a fact carries, without anybody having named an instance by it.
CARRIED_ID = "instance_id"
INSTANCE_ROLE_ID, INSTANCE_NAME = "rocketmq_instance_instance_id", "rocketmq_instance_name"
# The variable of the playbooks. The inventory plugin sets it for its hosts, too.
PLAYBOOK_ID = "rocketmq_instance_id"
ACL_ID, ACL_NAME = "rocketmq_acl_instance_id", "rocketmq_acl_instance_name"

VARIABLES = (INSTANCE_ROLE_ID, INSTANCE_NAME, PLAYBOOK_ID, ACL_ID, ACL_NAME, CARRIED_ID)


class Selection(NamedTuple):
    """The instance that is meant.

    instance_id, name: what names it; at least one is set.
    options: what the module instance takes for it.
    rivals: queries, as options of instance_info. The variables contradict each other if the instance that has both
        `instance_id` and `name` does not exist, and one of these does.
    source: which variable says what, for messages.
    """

    instance_id: str = ""
    name: str = ""
    options: Mapping[str, str] = {}
    rivals: tuple[dict[str, str], ...] = ()
    source: str = ""


def select_for_instance_role(given: Mapping[str, str], state: str = "present") -> Selection:
    """Return the instance that the role rocketmq_instance manages; `given` holds the variables that are not blank.

    Raises ValidationError if nothing names an instance.
    """
    if given.get(INSTANCE_ROLE_ID):
        # With a name and state present, this is a rename. With state absent, the module holds them against each other.
        selection = _selection(given, INSTANCE_ROLE_ID, INSTANCE_NAME)
        return selection._replace(options=_options(selection.instance_id, selection.name), rivals=())
    selection = _selection(given, PLAYBOOK_ID, INSTANCE_NAME)
    if not selection.source:
        return _carried(given, INSTANCE_NAME, INSTANCE_ROLE_ID)
    if selection.name and not selection.instance_id and state == "present" and given.get(CARRIED_ID):
        # A name that no instance has, on a host that is one: rather a rename gone wrong than an order.
        source = _source(given, INSTANCE_NAME, CARRIED_ID)
        return selection._replace(rivals=({"instance_id": given[CARRIED_ID]},), source=source)
    return selection


def select_for_acl_role(given: Mapping[str, str]) -> Selection:
    """Return the instance whose users the role rocketmq_acl manages. Raises ValidationError as above."""
    if given.get(ACL_ID):
        return _selection(given, ACL_ID, ACL_NAME)
    others_id = INSTANCE_ROLE_ID if given.get(INSTANCE_ROLE_ID) else PLAYBOOK_ID
    selection = _selection(given, others_id, ACL_NAME if given.get(ACL_NAME) else INSTANCE_NAME)
    return selection if selection.source else _carried(given, ACL_NAME, ACL_ID)


def select_for_playbook(given: Mapping[str, str]) -> Selection:
    """Return the instance that a playbook without a role is about. Raises ValidationError, also if two disagree."""
    ids = _agreeing(given, PLAYBOOK_ID, INSTANCE_ROLE_ID, ACL_ID)
    names = _agreeing(given, INSTANCE_NAME, ACL_NAME)
    selection = _selection(given, ids, names)
    return selection if selection.source else _carried(given, INSTANCE_NAME, PLAYBOOK_ID)


def _selection(given: Mapping[str, str], id_variable: str, name_variable: str) -> Selection:
    instance_id, name = given.get(id_variable, ""), given.get(name_variable, "")
    rivals = ({"instance_id": instance_id}, {"name": name}) if instance_id and name else ()
    options = _options(instance_id, "" if instance_id else name)
    return Selection(instance_id, name, options, rivals, _source(given, id_variable, name_variable))


def _options(instance_id: str, name: str) -> dict[str, str]:
    return {option: value for option, value in (("instance_id", instance_id), ("name", name)) if value}


def _carried(given: Mapping[str, str], *instead: str) -> Selection:
    if not given.get(CARRIED_ID):
        alternatives = " or ".join(f"'{variable}'" for variable in instead)
        raise ValidationError(f"Nothing says which instance is meant: set {alternatives}.")
    return Selection(given[CARRIED_ID], options=_options(given[CARRIED_ID], ""), source=_source(given, CARRIED_ID))


def _agreeing(given: Mapping[str, str], *variables: str) -> str:
    """Return the first variable that is set. Raises ValidationError if another one says something else."""
    values = {variable: given[variable] for variable in variables if given.get(variable)}
    if len(set(values.values())) > 1:
        raise ValidationError(f"{_source(given, *values)}: these name different instances. Nothing was changed.")
    return next(iter(values), variables[0])


def _source(given: Mapping[str, str], *variables: str) -> str:
    return " and ".join(f"'{variable}' is {given[variable]!r}" for variable in variables if given.get(variable))
