# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Messages, their traces and dead letters (chapter 5.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.errors import ApiError, OutcomeUnknown, RocketMQError, ValidationError, outcome_unknown
from .._api.pagination import parse_items
from .._api.response import reading
from .._engine.resource import InstanceContext
from .endpoints import OFFLINE_CODES, TOPIC_ENDPOINT
from .routes import ROUTES
from .timestamps import now_ms, parse_timestamp_ms
from .validation import check_no_null

EXPORT = "/v2/{project_id}/instances/{instance_id}/messages/export"

DEAD_LETTER_PREFIX = "%DLQ%"
SUCCESS_CODE = "DMS.00000000"
# The service has no code of its own for a topic, such as one for dead letters, in which there has been no message.
NO_TOPIC_ROUTE = "no topic route"


def check_query(params: Mapping[str, Any]) -> None:
    """Raise ValidationError if a query for messages does not say which."""
    if params["limit"] is not None and params["limit"] < 1:
        raise ValidationError(f"'limit' is {params['limit']}; it must be at least 1.")
    if params["msg_id"]:
        return
    if not params["start_time"] or not params["end_time"]:
        raise ValidationError("No messages are selected: give 'msg_id', or both 'start_time' and 'end_time'.")
    start, end = (parse_timestamp_ms(option, params[option]) for option in ("start_time", "end_time"))
    if end < start:
        raise ValidationError(f"'end_time' ({params['end_time']}) is before 'start_time' ({params['start_time']}).")


def read_messages(context: InstanceContext, params: Mapping[str, Any]) -> list[Any]:
    """Return the messages of a topic with an id, or of a time (5.4.1), at most `limit`."""
    query: dict[str, Any] = {"topic": params["topic"]}
    if params["msg_id"]:
        query["msg_id"] = params["msg_id"]
    else:
        query["start_time"] = str(parse_timestamp_ms("start_time", params["start_time"]))
        query["end_time"] = str(parse_timestamp_ms("end_time", params["end_time"]))
    return _query(context, query, params["limit"])


def _query(context: InstanceContext, query: dict[str, Any], limit: int | None) -> list[Any]:
    try:
        return context.client.list_all(
            ROUTES["messages"], "messages", query, item_key="msg_id", limit=limit, instance_id=context.instance_id
        )
    except ApiError as error:
        if has_no_messages(error):
            return []
        raise


def has_no_messages(error: ApiError) -> bool:
    """Return whether a refusal means that there has been no message in a topic, or no topic for them."""
    return TOPIC_ENDPOINT.is_not_found(error) or (error.status == 400 and NO_TOPIC_ROUTE in error.text.lower())


def read_trace(context: InstanceContext, params: Mapping[str, Any]) -> list[Any]:
    """Return the trace of a message (5.4.2). It is written a moment after the message."""
    return context.client.list_all(
        ROUTES["trace"], "trace", {"msg_id": params["msg_id"]}, instance_id=context.instance_id
    )


def dead_letter_topic(params: Mapping[str, Any]) -> str:
    """Return the topic that holds the dead letters of a group, or the topic given."""
    return str(params["topic"] or DEAD_LETTER_PREFIX + params["group"])


def read_dead_letters(context: InstanceContext, params: Mapping[str, Any]) -> list[Any]:
    """Return dead letters: those with the given ids or unique keys (5.4.3), or all of them."""
    topic = dead_letter_topic(params)
    if not params["msg_ids"] and not params["uniq_keys"]:
        return _query(context, {"topic": topic, "start_time": "0", "end_time": str(now_ms(context.client.clock))}, None)
    body: dict[str, Any] = {"topic": topic}
    if params["msg_ids"]:
        body["msg_id_list"] = params["msg_ids"]
    if params["uniq_keys"]:
        body["uniq_key_list"] = params["uniq_keys"]
    try:
        answer = context.client.query(EXPORT, body, instance_id=context.instance_id)
    except ApiError as error:
        if has_no_messages(error):
            return []
        if error.is_unsupported_endpoint:
            return _find_by_ids(context, topic, params)
        raise
    letters = parse_items([answer] if isinstance(answer, dict) and "msg_id" in answer else answer or [], "messages")
    return [_with_property_list(letter) for letter in letters]


def _find_by_ids(context: InstanceContext, topic: str, params: Mapping[str, Any]) -> list[Any]:
    """Return dead letters where the service has no export any more: it still finds messages by their ids."""
    if params["uniq_keys"]:
        raise ValidationError("This region's service cannot find dead letters by 'uniq_keys'; give 'msg_ids' instead.")
    found = context.client.map_concurrently(
        lambda msg_id: _query(context, {"topic": topic, "msg_id": msg_id}, None), params["msg_ids"]
    )
    return [letter for letters in found for letter in letters]


