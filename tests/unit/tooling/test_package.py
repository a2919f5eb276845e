# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the package's check takes for a fault."""

from __future__ import annotations

from tests.tooling.package import complaints_in


def test_warnings_and_errors_of_galaxys_importer_are_found():
    log = "Loading role a\nWARNING: Could not get role description\nNo WARNING here\nERROR: broken\nErrors: none\n"
    assert complaints_in(log) == ["WARNING: Could not get role description", "ERROR: broken"]
