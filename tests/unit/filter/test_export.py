# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What entries share becomes the defaults of a fleet, such that merging gives the entries again."""

from __future__ import annotations

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.fleet_entries import merged
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._export import fleet_document, host_variables
from hypothesis import given
from hypothesis import strategies as st

ENTRY = st.fixed_dictionaries(
    {"name": st.text(min_size=1)},
    optional={
        "region": st.sampled_from(["a", "b"]),
        "broker_num": st.integers(1, 2),
        "available_zones": st.sampled_from([["x"], ["x", "y", "z"]]),
        "tags": st.dictionaries(st.sampled_from("ab"), st.sampled_from("cd")),
        "topics": st.lists(st.fixed_dictionaries({"name": st.text()}), max_size=2),
    },
)


@given(st.lists(ENTRY, min_size=1, max_size=6))
def test_entries_with_the_defaults_are_what_they_were(fleet):
    document = fleet_document(fleet)
    assert [merged(entry, document.get("fleet_defaults", {})) for entry in document["fleet"]] == fleet


def test_what_most_entries_share_is_written_once():
    fleet = [{"name": str(number), "region": "a", "vpc_id": str(number == 2)} for number in range(3)]
    document = fleet_document(fleet)
    assert document["fleet_defaults"] == {"region": "a", "vpc_id": "False"}
    assert document["fleet"] == [{"name": "0"}, {"name": "1"}, {"name": "2", "vpc_id": "True"}]
    assert fleet_document(fleet[:1]) == {"fleet": fleet[:1]}


def test_variables_of_a_host():
    entry = {"name": "orders", "region": "a", "topics": [{"name": "t"}], "users": [{"name": "u"}], "broker_num": 2}
    assert host_variables(entry) == {
        "rocketmq_instance_name": "orders",
        "rocketmq_region": "a",
        "rocketmq_instance_topics": [{"name": "t"}],
        "rocketmq_acl_users": [{"name": "u"}],
        "rocketmq_instance_broker_num": 2,
    }
