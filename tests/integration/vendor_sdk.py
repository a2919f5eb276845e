# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations that the vendor's SDK has, found in its own code, and what each of them is called with here."""

from __future__ import annotations

import inspect
import re
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.emulator.application import _MODULES
from tests.emulator.errors import ServiceError
from tests.emulator.routing import Router

from .emulator_process import PROJECT_ID, EmulatorControl, consumer
from .sample_instances import NETWORK, ZONE_ID


class SdkOperation(NamedTuple):
    """An operation: its name in the SDK, and the request that it makes."""

    name: str
    method: str
    path: str

    @property
    def parameters(self) -> list[str]:
        """The names of the variables of the path, but the project."""
        return [name for name in re.findall(r"{(\w+)}", self.path) if name != "project_id"]

    @property
    def is_emulated(self) -> bool:
        """Whether the emulator has a route for it."""
        values = {"project_id": PROJECT_ID, "engine": "reliability"}
        path = re.sub(r"{(\w+)}", lambda found: values.get(found[1], "x"), self.path)
        try:
            _ROUTER.find(self.method, path.split("/")[1:])
        except ServiceError:
            return False
        return True


_ROUTER = Router(route for module in _MODULES for route in module.ROUTES)


def sdk_operations(client_class: type) -> list[SdkOperation]:
    """Return all operations of the SDK's client. Each has a private method that holds its verb and path."""
    found = []
    for name, function in inspect.getmembers(client_class, callable):
        named = re.fullmatch(r"_(\w+)_http_info", name)
        if named:
            source = inspect.getsource(function)
            verb, path = re.search(r'"method": "(\w+)"', source), re.search(r'"resource_path": "([^"]+)"', source)
            assert verb and path, f"the SDK tells in another way now what {named[1]} requests"
            found.append(SdkOperation(named[1], verb[1], path[1]))
    return found


# How an instance is made ready: with something of everything that an operation may be about.


_READER = {
    "name": "reader-key",
    "default_topic_perm": "SUB",
    "default_group_perm": "SUB",
    "topic_perms": [{"name": "order-events", "perm": "SUB"}],
    "group_perms": [{"name": "billing", "perm": "SUB"}],
}


class Stage:
    """An instance with something of everything. What an operation needs beside it is made when it is asked for."""

    def __init__(self, emulator: EmulatorControl, client: Any) -> None:
        self.emulator, self.client = emulator, client
        emulator.settings(migration_answer="object")
        self.instance_id = emulator.instance(
            "orders",
            enable_acl=True,
            tags={"team": "shop"},
            topics=["order-events"],
            groups=["billing"],
            users=[_READER],
        )
        connected = consumer("billing", "order-events")
        connected["clients"][0]["dead_lock"] = True
        self.control("consumers", connected)
        self.msg_id = self.control("messages", {"topic": "order-events"})["msg_ids"][0]
        self.control("tasks", {"seconds": 0, "blocking": False})
        self.control("scheduled-tasks", {"seconds": 3600})
        self.letter_id = self.control("dead-letters", {"group": "billing"})["msg_ids"][0]

    def control(self, what: str, body: Any) -> Any:
        """Have something made for the instance."""
        return self.emulator.control("POST", f"instances/{self.instance_id}/{what}", body)

    def pass_time(self, seconds: float = 60) -> None:
        """Let what was begun come to its end."""
        self.emulator.control("POST", "clock", {"advance": seconds})

    def call(self, name: str, /, body: Any = None, **query: Any) -> Any:
        """Call an operation as the table below has it, or with something else."""
        return call(self, next(one for one in sdk_operations(type(self.client)) if one.name == name), body, query)


def _task_id(stage: Stage, name: str) -> str:
    if "scheduled" in name:
        return str(stage.control("scheduled-tasks", {"seconds": 3600})["id"])
    made = str(stage.control("tasks", {"seconds": 1, "blocking": False})["id"])
    stage.pass_time()
    return made


def _report_id(stage: Stage, name: str) -> str:
    report = str(stage.call("create_diagnosis_task").report_id)
    stage.pass_time()
    return report


def _stack_id(stage: Stage, name: str) -> str:
    report = stage.call("show_diagnosis_report", report_id=_report_id(stage, name))
    return next(str(node.stack_id) for node in report.diagnosis_node_report_list if node.stack_id)


