#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.access_policy import read_policies
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._task.inform import inform_of_instance


def main() -> None:
    inform_of_instance(
        "policies",
        {"topic": {"type": "str"}, "group": {"type": "str"}},
        read_policies,
        mutually_exclusive=[("topic", "group")],
        required_one_of=[("topic", "group")],
    )


if __name__ == "__main__":
    main()
