# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Topics (chapter 5.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.errors import ApiError, ValidationError
from .._engine.field import Field, as_sorted_set, create_payload, differences
from .._engine.plan import Change
from .._engine.read import read_or_none
from .._engine.resource import ApiObject, InstanceContext, Resource
from .validation import check_object_name, check_range, is_system_name

TOPICS = "/v2/{project_id}/instances/{instance_id}/topics"
TOPIC = TOPICS + "/{topic}"

# On these paths 400 DMS.00050004 means that there is no such topic (on others: a group without consumers); the two
# 404 codes are the older edition's.
NOT_FOUND_CODES = frozenset({"DMS.00050004", "DMS.10240401", "DMS.10540401"})


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


FIELDS = (
    Field("brokers", {"type": "list", "elements": "str"}, normal=as_sorted_set, read=_brokers, create_only=True),
    # The service reads back the sums over the brokers alone: see `comparable`.
    Field("queue_num", {"type": "int"}, compared=False),
    Field(
        "read_queue_num",
        {"type": "int"},
        response_key_override="total_read_queue_num",
        normal=_number,
        sent_on_create=False,
    ),
    Field(
        "write_queue_num",
        {"type": "int"},
        response_key_override="total_write_queue_num",
        normal=_number,
        sent_on_create=False,
    ),
    Field("permission", {"type": "str", "choices": ["all", "pub", "sub"]}, normal=str.lower),
    Field(
        "message_type",
        {"type": "str", "choices": ["NORMAL", "FIFO", "DELAY", "TRANSACTION"]},
        normal=str.upper,
        create_only=True,
    ),
    Field("description", {"type": "str"}, key="topic_desc", read=_description, sent_on_create=False, listed=False),
)

# What only instances of 4.8.0 have; 5.x takes no notice of it.
ONLY_IN_4_8_0 = ("brokers", "read_queue_num", "write_queue_num", "permission")


def check(name: str, desired: Mapping[str, Any], state: str) -> None:
    """Raise ValidationError if a topic cannot be as wanted."""
    check_object_name("Topic", name)
    where = f"Topic {name!r}"
    check_range(where, desired, "queue_num", 1, 50)
    check_range(where, desired, "read_queue_num", 1)
    check_range(where, desired, "write_queue_num", 1)
    if desired.get("brokers") == []:
        raise ValidationError(f"{where}: 'brokers' is empty; name at least one broker, or leave the option out.")


def customize_diff(desired: Mapping[str, Any], actual: ApiObject) -> tuple[Mapping[str, Any], list[str]]:
    """Return what of `desired` can be compared with a topic, and warnings.

    `queue_num` counts the queues on each broker, the service shows sums: it stands for both sums, unless they are
    given. A topic with a message type is one of 5.x, where what only 4.8.0 has is left alone.
    """
    compared = dict(desired)
    brokers = actual.get("brokers")
    if compared.get("queue_num") is not None and brokers:
        total = compared["queue_num"] * len(brokers)
        for option in ("read_queue_num", "write_queue_num"):
            if compared.get(option) is None:
                compared[option] = total
    if not actual.get("message_type"):
        return compared, []
    only_4_8_0 = [field for field in FIELDS if field.option in ONLY_IN_4_8_0]
    ignored = [item.field.option for item in differences(only_4_8_0, compared, actual)]
    compared.update(dict.fromkeys(ONLY_IN_4_8_0))
    if not ignored:
        return compared, []
    return compared, [f"Instances of 5.x take no notice of these options of topics: {', '.join(ignored)}."]


def list_topics(scope: InstanceContext, stop_after_first_page: Any = None) -> list[ApiObject]:
    """Return every topic as the list shows it. ApiError with `is_unsupported_endpoint`: there is no list."""
    return scope.client.list_all(
        TOPICS,
        "topics",
        item_key="name",
        stop_after_first_page=stop_after_first_page,
        instance_id=scope.instance_id,
    )


def read_one(scope: InstanceContext, name: str) -> ApiObject | None:
    """Return one topic (5.3.3), or None if it is absent."""
    topic = read_or_none(
        lambda: scope.client.get_object(TOPIC, instance_id=scope.instance_id, topic=name),
        is_not_found,
        name,
        lambda: [topic.get("name") for topic in list_topics(scope)],
    )
    # The answer may leave the name out.
    return None if topic is None else {**topic, "name": name}


def create(scope: InstanceContext, change: Change) -> ApiObject | None:
    """Create a topic (5.3.1)."""
    payload = {"name": change.name, **create_payload(FIELDS, change.desired)}
    scope.client.post(TOPICS, payload, instance_id=scope.instance_id)
    return payload


def update(scope: InstanceContext, change: Change) -> Any:
    """Modify a topic (5.3.4): all it can be told, so that nothing goes back to a default."""
    changed = {difference.field.option for difference in change.differences}
    if changed == {"description"}:
        payload = {"topic_desc": change.desired["description"]}
    else:
        payload = {
            field.request_key: field.actual(change.actual or {})
            for field in FIELDS
            if field.option in ("read_queue_num", "write_queue_num", "permission")
        }
        payload.update((field.request_key, after) for field, _before, after in change.differences)
    sent = {key: value for key, value in payload.items() if value is not None}
    return scope.client.put(TOPIC, sent, instance_id=scope.instance_id, topic=change.name)


def delete(scope: InstanceContext, name: str) -> Any:
    """Delete a topic (5.3.2)."""
    return scope.client.delete(TOPIC, instance_id=scope.instance_id, topic=name)


def delete_many(scope: InstanceContext, names: Sequence[str]) -> None:
    """Start a job that deletes topics (5.3.1)."""
    scope.client.post(TOPICS, {"topics": list(names)}, {"action": "delete"}, instance_id=scope.instance_id)


def is_not_found(error: ApiError) -> bool:
    """True if an error means that there is no such topic."""
    return error.code in NOT_FOUND_CODES


TOPIC_RESOURCE = Resource(
    noun="topic",
    plural="topics",
    fields=FIELDS,
    name_key="name",
    check=check,
    list_all=list_topics,
    read_one=read_one,
    create=create,
    update=update,
    delete=delete,
    is_not_found=is_not_found,
    is_protected=is_system_name,
    customize_diff=customize_diff,
    delete_many=delete_many,
)
