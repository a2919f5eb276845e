# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What of the state of an estate deserves attention. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ._health_thresholds import FAILURE, WARNING, level_of

Limits = Mapping[str, "float | bool"]
EVERYWHERE = re.compile(r"\*(\.\*)*\Z|0\.0\.0\.0/0\Z|::/0\Z")
RUNNING_TASK = ("CREATED", "EXECUTING")
KINDS = ("topics", "consumer_groups", "users")
# So many names a message tells.
MOST_NAMES = 5


class Finding(NamedTuple):
    """Something that deserves attention.

    level: failure or warning. check: which of the checks found it. where: the instance or connection. text: what is
    wrong. instance_id: that of the instance, if it is one.
    """

    level: str
    check: str
    where: str
    text: str
    instance_id: str = ""


def findings(found: Mapping[str, Any], drift: Sequence[Mapping[str, Any]], fail_on: Limits) -> list[Finding]:
    """Return what deserves attention, failures first.

    found: what the module health_info returned. drift: as `drift_of` returns it. fail_on: from when on something is a
    failure.
    """
    every: list[Finding] = []
    for instance in found["instances"]:
        seen = [*_of_instance(instance), *_of_groups(instance)]
        label = label_of(instance, found)
        every += _leveled(seen, label, str(instance["instance_id"]), fail_on)
        every += _of_numbers(instance, label, fail_on)
    for connection in found["connections"]:
        every += _leveled([*_of_connection(connection)], place_of(connection), "", fail_on)
    ids = {label_of(instance, found): str(instance["instance_id"]) for instance in found["instances"]}
    for one in drift:
        name = str(one["name"])
        every += _leveled([("drift", True, line) for line in one["lines"]], name, ids.get(name, ""), fail_on)
    return sorted(every, key=lambda one: one.level != FAILURE)


Seen = tuple[str, "float | bool", str]


def _leveled(seen: Sequence[Seen], where: str, instance_id: str, fail_on: Limits) -> Iterator[Finding]:
    for check, number, text in seen:
        level = level_of(check, number, fail_on)
        if level:
            yield Finding(level, check, where, text, instance_id)


def _of_instance(instance: Mapping[str, Any]) -> Iterator[Seen]:
    status = str(instance["status"])
    yield "status", status != "RUNNING", f"is {status}"
    for failure in instance["failures"]:
        yield "unreadable", True, f"{failure['part']} could not be read: {failure['msg']}"
    for opening in openings(instance):
        yield "open_to_the_world", True, opening
    percent = disk_percent(instance)
    if percent is not None:
        used, total = instance["used_storage_space"], instance["storage_space"]
        yield "disk_percent", percent, f"{used} of {total} GB of the disk are used ({percent} %)"
    failed = [str(task["name"]) for task in instance["tasks"] or () if task["status"] not in RUNNING_TASK]
    yield "failed_tasks", len(failed), f"{count(len(failed), 'background task')} failed: {listed(failed)}"


def _of_groups(instance: Mapping[str, Any]) -> Iterator[Seen]:
    offline = offline_groups(instance)
    verb = "is" if len(offline) == 1 else "are"
    yield "offline_groups", len(offline), f"{count(len(offline), 'consumer group')} {verb} offline: {listed(offline)}"


def _of_numbers(instance: Mapping[str, Any], where: str, fail_on: Limits) -> Iterator[Finding]:
    """Yield which groups are behind, and which have new dead letters: those of one level in one finding."""
    for check, field, verb in (
        ("lag", "lag", "behind (messages)"),
        ("dead_letters", "new_dead_letters", "with new dead letters"),
    ):
        groups = [group for group in instance["consumer_groups"] or () if group[field]]
        groups.sort(key=lambda group: -int(group[field]))
        for level in (FAILURE, WARNING):
            reached = [one for one in groups if level_of(check, one[field], fail_on) == level]
            names = [f"{one['name']} ({one[field]:,})" for one in reached]
            if names:
                text = f"{count(len(names), 'consumer group')} {verb}: {listed(names)}"
                yield Finding(level, check, where, text, str(instance["instance_id"]))


def _of_connection(connection: Mapping[str, Any]) -> Iterator[Seen]:
    for failure in connection["failures"]:
        yield "unreadable", True, f"{failure['part']} could not be read: {failure['msg']}"
    for quota in connection["quotas"] or ():
        percent = percent_of(quota.get("used"), quota.get("quota"))
        if percent is not None:
            yield "quota_percent", percent, f"quota {quota.get('type')}: {quota['used']} of {quota['quota']} are used"


