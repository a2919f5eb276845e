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
      - For how many seconds, counted from the start of the task, to retry while the service is busy, for example
        because the instance is changing.
      - With V(0), a busy service is an error at once.
    type: float
    default: 600.0
  wait_interval:
    description:
      - How many seconds to wait between two attempts, or between two polls.
    type: float
    default: 10.0
"""

    INSTANCE = r"""
options:
  wait:
    description:
      - Whether to wait until the instance is as desired, or deleted.
      - With V(false), the module starts what it can and returns. A later run continues, and sets what can only be set
        on a running instance, such as tags and configs.
    type: bool
    default: true
  wait_timeout:
    description:
      - For how many seconds to wait, counted from the start of the task. Creating an instance takes 12 to 50 minutes.
      - Then the module fails. The instance stays, and the next run goes on waiting for it.
    type: float
    default: 3600.0
  wait_interval:
    description:
      - How many seconds to wait between two polls of the instance, or between two attempts while the service is busy.
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
        the controller. With C(async) or C(no_log), and with C(become) for a user other than root, it shows
        nothing.
"""
