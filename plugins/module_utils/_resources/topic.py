# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Topics (chapter 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.errors import ValidationError
from .._engine.field import Field, as_sorted_set, create_payload, differences
from .._engine.plan import Change
from .._engine.resource import ApiObject, Endpoint, InstanceContext, Resource
from .validation import check_object_name, check_range, is_system_name

TOPICS = "/v2/{project_id}/instances/{instance_id}/topics"
TOPIC = TOPICS + "/{topic}"

ENDPOINT = Endpoint(
    collection=TOPICS,
    item=TOPIC,
    parameter="topic",
    items_key="topics",
    name_key="name",
    # On these paths 400 DMS.00050004 means that there is no such topic (on others: a group without consumers); the two
    # 404 codes are the older API variant's.
    not_found_codes=frozenset({"DMS.00050004", "DMS.10240401", "DMS.10540401"}),
)


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
    Field("permission", {"type": "str", "choices": ["all", "pub", "sub"]}, normalize=str.lower),
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
ONLY_IN_4_8_0 = ("brokers", "read_queue_num", "write_queue_num", "permission")


def validate(name: str, desired: Mapping[str, Any], state: str) -> None:
    """Raise ValidationError if a topic cannot be as desired."""
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
    return compared, [f"Instances of 5.x ignore these options of topics: {', '.join(ignored)}."]


def create(context: InstanceContext, change: Change) -> ApiObject | None:
    """Create a topic (5.3.1)."""
    payload = {"name": change.name, **create_payload(FIELDS, change.desired)}
    ENDPOINT.create(context, payload)
    return payload


def update(context: InstanceContext, change: Change) -> Any:
    """Modify a topic (5.3.4): all it can be told, so that nothing goes back to a default."""
    changed = {difference.field.option for difference in change.differences}
    if changed == {"description"}:
        payload = {"topic_desc": change.desired["description"]}
    else:
        payload = {
            field.request_key: field.actual_value(change.actual or {})
            for field in FIELDS
            if field.option in ("read_queue_num", "write_queue_num", "permission")
        }
        payload.update((field.request_key, after) for field, _before, after in change.differences)
    sent = {key: value for key, value in payload.items() if value is not None}
    return ENDPOINT.update(context, change.name, sent)


TOPIC_RESOURCE = Resource(
    noun="topic",
    plural="topics",
    fields=FIELDS,
    name_key="name",
    validate=validate,
    list_all=ENDPOINT.list_all,
    read_one=ENDPOINT.read_one,
    create=create,
    update=update,
    delete=ENDPOINT.delete,
    delete_many=ENDPOINT.delete_many,
    is_not_found=ENDPOINT.is_not_found,
    is_protected=is_system_name,
    customize_diff=customize_diff,
)
