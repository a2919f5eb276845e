#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.message import check_query, read_messages
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._task.inform import inform_of_instance


def main() -> None:
    inform_of_instance(
        "messages",
        {
            "topic": {"type": "str", "required": True},
            "msg_id": {"type": "str"},
            "start_time": {"type": "str"},
            "end_time": {"type": "str"},
            "limit": {"type": "int"},
        },
        read_messages,
        check=check_query,
        mutually_exclusive=[("msg_id", "start_time"), ("msg_id", "end_time")],
    )


if __name__ == "__main__":
    main()
