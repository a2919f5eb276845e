# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What every task does first and last: read its options, open the client, and tell the user of a failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import ApiError, RocketMQError, ValidationError
from .._api.retry import ConcurrencyLimiter, WaitPolicy
from .._api.settings import (
    CONNECTION_OPTIONS,
    Settings,
    connection_settings,
    connection_warnings,
    drop_conflicting_credentials,
    from_environment,
)
from .._engine.resource import PREDICTED_INSTANCE_ID, InstanceContext
from .options import connection_options
from .yaml_values import refuse_misread_texts

# From so many secrets, or items of a list, on a result is made lighter.
MANY_SECRETS = 20
MANY_ITEMS = 100

Run = Callable[[AnsibleModule, Client], "dict[str, Any]"]


class CollectionModule(AnsibleModule):  # type: ignore[misc]
    """A module that shows no secrets when its options are refused, either.

    Ansible gives up at the first wrong item of a list, before it has learnt which values are secret. It also does not
    know them again in the log of the system, where a list stands as Python writes it, nor does it keep from terminals
    what they would obey.

    given: the options as they were given, before anything is converted.
    """

    given: Mapping[str, Any] = {}

    def _load_params(self) -> None:
        super()._load_params()
        # Validation copies what is in the options, and then changes them.
        self.given = dict(self.params)

    def _log_invocation(self) -> None:
        from .._api.redaction import encodings_of

        known = set(self.no_log_values)
        self.no_log_values.update(spelling for secret in known for spelling in encodings_of(str(secret)))
        try:
            super()._log_invocation()
        finally:
            # For each of them Ansible looks into each text of a result.
            self.no_log_values.intersection_update(known)

    def exit_json(self, **kwargs: Any) -> None:
        self._lighten(kwargs)
        super().exit_json(**kwargs)

    def _lighten(self, result: dict[str, Any], msg: str = "") -> None:
        """Spare Ansible the search for each of thousands of secrets in each of thousands of texts of a result.

        The options, which the result repeats, have all the secrets, so they are masked here.
        """
        has_many_secrets = len(self.no_log_values) > MANY_SECRETS
        lists = [value for value in self.params.values() if isinstance(value, list)]
        if has_many_secrets or any(len(value) > MANY_ITEMS for value in lists):
            from .no_log import masked_params

            result.setdefault("invocation", {"module_args": masked_params(self.argument_spec, self.params)})
        if has_many_secrets:
            import traceback

            from ansible.module_utils.common.warnings import get_deprecation_messages, get_warning_messages

            from .no_log import secrets_within

            shown = [msg, result, get_warning_messages(), get_deprecation_messages(), traceback.format_exc()]
            self.no_log_values.intersection_update(secrets_within(shown, map(str, self.no_log_values)))

    def warn(self, warning: str, **kwargs: Any) -> None:
        from .._api.error_parsing import replace_control_characters

        super().warn(replace_control_characters(str(warning), "\n\t"), **kwargs)

    def fail_json(self, msg: str, **kwargs: Any) -> None:
        from .._api.error_parsing import replace_control_characters
        from .._api.redaction import encodings_of
        from .no_log import secret_values_in

        # The options as they were given: what Ansible could not convert, it has dropped, but its message may tell it.
        for text in secret_values_in(self.argument_spec, self.given):
            self.no_log_values.update(encodings_of(text))
        for failure in kwargs.get("failures") or ():
            failure["msg"] = replace_control_characters(failure["msg"], "\n\t")
        self._lighten(kwargs, str(msg))
        super().fail_json(replace_control_characters(str(msg), "\n\t"), **kwargs)


def run_task(
    options: Mapping[str, Any],
    run: Run,
    concurrency: int = 1,
    check: Callable[[Mapping[str, Any]], None] | None = None,
    **rules: Any,
) -> None:
    """Be a module: read the options, check them, call `run(module, client)` and exit with what it returns.

    `check(params)` raises ValidationError for what breaks a rule, before the client is made. `rules` are further
    arguments of AnsibleModule. A RocketMQError becomes the module's failure.
    """

    def work(module: CollectionModule) -> dict[str, Any]:
        _strip_list_items(module.params, options)
        refuse_misread_texts(module.argument_spec, module.given)
        if check is not None:
            check(module.params)
        return run(module, create_client(module, concurrency))

    be_module(
        CollectionModule(argument_spec={**options, **connection_options()}, supports_check_mode=True, **rules), work
    )


