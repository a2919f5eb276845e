# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes meta/argument_specs.yml and the table of variables in README.md of each role, from the modules' documentation.

A role's variables are options of modules with the role's name as prefix, so they are written down once, in the
modules. Run `make generate` after a change; with `--check` it only compares (lint does).
"""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FRAGMENTS = ("auth", "instance_context", "wait")
TABLE_MARKS = ("<!-- variables: written by tests/tooling/role_documentation.py -->", "<!-- end of variables -->")

# What a role says otherwise than the module whose option it passes on.
WAIT = {
    "wait_timeout": "For how many seconds the role waits for the instance, and retries while the service is busy.",
    "wait_interval": "How many seconds to wait between two polls of the instance, or two attempts while it is busy.",
}
HOST_ID = "Neither is needed on a host that is an instance, as those of the inventory plugin are (C(instance_id))."
AGREE = "With both, they must mean the same instance."
ROLES: dict[str, dict[str, Any]] = {
    "rocketmq_instance": {
        "short_description": "Provision a RocketMQ instance with its tags, topics and consumer groups",
        "description": [
            "Orders, adopts or modifies an instance, waits until it is running, and manages what is on it.",
            "In check mode the topics and groups of an instance that does not exist yet are predicted as created.",
        ],
        "options": [
            ("instance", {"wait"}),
            ("topics", {"instance_id", "instance_name", "state", "purge", "concurrency"}),
            ("consumer_groups", {"instance_id", "instance_name", "state", "purge", "concurrency"}),
        ],
        "changes": {
            "name": {
                "description": [
                    "The name of the instance. Required, unless O(rocketmq_instance_instance_id) is given.",
                    HOST_ID,
                    "With O(rocketmq_instance_instance_id), it is the name that the instance should have.",
                    (
                        "It takes precedence over an C(instance_id) that the host carries. "
                        "With the variable C(rocketmq_instance_id), both must mean the same instance."
                    ),
                ],
            },
            "purge_tags": {"default": False},
            "topics": {"required": False, "default": []},
            "consumer_groups": {"required": False, "default": []},
            "purge": {
                "type": "bool",
                "default": False,
                "description": ["Whether to delete topics and consumer groups that are not listed."],
            },
            "wait_timeout": {"description": [WAIT["wait_timeout"]], "default": 3600.0},
            "wait_interval": {"description": [WAIT["wait_interval"]], "default": 10.0},
        },
    },
    "rocketmq_acl": {
        "short_description": "Enable access control on a RocketMQ instance and manage its users",
        "description": [
            "Enables access control, waits until it is on, and manages the users and their permissions.",
            ("Keep secrets in a vault or in the environment. They are never shown."),
        ],
        "options": [("users", {"state", "concurrency"})],
        "changes": {
            "instance_id": {
                "description": [
                    "The ID of the instance. Either this or O(rocketmq_acl_instance_name) is required. " + AGREE,
                    HOST_ID,
                ],
            },
            "instance_name": {
                "description": [
                    "The name of the instance. Either this or O(rocketmq_acl_instance_id) is required. " + AGREE,
                    HOST_ID + " A name takes precedence over what the host carries.",
                ],
            },
            "purge": {"description": ["Whether to delete users that are not listed."]},
            "wait_timeout": {"description": [WAIT["wait_timeout"]]},
            "wait_interval": {"description": [WAIT["wait_interval"]]},
        },
    },
}


@cache
def module_options(name: str) -> dict[str, Any]:
    """Return the documented options of a module, those of its fragments included."""
    documentation = yaml.safe_load(_load(ROOT / "plugins" / "modules" / f"{name}.py"))
    options: dict[str, Any] = {}
    for fragment in documentation["extends_documentation_fragment"]:
        file, _dot, part = fragment.removeprefix("huaweicloud.rocketmq.").partition(".")
        if file != "attributes":
            options.update(_fragment(file, part).get("options", {}))
    # A module may say a part of an option in other words than the fragment.
    for name, option in documentation.get("options", {}).items():
        options[name] = {**options.get(name, {}), **option}
    return options


def _load(path: Path) -> str:
    found = re.search(r'^DOCUMENTATION = r"""(.*?)"""', path.read_text(), re.DOTALL | re.MULTILINE)
    if found is None:
        raise SystemExit(f"{path} has no DOCUMENTATION")
    return found.group(1)


def _fragment(file: str, part: str) -> dict[str, Any]:
    path = ROOT / "plugins" / "doc_fragments" / f"{file}.py"
    spec = importlib.util.spec_from_file_location(file, path)
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    documentation: dict[str, Any] = yaml.safe_load(getattr(module.ModuleDocFragment, part.upper() or "DOCUMENTATION"))
    return documentation


@cache
def role_options(role: str) -> dict[str, Any]:
    """Return a role's variables with their documentation, without the prefix."""
    described = ROLES[role]
    options: dict[str, Any] = {}
    for module, left_out in described["options"]:
        for name, option in module_options(module).items():
            if name not in left_out and name not in options:
                options[name] = dict(option)
    for name, change in described["changes"].items():
        options[name] = {**options.get(name, {}), **change}
    return options


