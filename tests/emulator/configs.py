# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Configuration parameters of the brokers."""

from __future__ import annotations

from dataclasses import dataclass

from .call import Call
from .errors import ServiceError
from .fields import Field, read
from .paging import PAGE_QUERY, page_of
from .routing import Answer, Route, no_content, ok
from .state import Record
from .tasks import require_ready


@dataclass(slots=True, frozen=True)
class Parameter:
    """A parameter that can be set; `low` and `high` bound the integers."""

    name: str
    default: str
    value_type: str
    config_type: str
    low: int = 0
    high: int = 0

    @property
    def valid_values(self) -> str:
        """The range as the API words it."""
        return "true,false" if self.value_type == "boolean" else f"{self.low}-{self.high}"

    def allows(self, value: str) -> bool:
        """Whether a text is a value of this parameter."""
        if self.value_type == "boolean":
            return value in ("true", "false")
        return value.isascii() and value.isdigit() and len(value) < 12 and self.low <= int(value) <= self.high


# Only the first is documented; the others are broker parameters of RocketMQ itself, so that there is more than one.
PARAMETERS = {
    parameter.name: parameter
    for parameter in (
        Parameter("fileReservedTime", "48", "integer", "dynamic", 1, 720),
        Parameter("transactionCheckMax", "15", "integer", "dynamic", 1, 100),
        Parameter("maxMessageSize", "4194304", "integer", "static", 1024, 4194304),
        Parameter("traceTopicEnable", "false", "boolean", "static"),
    )
}
_UPDATE = {
    "rocketmq_configs": Field(
        "objects",
        required=True,
        items={"name": Field("string", required=True), "value": Field("string", required=True)},
    )
}


def _shown(parameter: Parameter, configs: dict[str, str]) -> Record:
    return {
        "name": parameter.name,
        "value": configs.get(parameter.name, parameter.default),
        "config_type": parameter.config_type,
        "default_value": parameter.default,
        "valid_values": parameter.valid_values,
        "value_type": parameter.value_type,
    }


def list_configs(call: Call) -> Answer:
    """GET configs."""
    page = page_of(call, [_shown(parameter, call.instance.configs) for parameter in PARAMETERS.values()])
    return ok({**page.counts(), "rocketmq_configs": page.records})


def update_configs(call: Call) -> Answer:
    """PUT configs: what is not named stays."""
    wanted = read(call.json(), _UPDATE)["rocketmq_configs"]
    for item in wanted:
        parameter = PARAMETERS.get(item["name"])
        if parameter is None:
            raise ServiceError("DMS.00400063", f"Invalid configuration parameter {item['name'][:64]}.")
        if not parameter.allows(item["value"]):
            raise ServiceError("DMS.00400066", f"Invalid configuration parameter {parameter.name}.")
    require_ready(call)
    for item in wanted:
        waits = PARAMETERS[item["name"]].config_type == "static" and call.settings.static_configs_need_restart
        (call.instance.pending_configs if waits else call.instance.configs)[item["name"]] = item["value"]
    return no_content()


_PATH = "/v2/{project_id}/rocketmq/instances/{instance_id}/configs"
ROUTES = [
    Route("GET", _PATH, list_configs, query=PAGE_QUERY),
    Route("PUT", _PATH, update_configs),
]
