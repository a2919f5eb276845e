# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an inventory file means, which instances pass, and what hosts are made of."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml
from ansible_collections.huaweicloud.rocketmq.plugins.inventory import instances as plugin
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import (
    ApiError,
    TransportFailure,
    ValidationError,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.settings import CONNECTION_OPTIONS
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils import _inventory, _inventory_trust
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._inventory import Filters
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._inventory_hosts import (
    Recorder,
    check_hostnames,
    host_names,
    name_choices,
    named_in_file,
)

KEYS = {"access_key": "AK", "secret_key": "SK"}


@pytest.fixture(autouse=True)
def no_environment(monkeypatch):
    for option in CONNECTION_OPTIONS.values():
        for name in option.environment:
            monkeypatch.delenv(name, raising=False)


def options(**given):
    return _inventory.connection_options({"region": "eu-west-0", **KEYS, **given})


def instance(number=0, **fields):
    return {"instance_id": f"id-{number}", "name": f"orders-{number}", "status": "RUNNING", **fields}


def variables(number=0, **fields):
    source = _inventory.read_sources(options(), None)[0]
    return _inventory.variables_of(instance(number, **fields), source, "p" * 32)


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"filter": {}}, ["'filter'", "filters", "sources"]),
        ({"sources": {"region": "eu-west-0"}}, ["sources", "list", "[{region: eu-west-0}"]),
        ({"sources": [{"region": "eu-west-0"}, "eu-west-1"]}, ["sources[1]", "not a text", "{region: eu-west-0}"]),
        ({"sources": [{"regions": "eu-west-0"}]}, ["sources[0]", "'regions'", "region"]),
        ({"filters": ["orders"]}, ["filters", "dictionary", "{status: [RUNNING]"]),
        ({"filters": {"state": "RUNNING"}}, ["filters", "'state'", "enterprise_project_id, name, status, tags"]),
        ({"hostnames": {"name": 1}}, ["hostnames", "[name, instance_id]"]),
        ({"unreachable": True}, ["unreachable", "'fail' or 'warn'"]),
        ({"compose": ["a"]}, ["compose", "dictionary"]),
        ({"keyed_groups": {"key": "a"}}, ["keyed_groups", "list"]),
        ({"keyed_groups": [{"prefix": "a"}]}, ["keyed_groups[0]", "'key'"]),
    ],
)
def test_mistake_in_the_file_is_told_with_its_key_and_what_to_write(config, told):
    known = [*yaml.safe_load(plugin.DOCUMENTATION)["options"], *CONNECTION_OPTIONS, "compose", "groups", "keyed_groups"]
    with pytest.raises(ValidationError) as caught:
        _inventory.check_file(config, known)
    for word in told:
        assert word in caught.value.message


def test_suboptions_of_sources_are_documented_as_they_are_known():
    documented = yaml.safe_load(plugin.DOCUMENTATION)["options"]
    assert set(documented["sources"]["suboptions"]) == set(_inventory.SOURCE_KEYS)
    assert set(documented["filters"]["suboptions"]) == set(_inventory.FILTER_SPEC)
    for name, option in CONNECTION_OPTIONS.items():
        assert documented["sources"]["suboptions"][name]["type"] == option.type


def test_blank_values_count_as_not_given_and_the_first_variable_wins(monkeypatch):
    monkeypatch.setenv("HUAWEICLOUD_REGION", " ")
    monkeypatch.setenv("HW_REGION_NAME", "eu-west-1")
    monkeypatch.setenv("HUAWEICLOUD_SDK_AK", "first")
    monkeypatch.setenv("HW_ACCESS_KEY", "second")
    for name in ("HUAWEICLOUD_VALIDATE_CERTS", "HUAWEICLOUD_MAX_RETRIES", "HUAWEICLOUD_CA_PATH"):
        monkeypatch.setenv(name, "")
    found = _inventory.connection_options({"region": "", "max_retries": ""})
    assert (found["region"], found["access_key"]) == ("eu-west-1", "first")
    assert (found["validate_certs"], found["max_retries"], found["ca_path"]) == (True, 5, None)


def test_wrong_type_is_told_by_the_options_name():
    with pytest.raises(ValidationError, match="max_retries"):
        _inventory.connection_options({"max_retries": "many"})
    with pytest.raises(ValidationError, match=r"sources\[1\].*request_timeout"):
        _inventory.read_sources(options(), [{"region": "eu-west-0"}, {"region": "a-b-1", "request_timeout": "long"}])


