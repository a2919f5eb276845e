#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.consumer_offset import (
    check_timestamp,
    reset_offset,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._task.act import act


def main() -> None:
    act(
        "queues",
        {
            "group": {"type": "str", "required": True},
            "topic": {"type": "str", "required": True},
            "timestamp": {"type": "str", "required": True},
        },
        reset_offset,
        check=check_timestamp,
    )


if __name__ == "__main__":
    main()
