# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters of the playbook huaweicloud.rocketmq.health."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

from ..module_utils._api.errors import ValidationError
from ..plugin_utils._health_page import page
from ..plugin_utils._health_report import failure_message, make_report, totals
from ..plugin_utils._health_text import text
from ..plugin_utils._health_thresholds import check_fail_on
from ..plugin_utils._inventory_trust import untrusted


def health_thresholds(fail_on: Any) -> dict[str, float | bool]:
    """Return thresholds in their types; a mistake in them is an error."""
    try:
        return check_fail_on(fail_on)
    except ValidationError as error:
        raise AnsibleFilterError(error.message) from error


def health_report(
    found: Mapping[str, Any], fail_on: Any = None, compared: Any = None, hours: int = 24, time: str = ""
) -> dict[str, Any]:
    """Return what the module health_info has found as a page, as a text and as a list of what deserves attention."""
    report = make_report(found, health_thresholds(fail_on), compared, int(hours), time)
    result = {
        "html": page(report),
        "text": text(report),
        "findings": [{name: getattr(one, name) for name in one._fields} for one in report.findings],
        "totals": totals(report),
        "failure": failure_message(report),
    }
    # Names are of the service, and so of whoever made the objects.
    marked: dict[str, Any] = untrusted(result)
    return marked


class FilterModule:
    """The filters by name."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"health_thresholds": health_thresholds, "health_report": health_report}
