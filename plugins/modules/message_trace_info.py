#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.message import read_trace
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._task.inform import inform_of_instance


def main() -> None:
    inform_of_instance("traces", {"msg_id": {"type": "str", "required": True}}, read_trace)


if __name__ == "__main__":
    main()
