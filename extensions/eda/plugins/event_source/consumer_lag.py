# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Events when a RocketMQ consumer group falls behind, and when it has caught up."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

DOCUMENTATION = r"""
---
name: consumer_lag
short_description: Tell when a RocketMQ consumer group falls behind, and when it has caught up
description:
  - Asks the service regularly how far the consumer groups of an instance are behind. An event comes when a group
    reaches the threshold (state is exceeded), and the next one when it is down at the clear threshold (state is
    cleared). In between there is none, however the lag moves.
  - An event has rocketmq.type (consumer_lag), rocketmq.state, rocketmq.group, rocketmq.lag, rocketmq.unknown_queues,
    rocketmq.threshold, rocketmq.clear_threshold, rocketmq.instance_id, rocketmq.instance_name (if given) and
    rocketmq.region. Its meta.uuid stays the same if it is told once more.
  - The service does not tell the lag of some queues, nor that of a group without connected consumers. A group counts as
    behind as soon as the queues that are known reach the threshold, and as caught up only when all of them are known;
    without any, it stays what it was.
options:
  instance_id:
    description:
      - The ID of the instance. Give either this or instance_name.
    type: str
  instance_name:
    description:
      - The name of the instance.
    type: str
  groups:
    description:
      - The consumer groups to watch. By default all, those that are made later included.
    type: list
    elements: str
  threshold:
    description:
      - From how many messages on a group is behind.
    type: int
    required: true
  clear_threshold:
    description:
      - Down to how many messages it must come to have caught up. By default half of the threshold.
    type: int
  interval:
    description:
      - How often the service is asked, in seconds. After failures it is asked less often, up to every 10 minutes.
    type: float
    default: 60
  state_file:
    description:
      - A file in which the source remembers what it has told, so that it goes on where it was after a restart. Each
        source needs its own. It holds no secrets. The folder must exist.
      - Without it, a source that is restarted tells once more which groups are behind, and does not tell that a group
        has caught up meanwhile.
    type: path
  region:
    description:
      - The region, such as eu-west-0. Falls back to HUAWEICLOUD_REGION, HW_REGION_NAME.
    type: str
  cloud:
    description:
      - The domain of the cloud, by default myhuaweicloud.com. Falls back to HUAWEICLOUD_CLOUD, HW_CLOUD.
    type: str
  endpoint:
    description:
      - The address of the service, if the region does not tell it. Falls back to HUAWEICLOUD_ROCKETMQ_ENDPOINT.
    type: str
  iam_endpoint:
    description:
      - The address of IAM, if the region does not tell it. Falls back to HUAWEICLOUD_SDK_IAM_ENDPOINT.
    type: str
  access_key:
    description:
      - The access key (AK). Better left to the environment. Falls back to HUAWEICLOUD_SDK_AK, HW_ACCESS_KEY.
    type: str
  secret_key:
    description:
      - The secret key (SK). Better left to the environment. Falls back to HUAWEICLOUD_SDK_SK, HW_SECRET_KEY.
    type: str
  security_token:
    description:
      - The token that belongs to a temporary AK/SK. Falls back to HUAWEICLOUD_SDK_SECURITY_TOKEN, HW_SECURITY_TOKEN.
    type: str
  auth_token:
    description:
      - A token of the project. Falls back to HUAWEICLOUD_AUTH_TOKEN, HW_AUTH_TOKEN.
    type: str
  username:
    description:
      - The IAM user, with password and domain_name. Falls back to HW_USER_NAME.
    type: str
  password:
    description:
      - The password of the IAM user. Falls back to HW_USER_PASSWORD.
    type: str
  domain_name:
    description:
      - The account of the IAM user. Falls back to HW_DOMAIN_NAME.
    type: str
  project_id:
    description:
      - The ID of the project. Falls back to HUAWEICLOUD_SDK_PROJECT_ID, HW_PROJECT_ID.
    type: str
  project_name:
    description:
      - The name of the project, by default the region. Falls back to HW_PROJECT_NAME.
    type: str
  validate_certs:
    description:
      - Whether certificates are verified. Falls back to HUAWEICLOUD_VALIDATE_CERTS.
    type: bool
    default: true
  ca_path:
    description:
      - A file or folder of certificates to trust. Falls back to HUAWEICLOUD_CA_PATH.
    type: path
  request_timeout:
    description:
      - How long an answer is waited for, in seconds. Falls back to HUAWEICLOUD_REQUEST_TIMEOUT.
    type: float
    default: 30.0
  max_retries:
    description:
      - How often a request that failed for a reason that passes is sent again. Falls back to HUAWEICLOUD_MAX_RETRIES.
    type: int
    default: 5
"""

EXAMPLES = r"""
- name: Watch two groups
  huaweicloud.rocketmq.consumer_lag:
    region: eu-west-0
    instance_name: orders
    groups: [billing, shipping]
    threshold: 10000
    clear_threshold: 1000
    state_file: /var/lib/eda/orders-lag.json
"""

# ansible-rulebook runs this file by itself, without making the collections importable.
_COLLECTIONS = str(Path(__file__).resolve().parents[7])
if _COLLECTIONS not in sys.path:
    sys.path.append(_COLLECTIONS)

from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._event_lag import SOURCE  # noqa: E402
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._event_source import run_source  # noqa: E402


async def main(queue: asyncio.Queue[Any], args: dict[str, Any]) -> None:
    """Put events into the queue until cancelled."""
    await run_source(queue, args, SOURCE)
