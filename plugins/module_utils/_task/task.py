# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What every task does first and last: read its options, open the client, and tell the user of a failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule, _load_params

from .._client.connection import Client, Patience
from .._client.errors import InputError, RocketMQError, ServiceError
from .._client.settings import (
    CONNECTION_OPTIONS,
    connection_settings,
    connection_warnings,
    from_environment,
    without_foreign_credentials,
)
from .._convergence.resource import FUTURE_INSTANCE_ID, Scope
from .options import connection_options
from .yaml_values import refuse_switches

Run = Callable[[AnsibleModule, Client], "dict[str, Any]"]


class CollectionModule(AnsibleModule):  # type: ignore[misc]
    """A module that shows no secrets when its options are refused, either.

    Ansible gives up at the first wrong item of a list, before it has learnt which values are secret. It also does not
    know them again in the log of the system, where a list stands as Python writes it, nor does it keep from terminals
    what they would obey.
    """

    def _log_invocation(self) -> None:
        from .._client.masking import spellings

        known = set(self.no_log_values)
        self.no_log_values.update(spelling for secret in known for spelling in spellings(str(secret)))
        try:
            super()._log_invocation()
        finally:
            # For each of them Ansible looks into each text of a result.
            self.no_log_values.intersection_update(known)

    def warn(self, warning: str, **kwargs: Any) -> None:
        from .._client.failures import printable

        super().warn(printable(str(warning), "\n\t"), **kwargs)

    def fail_json(self, msg: str, **kwargs: Any) -> None:
        from .._client.failures import printable
        from .._client.masking import spellings
        from .hidden import hidden_texts

        # The options as they were given: what Ansible could not convert, it has dropped, but its message may tell it.
        for text in hidden_texts(self.argument_spec, _load_params()):
            self.no_log_values.update(spellings(text))
        for failure in kwargs.get("failures") or ():
            failure["msg"] = printable(failure["msg"], "\n\t")
        super().fail_json(printable(str(msg), "\n\t"), **kwargs)


def run_task(
    options: Mapping[str, Any],
    run: Run,
    concurrency: int = 1,
    check: Callable[[Mapping[str, Any]], None] | None = None,
    **rules: Any,
) -> None:
    """Be a module: read the options, check them, call `run(module, client)` and exit with what it returns.

    `check(params)` raises InputError for what breaks a rule, before the client is made. `rules` are further arguments
    of AnsibleModule. A RocketMQError becomes the module's failure.
    """
    module = CollectionModule(argument_spec={**options, **connection_options()}, supports_check_mode=True, **rules)
    _strip_listed_texts(module.params, options)
    try:
        refuse_switches(module.argument_spec, _load_params())
        if check is not None:
            check(module.params)
        client = open_client(module, concurrency)
        result = run(module, client)
    except RocketMQError as error:
        module.fail_json(**error.result())
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        import traceback

        cause = f"{type(error).__name__}: {error}"
        msg = f"The service answered with something that cannot be understood ({cause}); is the endpoint right?"
        module.fail_json(msg=msg, exception=traceback.format_exc())
    module.exit_json(**result)


def _strip_listed_texts(params: dict[str, Any], options: Mapping[str, Any]) -> None:
    # Ansible takes "a, b" for the list of "a" and " b".
    for name, spec in options.items():
        if spec.get("elements") == "str" and params[name]:
            params[name] = [text.strip() for text in params[name]]


def open_client(module: AnsibleModule, concurrency: int) -> Client:
    """Return the client of a task. Raises InputError if its options do not tell how to reach the service."""
    options = dict(module.params)
    for name, option in CONNECTION_OPTIONS.items():
        # An option given as "" (an empty survey answer, say) is as good as not given.
        if option.type == "str" and not (options.get(name) or "").strip():
            options[name] = from_environment(option.environment)
    settings = connection_settings(without_foreign_credentials(options, _load_params()))
    for warning in connection_warnings(settings):
        module.warn(warning)
    patience = Patience(module.params.get("wait_timeout") or 0.0, _interval(module.params.get("wait_interval")))
    concurrency = int(module.params.get("concurrency") or concurrency)
    return Client(settings, patience, concurrency, secrets=module.no_log_values)


def _interval(value: float | None) -> float:
    if value is None:
        return Patience().interval
    if value <= 0:
        raise InputError(f"'wait_interval' must be more than 0, not {value:g}.")
    return value


def instance_scope(module: AnsibleModule, client: Client) -> Scope:
    """Return the scope of a task that is about one instance.

    In check mode the id may stand for an instance that the run before would only create. In earnest there is no such.
    """
    from .._resources.instance_lookup import resolve_instance_id

    instance_id = resolve_instance_id(client, module.params["instance_id"], module.params["instance_name"])
    if instance_id == FUTURE_INSTANCE_ID and not module.check_mode:
        raise InputError("'instance_id' stands for an instance that check mode predicted; it was not created.")
    return Scope(client, instance_id)


def explain(scope: Scope, error: RocketMQError, statuses: dict[str, str] | None = None) -> RocketMQError:
    """Add to an error what the instance was doing, where that is the reason.

    `statuses` is where the statuses of instances are kept by their ids, so that many failures cost one look.
    """
    if isinstance(error, ServiceError) and error.busy:
        known = {} if statuses is None else statuses
        if scope.instance_id not in known:
            known[scope.instance_id] = _status_of(scope)
        waited = f"this was waited out for {scope.client.patience.timeout:g} s"
        error.message += f" (the instance is {known[scope.instance_id]}; {waited})"
    return error


def _status_of(scope: Scope) -> str:
    from .._resources.instance_lookup import read_instance

    try:
        return str((read_instance(scope.client, scope.instance_id) or {}).get("status", "gone"))
    except RocketMQError:
        return "in a status that could not be read"
