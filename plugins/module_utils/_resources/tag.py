# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Tags of an instance (chapter 5.7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .._api.errors import ApiError, RocketMQError, ValidationError

if TYPE_CHECKING:
    from .._api.client import Client

TAGS = "/v2/{project_id}/rocketmq/{instance_id}/tags"
TAGS_ACTION = TAGS + "/action"

# A key is in use by now, or gone: somebody else has written tags since they were read.
CONFLICT_CODES = frozenset({"DMS.10240045", "DMS.10240426"})

# Tags with such keys are the service's own.
SYSTEM_PREFIX = "_sys_"

KEY = re.compile(r"[\w.:=+@-](?:[\w .:=+@-]{0,126}[\w.:=+@-])?\Z")
VALUE = re.compile(r"[\w .:/=+@-]{0,255}\Z")


def check_tags(tags: Mapping[str, Any]) -> None:
    """Raise ValidationError if a tag's key or value is not allowed."""
    for key, value in tags.items():
        if str(key).startswith(SYSTEM_PREFIX):
            raise ValidationError(
                f"Tag key {key!r} is not allowed; keys that begin with {SYSTEM_PREFIX} are the service's."
            )
        if not KEY.match(str(key)):
            raise ValidationError(
                f"Tag key {key!r} is not allowed; a key has 1 to 128 letters, digits, spaces and characters of "
                "_.:=+-@ and no space at either end."
            )
        if not VALUE.match(str(value)):
            raise ValidationError(
                f"Tag value {value!r} of key {key!r} is not allowed; a value has at most 255 letters, digits, spaces "
                "and characters of _.:/=+-@."
            )


def tags_as_dict(tags: Any) -> dict[str, str]:
    """Return tags as a dict, from the service's list of keys and values or from the user's dict."""
    if isinstance(tags, Mapping):
        return {str(key): "" if value is None else str(value) for key, value in tags.items()}
    return {str(tag.get("key")): str(tag.get("value") or "") for tag in tags or ()}


def read_tags(client: Client, instance_id: str) -> dict[str, str]:
    """Return an instance's tags. An older API variant that cannot list them has them in the instance alone."""
    try:
        return tags_as_dict(client.list_all(TAGS, "tags", instance_id=instance_id))
    except ApiError as error:
        if not error.is_unsupported_endpoint:
            raise
    from .instance_api import read_instance

    return tags_as_dict((read_instance(client, instance_id) or {}).get("tags"))


def merge_tags(present: Mapping[str, str], tags: dict[str, str], purge: bool) -> dict[str, str]:
    """Return the tags an instance shall have: those given, and the others it has unless they are purged.

    The service's own are never purged.
    """
    return {key: value for key, value in present.items() if not purge or key.startswith(SYSTEM_PREFIX)} | tags


def set_tags(
    client: Client,
    instance_id: str,
    present: Mapping[str, str],
    desired_tags: Callable[[Mapping[str, str]], Mapping[str, str]],
    wait_if_busy: bool = True,
) -> dict[str, str]:
    """Make an instance's tags `desired_tags(present)`, whatever the tags present turn out to be, and return them.

    Where an answer is lost, or somebody else writes tags at the same time, they are read, and only what is still
    missing is written. Raises RocketMQError, with the detail `changed` if tags were removed. Without `wait_if_busy` the
    answer of a busy service is raised at once.
    """
    from .._engine.write import Write, confirmed_write

    tries, changed = 0, False

    def send(found: Mapping[str, str]) -> dict[str, str]:
        nonlocal tries, changed
        tries += 1
        desired = desired_tags(found)
        try:
            # Busy may mean that what got no answer is being done: that is seen through here.
            _write_tags(client, instance_id, found, desired, wait_if_busy or tries > 1)
        except RocketMQError as error:
            changed = changed or bool(error.details.get("changed"))
            raise
        return dict(desired)

    def read(before: Mapping[str, str], error: RocketMQError | None) -> dict[str, str]:
        found = read_tags(client, instance_id)
        if isinstance(error, ApiError) and found == before:
            raise error
        return found

    write = Write(
        action=lambda found: "the tags were written",
        send=send,
        read=read,
        next_request=lambda found: None if desired_tags(found) == found else found,
        may_be_outdated=lambda found, error: isinstance(error, ApiError) and error.code in CONFLICT_CODES,
    )
    written = confirmed_write(client, write, present)
    if written.error is not None:
        raise written.error.with_context(changed=changed)
    return dict(written.state if written.was_read else written.answer)


def _write_tags(
    client: Client, instance_id: str, present: Mapping[str, str], wanted: Mapping[str, str], wait_if_busy: bool
) -> None:
    """Make an instance's tags as desired, touching only those that differ."""
    gone = {key: value for key, value in present.items() if wanted.get(key) != value}
    new = {key: value for key, value in wanted.items() if present.get(key) != value}
    # A key that is in use cannot be created again, so a tag with a new value is deleted first.
    if gone:
        _send(client, instance_id, "delete", gone, wait_if_busy)
    if new:
        try:
            _send(client, instance_id, "create", new, wait_if_busy)
        except RocketMQError as error:
            if gone:
                prefix = f"The tags {', '.join(sorted(gone))} were removed, but then: "
                raise error.with_context(prefix, changed=True) from error
            raise


def _send(client: Client, instance_id: str, action: str, tags: Mapping[str, str], wait_if_busy: bool) -> None:
    entries = [{"key": key, "value": value} for key, value in sorted(tags.items())]
    body = {"action": action, "tags": entries}
    client.post(TAGS_ACTION, body, wait_if_busy=wait_if_busy, instance_id=instance_id)
