# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Topics (chapter 5.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.errors import ValidationError
from .._engine.field import Field, as_sorted_set, create_payload, differences
from .._engine.plan import Change
from .._engine.resource import ApiObject, InstanceContext, Resource
from .endpoints import TOPIC_ENDPOINT, TOPIC_GROUPS
from .validation import OBJECT_NAME, check_object_name, check_range, is_system_name


def _brokers(topic: ApiObject) -> list[str] | None:
    brokers = topic.get("brokers")
    # Topics of 5.x are on no broker in particular.
    return [
        broker.get("broker_name", "") if isinstance(broker, Mapping) else broker for broker in brokers or []
    ] or None


def _description(topic: ApiObject) -> str | None:
    # 5.x may leave an empty one out; 4.8.0 has none.
    return topic.get("topic_desc") or ("" if topic.get("message_type") else None)


def _number(value: Any) -> int:
    return int(float(value))


def _queues(topic: ApiObject) -> list[dict[str, Any]] | None:
    """Return how many queues a topic has on each broker, as the option `queues` tells it; None if it is not shown."""
    brokers = [broker for broker in topic.get("brokers") or () if isinstance(broker, Mapping)]
    shown = [
        {"broker": broker.get("broker_name"), **{key: broker.get(key) for key in DIRECTIONS}} for broker in brokers
    ]
    return shown if shown and all(entry[key] is not None for entry in shown for key in DIRECTIONS) else None


def _as_layout(queues: Any) -> list[dict[str, Any]]:
    numbers = [{**entry, **{key: _number(entry[key]) for key in DIRECTIONS}} for entry in _merged_layout([], queues)]
    return sorted(numbers, key=lambda entry: str(entry["broker"]))


# Queues for reading and for writing.
DIRECTIONS = ("read_queue_num", "write_queue_num")

FIELDS = (
    Field("brokers", {"type": "list", "elements": "str"}, normalize=as_sorted_set, extract=_brokers, create_only=True),
    # The service reads back the sums over the brokers alone: see `comparable`.
    Field("queue_num", {"type": "int"}, write_only=True),
    Field(
        "read_queue_num",
        {"type": "int"},
        response_key="total_read_queue_num",
        normalize=_number,
        sent_on_create=False,
    ),
    Field(
        "write_queue_num",
        {"type": "int"},
        response_key="total_write_queue_num",
        normalize=_number,
        sent_on_create=False,
    ),
    Field(
        "queues",
        {
            "type": "list",
            "elements": "dict",
            "options": {"broker": {"type": "str", "required": True}, **{key: {"type": "int"} for key in DIRECTIONS}},
        },
        normalize=_as_layout,
        extract=_queues,
        sent_on_create=False,
    ),
    Field("permission", {"type": "str", "choices": ["all", "pub", "sub"]}, normalize=str.lower, limits_access=True),
    Field(
        "message_type",
        {"type": "str", "choices": ["NORMAL", "FIFO", "DELAY", "TRANSACTION"]},
        normalize=str.upper,
        create_only=True,
    ),
    Field(
        "description",
        {"type": "str"},
        request_key="topic_desc",
        extract=_description,
        sent_on_create=False,
        omitted_from_list=True,
    ),
)

# What only instances of 4.8.0 have; 5.x takes no notice of it.
ONLY_IN_4_8_0 = ("brokers", *DIRECTIONS, "queues")


def validate(name: str, desired: Mapping[str, Any], state: str) -> None:
    """Raise ValidationError if a topic cannot be as desired."""
    check_object_name("Topic", name)
    where = f"Topic {name!r}"
    check_range(where, desired, "queue_num", 1, 50)
    check_range(where, desired, "read_queue_num", 1)
    check_range(where, desired, "write_queue_num", 1)
    if desired.get("brokers") == []:
        raise ValidationError(f"{where}: 'brokers' is empty; name at least one broker, or leave the option out.")
    if state == "present" and desired.get("queues") is not None:
        _validate_queues(where, desired)


def _validate_queues(where: str, desired: Mapping[str, Any]) -> None:
    also = [f"'{option}'" for option in ("brokers", "queue_num", *DIRECTIONS) if desired.get(option) is not None]
    if also:
        raise ValidationError(f"{where}: 'queues' says all of the queues; leave out {', '.join(also)}.")
    if not desired["queues"]:
        raise ValidationError(f"{where}: 'queues' is empty; name at least one broker, or leave the option out.")
    names = [entry["broker"] for entry in desired["queues"]]
    for index, entry in enumerate(desired["queues"]):
        if entry["broker"] in names[:index]:
            raise ValidationError(f"{where}: 'queues' names {entry['broker']!r} twice.")
        if all(entry.get(option) is None for option in DIRECTIONS):
            raise ValidationError(f"{where}: 'queues[{index}]' has neither 'read_queue_num' nor 'write_queue_num'.")
        for option in DIRECTIONS:
            check_range(f"{where}: 'queues[{index}]'", entry, option, 1, 50)


