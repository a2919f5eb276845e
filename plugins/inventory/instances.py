# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: instances
short_description: RocketMQ instances as hosts
description:
  - Lists the RocketMQ instances of one or several regions, projects and accounts, and makes a host of each.
  - The inventory file is YAML, and its name ends with C(.rocketmq.yml) or C(.rocketmq.yaml).
  - Every field of an instance becomes a variable C(rocketmq_<field>). Tags are a dictionary, C(rocketmq_tags).
  - Beside these there are C(instance_id); C(rocketmq_region), C(rocketmq_endpoint) and C(rocketmq_project_id), which
    say where the instance is; and the same for the roles, such as C(rocketmq_instance_region) and
    C(rocketmq_acl_project_id). A field of the service that has the name of an option of these is left out.
  - Hosts have C(ansible_connection=local) and the interpreter of the controller, so that tasks with
    C(instance_id={{ instance_id }}) run as they are.
  - A list of instances takes one request for every 50 of them, and no request for a single one, unless a filter asks
    for tags and no instance in the list shows any. Sources are read side by side.
  - What the service tells is never evaluated as a template.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - constructed
  - inventory_cache
  - huaweicloud.rocketmq.auth.plugin
options:
  plugin:
    description:
      - Says that the file is for this plugin.
    type: str
    required: true
    choices:
      - huaweicloud.rocketmq.instances
  sources:
    description:
      - The places whose instances are listed. Without it there is one, which the options beside it and the environment
        tell.
      - A source may set every option of the connection. What it leaves out is taken from the options of the same name
        beside O(sources), or from the environment.
      - Three things are not taken from there, since they would not fit. A source with credentials of its own takes no
        others; with credentials or another region of its own it takes no O(project_id) and no O(project_name); and
        with one of these two it does not take the other.
    type: list
    elements: dict
    suboptions:
      region:
        description: See O(region).
        type: str
      cloud:
        description: See O(cloud).
        type: str
      endpoint:
        description: See O(endpoint).
        type: str
      iam_endpoint:
        description: See O(iam_endpoint).
        type: str
      project_id:
        description: See O(project_id).
        type: str
      project_name:
        description: See O(project_name).
        type: str
      access_key:
        description: See O(access_key).
        type: str
      secret_key:
        description: See O(secret_key).
        type: str
      security_token:
        description: See O(security_token).
        type: str
      auth_token:
        description: See O(auth_token).
        type: str
      username:
        description: See O(username).
        type: str
      password:
        description: See O(password).
        type: str
      domain_name:
        description: See O(domain_name).
        type: str
      validate_certs:
        description: See O(validate_certs).
        type: bool
      ca_path:
        description: See O(ca_path).
        type: path
      request_timeout:
        description: See O(request_timeout).
        type: float
      max_retries:
        description: See O(max_retries).
        type: int
      unreachable:
        description: See O(unreachable).
        type: str
        choices: [fail, warn]
  unreachable:
    description:
      - What comes of a source that cannot be reached, or that answers with an error.
      - With V(fail) there is no inventory.
      - With V(warn) there is a warning, and an inventory without the instances of this source.
      - Refused credentials and mistakes in the file always fail.
    type: str
    choices: [fail, warn]
    default: fail
  filters:
    description:
      - Which instances become hosts. All conditions have to be met.
    type: dict
    suboptions:
      name:
        description:
          - The name, or a shell pattern for it, such as V(orders-*).
        type: str
      status:
        description:
          - The statuses, such as V(RUNNING).
          - Instances that failed to be created are only listed if V(CREATEFAILED) is among these.
        type: list
        elements: str
      tags:
        description:
          - Keys and values of tags. The value V(null) asks only that the key is there.
        type: dict
      enterprise_project_id:
        description:
          - The id of the enterprise project.
        type: str
  hostnames:
    description:
      - What hosts are named after, the best first. It is the name of a field, V(tag:KEY) for the value of a tag, or a
        text with these in braces, such as V({name}.{region}).
      - A host takes the first that it has, that no other host has, and that consists of letters, digits and C(_.@+-).
      - If there is none, it is the instance's id. So no two hosts get the same name.
      - A name that a host or group of another inventory source has, or a group of this plugin, is not taken, whichever
        source comes first. The instance takes its next name, with a warning. An instance whose id is taken as well is
        left out, with a warning.
      - A host that another source lists is another host, even if an instance is meant. Variables of an instance belong
        into C(host_vars), and groups of instances into O(groups) and O(keyed_groups).
    type: list
    elements: str
    default:
      - name
      - instance_id
notes:
  - The plugin changes no host and no variable of another source. Instances may join a group of another source, with a
    warning if only values of the service, such as tags, name it. A group that would have the name of another
    source's host is not made.
  - What instances and groups are named depends on the other sources that Ansible reads. A plugin that looks whether a
    host is there before it adds one has to come before this one.
  - An option in the file that is blank, and a variable of the environment that is blank, count as not given.
  - Options of the connection, O(sources) and O(filters) may be templates. Variables in them are extra variables.
  - With O(cache), what is kept is the list of each source, without credentials. A change of sources or filters does not
    find old lists.
