#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.message import read_dead_letters
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._task.inform import inform_of_instance


def main() -> None:
    inform_of_instance(
        "dead_letters",
        {
            "group": {"type": "str"},
            "topic": {"type": "str"},
            "msg_ids": {"type": "list", "elements": "str"},
            "uniq_keys": {"type": "list", "elements": "str", "no_log": False},
        },
        read_dead_letters,
        mutually_exclusive=[("group", "topic")],
        required_one_of=[("group", "topic")],
    )


if __name__ == "__main__":
    main()
