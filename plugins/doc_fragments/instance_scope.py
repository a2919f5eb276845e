# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which instance a module is about."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  instance_id:
    description:
      - The ID of the instance.
      - Exactly one of O(instance_id) and O(instance_name) is required. The ID saves the request that looks up the name.
      - In check mode, it may be the ID that M(huaweicloud.rocketmq.instance) predicts for an instance that it would
        create.
    type: str
  instance_name:
    description:
      - The name of the instance. It is an error if no instance, or more than one, has this name.
      - An instance that is alive takes precedence over one that failed to be created or is being deleted.
    type: str
"""