def test_sources_take_over_what_fits():
    base = options(project_id="p0", endpoint="https://dms.example.com", max_retries=1)
    sources = _inventory.read_sources(
        base,
        [
            {},
            {"region": "eu-west-0", "project_name": "other"},
            {"region": "eu-west-1", "max_retries": 2, "unreachable": "warn"},
            {"username": "u", "password": "p", "domain_name": "d"},
        ],
    )
    settings = [source.settings for source in sources]
    assert [one.project_id for one in settings] == ["p0", "", "", ""]
    assert [one.project_name for one in settings] == ["eu-west-0", "other", "eu-west-1", "eu-west-0"]
    assert [one.max_retries for one in settings] == [1, 1, 2, 1]
    assert [one.access_key for one in settings] == ["AK", "AK", "AK", ""]
    assert {one.endpoint for one in settings} == {"https://dms.example.com"}
    assert [source.unreachable for source in sources] == ["fail", "fail", "warn", "fail"]
    assert sources[2].label == "sources[2] (eu-west-1 at https://dms.example.com)"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ({"access_key": "x"}, ["sources[0]", "secret_key"]),
        ({"region": "eu west"}, ["sources[0]", "'eu west'", "eu-west-0"]),
        ({"unreachable": "ignore"}, ["sources[0]", "'fail' or 'warn'"]),
        ({"endpoint": "ftp://x"}, ["sources[0]", "endpoint"]),
    ],
)
def test_mistake_in_a_source_is_told_by_its_number(source, told):
    with pytest.raises(ValidationError) as caught:
        _inventory.read_sources(options(), [source])
    for word in told:
        assert word in caught.value.message


def test_missing_credentials_are_told_by_option_and_variable():
    with pytest.raises(ValidationError, match="HUAWEICLOUD_SDK_AK"):
        _inventory.read_sources(_inventory.connection_options({"region": "eu-west-0"}), None)


@pytest.mark.parametrize(
    ("filters", "query"),
    [
        ({}, {}),
        ({"name": "", "status": None}, {}),
        ({"name": "orders"}, {"name": "orders", "exact_match_name": "true"}),
        ({"name": "orders-*", "status": ["RUNNING", "ERROR"]}, {}),
        ({"status": "running"}, {"status": "RUNNING"}),
        ({"status": ["CREATEFAILED"]}, {"status": "CREATEFAILED", "include_failure": "true"}),
        ({"enterprise_project_id": 0}, {"enterprise_project_id": "0"}),
    ],
)
def test_service_is_asked_as_much_as_it_can_answer(filters, query):
    assert _inventory.query_of(_inventory.read_filters(filters)) == query


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(name="orders-0"), True),
        (Filters(name="orders"), False),
        (Filters(name="orders-?"), True),
        (Filters(name="ORDERS-*"), False),
        (Filters(status=("ERROR",)), False),
        (Filters(status=("ERROR", "RUNNING")), True),
        (Filters(tags={"team": "shop"}), True),
        (Filters(tags={"team": "shop", "reviewed": None}), True),
        (Filters(tags={"team": "bank"}), False),
        (Filters(tags={"absent": None}), False),
    ],
)
def test_instances_pass(filters, passes):
    tags = [{"key": "team", "value": "shop"}, {"key": "reviewed", "value": ""}, {"value": "no key"}, "no tag"]
    assert _inventory.passes(instance(tags=tags), filters) is passes


def test_fields_become_variables_and_none_passes_for_a_variable_of_a_role():
    found = variables(
        tags=[{"key": "team", "value": "shop"}],
        **{
            "instance_force_delete": True,
            "acl_purge": True,
            "a-b": 1,
            "instance-state": "absent",
            "instance.purge": True,
            "instance-id": "another",
            "acl users": [],
            "validate-certs": False,
        },
    )
    assert found["instance_id"] == found["rocketmq_instance_id"] == "id-0"
    assert found["rocketmq_tags"] == {"team": "shop"}
    assert found["rocketmq_a_b"] == 1
    assert found["rocketmq_region"] == found["rocketmq_instance_region"] == found["rocketmq_acl_region"] == "eu-west-0"
    assert found["rocketmq_project_id"] == found["rocketmq_acl_project_id"] == "p" * 32
    of_the_roles = {name for name in found if name.startswith(("rocketmq_instance_", "rocketmq_acl_"))}
    places = {"region", "project_id"}
    assert of_the_roles == {"rocketmq_instance_id"} | {
        f"rocketmq_{role}_{place}" for role in ("instance", "acl") for place in places
    }
    assert "rocketmq_validate_certs" not in found
    assert "SK" not in str(found)


