# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup by which the roles and playbooks read their variables."""

from __future__ import annotations

DOCUMENTATION = r"""
name: variables
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
short_description: Read the variables of this collection's roles and playbooks
version_added: 2.0.0
description:
  - Returns what the variables of a role or playbook of this collection say. It is how they read their own variables,
    and shows which instance they mean.
  - A variable that is not defined, blank, null or omitted counts as not given.
options:
  _terms:
    description:
      - What to return.
      - With V(connection), the options by which modules reach the service.
      - With V(instance), the options of the module M(huaweicloud.rocketmq.instance), without what names the instance.
      - With V(audit), the instance as M(huaweicloud.rocketmq.audit_info) takes it, with what is wanted of it and on it.
        It needs O(scope=playbook), and has secrets.
      - With V(selection), which instance is meant, C(options) being what the module M(huaweicloud.rocketmq.instance)
        takes for it.
      - With V(candidates), the instances that may be meant, of those that a role or playbook has read.
      - With V(misidentified), why these are not the one instance that is meant, or a blank text.
      - With V(mistake), what is wrong with the variables, or a blank text.
    type: list
    elements: str
    choices: [connection, instance, audit, selection, candidates, misidentified, mistake]
    required: true
  scope:
    description:
      - Whose variables to read.
    type: str
    choices: [rocketmq_instance, rocketmq_acl, playbook]
    required: true
  state:
    description:
      - The state that the instance should have. Default is the variable C(rocketmq_instance_state).
    type: str
    choices: [present, absent]
seealso:
  - ref: Which instance is meant <ansible_collections.huaweicloud.rocketmq.docsite.guide_selection>
    description: The rule, and what follows from it.
"""

EXAMPLES = r"""
- name: Show which instance the role rocketmq_acl would manage
  ansible.builtin.debug:
    msg: "{{ lookup('huaweicloud.rocketmq.variables', 'selection', scope='rocketmq_acl').source }}"
  vars:
    rocketmq_acl_instance_name: orders
"""

RETURN = r"""
_raw:
  description:
    - For each term a dictionary, but a list for V(candidates) and a text for V(misidentified) and V(mistake).
  type: list
  elements: raw
  sample:
    - instance_id: ""
      name: orders
      rivals: []
      options: {name: orders}
      source: "'rocketmq_acl_instance_name' is 'orders'"
"""

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleLookupError
from ansible.plugins.loader import lookup_loader
from ansible.plugins.lookup import LookupBase

from ..module_utils._api.errors import ValidationError
from ..plugin_utils import _role_variables


class LookupModule(LookupBase):  # type: ignore[misc]
    def run(self, terms: list[str], variables: Mapping[str, Any] | None = None, **kwargs: Any) -> list[Any]:
        """Return what each term asks for."""
        self.set_options(var_options=variables, direct=kwargs)
        scope = self.get_option("scope")
        names = _role_variables.names_of(scope, lists="mistake" in terms, wanted="audit" in terms)
        defined = [name for name in names if name in (variables or {})]
        values = dict(zip(defined, self._values(defined, variables), strict=True))
        given = {name: value for name, value in values.items() if not _role_variables.is_blank(value)}
        if self.get_option("state"):
            given["rocketmq_instance_state"] = self.get_option("state")
        emptied = {name for name, value in values.items() if value == ""}
        try:
            return [_part(term, scope, given, emptied) for term in terms]
        except ValidationError as error:
            raise AnsibleLookupError(_role_variables.in_words_of(scope, error.message)) from error

    def _values(self, names: list[str], variables: Mapping[str, Any] | None) -> list[Any]:
        read = lookup_loader.get("ansible.builtin.vars", loader=self._loader, templar=self._templar)
        values: list[Any] = read.run(names, variables=variables)
        return values


def _part(term: str, scope: str, given: Mapping[str, Any], emptied: set[str]) -> Any:
    if term == "connection":
        return _role_variables.connection(scope, given)
    if term == "instance":
        return _role_variables.instance_options(given, emptied)
    if term == "audit":
        return _role_variables.audit_entry(given, emptied)
    if term == "selection":
        selection = _role_variables.selection(scope, given)
        return {**selection._asdict(), "rivals": list(selection.rivals), "options": dict(selection.options)}
    if term == "candidates":
        return _role_variables.candidates(scope, given)
    if term == "misidentified":
        return _role_variables.misidentification(scope, given)
    return _role_variables.mistake(scope, given)
