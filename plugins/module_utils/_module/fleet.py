# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that converges a fleet: many instances with all that is on them. It is many of the other modules' work."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

from .._api.client import Client
from .._api.errors import RocketMQError, ValidationError
from .._engine.outcome import RESTORED, UNCHANGED, ChangeResult
from .._engine.plan import CREATE, NO_OP, REJECT, Change
from .._engine.resource import PREDICTED_INSTANCE_ID, InstanceContext
from .._resources.instance import INSTANCE_RESOURCE
from .._resources.instance_plan import plan_instances
from .estate import open_clients
from .fleet_entries import ENTRY_SPEC, RESOURCES, FleetEntry, check_fleet
from .fleet_progress import JointProgress
from .fleet_results import FleetMember, failures, fleet_diff, instance_summary, summary, warnings
from .manage import MAX_CONCURRENCY, plan_items, results_of, warnings_of
from .manage_instances import WAIT_TIMEOUT
from .module import CollectionModule, add_instance_status, be_module, task_connection
from .no_log import secret_values_in
from .options import STATE_OPTION, WAIT_OPTION, connection_options, wait_options
from .progress import progress_reporter
from .recycled import prediction_warning, recycled_instances

OPTIONS: dict[str, Any] = {
    "instances": {"type": "list", "elements": "dict", "required": True, "options": ENTRY_SPEC},
    "defaults": {"type": "dict"},
    **STATE_OPTION,
    "concurrency": {"type": "int", "default": 10},
    **WAIT_OPTION,
    **wait_options(WAIT_TIMEOUT),
}
# A resize that failed leaves an instance that works, with what it had before.
WORKING = ("RUNNING", "EXTENDEDFAILED")


class FleetModule(CollectionModule):
    """Keeps the fleet itself away from what Ansible does with options.

    Its checks would come before the defaults are merged in, and do not say which instance they mean; and what has
    thousands of entries need not be logged, nor be repeated in the result.
    """

    def _load_params(self) -> None:
        super()._load_params()
        self.instances, self.defaults = self.given.get("instances"), self.given.get("defaults")
        listed = {"instances": self.instances}
        self.no_log_values.update(secret_values_in({"instances": OPTIONS["instances"]}, listed))
        if isinstance(self.defaults, Mapping):
            self.no_log_values.update(secret_values_in(ENTRY_SPEC, self.defaults))
        if self.instances is not None:
            self.params["instances"] = []
        self.params.pop("defaults", None)


def manage_fleet() -> None:
    """Be the module that manages a fleet."""
    module = FleetModule(argument_spec={**OPTIONS, **connection_options()}, supports_check_mode=True)
    be_module(module, lambda _module: _run(module))


def _run(module: FleetModule) -> dict[str, Any]:
    concurrency = module.params["concurrency"]
    if not 1 <= concurrency <= MAX_CONCURRENCY:
        raise ValidationError(f"'concurrency' is {concurrency}; it must be from 1 to {MAX_CONCURRENCY}.")
    connection = task_connection(module)
    entries = check_fleet(module.instances, module.defaults or {}, connection, module.params["state"])
    groups = _group(module, entries)
    report = progress_reporter(groups[0].client, "instance", module.params["state"]) if groups else None
    progress = None if report is None else JointProgress(report, module.params["wait_interval"])
    convergence = _Convergence(module.params, module.check_mode, groups, progress)
    with _ended_by_interrupts():
        convergence.run()
    members = sorted((member for group in groups for member in group.members), key=lambda one: one.entry.position)
    for warning in warnings(members):
        module.warn(warning)
    found = [failure for member in members for failure in failures(member)]
    result = {
        "changed": any(member.changed for member in members),
        "instances": [instance_summary(member) for member in members],
        "restored": [member.name for member in members if member.result and member.result.result == RESTORED],
        "recycled": [] if module.check_mode else [one for group in groups for one in _recycled(module, group)],
        "failures": found,
        "phases": convergence.phases(),
        "diff": fleet_diff(members),
    }
    if found:
        transient = all(failure["transient"] for failure in found)
        module.fail_json(msg=summary(found, len(members)), transient=transient, **result)
    return result


class Group(NamedTuple):
    """The instances that are reached in one way."""

    client: Client
    members: list[FleetMember]


