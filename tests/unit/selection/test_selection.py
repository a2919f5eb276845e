# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which instance the variables mean, without a service. Integration tests go through the tables of the guide."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import ValidationError
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.settings import CONNECTION_OPTIONS
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.fleet_entries import INSTANCE_SPEC
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils import _role_variables, _selection
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[3]
CARRIED = "carried-id"
VARIABLES = [name for name in _selection.VARIABLES if name != _selection.CARRIED_ID]
# Which of the variables name an instance for whom.
NAMING = {
    "rocketmq_instance": {"rocketmq_instance_instance_id", "rocketmq_instance_name", "rocketmq_instance_id"},
    "rocketmq_acl": set(VARIABLES),
    "playbook": set(VARIABLES),
}


@given(
    scope=st.sampled_from(sorted(NAMING)),
    variables=st.dictionaries(st.sampled_from(VARIABLES), st.sampled_from(["one", "two"])),
    carried=st.booleans(),
    state=st.sampled_from(["present", "absent"]),
)
def test_carried_id_counts_only_where_nothing_else_is_said(scope, variables, carried, state):
    all_of_it = {**variables, "rocketmq_instance_state": state, **({"instance_id": CARRIED} if carried else {})}
    explicit = set(variables) & NAMING[scope]
    try:
        meant = _role_variables.selection(scope, all_of_it)
    except ValidationError as error:
        assert not (explicit or carried) or "name different instances" in error.message
        return
    if explicit:
        assert CARRIED not in (meant.instance_id, meant.name)
        assert {meant.instance_id, meant.name} - {""} <= {variables[name] for name in explicit}
    else:
        assert meant.options == {"instance_id": CARRIED}


@given(
    scope=st.sampled_from(sorted(NAMING)),
    variables=st.dictionaries(st.sampled_from(VARIABLES), st.sampled_from(["one", "two"]), min_size=1),
)
def test_id_and_name_are_held_against_each_other_unless_a_rename_is_asked_for(scope, variables):
    try:
        meant = _role_variables.selection(scope, variables)
    except ValidationError:
        return
    if meant.instance_id and meant.name:
        rename = scope == "rocketmq_instance" and "rocketmq_instance_instance_id" in variables
        assert bool(meant.rivals) != rename
        assert ("name" in meant.options) == rename


@pytest.mark.parametrize("blank", ["", " ", None, "__omit_place_holder__1234"])
def test_blank_of_any_kind_counts_as_not_given(blank):
    assert _role_variables.is_blank(blank)


@pytest.mark.parametrize("value", [0, False, [], {}, "0", "false"])
def test_value_that_is_false_is_given(value):
    assert not _role_variables.is_blank(value)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("'topics[0]': 'b!' is not allowed", "'rocketmq_instance_topics[0]': 'b!' is not allowed"),
        ("'broker_num' must be 1 or more", "'rocketmq_instance_broker_num' must be 1 or more"),
        ("Instance 'orders': it has 'name' only", "Instance 'orders': it has 'name' only"),
    ],
)
def test_message_names_the_variables_of_the_role(message, told):
    assert _role_variables.in_words_of("rocketmq_instance", message) == told


def test_wait_interval_of_zero_is_told_by_its_variable():
    given_variables = {"rocketmq_acl_instance_name": "orders", "rocketmq_acl_wait_interval": 0}
    assert "'rocketmq_acl_wait_interval'" in _role_variables.mistake("rocketmq_acl", given_variables)


@pytest.mark.parametrize("option", sorted(set(INSTANCE_SPEC) - {"instance_id", "name"}))
def test_every_option_of_an_instance_is_passed_on_by_the_role(option):
    value = object()
    assert _role_variables.instance_options({f"rocketmq_instance_{option}": value})[option] is value
    assert f"rocketmq_instance_{option}" in _role_variables.names_of("rocketmq_instance")


def test_blank_suboptions_count_as_not_given():
    blank = dict.fromkeys(("expand_threshold", "expand_increment", "max_volume_size"), "")
    given_variables = {
        "rocketmq_instance_name": "orders",
        "rocketmq_instance_volume_auto_expand": {"auto_volume_expand_enable": "true", **blank},
        "rocketmq_instance_bss_param": {"charging_mode": "", "period_num": None},
    }
    options = _role_variables.instance_options(given_variables)
    assert options["volume_auto_expand"] == {"auto_volume_expand_enable": "true"} and "bss_param" not in options
    assert _role_variables.mistake("rocketmq_instance", given_variables) == ""


@pytest.mark.parametrize("option", sorted(CONNECTION_OPTIONS))
@pytest.mark.parametrize("scope", sorted(_role_variables.CONNECTION_PREFIXES))
def test_every_option_of_the_connection_is_passed_on(scope, option):
    for prefix in _role_variables.CONNECTION_PREFIXES[scope]:
        assert prefix + option in _role_variables.names_of(scope)
        assert _role_variables.connection(scope, {prefix + option: "value"}) == {option: "value"}


@pytest.mark.parametrize("role", ["rocketmq_instance", "rocketmq_acl"])
def test_role_documents_every_variable_that_it_reads_by_its_prefix(role):
    documented = yaml.safe_load((ROOT / "roles" / role / "meta" / "argument_specs.yml").read_text())
    read = {name for name in _role_variables.names_of(role) if name.startswith(f"{role}_")} - {"rocketmq_instance_id"}
    assert set(documented["argument_specs"]["main"]["options"]) == read
