#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: instance_restore
short_description: Bring deleted RocketMQ instances back
version_added: 2.0.0
description:
  - Brings instances back from the recycle bin with all that is on them, and waits until they are RUNNING. They keep
    their IDs.
  - An instance that exists already is left as it is. One that neither exists nor is in the recycle bin is an error.
  - If the recycle bin holds several instances of a name, O(instance_ids) says which one is meant. An
    instance cannot be brought back while another one has its name; this is a failure.
  - An instance that cannot be brought back does not stop the others. The task fails at the end.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.manage
  - huaweicloud.rocketmq.attributes.group_write
  - huaweicloud.rocketmq.wait.progress
  - huaweicloud.rocketmq.auth
options:
  names:
    description:
      - The names of the instances. Give these, O(instance_ids), or both.
    type: list
    elements: str
  instance_ids:
    description:
      - The IDs of the instances.
    type: list
    elements: str
  wait:
    description:
      - Whether to wait until the instances are RUNNING.
    type: bool
    default: true
  wait_timeout:
    description:
      - For how many seconds to wait, counted from the start of the task. Then the module fails. The service goes on,
        and the next run goes on waiting.
    type: float
    default: 3600.0
  wait_interval:
    description:
      - How many seconds to wait between two polls, or between two attempts while the service is busy.
    type: float
    default: 10.0
seealso:
  - module: huaweicloud.rocketmq.recycle_bin_info
  - module: huaweicloud.rocketmq.recycle_bin
  - module: huaweicloud.rocketmq.instance
"""

EXAMPLES = r"""
- name: Delete an instance
  huaweicloud.rocketmq.instance:
    name: orders
    state: absent

- name: Bring it back
  huaweicloud.rocketmq.instance_restore:
    names: [orders]
"""

RETURN = r"""
restored:
  description: The names of the instances that were brought back, or would be in check mode.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: [orders]
unchanged:
  description: The names of the instances that were there already.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: [payments]
failures:
  description: The instances that could not be brought back, and why. The others were processed.
  returned: success, or when some items failed
  type: list
  elements: dict
  contains:
    name:
      description: The name.
      returned: success
      type: str
      sample: reports
    msg:
      description: What went wrong.
      returned: success
      type: str
      sample: Instance 'reports' is not in the recycle bin, and does not exist.
    error_code:
      description: The error code of the service. Empty if no request was sent.
      returned: always
      type: str
      sample: DMS.00400035
    transient:
      description: Whether a retry may succeed without any change by the user.
      returned: always
      type: bool
      sample: false
    http_status:
      description: The HTTP status.
      returned: when the service answered
      type: int
      sample: 400
    request_id:
      description: The ID by which support finds the request.
      returned: when provided by the service
      type: str
      sample: 8abfa7b27da211df017da340427b0979
    hint:
      description: What to do about this error code.
      returned: when there is advice
      type: str
      sample: ask for a higher quota, or delete what is not needed any more
instances:
  description:
    - The instances as the service shows them. In check mode, and with O(wait=false), one that is brought back only has
      its name and ID, which is all zeros in check mode.
  returned: success, or when some items failed
  type: list
  elements: dict
  contains:
    instance_id:
      description: The ID.
      returned: success
      type: str
      sample: 68fdc9a8-805e-439d-8dd9-25adc1c58bf6
    name:
      description: The name.
      returned: success
      type: str
      sample: orders
    status:
      description: The status.
      returned: when provided by the service
      type: str
      sample: RUNNING
phases:
  description: How many objects, requests and seconds each phase of the module took.
  returned: success, or when some items failed
  type: dict
  sample:
    read: {count: 1, requests: 2, seconds: 0.2}
    write: {count: 1, requests: 3, seconds: 62.1}
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.restore import run_restore


def main() -> None:
    run_restore()


if __name__ == "__main__":
    main()