@reading("messages")
def _with_property_list(letter: dict[str, Any]) -> dict[str, Any]:
    properties = letter.get("property_list")
    return {**letter, "property_list": [properties]} if isinstance(properties, dict) else letter


def check_message_ids(params: Mapping[str, Any]) -> None:
    """Raise ValidationError if no message is named, or an id is blank."""
    if not params["msg_ids"]:
        raise ValidationError("'msg_ids' is empty; name at least one message.")
    if "" in params["msg_ids"]:
        raise ValidationError(f"'msg_ids[{params['msg_ids'].index('')}]' is blank.")


def resend_dead_letters(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Send dead letters to their consumers once more (5.4.4); return the result of each message."""
    topic = dead_letter_topic(params)
    cause = f"The dead letters of {topic!r} were not resent"
    return _send_messages(context, ROUTES["resend_dead_letters"], {"topic": topic}, params["msg_ids"], cause)


def verify_consumption(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Push messages to one client of a group (5.4.5); return the result of each message."""
    body = {"group": params["group"], "client_id": params["client_id"]}
    if params["topic"]:
        body["topic"] = params["topic"]
    cause = f"Client {params['client_id']!r} of group {params['group']!r} was sent nothing"
    return _send_messages(context, ROUTES["verify_consumption"], body, params["msg_ids"], cause)


def _send_messages(
    context: InstanceContext, paths: tuple[str, ...], body: dict[str, Any], listed: Sequence[str], cause: str
) -> list[dict[str, Any]]:
    # An id that is listed twice would be delivered twice.
    msg_ids = list(dict.fromkeys(listed))
    try:
        answer = context.client.post(paths, {**body, "msg_id_list": msg_ids}, instance_id=context.instance_id)
    except OutcomeUnknown as error:
        # Sending it again could deliver messages twice, and nothing tells whether it was carried out.
        unknown = outcome_unknown(error, "the messages were sent")
        raise unknown.with_context(suffix=" It was not tried again.") from error
    except ApiError as error:
        if error.code in OFFLINE_CODES:
            raise error.with_context(f"{cause}: no consumer of the group is connected. ") from error
        if has_no_messages(error):
            raise error.with_context(f"{cause}: there are no messages in the topic. ") from error
        raise
    results = parse_items(answer or {}, "resend_results")
    answered = {entry.get("msg_id") for entry in results}
    silent = [{"msg_id": one, "error_code": "", "error_message": "no result"} for one in msg_ids if one not in answered]
    return [*results, *silent]


def check_properties(params: Mapping[str, Any]) -> None:
    """Raise ValidationError if a property of a message has no value."""
    check_no_null("Message", "properties", params["properties"])


def send_message(context: InstanceContext, params: Mapping[str, Any]) -> dict[str, Any]:
    """Send one message (not in the API reference); return it, with the `msg_id` it was given."""
    body: dict[str, Any] = {"topic": params["topic"], "body": params["body"]}
    if params["properties"]:
        body["property_list"] = [{"name": str(name), "value": str(one)} for name, one in params["properties"].items()]
    try:
        sent: dict[str, Any] = context.client.post(ROUTES["messages"], body, instance_id=context.instance_id)
    except OutcomeUnknown as error:
        unknown = outcome_unknown(error, "the message was sent")
        raise unknown.with_context(suffix=" It was not tried again.") from error
    return sent


def failed_results(results: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the results of the messages that failed: HTTP 200 says nothing about a single message."""
    return [entry for entry in results if entry.get("error_code") != SUCCESS_CODE]


def message_failure(params: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> RocketMQError | None:
    """Return the error that tells which messages failed, or None if none did."""
    failed = failed_results(results)
    if not failed:
        return None
    from .._api.error_parsing import sanitize_message

    first = failed[0]
    where = f"client {params['client_id']!r}" if params.get("client_id") else f"topic {dead_letter_topic(params)!r}"
    text = sanitize_message(f"{first.get('msg_id')}: {first.get('error_code')} {first.get('error_message')}")
    return RocketMQError(
        f"{len(failed)} of {len(results)} messages failed for {where}; the first of 'msg_ids' is {text}",
        results=list(results),
        error_code=sanitize_message(str(first.get("error_code") or "")),
        changed=len(failed) < len(results),
    )
