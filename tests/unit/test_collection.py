# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every module must have, and what the parts of the collection must agree on."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.settings import CONNECTION_OPTIONS
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.version import VERSION

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
MODULES = sorted(path.stem for path in (PLUGINS / "modules").glob("*.py") if path.stem != "__init__")
MANAGING = [name for name in MODULES if not name.endswith("_info")]
# What they do each time they run is their purpose, so there is no second run without a change.
ACTIONS = (
    "consumer_group_diagnosis",
    "consumer_offset",
    "consumption_verify",
    "dead_letter_resend",
    "instance_restart",
    "message_send",
)


def documentation(module, part="DOCUMENTATION"):
    text = (PLUGINS / "modules" / f"{module}.py").read_text()
    found = re.search(rf'^{part} = r"""(.*?)"""', text, re.DOTALL | re.MULTILINE)
    assert found, f"{module} has no {part}"
    return yaml.safe_load(found.group(1))


def fragment(name):
    file, _dot, part = name.removeprefix("huaweicloud.rocketmq.").partition(".")
    scope = {}
    exec(
        (PLUGINS / "doc_fragments" / f"{file}.py").read_text().replace("from __future__ import annotations", ""), scope
    )
    return yaml.safe_load(getattr(scope["ModuleDocFragment"], part.upper() or "DOCUMENTATION"))


def test_version_is_the_same_in_the_code_and_in_the_package():
    assert yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"] == VERSION


def test_fragments_for_modules_and_plugins_have_the_options_of_the_table():
    modules, plugins = fragment("auth")["options"], fragment("auth.plugin")["options"]
    assert set(modules) == set(plugins) == set(CONNECTION_OPTIONS)
    for name, option in CONNECTION_OPTIONS.items():
        for documented in (modules[name], plugins[name]):
            assert documented["type"] == option.type and documented.get("default") == option.default
        assert [entry["name"] for entry in plugins[name]["env"]] == list(option.environment)
        assert all(f"E({variable})" in str(modules[name]["description"]) for variable in option.environment)
        assert "env" not in modules[name]


def attributes_of(module):
    told = documentation(module)
    attributes = {}
    for name in told["extends_documentation_fragment"]:
        for attribute, value in fragment(name).get("attributes", {}).items():
            attributes.setdefault(attribute, {}).update(value)
    for attribute, value in told.get("attributes", {}).items():
        attributes.setdefault(attribute, {}).update(value)
    return attributes


@pytest.mark.parametrize("module", MODULES)
def test_module_tells_its_attributes(module):
    attributes = attributes_of(module)
    for attribute in ("check_mode", "diff_mode", "idempotent", "action_group"):
        assert attributes[attribute].get("support"), attribute
    assert "huaweicloud.rocketmq.all" in attributes["action_group"]["membership"]


def leaves(entries, path=""):
    for name, entry in entries.items():
        if "contains" in entry:
            yield from leaves(entry["contains"], f"{path}.{name}")
        else:
            yield f"{path}.{name}", entry


@pytest.mark.parametrize("module", MODULES)
def test_module_shows_a_sample_of_everything_it_returns(module):
    returned = dict(leaves(documentation(module, "RETURN")))
    assert returned
    for name, entry in returned.items():
        assert "sample" in entry and entry.get("description") and entry.get("type") and entry.get("returned"), name


@pytest.mark.parametrize("module", MODULES)
def test_examples_are_tasks_of_this_module_with_full_names(module):
    examples = documentation(module, "EXAMPLES")
    assert examples
    used = {key for task in examples for key in task if "." in key}
    assert f"huaweicloud.rocketmq.{module}" in used
    assert all(task["name"][0].isupper() for task in examples)


INTEGRATION = [ast.parse(path.read_text()) for path in (ROOT / "tests" / "integration").glob("test_*.py")]
TESTS = [node for file in INTEGRATION for node in file.body if getattr(node, "name", "").startswith("test_")]
CALLS = [node for test in TESTS for node in ast.walk(test) if isinstance(node, ast.Call)]


def integration_calls(function):
    """Return every call of a function in an integration test: its arguments by position and by name."""
    return [
        {**dict(enumerate(call.args)), **{keyword.arg: keyword.value for keyword in call.keywords}}
        for call in CALLS
        if isinstance(call.func, ast.Name) and call.func.id == function
    ]


def modules_given(function, argument):
    """Return the modules that integration tests name in this argument of a function; of a tuple, by its first part."""
    given = (call.get(argument) for call in integration_calls(function))
    names = (node.elts[0] if isinstance(node, ast.Tuple) else node for node in given)
    return {node.value for node in names if isinstance(node, ast.Constant)}


# Both require that check mode writes nothing and predicts the real run, and that a second run writes nothing.
PROVED = modules_given("assert_life_cycle", "module") | modules_given("assert_truth", 2)
TOLD = modules_given("module", 0) | modules_given("task", 1) | modules_given("assert_life_cycle", "info")


@pytest.mark.parametrize("module", [name for name in MODULES if name not in MANAGING])
def test_module_that_tells_has_an_integration_case(module):
    assert module in TOLD


@pytest.mark.parametrize("module", [name for name in MANAGING if name not in ACTIONS])
def test_module_that_manages_is_tested_in_check_mode_and_twice(module):
    assert module in PROVED, "it has no assert_life_cycle and no assert_truth"


