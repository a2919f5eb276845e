# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be expected of a module."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can run in check mode and tell what it would change, without changing anything.
  diff_mode:
    description: Can show what it changed, or would change in check mode.
  idempotent:
    description: When run a second time with the same options, it changes nothing.
  action_group:
    description: Use the action group in C(module_defaults) to set options of all modules in it.
"""

    MANAGE = r"""
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
"""

    INFO = r"""
attributes:
  check_mode:
    support: full
    details:
      - This module changes nothing.
  diff_mode:
    support: N/A
    details:
      - This module changes nothing.
  idempotent:
    support: full
"""

    ACTION = r"""
attributes:
  check_mode:
    support: full
    details:
      - In check mode nothing is sent, and the result says changed.
  diff_mode:
    support: none
    details:
      - The service does not tell beforehand what an action is going to do.
  idempotent:
    support: none
    details:
      - Each run does the action again.
"""

    GROUP_ALL = r"""
attributes:
  action_group:
    support: full
    membership:
      - huaweicloud.rocketmq.all
"""

    GROUP_INSTANCE = r"""
attributes:
  action_group:
    support: full
    membership:
      - huaweicloud.rocketmq.all
      - huaweicloud.rocketmq.instance_scoped
"""

    GROUP_INSTANCE_WRITE = r"""
attributes:
  action_group:
    support: full
    membership:
      - huaweicloud.rocketmq.all
      - huaweicloud.rocketmq.instance_scoped
      - huaweicloud.rocketmq.write
"""

    GROUP_WRITE = r"""
attributes:
  action_group:
    support: full
    membership:
      - huaweicloud.rocketmq.all
      - huaweicloud.rocketmq.write
"""
