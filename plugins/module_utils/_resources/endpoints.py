# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Where topics and consumer groups are in the API, for all that is about them without managing them."""

from __future__ import annotations

from .._engine.resource import Endpoint

TOPICS = "/v2/{project_id}/instances/{instance_id}/topics"
TOPIC = TOPICS + "/{topic}"
TOPIC_GROUPS = TOPIC + "/groups"
GROUPS = "/v2/{project_id}/instances/{instance_id}/groups"
GROUP = GROUPS + "/{group}"

TOPIC_ENDPOINT = Endpoint(
    collection=TOPICS,
    item=TOPIC,
    parameter="topic",
    items_key="topics",
    name_key="name",
    # On these paths 400 DMS.00050004 means that there is no such topic (on others: a group without consumers); the two
    # 404 codes are the older API variant's.
    not_found_codes=frozenset({"DMS.00050004", "DMS.10240401", "DMS.10540401"}),
)

GROUP_ENDPOINT = Endpoint(
    collection=GROUPS,
    item=GROUP,
    parameter="group",
    items_key="groups",
    name_key="name",
    # 400 from today's service, 404 from the older API variant.
    not_found_codes=frozenset({"DMS.00050012", "DMS.10240405"}),
)

# What the service answers where no consumer of a group is connected.
OFFLINE_CODES = frozenset({"DMS.00050004", "DMS.50050004"})
