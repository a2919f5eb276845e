# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes plugins/doc_fragments/auth.py from the table of connection options and the descriptions below.

Run `make generate` after a change; with `--check` it only compares (lint does).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "plugins" / "doc_fragments" / "auth.py"
TABLE = ROOT / "plugins" / "module_utils" / "_api"

DESCRIPTIONS: dict[str, list[str]] = {
    "region": [
        "The region, such as V(eu-west-0).",
        "It determines the addresses of the service and of IAM, unless O(endpoint) and O(iam_endpoint) are given.",
    ],
    "cloud": [
        "The domain of the cloud, which is part of the addresses. Partner clouds have their own.",
        (
            "Without the option and the variables, it is V(myhuaweicloud.com), or V(myhuaweicloud.eu) for the region "
            "V(eu-west-101)."
        ),
    ],
    "endpoint": ["The base URL of the service. The default is C(https://dms.{region}.{cloud})."],
    "iam_endpoint": ["The base URL of IAM. The default is C(https://iam.{region}.{cloud})."],
    "access_key": ["The access key (AK) that requests are signed with, together with O(secret_key)."],
    "secret_key": ["The secret key (SK) that belongs to O(access_key)."],
    "security_token": ["The security token of a temporary O(access_key)."],
    "auth_token": [
        "An IAM token of the project. It takes precedence over O(access_key) and O(username).",
        "Credentials given as options are not mixed with credentials from the environment.",
    ],
    "username": [
        "The IAM user to fetch a token for, if neither O(auth_token) nor O(access_key) is given.",
        "The token is cached for its lifetime, in a file that only the current user of the controller can read.",
    ],
    "password": ["The password of O(username)."],
    "domain_name": ["The name of the account that O(username) belongs to."],
    "project_id": ["The ID of the project. If it is left out, it is looked up in IAM by O(project_name)."],
    "project_name": ["The name of the project. The default is the region, whose name is that of its default project."],
    "validate_certs": ["Whether the certificates of the service and of IAM are verified."],
    "ca_path": ["A file or folder with the CA certificates to trust, in place of those of the system."],
    "request_timeout": ["The timeout for connecting to the service and for each read, in seconds."],
    "max_retries": [
        "How often a request is retried after throttling, an internal error of the service, or a lost connection.",
    ],
}

HEADER = '''\
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the service is reached. Written by tests/tooling/connection_doc_fragment.py; change that, not this."""

from __future__ import annotations


class ModuleDocFragment:
'''

NOTES = [
    (
        "If several authentication methods are given, O(auth_token) takes precedence over O(access_key), and that over "
        "O(username)."
    ),
    "Set options once for all modules by C(module_defaults) of C(group/huaweicloud.rocketmq.all).",
]


def option_documentation(for_plugins: bool) -> dict[str, Any]:
    """Return the documentation of the options; plugins have the variables as `env`, modules in words."""
    sys.path.insert(0, str(TABLE.parent))
    from _api.settings import CONNECTION_OPTIONS  # type: ignore[import-not-found]

    options: dict[str, Any] = {}
    for name, option in CONNECTION_OPTIONS.items():
        entry: dict[str, Any] = {"description": list(DESCRIPTIONS[name]), "type": option.type}
        if option.default is not None:
            entry["default"] = option.default
        if for_plugins:
            entry["env"] = [{"name": variable} for variable in option.environment]
        else:
            variables = ", then ".join(f"E({variable})" for variable in option.environment)
            entry["description"].append(f"Falls back to {variables}.")
        options[name] = entry
    return options


def fragment() -> str:
    """Return the whole text of the doc fragment."""
    modules = {
        "options": option_documentation(for_plugins=False),
        "requirements": ["requests"],
        "notes": NOTES,
    }
    plugins = {"options": option_documentation(for_plugins=True), "requirements": ["requests"]}
    parts = []
    for attribute, documentation in (("DOCUMENTATION", modules), ("PLUGIN", plugins)):
        text = yaml.dump(documentation, Dumper=_IndentedLists, sort_keys=False, width=110)
        parts.append(f'    {attribute} = r"""\n{text}"""\n')
    return HEADER + "\n".join(parts)


class _IndentedLists(yaml.SafeDumper):
    """Indents lists below their key, as yamllint wants them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


def main(arguments: list[str]) -> int:
    text = fragment()
    if "--check" in arguments:
        if TARGET.read_text() != text:
            print(f"{TARGET.relative_to(ROOT)} is not what the table says: run make generate")
            return 1
        return 0
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