seealso:
  - module: huaweicloud.rocketmq.instance_info
  - ref: Inventory guide <ansible_collections.huaweicloud.rocketmq.docsite.guide_inventory>
    description: How to use the inventory with the playbooks and roles.
"""

EXAMPLES = r"""
# A file such as all.rocketmq.yml. The first line alone lists all instances of the region that the environment tells.
plugin: huaweicloud.rocketmq.instances

# Two regions, one of them with an account of its own. The inventory is made even if the second is not reachable.
sources:
  - region: eu-west-0
  - region: eu-west-101
    access_key: "{{ lookup('ansible.builtin.env', 'OTHER_ACCESS_KEY') }}"
    secret_key: "{{ lookup('ansible.builtin.env', 'OTHER_SECRET_KEY') }}"
    unreachable: warn

# Of a team, reviewed, and alive.
filters:
  name: orders-*
  status: [RUNNING, EXTENDING]
  tags:
    team: shop
    reviewed: null

# Named after a tag if there is one, else such as orders-1.eu-west-0.
hostnames:
  - tag:hostname
  - "{name}.{region}"

# Groups such as region_eu_west_0, tag_team_shop and without_access_control. The list of instances may not show whether
# access control is on; such an instance is not in the last one.
keyed_groups:
  - key: rocketmq_region
    prefix: region
  - key: rocketmq_tags
    prefix: tag
groups:
  without_access_control: rocketmq_enable_acl is defined and not rocketmq_enable_acl

# A variable of the role rocketmq_instance.
compose:
  rocketmq_instance_purge: rocketmq_tags.purge | default('no') == 'yes'

# Lists are kept for ten minutes; --flush-cache reads them anew.
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/rocketmq-inventory
cache_timeout: 600
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.inventory.host import Host
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.utils.path import basedir

from ..module_utils._api.errors import RocketMQError, ValidationError
from ..module_utils._api.settings import CONNECTION_OPTIONS, connection_warnings
from ..plugin_utils import _inventory
from ..plugin_utils._inventory_hosts import (
    HostPlan,
    OwnHosts,
    Recorder,
    check_hostnames,
    name_choices,
    named_in_file,
)
from ..plugin_utils._inventory_trust import template, untrusted