def named(hosts, preferences, taken=()):
    return list(host_names(name_choices(hosts, preferences), taken).values())


@pytest.mark.parametrize(
    ("preferences", "names"),
    [
        (["name", "instance_id"], ["one", "id-1", "id-2", "id-3"]),
        (["instance_id"], ["id-0", "id-1", "id-2", "id-3"]),
        (["tag:host", "name"], ["one", "alpha", "two", "id-3"]),
        (["{name}.{region}", "{name}-{tag:host}"], ["one.eu-west-0", "two-alpha", "id-2", "id-3"]),
        (["no_such_field"], ["id-0", "id-1", "id-2", "id-3"]),
        ([], ["id-0", "id-1", "id-2", "id-3"]),
    ],
)
def test_no_host_is_lost_for_its_name(preferences, names):
    hosts = [
        variables(0, name="one"),
        variables(1, name="two", tags=[{"key": "host", "value": "alpha"}]),
        variables(2, name="two", tags=[{"key": "host", "value": "with space"}]),
        variables(3, name="{{ evil }}", tags=[{"key": "host", "value": "{{ 1 }}"}]),
    ]
    assert named(hosts, preferences) == names
    assert named(hosts[::-1], preferences) == names[::-1]


@pytest.mark.parametrize(
    ("taken", "names"),
    [
        ([], ["one", "two"]),
        (["one"], ["alpha", "two"]),
        (["one", "alpha", "beta"], ["id-0", "two"]),
        (["one", "alpha", "id-0"], [None, "two"]),
        (["two", "id-1"], ["one", None]),
        (["One"], ["one", "two"]),
    ],
)
def test_name_that_is_taken_falls_to_the_next_preference(taken, names):
    hosts = [variables(0, name="one", tags=[{"key": "host", "value": "alpha"}]), variables(1, name="two")]
    assert named(hosts, ["name", "tag:host"], taken) == names


def test_name_that_several_ask_for_is_nobodys_and_an_id_is_nobody_elses():
    hosts = [
        variables(0, name="one", tags=[{"key": "host", "value": "two"}]),
        variables(1, name="two"),
        variables(2, name="two"),
        variables(3, name="id-2"),
    ]
    assert named(hosts, ["name", "tag:host"], ["one"]) == ["id-0", "id-1", "id-2", "id-3"]


@pytest.mark.parametrize("instance_id", ["localhost", "-x"])
def test_id_that_is_no_name_of_a_host_is_not_taken(instance_id):
    assert named([{**variables(0, name="one"), "instance_id": instance_id}], ["name"], ["one"]) == [None]


@pytest.mark.parametrize(
    ("group", "told"),
    [
        ("mine", True),
        ("my_own", True),
        ("teams", True),
        ("tag_team_shop", True),
        ("a_b_x", True),
        ("shop", False),
        ("_eu_west_0", False),
    ],
)
def test_group_is_named_by_the_file_or_by_values_of_the_service(group, told):
    keyed = [
        {"key": "rocketmq_tags", "prefix": "tag"},
        {"key": "rocketmq_status", "prefix": "a-b"},
        {"key": "rocketmq_tags.team", "prefix": "", "separator": "", "parent_group": "teams"},
        {"key": "rocketmq_region"},
    ]
    groups = {"mine": True, "my-own": True}
    assert named_in_file(group, groups, keyed, lambda name: name.replace("-", "_")) is told
    assert not named_in_file(group, None, None, str)


def test_groups_of_a_host_are_written_down_and_make_no_circle():
    recorder = Recorder("orders (id-0)", {"a": 1})
    recorder.set_variable("orders (id-0)", "b", 2)
    for group in ("shop", "shop", ""):
        recorder.add_host("orders (id-0)", recorder.add_group(group))
    recorder.add_child("running", "orders (id-0)")
    for parent, child in (("teams", "shop"), ("shop", "shop"), ("", "shop")):
        recorder.add_child(parent, child)
    assert recorder.variables == {"a": 1, "b": 2}
    assert list(recorder.groups) == ["shop", "running"] and list(recorder.parents) == [("teams", "shop")]