def _recycled_id(stage: Stage) -> str:
    stage.call("modify_recycle_policy")
    stage.call("delete_instance")
    stage.pass_time()
    return stage.instance_id


# What stands in the path of a request.
PARAMETERS: dict[str, Callable[[Stage, str], str]] = {
    "instance_id": lambda stage, name: stage.instance_id,
    "engine": lambda stage, name: "reliability",
    "group": lambda stage, name: "billing",
    "topic": lambda stage, name: "order-events",
    "user_name": lambda stage, name: "reader-key",
    "task_id": _task_id,
    "report_id": _report_id,
    "stack_id": _stack_id,
}


def _now(seconds: float = 0) -> str:
    return str(int((time.time() + seconds) * 1000))


def _migration_id(stage: Stage) -> str:
    made = str(stage.call("create_rocket_mq_migration_task").task_id)
    stage.pass_time()
    return made


# What is in the query of a request, where it needs something.
QUERIES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "list_instances": lambda stage: {"engine": "reliability"},
    "list_messages": lambda stage: {"topic": "order-events", "msg_id": stage.msg_id},
    "list_messages_for_rocket_mq": lambda stage: {"topic": "order-events", "start_time": "0", "end_time": _now(10**5)},
    "list_message_trace": lambda stage: {"msg_id": stage.msg_id},
    "list_message_trace_for_rocket_mq": lambda stage: {"msg_id": stage.msg_id},
    "show_rocket_mq_product_cores": lambda stage: {"product_id": "c6.4u8g.cluster", "broker_num": "2"},
    "create_rocket_mq_migration_task": lambda stage: {"overwrite": "true", "name": "move", "type": "rocketmq"},
    "show_consumer_list_or_details": lambda stage: {"topic": "order-events"},
    "update_scheduled_task": lambda stage: {"execute_at": _now(7200)},
}

# What has to be there before a request.
PREPARATIONS: dict[str, Callable[[Stage], Any]] = {
    "list_rocket_mq_migration_task": _migration_id,
    "list_diagnosis_reports": lambda stage: _report_id(stage, ""),
    "list_diagnosis_reports_for_rocket_mq": lambda stage: _report_id(stage, ""),
    "show_recycle_instances": _recycled_id,
}

_ORDER = {
    "name": "sdk-orders",
    "engine": "reliability",
    "engine_version": "4.8.0",
    "storage_space": 600,
    "available_zones": [ZONE_ID],
    "product_id": "c6.4u8g.cluster",
    "storage_spec_code": "dms.physical.storage.ultra.v2",
    "broker_num": 1,
    **NETWORK,
}
_PREPAID = {"bss_param": {"charging_mode": "prePaid", "period_type": "month", "period_num": 1}}
_RESIZE = {"oper_type": "storage", "new_storage_space": 700}
_MESSAGE = {"topic": "order-events", "body": "{}", "property_list": [{"name": "KEYS", "value": "order-1"}]}
_USER = {"access_key": "writer-key", "secret_key": "Planted-Secret-1", "default_topic_perm": "PUB"}


def _fixed(body: dict[str, Any]) -> Callable[[Stage], dict[str, Any]]:
    return lambda stage: body


def _letters(stage: Stage) -> dict[str, Any]:
    return {"topic": "%DLQ%billing", "msg_id_list": [stage.letter_id]}


def _verification(stage: Stage) -> dict[str, Any]:
    client_id = consumer("billing")["clients"][0]["client_id"]
    return {"group": "billing", "topic": "order-events", "client_id": client_id, "msg_id_list": [stage.msg_id]}


def _reports(stage: Stage) -> dict[str, Any]:
    return {"report_id_list": [_report_id(stage, "")]}