FILE_NAMES = (".rocketmq.yml", ".rocketmq.yaml")
TEMPLATED_OPTIONS = (*CONNECTION_OPTIONS, "sources", "filters")
# The instance is reached from the controller, by the controller's own Python.
LOCAL = {
    "ansible_connection": template("local"),
    "ansible_python_interpreter": template("{{ ansible_playbook_python }}"),
}


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):  # type: ignore[misc]
    NAME = "huaweicloud.rocketmq.instances"
    inventory: Any

    def verify_file(self, path: str) -> bool:
        """Whether a file is for this plugin, by its name."""
        return bool(super().verify_file(path)) and path.endswith(FILE_NAMES)

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Fill the inventory. Raises AnsibleParserError, which names the file."""
        super().parse(inventory, loader, path, cache)
        try:
            self._read_file(path)
            self._add_hosts(path, self._hosts(path, cache))
        except RocketMQError as error:
            raise AnsibleParserError(f"{path}: {_inventory.explanation(error)}") from error
        except AnsibleError as error:
            raise AnsibleParserError(_with_path(path, str(error))) from error

    def _read_file(self, path: str) -> None:
        try:
            self._read_config_data(path)
        except AttributeError as error:
            raise ValidationError(
                "the file must hold a dictionary that begins with 'plugin: " + self.NAME + "'."
            ) from error

    def set_options(self, task_keys: Any = None, var_options: Any = None, direct: Any = None) -> None:
        """Take the options of the file, checked, with templates filled in; the environment stands in for others."""
        config = dict(direct or {})
        self.templar.available_variables = self._vars
        _inventory.check_file(config, self.option_definitions)
        for name in TEMPLATED_OPTIONS:
            if name in config:
                config[name] = self.templar.template(config[name])
        # Ansible would take a blank variable for a value, and the last variable that is set rather than the first.
        connection = _inventory.connection_options(config)
        known = {name: value for name, value in connection.items() if value is not None}
        super().set_options(task_keys=task_keys, var_options=var_options, direct={**config, **known})
        self._connection = connection

    def _hosts(self, path: str, cache: bool) -> list[dict[str, Any]]:
        """Return the variables of each host."""
        filters = _inventory.read_filters(self.get_option("filters"))
        sources = _inventory.read_sources(self._connection, self.get_option("sources"), self.get_option("unreachable"))
        for warning in dict.fromkeys(warning for source in sources for warning in connection_warnings(source.settings)):
            self.display.warning(f"{path}: {warning}")
        listings = self._listings(path, cache, sources, filters)
        return _inventory.unique_instances(
            [
                _inventory.variables_of(instance, source, listing.project_id)
                for source, listing in zip(sources, listings, strict=True)
                for instance in listing.instances
                if _inventory.has_id(instance)
            ]
        )

    def _listings(
        self, path: str, cache: bool, sources: Sequence[_inventory.Source], filters: _inventory.Filters
    ) -> list[_inventory.Listing]:
        """Return what each source has, from the cache where it holds that, else from the service."""
        prefix = self.get_cache_key(path)
        keys = [f"{prefix}_{_inventory.cache_key(source, filters)}" for source in sources]
        kept = {key: listing for key in keys if cache and (listing := self._cached(key)) is not None}
        missing = {key: source for key, source in zip(keys, sources, strict=True) if key not in kept}
        answers = _inventory.read_side_by_side(list(missing.values()), filters)
        read: dict[str, _inventory.Listing] = {}
        for (key, source), answer in zip(missing.items(), answers, strict=True):
            read[key] = self._listing_or_warning(path, source, answer)
            # What is only missing for the moment is not kept.
            if answer is read[key] and self.get_option("cache"):
                self._cache[key] = read[key]._asdict()
        return [{**kept, **read}[key] for key in keys]

    def _cached(self, key: str) -> _inventory.Listing | None:
        if not self.get_option("cache"):
            return None
        try:
            return _inventory.listing_from_cache(self._cache[key])
        except KeyError:
            return None

    def _listing_or_warning(
        self, path: str, source: _inventory.Source, answer: _inventory.Listing | RocketMQError
    ) -> _inventory.Listing:
        if isinstance(answer, _inventory.Listing):
            return answer
        if source.unreachable == "warn" and _inventory.is_outage(answer):
            text = f"{path}: {source.label} is left out: {_inventory.explanation(answer)}"
            self.display.warning(text)
            return _inventory.Listing("", [])
        raise answer.with_context(f"{source.label}: ")

    def _add_hosts(self, path: str, hosts: Sequence[Mapping[str, Any]]) -> None:
        preferences = self.get_option("hostnames")
        check_hostnames(preferences)
        own = OwnHosts.of(self.inventory, self.loader, self.display.warning)
        told = {str(variables["instance_id"]): {**untrusted(variables), **LOCAL} for variables in hosts}
        choices = name_choices(hosts, preferences)
        plans: dict[str, HostPlan] = {}
        groups: set[str] = set()
        while True:
            names = own.names_among(choices, groups)
            unplanned = {
                key: name for key in told if (name := names[key]) and (key not in plans or plans[key].name != name)
            }
            if not unplanned:
                break
            for key, name in unplanned.items():
                plans[key] = self._plan(path, name, told[key], own.host(key))
                groups.update(plans[key].groups, *plans[key].parents)
        own.fill(path, choices, names, {key: plan for key, plan in plans.items() if names[key]}, self._named_in_file)

    def _named_in_file(self, group: str) -> bool:
        return named_in_file(
            group, self.get_option("groups"), self.get_option("keyed_groups"), self._sanitize_group_name
        )

    def _compose(self, template: Any, variables: Mapping[str, Any], *args: Any, **keywords: Any) -> Any:
        """Return the value of an expression; of one that is a field or a tag and no more, without compiling it."""
        if not self.get_option("use_extra_vars"):
            found, value = _inventory.plain_value(template, variables)
            if found:
                return value
        return super()._compose(template, variables, *args, **keywords)

    def _plan(self, path: str, name: str, variables: Mapping[str, Any], former: Any) -> HostPlan:
        """Return what an instance becomes. `former` is its host, if another file of this plugin has made one."""
        strict = self.get_option("strict")
        label = f"{name} ({variables['instance_id']})"
        recorder = Recorder(label, variables)
        inventory, self.inventory = self.inventory, recorder
        try:
            self._set_composite_vars(self.get_option("compose"), variables, label, strict=strict)
            # Once here, rather than once for each group.
            host = Host(name, gen_uuid=False)
            host.vars = {
                **(former.vars if former else {"inventory_file": path, "inventory_dir": basedir(path)}),
                **recorder.variables,
            }
            known = host.get_vars()
            self._add_host_to_composed_groups(
                self.get_option("groups"), known, label, strict=strict, fetch_hostvars=False
            )
            self._add_host_to_keyed_groups(
                self.get_option("keyed_groups"), known, label, strict=strict, fetch_hostvars=False
            )
        finally:
            self.inventory = inventory
        return HostPlan(name, recorder.variables, recorder.groups, recorder.parents)


def _with_path(path: str, message: str) -> str:
    return message if path in message else f"{path}: {message}"