def argument_specs(role: str) -> str:
    """Return the text of a role's meta/argument_specs.yml."""
    described = ROLES[role]
    options = {f"{role}_{name}": _spec(role, option) for name, option in sorted(role_options(role).items())}
    for name in _secret_connection_options():
        options[f"{role}_{name}"]["no_log"] = True
    specs = {
        "argument_specs": {
            "main": {
                "short_description": described["short_description"],
                "description": described["description"],
                "author": ["Contributors to the huaweicloud.rocketmq collection (@huaweicloud)"],
                "options": options,
            }
        }
    }
    # REUSE-IgnoreStart
    header = "\n".join(
        [
            "---",
            "# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection",
            "# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)",
            "# SPDX-License-Identifier: GPL-3.0-or-later",
            "# Written by tests/tooling/role_documentation.py from the documentation of the modules.",
            "",
        ]
    )
    # REUSE-IgnoreEnd
    return header + "\n" + yaml.dump(specs, Dumper=_IndentedLists, sort_keys=False, width=110)


def _spec(role: str, option: dict[str, Any]) -> dict[str, Any]:
    """Return an option as an argument spec has it: `options` for what documentation calls suboptions."""
    spec = {key: value for key, value in option.items() if key != "suboptions"}
    spec["description"] = [_of_role(role, text) for text in _texts(option["description"])]
    if role and option.get("type") not in (None, "str", "path"):
        # Ansible would refuse a blank, which counts as not given; the role checks the type itself.
        spec["description"].append(f"The type is C({_kind(option)}). A blank value counts as not set.")
        spec["type"] = "raw"
        spec.pop("elements", None)
    if "suboptions" in option:
        spec["options"] = {name: _spec("", entry) for name, entry in option["suboptions"].items()}
        if "secret" in spec["options"]:
            spec["options"]["secret"]["no_log"] = True
    return spec


def _kind(option: dict[str, Any]) -> str:
    return f"list of {option['elements']}" if option.get("type") == "list" else str(option.get("type", "str"))


def _secret_connection_options() -> set[str]:
    sys.path.insert(0, str(ROOT / "plugins" / "module_utils"))
    from _api.settings import CONNECTION_OPTIONS  # type: ignore[import-not-found]

    return {name for name, option in CONNECTION_OPTIONS.items() if option.no_log}


def _texts(description: str | list[str]) -> list[str]:
    return [description] if isinstance(description, str) else list(description)


def _of_role(role: str, text: str) -> str:
    """Return a description with the module's options named as the role's variables."""
    if not role:
        return re.sub(r"O\((?:\w+\[\]\.)?([^)]*)\)", r"C(\1)", text)
    known = role_options(role)

    def renamed(found: re.Match[str]) -> str:
        name, equals, value = found.group(1).partition("=")
        if name.startswith(role):
            return found.group(0)
        return f"O({role}_{name}{equals}{value})" if name in known else f"C({found.group(1)})"

    return re.sub(r"O\(([^)]*)\)", renamed, text)


class _IndentedLists(yaml.SafeDumper):
    """Indents lists below their key, as yamllint wants them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


def table(role: str) -> str:
    """Return the table of a role's variables for its README."""
    connection = module_options_of_connection()
    lines = ["| variable | type | default | what it is |", "| --- | --- | --- | --- |"]
    for name, option in sorted(role_options(role).items()):
        if name in connection:
            continue
        kind = _kind(option)
        default = f"`{_shown(option['default'])}`" if "default" in option else ""
        text = _plain(_texts(option["description"])[0]).replace("|", "\\|")
        lines.append(f"| `{role}_{name}` | {kind} | {default} | {text} |")
    names = ", ".join(f"`{role}_{name}`" for name in connection)
    lines += ["", f"Connection to the service, each with the environment variables of the modules: {names}."]
    return "\n".join(lines)


def module_options_of_connection() -> dict[str, Any]:
    """Return the options by which every module reaches the service."""
    options: dict[str, Any] = _fragment("auth", "")["options"]
    return options


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def _plain(text: str) -> str:
    return re.sub(r"\b[OVCMEPI]V?\(([^)]*)\)", r"`\1`", text)


def readme(role: str) -> str:
    """Return a role's README with its table of variables as it should be."""
    text = (ROOT / "roles" / role / "README.md").read_text()
    start, end = TABLE_MARKS
    before, _mark, rest = text.partition(start)
    after = rest.partition(end)[2]
    return f"{before}{start}\n\n{table(role)}\n\n{end}{after}"


def main(arguments: list[str]) -> int:
    stale = []
    for role in ROLES:
        folder = ROOT / "roles" / role
        for path, text in (
            (folder / "meta" / "argument_specs.yml", argument_specs(role)),
            (folder / "README.md", readme(role)),
        ):
            if path.exists() and path.read_text() == text:
                continue
            stale.append(str(path.relative_to(ROOT)))
            if "--check" not in arguments:
                path.write_text(text)
    if stale and "--check" in arguments:
        print(f"{', '.join(stale)}: not what the modules say; run make generate")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