@pytest.mark.parametrize("module", ACTIONS)
def test_module_that_acts_is_tested_in_check_mode_and_says_that_it_is_not_idempotent(module):
    assert attributes_of(module)["idempotent"]["support"] == "none"
    calls = [call for call in integration_calls("module") if getattr(call[0], "value", None) == module]
    checks = [call for call in calls if getattr(call.get("check"), "value", False) is True]
    assert checks and len(calls) > len(checks)


def imported(path, seen):
    """Add the files of module_utils that a file imports when it is loaded, and those they import."""
    if path in seen:
        return seen
    seen.add(path)
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ImportFrom) and (node.level or "module_utils" in (node.module or "")):
            for target in _targets(path, node):
                if target.is_file():
                    imported(target, seen)
    return seen


def _targets(path, node):
    if node.level:
        folder = path.parents[node.level - 1]
        parts = node.module.split(".") if node.module else []
    else:
        folder, parts = PLUGINS / "module_utils", node.module.partition("module_utils.")[2].split(".")
    base = folder.joinpath(*parts)
    yield base.with_suffix(".py")
    yield from (base / f"{alias.name}.py" for alias in node.names)


OWN_RESOURCE = {
    "topic": {"topic.py", "endpoints.py", "validation.py"},
    "topics": {"topic.py", "endpoints.py", "validation.py"},
    "consumer_group": {"consumer_group.py", "endpoints.py", "routes.py", "validation.py"},
    "user": {"user.py", "instance_api.py"},
    "instance_tags": {"tag.py", "validation.py"},
    "availability_zone_info": {"availability_zone.py"},
}


@pytest.mark.parametrize("module", OWN_RESOURCE)
def test_module_loads_its_own_resource_and_no_other(module):
    files = imported(PLUGINS / "modules" / f"{module}.py", set())
    assert {path.name for path in files if path.parent.name == "_resources"} == OWN_RESOURCE[module]
    assert not {path.name for path in files} & {"hints.py"}


@pytest.mark.parametrize("module", MODULES)
def test_module_loads_no_more_than_it_needs(module):
    # Each kB is compiled anew at each task; only tasks that wait anyhow may have more of them, and those that have
    # several kinds of objects.
    waiting = {"instance": 200_000, "instances": 200_000, "fleet": 290_000, "fleet_info": 290_000}
    waiting |= {"migration_task": 150_000, "instance_restart": 150_000, "instance_restore": 230_000}
    waiting |= {"health_info": 200_000}
    most = waiting.get(module, 140_000)
    files = imported(PLUGINS / "modules" / f"{module}.py", set())
    shared = [path for path in files if "module_utils" in path.parts]
    assert sum(path.stat().st_size for path in shared) < most


def test_roles_read_their_variables_without_what_only_modules_need():
    # Each template of a role that looks up its variables does so in a process of its own.
    names = {path.name for path in imported(PLUGINS / "plugin_utils" / "_role_variables.py", set())}
    assert "instance_api.py" in names and not names & {"client.py", "session.py", "auth.py"}


ACTIONS_WITH_PROGRESS = sorted(path.stem for path in (PLUGINS / "action").glob("*.py"))


def test_every_module_that_tells_its_progress_has_an_action_plugin_and_says_so():
    telling = {
        path.name for path in (PLUGINS / "module_utils").glob("_module/*.py") if ".progress import" in path.read_text()
    }
    users = [
        name
        for name in MODULES
        if telling & {path.name for path in imported(PLUGINS / "modules" / f"{name}.py", set())}
    ]
    assert users == ACTIONS_WITH_PROGRESS
    for name in users:
        assert "huaweicloud.rocketmq.wait.progress" in documentation(name)["extends_documentation_fragment"]


@pytest.mark.parametrize("name", ACTIONS_WITH_PROGRESS)
def test_action_plugin_adds_nothing_but_progress(name):
    [_doc, _future, used, plugin] = ast.parse((PLUGINS / "action" / f"{name}.py").read_text()).body
    assert used.module == "plugin_utils._progress" and plugin.name == "ActionModule"
    assert [type(node) for node in plugin.body] == [ast.Pass]


def test_roles_leave_waiting_to_the_modules():
    tasks = list((ROOT / "roles").glob("*/tasks/*.yml"))
    assert tasks and not [
        path for path in tasks if re.search(r"^\s*(- )?(until|retries|delay):", path.read_text(), re.MULTILINE)
    ]


ROOMS = ("_api", "_engine", "_resources", "_module")


@pytest.mark.parametrize(
    "path", sorted((PLUGINS / "module_utils").glob("_*/*.py")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_room_uses_only_the_rooms_below_it(path):
    own = ROOMS.index(path.parent.name)
    used = {room for room in ROOMS if re.search(rf"^from \.\.{room}", path.read_text(), re.MULTILINE)}
    assert all(ROOMS.index(room) < own for room in used)


def test_nothing_that_runs_at_a_users_site_needs_the_rest_of_the_checkout():
    files = list(PLUGINS.rglob("*.py"))
    assert len(files) > len(MODULES)
    for path in files:
        assert not re.search(r"^\s*(from|import) tests", path.read_text(), re.MULTILINE), path
