# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What an event source remembers over a restart, in a file that is always whole."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from typing import Any

from ..module_utils._api.errors import ValidationError

VERSION = 1


class StateFile:
    """A file of JSON, or nothing at all if there is no path. It belongs to one source, and to one instance."""

    def __init__(self, path: str | None, source: str) -> None:
        self.path, self.source = path, source

    def load(self, instance_id: str) -> dict[str, Any] | None:
        """Return what was saved for an instance, or None. Raises ValidationError if the file is something else."""
        if self.path is None:
            return None
        try:
            with open(self.path, encoding="utf-8") as file:
                saved = json.load(file)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise ValidationError(
                f"'state_file' {self.path} cannot be read ({error}); delete it to start anew."
            ) from None
        if not isinstance(saved, dict) or saved.get("version") != VERSION or saved.get("source") != self.source:
            raise ValidationError(
                f"'state_file' {self.path} is not one of {self.source}; give each source its own file."
            )
        return saved["state"] if saved.get("instance_id") == instance_id else None

    def save(self, instance_id: str, state: Mapping[str, Any]) -> None:
        """Put a state into the place of the one before. Raises ValidationError if it cannot be written."""
        if self.path is None:
            return
        saved = {"version": VERSION, "source": self.source, "instance_id": instance_id, "state": state}
        temporary = ""
        try:
            # It is private: it is made with mode 0600.
            handle, temporary = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(self.path)), prefix=".rocketmq-")
            with open(handle, "w", encoding="utf-8") as file:
                json.dump(saved, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise ValidationError(f"'state_file' {self.path} cannot be written ({error.strerror}).") from None
