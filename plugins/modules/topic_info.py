#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.topic_details import read_topics
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._task.inform import inform_of_instance


def main() -> None:
    inform_of_instance(
        "topics",
        {
            "name": {"type": "str"},
            "gather": {"type": "list", "elements": "str", "choices": ["consumer_groups", "status", "access_policy"]},
        },
        read_topics,
    )


if __name__ == "__main__":
    main()