def openings(instance: Mapping[str, Any]) -> list[str]:
    """Return what lets the whole internet in: nothing, if there is no public access."""
    if not instance["enable_publicip"]:
        return []
    found = []
    if instance["enable_acl"] is False:
        found.append("public access without access control")
    if instance["ssl_enable"] is False:
        found.append("public access without TLS")
    elif str(instance["tls_mode"]).upper() == "PERMISSIVE":
        found.append("public access also without TLS (PERMISSIVE)")
    for user in instance["users"] or ():
        addresses = re.split(r"[\s,;]+", str(user["white_remote_address"] or ""))
        if any(EVERYWHERE.match(address) for address in addresses):
            found.append(
                f"public access without a secret: the white list of user {user['access_key']} has every address"
            )
    return found


def disk_percent(instance: Mapping[str, Any]) -> int | None:
    """Return how much of the disk is in use, in percent; None if the service does not tell."""
    return percent_of(instance["used_storage_space"], instance["storage_space"])


def percent_of(used: Any, total: Any) -> int | None:
    """Return a part in percent, rounded down; None if one of both is not known, or there is nothing."""
    if not isinstance(used, (int, float)) or not isinstance(total, (int, float)) or total <= 0:
        return None
    return int(100 * used / total)


def offline_groups(instance: Mapping[str, Any]) -> list[str]:
    """Return the names of the groups that may consume and have no consumer; not those of which that is unknown."""
    groups = instance["consumer_groups"] or ()
    return [str(group["name"]) for group in groups if group["enabled"] and group["online"] is False]


def by_lag(groups: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return groups, those that are most behind first."""
    return sorted(groups, key=lambda group: (-(group["lag"] or 0), -(group["dead_letters"] or 0), str(group["name"])))


def place_of(connection: Mapping[str, Any]) -> str:
    """Return what a connection is called: its region, or else its address."""
    return str(connection["region"] or connection["endpoint"])


def label_of(instance: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """Return what an instance is called: its name, with the region, or the id, if others have the same name."""
    alike = [one for one in found["instances"] if one["name"] == instance["name"]]
    if len(alike) < 2:
        return str(instance["name"])
    places = [place_of(one) for one in alike]
    place = place_of(instance)
    return f"{instance['name']} ({place if places.count(place) == 1 else instance['instance_id']})"


def count(number: Any, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Return names, the first few of many."""
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def drift_of(compared: Mapping[str, Any] | None) -> list[dict[str, Any]] | None:
    """Return how instances differ from what is wanted; None if nothing was compared.

    compared: what the module fleet returned in check mode. Each entry has the `name` of the instance and `lines`, none
    if it is as wanted. Values are not told, as they may be secret.
    """
    if not compared or compared.get("skipped"):
        return None
    if "instances" not in compared:
        return [{"name": "fleet", "lines": [f"could not be compared: {compared.get('msg')}"]}]
    members = compared["instances"]
    names = [member["name"] for member in members]
    told = []
    for index, member in enumerate(members):
        name = member["name"] if names.count(member["name"]) == 1 else f"{member['name']} (instances[{index}])"
        before, after = ((compared.get("diff") or {}).get(side, {}).get(name, {}) for side in ("before", "after"))
        fields = sorted(str(field) for field in after if field not in KINDS and before.get(field) != after[field])
        lines = list(_difference(member, fields)) if member["changed"] else []
        lines += [_refusal(failure) for failure in compared["failures"] if failure["index"] == index]
        told.append({"name": name, "lines": lines})
    return told


def _difference(member: Mapping[str, Any], fields: Sequence[str]) -> Iterator[str]:
    if not member["status"]:
        yield "does not exist"
        return
    if fields:
        yield f"differs in {listed(fields)}"
    for kind in KINDS:
        noun = kind.replace("_", " ")
        for result, verb in (("created", "missing"), ("updated", "different"), ("deleted", "not wanted")):
            names = member[kind][result]
            if names:
                yield f"{noun} {verb}: {listed(names)}"


def _refusal(failure: Mapping[str, Any]) -> str:
    what = "" if failure["kind"] == "instance" else f"{str(failure['kind']).replace('_', ' ')} {failure['name']}: "
    return f"cannot be as wanted: {what}{failure['msg']}"