# The bodies of requests, as they are sent.
BODIES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "batch_create_or_delete_rocketmq_tag": _fixed({"action": "create", "tags": [{"key": "stage", "value": "test"}]}),
    "batch_delete_diagnosis_records": _reports,
    "batch_delete_diagnosis_records_for_rocket_mq": _reports,
    "batch_delete_instances": lambda stage: {"action": "delete", "instances": [stage.instance_id]},
    "batch_delete_rocket_mq_migration_task": lambda stage: {"task_ids": [_migration_id(stage)]},
    "batch_update_consumer_group": _fixed({"groups": [{"name": "billing", "enabled": True, "retry_max_time": 3}]}),
    "create_consumer_group_or_batch_delete_consumer_group": _fixed({"name": "shipping", "retry_max_time": 3}),
    "create_diagnosis_task": _fixed({"group_name": "billing"}),
    "create_diagnosis_task_for_rocket_mq": _fixed({"group_name": "billing"}),
    "create_instance_by_engine": _fixed({**_ORDER, **_PREPAID}),
    "create_post_paid_instance": _fixed(_ORDER),
    "create_post_paid_instance_for_rocket_mq": _fixed({**_ORDER, "arch_type": "X86", "tls_mode": "PERMISSIVE"}),
    "create_rocket_mq_migration_task": _fixed(
        {"topic_config_table": {"moved": {"topic_name": "moved", "perm": 6}}, "subscription_group_table": {}}
    ),
    "create_topic_or_batch_delete_topic": _fixed({"name": "invoice-events", "queue_num": 3}),
    "create_user": _fixed(_USER),
    "modify_instance_ssl_config": _fixed({"tls_mode": "SSL"}),
    "modify_recycle_policy": _fixed({"retention_days": 3, "default_use_recycle": True}),
    "reset_consume_offset": _fixed({"topic": "order-events", "timestamp": 0}),
    "reset_consume_offset_for_rocket_mq": _fixed({"topic": "order-events", "timestamp": 0}),
    "resize_instance": _fixed(_RESIZE),
    "resize_instance_for_rocket_mq": _fixed(_RESIZE),
    "restore_recycle_instance": lambda stage: {"instances": [_recycled_id(stage)]},
    "send_dlq_message": _letters,
    "send_dlq_message_for_rocket_mq": _letters,
    "send_message": _fixed(_MESSAGE),
    "send_message_for_rocket_mq": _fixed(_MESSAGE),
    "update_consumer_group": _fixed({"enabled": True, "broadcast": True, "retry_max_time": 5}),
    "update_instance": _fixed({"description": "by the SDK"}),
    "update_rocket_mq_configs": _fixed({"rocketmq_configs": [{"name": "fileReservedTime", "value": "72"}]}),
    "update_topic": _fixed({"permission": "sub"}),
    "update_user": _fixed({**_USER, "access_key": "reader-key"}),
    "update_volume_expansion_config": _fixed(
        {
            "auto_volume_expand_enable": True,
            "expand_threshold": 80,
            "max_volume_size": 1000,
            "expand_increment": 10,
        }
    ),
    "validate_consumed_message": _verification,
    "validate_consumed_message_for_rocket_mq": _verification,
}


def call(stage: Stage, operation: SdkOperation, body: Any = None, given: dict[str, Any] | None = None) -> Any:
    """Have the SDK carry out an operation, and return its response."""
    import huaweicloudsdkrocketmq.v2 as sdk

    camel = "".join(word.capitalize() for word in operation.name.split("_"))
    fields = dict(given or {})
    if operation.name in PREPARATIONS:
        PREPARATIONS[operation.name](stage)
    for name in operation.parameters:
        if name not in fields:
            fields[name] = PARAMETERS[name](stage, operation.name)
    if operation.name in QUERIES:
        fields.update(QUERIES[operation.name](stage))
    if body is None and operation.name in BODIES:
        body = BODIES[operation.name](stage)
    request_class = getattr(sdk, f"{camel}Request")
    if body is not None:
        fields["body"] = _model(sdk, request_class.openapi_types["body"], body)
    return getattr(stage.client, operation.name)(request_class(**fields))


def _model(sdk: Any, kind: str, value: Any) -> Any:
    """Return a value as the SDK's own models have it."""
    inner = re.fullmatch(r"(?:list\[(.*)\]|dict\(str, (.*)\))", kind)
    if inner and isinstance(value, list):
        return [_model(sdk, inner[1], one) for one in value]
    if inner:
        return {key: _model(sdk, inner[2], one) for key, one in value.items()}
    if not isinstance(value, dict):
        return value
    model = getattr(sdk, kind)
    return model(**{key: _model(sdk, model.openapi_types[key], one) for key, one in value.items()})
