# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the reports of the playbook audit, those of all hosts in one process.

Reads a list of reports from stdin, each with `folder`, `name` and `files` (texts by suffix). Prints why those that
could not be written could not, by their paths without suffix.
"""

import json
import os
import sys
import tempfile


def write_report(folder, name, files):
    """Write the files of a report, readable for their owner alone; raises OSError."""
    os.makedirs(folder, exist_ok=True)
    for suffix, text in files.items():
        # No report that is half written, nor one that others may open before it is restricted.
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".audit-")
        try:
            with open(handle, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
            os.replace(temporary, os.path.join(folder, f"{name}.{suffix}"))
        except OSError:
            os.unlink(temporary)
            raise


def main():
    # Folders and files that are made are for their owner alone. A folder that is there stays as it is.
    os.umask(0o077)
    failures = {}
    for report in json.load(sys.stdin):
        try:
            write_report(**report)
        except OSError as error:
            failures[os.path.join(report["folder"], report["name"])] = str(error)
    json.dump(failures, sys.stdout)


if __name__ == "__main__":
    main()