def _group(module: FleetModule, entries: Sequence[FleetEntry]) -> list[Group]:
    """Return the members of the fleet by their connections."""
    connections = list(dict.fromkeys(entry.settings for entry in entries))
    clients = open_clients(module, connections, module.params["concurrency"])
    groups = {settings: Group(client, []) for settings, client in zip(connections, clients, strict=True)}
    for entry in entries:
        group = groups[entry.settings]
        group.members.append(FleetMember(entry, group.client))
    return list(groups.values())


@contextlib.contextmanager
def _ended_by_interrupts() -> Iterator[None]:
    """Let Ctrl-C end the process at once, as it does where nothing waits beside the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Convergence:
    """Brings a fleet to what is wanted: each connection in a thread, and what is on instances in a pool per endpoint.

    What is on an instance is begun as soon as that instance is ready.
    """

    def __init__(
        self, params: Mapping[str, Any], check_mode: bool, groups: Sequence[Group], progress: JointProgress | None
    ) -> None:
        self.state, self.wait, self.concurrency = params["state"], params["wait"], params["concurrency"]
        self.check_mode, self.groups, self.progress = check_mode, groups, progress
        self._lock = threading.Lock()
        self._claimed: dict[tuple[str, str], FleetMember] = {}
        self._statuses: dict[str, str] = {}
        self._begun: list[Future[None]] = []
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._since = groups[0].client.clock.monotonic() if groups else 0.0
        self._planned_at, self._planning_requests = self._since, 0

    def run(self) -> None:
        """Do all of it. What fails is noted with its member."""
        if not self.groups:
            return
        with contextlib.ExitStack() as stack:
            for group in self.groups:
                endpoint = group.client.settings.endpoint
                if endpoint not in self._pools:
                    self._pools[endpoint] = stack.enter_context(ThreadPoolExecutor(self.concurrency))
            with ThreadPoolExecutor(len(self.groups)) as coordinators:
                list(coordinators.map(self._converge_group, self.groups))
            for future in self._begun:
                future.result()

    def phases(self) -> dict[str, Any]:
        """Return what finding the instances, and all the rest, took."""
        clients = [group.client for group in self.groups]
        members = [member for group in self.groups for member in group.members]
        now = clients[0].clock.monotonic() if clients else self._since
        requests = sum(client.requests_sent for client in clients)
        results = [result for member in members for result in _results_of_member(member)]
        return {
            "read": {
                "count": len(members),
                "requests": self._planning_requests,
                "seconds": round(self._planned_at - self._since, 3),
            },
            "write": {
                "count": sum(1 for result in results if result.result != UNCHANGED),
                "requests": requests - self._planning_requests,
                "seconds": round(now - self._planned_at, 3),
            },
        }

    def _converge_group(self, group: Group) -> None:
        client, members = group
        try:
            items = [member.entry.instance_options() for member in members]
            changes = plan_instances(client, items, self.state, self.wait)
        except RocketMQError as error:
            for member in members:
                member.error = error
            return
        finally:
            with self._lock:
                self._planned_at = max(self._planned_at, client.clock.monotonic())
                self._planning_requests += client.requests_sent
        due: dict[int, tuple[FleetMember, Change]] = {}
        for member, planned in zip(members, changes, strict=True):
            change = self._claim(member, planned)
            if self._is_settled(change):
                context = InstanceContext(client, "")
                [result] = results_of(INSTANCE_RESOURCE, context, [change], self.check_mode)
                self._note(member, result)
                self._begin(member, change)
            else:
                due[id(change.desired)] = (member, change)
        self._apply(client, due)

    def _is_settled(self, change: Change) -> bool:
        settled = change.action == NO_OP and INSTANCE_RESOURCE.is_settled(change)
        return settled or self.check_mode

    def _claim(self, member: FleetMember, change: Change) -> Change:
        """Return the change, or a rejection if another entry means the same instance."""
        instance_id = str((change.actual or {}).get("instance_id") or "")
        if not instance_id or instance_id == PREDICTED_INSTANCE_ID:
            return change
        with self._lock:
            first = self._claimed.setdefault((member.client.settings.endpoint, instance_id), member)
        if first is member:
            return change
        reason = f"Instance {instance_id!r} is meant by 'instances[{first.entry.position}]', too."
        return change._replace(action=REJECT, reason=reason)

    def _apply(self, client: Client, due: Mapping[int, tuple[FleetMember, Change]]) -> None:
        """Order and modify instances and, if the task waits, see them through together."""

        def begin(result: ChangeResult) -> None:
            member, _change = due[id(result.change.desired)]
            member.result = result
            self._begin(member, result.change)

        if not due:
            return
        context, changes = InstanceContext(client, ""), [change for _member, change in due.values()]
        on_poll = None if self.progress is None else self.progress.part(client)
        try:
            results = results_of(
                INSTANCE_RESOURCE, context, changes, False, wait=self.wait, on_poll=on_poll, on_done=begin
            )
        except RocketMQError as error:
            for member, _change in due.values():
                member.error = error
            return
        finally:
            if self.progress is not None:
                self.progress.end(client)
        for (member, _change), result in zip(due.values(), results, strict=True):
            if result.error is not None:
                instance_id = str((result.object or {}).get("instance_id"))
                explained = self._explained(InstanceContext(client, instance_id), result.error)
                result = result._replace(error=explained)
            self._note(member, result)

    def _note(self, member: FleetMember, result: ChangeResult) -> None:
        member.result = result
        if self.check_mode and prediction_warning(result.change):
            member.warnings.append((prediction_warning(result.change), True))
        member.warnings += [(warning, True) for warning in warnings_of(INSTANCE_RESOURCE, [result])]

    def _begin(self, member: FleetMember, change: Change) -> None:
        """Have what is on an instance converged, if there is anything to do, and the instance is ready for it."""
        kinds = _managed_kinds(member.entry.options)
        if self.state == "absent" or change.action == REJECT or not kinds:
            return
        known, client = member.known, member.client
        is_predicted = self.check_mode and (change.action == CREATE or known.get("status") == "CREATING")
        if not self.wait and not is_predicted and known.get("status") not in WORKING:
            member.warnings.append((self._skipped(member), True))
            return
        instance_id = PREDICTED_INSTANCE_ID if is_predicted else str(known["instance_id"])
        context = InstanceContext(client, instance_id)
        pool = self._pools[client.settings.endpoint]
        with self._lock:
            self._begun.append(pool.submit(self._converge_kinds, member, context, kinds))

    @staticmethod
    def _skipped(member: FleetMember) -> str:
        status = member.known.get("status") or "not ready"
        return f"Instance {member.name!r} is {status}: what is on it is left for a run that finds it RUNNING."

    def _converge_kinds(self, member: FleetMember, context: InstanceContext, kinds: Mapping[str, bool]) -> None:
        """Bring what is on an instance to what is wanted, one kind after the other."""
        for plural, purge in kinds.items():
            resource, items = RESOURCES[plural], member.entry.options[plural] or []
            try:
                plan = plan_items(resource, context, items, "present", purge)
                listed = purge or len(items) > 1
                results = results_of(resource, context, plan.changes, self.check_mode, listed=listed)
            except RocketMQError as error:
                member.errors[plural] = self._explained(context, error)
                continue
            member.on_it[plural] = [
                result if result.error is None else result._replace(error=self._explained(context, result.error))
                for result in results
            ]
            texts = [*plan.warnings, *warnings_of(resource, results)]
            member.warnings += [(text, False) for text in texts]

    def _explained(self, context: InstanceContext, error: RocketMQError) -> RocketMQError:
        return add_instance_status(context, error, self._statuses)


def _recycled(module: FleetModule, group: Group) -> list[dict[str, str]]:
    """Return the deleted instances that the recycle bin of a connection's project holds."""
    results = [member.result for member in group.members if member.result is not None]
    return recycled_instances(group.client, results, module.warn)


def _managed_kinds(options: Mapping[str, Any]) -> dict[str, bool]:
    """Return the kinds of objects to manage on an instance, each with whether what is not listed is deleted."""
    purge = bool(options["purge"])
    # Who says nothing about users does not mean that there shall be none.
    purged = {plural: purge and (plural != "users" or options["users"] is not None) for plural in RESOURCES}
    return {plural: purged[plural] for plural in RESOURCES if options[plural] or purged[plural]}


def _results_of_member(member: FleetMember) -> list[ChangeResult]:
    own = [] if member.result is None else [member.result]
    return [*own, *(result for results in member.on_it.values() for result in results)]