def be_module(module: CollectionModule, work: Callable[[CollectionModule], dict[str, Any]]) -> None:
    """Exit with what `work(module)` returns. A RocketMQError becomes the module's failure."""
    try:
        module.exit_json(**work(module))
    except RocketMQError as error:
        for attempt in error.attempts:
            module.debug(attempt)
        module.fail_json(**error.result())
    except RecursionError:
        module.fail_json(msg="The service's answer is nested too deeply; is the endpoint right?")
    except Exception as error:
        import traceback

        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{frame.filename.rpartition('/')[2]}, line {frame.lineno}"
        msg = f"This is a bug in the collection, please report it: {type(error).__name__}: {error} ({where})"
        module.fail_json(msg=msg, transient=False, exception=traceback.format_exc())


def _strip_list_items(params: dict[str, Any], options: Mapping[str, Any]) -> None:
    # Ansible takes "a, b" for the list of "a" and " b".
    for name, spec in options.items():
        if spec.get("elements") == "str" and params[name]:
            params[name] = [text.strip() for text in params[name]]


def create_client(module: CollectionModule, concurrency: int) -> Client:
    """Return the client of a task. Raises ValidationError if its options do not tell how to reach the service."""
    settings = connection_settings(task_connection(module))
    for warning in connection_warnings(settings):
        module.warn(warning)
    return open_client(module, settings, int(module.params.get("concurrency") or concurrency))


def task_connection(module: CollectionModule) -> dict[str, Any]:
    """Return the connection options of a task, with those of the environment where it has none of its own."""
    options = {name: module.params[name] for name in CONNECTION_OPTIONS}
    for name, option in CONNECTION_OPTIONS.items():
        # An option given as "" (an empty survey answer, say) is as good as not given.
        if option.type == "str" and not (options.get(name) or "").strip():
            options[name] = from_environment(option.environment)
    return drop_conflicting_credentials(options, module.given)


def open_client(
    module: AnsibleModule, settings: Settings, concurrency: int, limiter: ConcurrencyLimiter | None = None
) -> Client:
    """Return a client that waits for as long as the task may. It hides all secrets of the task."""
    wait_policy = WaitPolicy(module.params.get("wait_timeout") or 0.0, _interval(module.params.get("wait_interval")))
    return Client(settings, wait_policy, concurrency, secrets=module.no_log_values, limiter=limiter)


def _interval(value: float | None) -> float:
    if value is None:
        return WaitPolicy().interval
    if value <= 0:
        raise ValidationError(f"'wait_interval' must be more than 0, not {value:g}.")
    return value


def instance_context(module: AnsibleModule, client: Client) -> InstanceContext:
    """Return the context of a task that is about one instance.

    In check mode the id may stand for an instance that the run before would only create. In earnest there is no such.
    """
    from .._resources.instance_api import resolve_instance_id

    instance_id = resolve_instance_id(client, module.params["instance_id"], module.params["instance_name"])
    if instance_id == PREDICTED_INSTANCE_ID and not module.check_mode:
        raise ValidationError("'instance_id' stands for an instance that check mode predicted; it was not created.")
    return InstanceContext(client, instance_id)


def add_instance_status(
    context: InstanceContext, error: RocketMQError, statuses: dict[str, str] | None = None
) -> RocketMQError:
    """Add to an error what the instance was doing, where that is the reason.

    `statuses` is where the statuses of instances are kept by their ids, so that many failures cost one look.
    """
    if isinstance(error, ApiError) and error.is_busy:
        known = {} if statuses is None else statuses
        if context.instance_id not in known:
            known[context.instance_id] = _status_of(context)
        waited = f"retried for {context.client.wait_policy.timeout:g} s"
        return error.with_context(suffix=f" (the instance is {known[context.instance_id]}; {waited})")
    return error


def _status_of(context: InstanceContext) -> str:
    from .._resources.instance_api import read_instance

    try:
        return str((read_instance(context.client, context.instance_id) or {}).get("status", "gone"))
    except RocketMQError:
        return "in a status that could not be read"
