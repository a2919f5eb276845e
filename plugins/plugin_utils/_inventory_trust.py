# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What Ansible may evaluate as a template: since ansible-core 2.19 what is marked, before that all that is not."""

from __future__ import annotations

from typing import Any

try:
    from ansible.template import trust_as_template
except ImportError:
    trust_as_template = None


def template(text: str) -> str:
    """Return a text of the collection itself that is to be evaluated."""
    marked: str = text if trust_as_template is None else trust_as_template(text)
    return marked


def untrusted(value: Any) -> Any:
    """Return a value told by the service, marked where Ansible would otherwise trust it.

    Texts without braces are marked as well: Ansible evaluates them when a condition is a variable that holds them.
    """
    if trust_as_template is not None:
        return value
    from ansible.utils.unsafe_proxy import wrap_var

    return wrap_var(value)
