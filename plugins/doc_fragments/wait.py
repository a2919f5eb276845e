# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a busy service is waited for."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  wait_timeout:
    description:
      - For how many seconds, counted from the start of the task, the module goes on while the service is busy, because
        the instance is changing, for example.
      - With V(0) the first answer counts.
    type: float
    default: 600.0
  wait_interval:
    description:
      - How many seconds lie between two attempts, or two looks at what is waited for.
    type: float
    default: 10.0
"""

    INSTANCE = r"""
options:
  wait:
    description:
      - Whether to wait until the instance is as wanted, or gone.
      - With V(false) the module starts what it can and returns. A later run goes on where it left off, so what can only
        be set on an instance that is running, such as its tags and configs, is set then.
    type: bool
    default: true
  wait_timeout:
    description:
      - For how many seconds, counted from the start of the task, the module waits. Creating an instance takes the
        service 12 to 50 minutes.
      - When the time is over the module fails. The instance stays, and the next run goes on waiting for it.
    type: float
    default: 3600.0
  wait_interval:
    description:
      - How many seconds lie between two looks at the instance, or two attempts while the service is busy.
    type: float
    default: 10.0
"""

    PROGRESS = r"""
attributes:
  progress:
    description: Shows what it is waiting for while it waits, without C(-v).
    support: partial
    details:
      - A line for each O(wait_interval) shows names, statuses, and the time so far. That takes a module that runs on
        the controller. With C(async) or C(no_log), and with C(become) for a user other than root, it waits without a
        word.
"""
