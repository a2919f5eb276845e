# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documentation shows: examples of modules, filters, roles and guides, and the names that guides use.

The examples of the inventory plugin are run by test_inventory.py.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.parameters import DEFAULT_TYPE_VALIDATORS
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.hints import HINTS

from tests.tooling.role_documentation import ROLES, module_options, module_options_of_connection, role_options

from .ansible_runs import COLLECTION, play

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs" / "docsite" / "rst").glob("guide_*.rst"))
READMES = [ROOT / "README.md", *sorted((ROOT / "roles").glob("*/README.md"))]
MODULES = sorted((ROOT / "plugins" / "modules").glob("*.py"))
FILTERS = sorted((ROOT / "plugins" / "filter").glob("*.yml"))
YAML_OF_GUIDE = re.compile(r"^( *)\.\. code-block:: yaml\n(?:\1   :.*\n)*\n((?:\1   .*\n|\n)+)", re.MULTILINE)
YAML_OF_README = re.compile(r"^()```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(path: Path) -> list[str]:
    """Return what a file shows as YAML."""
    if path.suffix == ".py":
        return [path.read_text().partition('\nEXAMPLES = r"""')[2].partition('"""')[0]]
    if path in FILTERS:
        return [yaml.safe_load(path.read_text())["EXAMPLES"]]
    pattern = YAML_OF_GUIDE if path.suffix == ".rst" else YAML_OF_README
    return [textwrap.dedent(text) for _indent, text in pattern.findall(path.read_text() + "\n")]


def examples(path: Path) -> list[Any]:
    return [example for block in blocks(path) for example in yaml.safe_load_all(block)]


def plays_of(path: Path) -> list[dict[str, Any]]:
    """Return those examples of a file that are tasks or plays, as plays that tell the file by their names."""
    plays: list[dict[str, Any]] = []
    for example in examples(path):
        # Other collections are not at hand.
        if isinstance(example, list) and "awx.awx" not in str(example):
            # A rulebook has plays of its own kind; test_event_sources.py looks at them.
            if "sources" in example[0]:
                continue
            are_plays = {"hosts", "ansible.builtin.import_playbook"} & set(example[0])
            plays += example if are_plays else play(*example)
    return [{**entry, "name": f"{path.name}: {entry.get('name', 'tasks')}"} for entry in plays]


def tasks_of(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give name, module and options of each task of an example that calls a module of the collection."""
    for task in (task for entry in plays_of(path) for task in entry.get("tasks", [])):
        for key in task:
            if key.startswith(f"{COLLECTION}."):
                yield task["name"], key.removeprefix(f"{COLLECTION}."), task[key] or {}


def variables_of(path: Path) -> Iterator[dict[str, Any]]:
    """Give each set of variables of an example: by themselves, of a play, or of a role."""
    for example in examples(path):
        for entry in example if isinstance(example, list) else [example]:
            yield from (entry, entry.get("vars", {}), *(role.get("vars", {}) for role in entry.get("roles", [])))


def mistakes(given: Mapping[str, Any], options: Mapping[str, Any], complete: bool = True) -> Iterator[str]:
    """Tell what of the options that are given is not as documented."""
    if complete:
        yield from (f"{name} is missing" for name, one in options.items() if one.get("required") and name not in given)
    for name, value in given.items():
        if name in options:
            yield from (f"{name}: {mistake}" for mistake in _mistakes_of_value(value, options[name]))
        else:
            yield f"{name} is unknown"


def _mistakes_of_value(value: Any, option: Mapping[str, Any]) -> Iterator[str]:
    # What a template gives is not known.
    if isinstance(value, str) and "{{" in value:
        return
    try:
        value = DEFAULT_TYPE_VALIDATORS[option["type"]](value)
    except (TypeError, ValueError) as error:
        yield str(error)
        return
    if option["type"] == "list":
        for item in value:
            yield from _mistakes_of_value(item, {**option, "type": option["elements"]})
    elif "suboptions" in option:
        yield from mistakes(value, option["suboptions"])
    elif "choices" in option and value not in option["choices"]:
        yield f"{value!r} is none of {option['choices']}"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": "a", "stat": "present"}, "stat is unknown"),
        ({}, "name is missing"),
        ({"name": "a", "permission": "none"}, "permission: 'none' is none of"),
        ({"name": "a", "queue_num": "many"}, "queue_num: "),
    ],
)
def test_mistakes_in_examples_would_be_found(given, told):
    options = {name: module_options("topic")[name] for name in ("name", "permission", "queue_num")}
    assert [mistake for mistake in mistakes(given, options) if mistake.startswith(told)]
    listed = {"topics": [given]}
    assert [mistake for mistake in mistakes(listed, module_options("topics")) if mistake.startswith(f"topics: {told}")]


@pytest.mark.parametrize("path", [*MODULES, *GUIDES, *READMES], ids=lambda path: str(path.relative_to(ROOT)))
def test_options_in_examples_are_those_that_are_documented(path):
    found = [
        f"{name}: {mistake}"
        for name, module, given in tasks_of(path)
        for mistake in mistakes(given, module_options(module))
    ]
    for variables in variables_of(path):
        for role in ROLES:
            options = {f"{role}_{name}": option for name, option in role_options(role).items()}
            given = {name: value for name, value in variables.items() if name in options}
            found += mistakes(given, options, complete=False)
    assert not found


def test_examples_pass_ansibles_syntax_check(playbook):
    paths = [*MODULES, *GUIDES, *READMES]
    plays = [entry for path in paths for entry in plays_of(path)]
    # Every module has some.
    assert {path.name for path in MODULES} <= {entry["name"].partition(":")[0] for entry in plays}
    checked = playbook(plays, "--syntax-check")
    assert checked.code == 0, checked.output


def test_examples_of_filters_can_be_run(playbook):
    run = playbook([entry for path in FILTERS for entry in plays_of(path)])
    assert run.code == 0 and len(run.tasks) >= len(FILTERS), run.output


# The inventory has a variable for each field that the service tells.
@pytest.mark.parametrize(
    "guide", [one for one in GUIDES if one.stem != "guide_inventory"], ids=lambda guide: guide.stem
)
def test_variables_in_guides_are_those_of_the_roles_and_playbooks(guide):
    known = {f"{role}_{option}" for role in ROLES for option in role_options(role)}
    known |= {f"rocketmq_{option}" for option in ("hosts", "instance_id", *module_options_of_connection())}
    known |= set(re.findall(r"\b(?:rotate_secrets|replay_dead_letters|audit|fleet)_\w+", _headers()))
    known |= {path.stem for path in MODULES}
    rulebooks = (ROOT / "extensions" / "eda" / "rulebooks").glob("*.yml")
    known |= {name for path in rulebooks for name in re.findall(r"\brocketmq_\w+", path.read_text())}
    for word in set(
        re.findall(r"\b(?:rocketmq|rotate_secrets|replay_dead_letters|audit)_[a-z_]+\b[^_*\w]", guide.read_text())
    ):
        name = word[:-1]
        assert name in known or name in ROLES or name in ("rotate_secrets", "replay_dead_letters"), name


def _headers() -> str:
    return "\n".join(path.read_text() for path in (ROOT / "playbooks").glob("*.yml"))


def test_troubleshooting_tells_the_advice_about_every_code():
    guide = (ROOT / "docs" / "docsite" / "rst" / "guide_troubleshooting.rst").read_text()
    codes = {code for _advice, listed in HINTS for code in listed.split()}
    told = {code.removeprefix("DMS.") for code in re.findall(r"``((?:DMS|APIGW|CBC)\.[0-9]+)``", guide)}
    assert {code.removeprefix("DMS.") for code in codes} == told
