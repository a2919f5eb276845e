# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Restarting an instance (not in the API reference)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._api.errors import RocketMQError
from .._engine.resource import InstanceContext
from .._engine.wait import growing_pause, wait_until
from .._engine.write import Write, confirmed_write
from .instance_api import read_instance
from .instance_status import is_terminal_failure
from .routes import ROUTES

# A restart may not show in the status at once, or be over before the first poll.
POLLS_BEFORE_IT_SHOWS = 3
# How long (s) a restart that got no answer is looked for before it is asked for again.
TIME_TO_SHOW = 10.0


def restart(context: InstanceContext, nodes: Sequence[str]) -> None:
    """Restart an instance, or the nodes with these ids. Raises ApiError, TransportFailure and OutcomeUnknown."""
    body: Any = {"nodes": list(nodes)} if nodes else None
    write = Write(
        action=lambda sent: "the instance was restarted",
        send=lambda sent: context.client.post(ROUTES["restart"], body, instance_id=context.instance_id),
        read=lambda sent, error: _is_restarting(context),
        # While it does not restart, the request has had no effect.
        next_request=lambda is_restarting: None if is_restarting else True,
    )
    confirmed_write(context.client, write, True).or_raise()


def wait_until_running(context: InstanceContext) -> None:
    """Wait until a restarted instance runs again. Raises RocketMQError if it fails, or does not within the time."""
    client, polls, is_seen, status = context.client, 0, False, ""

    def poll() -> bool | None:
        nonlocal polls, is_seen, status
        status, polls = _status(context), polls + 1
        if not status:
            raise RocketMQError("The instance was restarted, and then deleted by somebody else.", changed=True)
        if is_terminal_failure(status):
            raise RocketMQError(f"The instance was restarted and is in status {status}.", status=status, changed=True)
        is_seen = is_seen or status != "RUNNING"
        return True if status == "RUNNING" and (is_seen or polls >= POLLS_BEFORE_IT_SHOWS) else None

    if wait_until(client, poll, client.remaining_time()) is None:
        raise RocketMQError(
            f"The instance was restarted and is not RUNNING after {client.wait_policy.timeout:g} s: its status is "
            f"{status}.",
            status=status,
            changed=True,
        )


def _is_restarting(context: InstanceContext) -> bool:
    """Return whether a restart that got no answer shows, at once or soon."""
    client = context.client
    seen = wait_until(client, lambda: _status(context) != "RUNNING" or None, TIME_TO_SHOW, growing_pause(client))
    return bool(seen)


def _status(context: InstanceContext) -> str:
    return str((read_instance(context.client, context.instance_id) or {}).get("status") or "")