def test_no_field_of_the_service_passes_for_a_variable_of_the_playbooks_and_roles():
    root = Path(plugin.__file__).parents[2]
    files = [path for folder in ("playbooks", "roles") for path in (root / folder).rglob("*.y*ml")]
    used = {name for path in files for name in re.findall(r"\brocketmq_\w+", path.read_text())} - set(_inventory.ROLES)
    assert {"rocketmq_hosts", "rocketmq_instance_name", "rocketmq_acl_users"} <= used
    planted = {name.removeprefix("rocketmq_"): "planted" for name in used - {"rocketmq_instance_id"}}
    found = variables(**planted)
    assert [name for name in used if found.get(name) == "planted"] == []


@pytest.mark.parametrize("name", ["localhost", "LocalHost", "127.0.0.1"])
def test_no_instance_takes_the_place_of_the_controller(name):
    hosts = [variables(0, name=name), variables(1, name="two", tags=[{"key": "host", "value": name}])]
    assert named(hosts, ["tag:host", "name"]) == ["id-0", "two"]


@pytest.mark.parametrize("preference", ["", "{{ name }}", "{name", None, {"name": 1}, "{}"])
def test_preference_that_cannot_be_meant_is_told(preference):
    with pytest.raises(ValidationError, match=r"hostnames\[1\]"):
        check_hostnames(["name", preference])


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("rocketmq_status", "RUNNING"),
        (" rocketmq_tags ", {"team": "shop", "items": "x"}),
        ("rocketmq_tags.team", "shop"),
        ("rocketmq_tags.items", None),
        ("rocketmq_tags.absent", None),
        ("rocketmq_status.upper", None),
        ("rocketmq_absent", None),
        ("instance_id", None),
        ("rocketmq_status | lower", None),
        (True, None),
    ],
)
def test_plain_expressions_need_no_template_engine(expression, value):
    tags = [{"key": "team", "value": "shop"}, {"key": "items", "value": "x"}]
    assert _inventory.plain_value(expression, variables(tags=tags)) == (value is not None, value)


def test_instance_that_two_sources_show_is_one_host():
    first, second = variables(0), {**variables(0), "rocketmq_region": "other"}
    assert _inventory.unique_instances([first, variables(1), second]) == [first, variables(1)]


def test_only_outages_may_be_warned_about():
    def answer(status):
        return ApiError(status, "", "", "", "GET", "/")

    assert _inventory.is_outage(TransportFailure("no"))
    assert [_inventory.is_outage(answer(status)) for status in (400, 401, 403, 500)] == [True, False, False, True]
    assert not _inventory.is_outage(ValidationError("no"))


def test_cache_entries_tell_places_accounts_and_filters_apart():
    def key(filters=None, **given):
        return _inventory.cache_key(_inventory.read_sources(options(**given), None)[0], filters or Filters())

    different = [
        key(),
        key(region="eu-west-1"),
        key(project_id="p1"),
        key(endpoint="https://dms.example.com"),
        key(access_key="other"),
        key(auth_token="token"),
        key(Filters(name="orders")),
        key(Filters(tags={"team": None})),
    ]
    assert len(set(different)) == len(different)
    assert key() == key(secret_key="another", max_retries=1)


@pytest.mark.parametrize("entry", [None, [], "text", {"instances": None}, {}])
def test_cache_entry_of_another_form_is_none(entry):
    assert _inventory.listing_from_cache(entry) is None


def test_values_of_the_service_are_marked_where_ansible_would_trust_them(monkeypatch):
    value = {"a": ["plain", "{{ x }}", 1], "c": None}
    for trust in (None, str):
        monkeypatch.setattr(_inventory_trust, "trust_as_template", trust)
        assert _inventory_trust.untrusted(value) == value
        assert _inventory_trust.template("{{ x }}") == "{{ x }}"


def test_files_are_known_by_their_names(tmp_path: Path):
    module = plugin.InventoryModule()
    for name, known in (
        ("a.rocketmq.yml", True),
        ("b.rocketmq.yaml", True),
        ("c.yml", False),
        ("rocketmq.json", False),
    ):
        (tmp_path / name).write_text("plugin: huaweicloud.rocketmq.instances\n")
        assert module.verify_file(str(tmp_path / name)) is known
    assert not module.verify_file(str(tmp_path / "absent.rocketmq.yml"))


def test_thousands_of_hosts_that_share_names_are_named_quickly():
    hosts = [variables(number, name=f"orders-{number % 1000}") for number in range(4000)]
    started = time.perf_counter()
    names = named(hosts, ["name", "tag:host", "{name}.{region}", "instance_id"])
    assert len(set(names)) == 4000
    assert time.perf_counter() - started < 2