def customize_diff(desired: Mapping[str, Any], actual: ApiObject) -> tuple[Mapping[str, Any], list[str]]:
    """Return what of `desired` can be compared with a topic, and warnings.

    `queue_num` counts the queues on each broker, the service shows sums: it stands for both sums, unless they are
    given, and for the numbers on each broker if the sums are right already. A topic with a message type is one of 5.x,
    where what only 4.8.0 has is left alone.
    """
    compared = dict(desired)
    present = _queues(actual)
    number, brokers = compared.get("queue_num"), actual.get("brokers")
    if compared.get("queues") is not None and present:
        compared["queues"] = _merged_layout(present, compared["queues"])
    elif number is not None and brokers:
        total = number * len(brokers)
        unset = [option for option in DIRECTIONS if compared.get(option) is None]
        compared.update(dict.fromkeys(unset, total))
        if len(unset) == 2 and all(_number(actual.get(f"total_{option}") or 0) == total for option in unset):
            compared["queues"] = present and [{**entry, **dict.fromkeys(DIRECTIONS, number)} for entry in present]
    if not actual.get("message_type"):
        return compared, []
    only_4_8_0 = [field for field in FIELDS if field.option in ONLY_IN_4_8_0]
    ignored = [item.field.option for item in differences(only_4_8_0, compared, actual)]
    compared.update(dict.fromkeys(ONLY_IN_4_8_0))
    if not ignored:
        return compared, []
    return compared, [f"Instances of 5.x ignore these options of topics: {', '.join(ignored)}."]


def _merged_layout(present: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the queues on each broker, those present with what is wanted of them."""
    layout = {str(entry["broker"]): dict(entry) for entry in present}
    for entry in wanted:
        given = {key: value for key, value in entry.items() if value is not None}
        # A broker that is new to the topic has as many queues for the one as for the other, unless both are given.
        number = given.get("read_queue_num") or given.get("write_queue_num")
        layout[entry["broker"]] = {**dict.fromkeys(DIRECTIONS, number), **layout.get(entry["broker"], {}), **given}
    return list(layout.values())


def create(context: InstanceContext, change: Change) -> ApiObject | None:
    """Create a topic (5.3.1). Where a broker has two numbers of queues, the update that follows sets the second."""
    payload = {"name": change.name, **create_payload(FIELDS, change.desired)}
    if change.desired.get("queues"):
        layout = _merged_layout([], change.desired["queues"])
        payload["queues"] = [{"broker": one["broker"], "queue_num": one["read_queue_num"]} for one in layout]
    TOPIC_ENDPOINT.create(context, payload)
    return {key: value for key, value in payload.items() if key != "queues"}


def update(context: InstanceContext, change: Change) -> Any:
    """Modify a topic (5.3.4), with all it can be told, so that nothing goes back to a default."""
    changed = {difference.field.option: difference.after for difference in change.differences}
    if set(changed) == {"description"}:
        return TOPIC_ENDPOINT.update(context, change.name, {"topic_desc": changed["description"]})
    actual = change.actual or {}
    payload = {**_queue_numbers(changed, actual), "permission": changed.get("permission") or actual.get("permission")}
    if "description" in changed:
        payload["topic_desc"] = changed["description"]
    return TOPIC_ENDPOINT.update(
        context, change.name, {key: value for key, value in payload.items() if value is not None}
    )


def _queue_numbers(changed: Mapping[str, Any], actual: ApiObject) -> dict[str, Any]:
    """Return the part of an update that says how many queues there are.

    The service spreads a total evenly over the brokers, so where they differ, it is told the number on each.
    """
    if actual.get("message_type"):
        return {}
    totals = {option: changed.get(option, actual.get(f"total_{option}")) for option in DIRECTIONS}
    layout = _queues(actual)
    if "queues" in changed:
        return {"queues": changed["queues"]}
    if not layout or all(len({entry[option] for entry in layout}) == 1 for option in DIRECTIONS):
        return {option: None if total is None else _number(total) for option, total in totals.items()}
    for option in DIRECTIONS:
        check_range("A topic has at least one queue on each broker", changed, option, len(layout))
    spread = {option: _spread(int(changed[option]), len(layout)) for option in DIRECTIONS if option in changed}
    return {
        "queues": [
            {**entry, **{option: numbers[index] for option, numbers in spread.items()}}
            for index, entry in enumerate(_as_layout(layout))
        ]
    }


def _spread(total: int, count: int) -> list[int]:
    return [total // count + (index < total % count) for index in range(count)]


def is_in_use(context: InstanceContext, topic: ApiObject) -> bool:
    """Return whether consumer groups have subscribed to a topic. Raises ApiError, TransportFailure."""
    name = str(topic["name"])
    return bool(OBJECT_NAME.match(name)) and bool(consumer_groups_of(context, name))


def consumer_groups_of(context: InstanceContext, name: str) -> list[str]:
    """Return the names of the groups that have subscribed to a topic (5.3.5)."""
    return context.client.list_all(TOPIC_GROUPS, "groups", item_type=str, instance_id=context.instance_id, topic=name)


TOPIC_RESOURCE = Resource(
    noun="topic",
    plural="topics",
    fields=FIELDS,
    name_key="name",
    validate=validate,
    list_all=TOPIC_ENDPOINT.list_all,
    read_one=TOPIC_ENDPOINT.read_one,
    create=create,
    update=update,
    delete=TOPIC_ENDPOINT.delete,
    delete_many=TOPIC_ENDPOINT.delete_many,
    is_not_found=TOPIC_ENDPOINT.is_not_found,
    is_protected=is_system_name,
    is_in_use=is_in_use,
    customize_diff=customize_diff,
)
