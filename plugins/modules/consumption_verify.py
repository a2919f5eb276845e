#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.message import (
    check_message_ids,
    message_failure,
    verify_consumption,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._task.act import act


def main() -> None:
    act(
        "results",
        {
            "group": {"type": "str", "required": True},
            "client_id": {"type": "str", "required": True},
            "msg_ids": {"type": "list", "elements": "str", "required": True},
            "topic": {"type": "str"},
        },
        verify_consumption,
        check=check_message_ids,
        failure=message_failure,
    )


if __name__ == "__main__":
    main()
