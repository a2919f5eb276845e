# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be expected of a module."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can run in check mode and report what it would change, without changing anything.
  diff_mode:
    description: Can show what it changed, or would change in check mode.
  idempotent:
    description: When run a second time with the same options, it changes nothing.
  action_group:
    description: Use the action group in C(module_defaults) to set options of all modules in it.
notes:
  - A failure carries C(msg). If the service answered, it also carries C(http_status), C(error_code), C(request_id),
    which support asks for, and C(hint), which says what to do about this code.
  - In a failure, C(transient) says whether a retry of the task may succeed, because the service throttled, had an
    internal error or could not be reached. Use it with C(until). It is false after C(wait_timeout), and if it is not
    known whether a change was carried out.
  - Throttled requests, internal errors of the service and lost connections are retried automatically, up to
    C(max_retries) times. A write whose answer was lost is only sent again after a read has shown that it was not
    carried out, or if doing it twice is harmless.
"""

    MANAGE = r"""
attributes:
  check_mode:
    support: full
    details:
      - Reads as much as a real run, sends no change, and predicts its C(changed) and C(diff).
  diff_mode:
    support: full
    details:
      - Shows the fields that the task manages, before and after. Secrets are never shown.
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
      - Check mode only looks up the instance, and reports a change.
  diff_mode:
    support: none
    details:
      - The service does not tell in advance what an action will do.
  idempotent:
    support: none
    details:
      - Each run performs the action again.
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
