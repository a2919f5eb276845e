# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The service's error codes, and the exception that carries one out of a handler."""

from __future__ import annotations

# The code for a group without clients; some regions have DMS.50050004.
OFFLINE = "DMS.00050004"

MEANINGS: dict[str, tuple[int, str]] = {
    "DMS.00400002": (400, "The project ID has a wrong format."),
    "DMS.00400004": (400, "The request has no body."),
    "DMS.00400005": (400, "The body is not valid JSON."),
    "DMS.00400007": (400, "This type is not supported."),
    "DMS.00400008": (400, "This version is not supported."),
    "DMS.00400009": (400, "product_id is not valid."),
    "DMS.00400010": (400, "The instance name is not valid."),
    "DMS.00400011": (400, "The description is longer than 1024 characters."),
    "DMS.00400012": (400, "The secret is not complex enough."),
    "DMS.00400013": (400, "vpc_id is empty."),
    "DMS.00400014": (400, "security_group_id is empty."),
    "DMS.00400015": (400, "The user name is not valid."),
    "DMS.00400016": (400, "subnet_id is empty."),
    "DMS.00400017": (400, "A background task of this instance is still running."),
    "DMS.00400022": (400, "The engine does not fit the product."),
    "DMS.00400026": (400, "The status of the instance does not allow this operation."),
    "DMS.00400030": (400, "The instance ID is not a UUID."),
    "DMS.00400035": (400, "The instance quota is used up."),
    "DMS.00400042": (400, "This availability zone does not exist."),
    "DMS.00400049": (400, "The availability zone has no IPv6."),
    "DMS.00400055": (400, "Resources are sold out."),
    "DMS.00400060": (400, "An instance has this name already."),
    "DMS.00400061": (400, "An instance ID has a wrong format."),
    "DMS.00400062": (400, "A request parameter is not valid."),
    "DMS.00400063": (400, "Unknown configuration parameter."),
    "DMS.00400064": (400, "action must be delete or restart."),
    "DMS.00400065": (400, "instances is empty."),
    "DMS.00400066": (400, "A configuration parameter has a wrong value."),
    "DMS.00400067": (400, "available_zones is not valid."),
    "DMS.00400070": (400, "The task ID is not valid."),
    "DMS.00400082": (400, "An instance ID is given twice."),
    "DMS.00400099": (400, "An instance in this status cannot be deleted."),
    "DMS.00400100": (400, "More than 50 instance IDs."),
    "DMS.00400107": (400, "An order to change the instance is not paid."),
    "DMS.00400108": (400, "An order to change the instance is being processed."),
    "DMS.00400124": (400, "The disk cannot be expanded again."),
    "DMS.00400125": (400, "storage_spec_code is not valid."),
    "DMS.00400128": (400, "The public access parameters are not valid."),
    "DMS.00400134": (400, "Another order must be paid first."),
    "DMS.00400136": (400, "The key for the disk encryption is missing."),
    "DMS.00400142": (400, "The timestamp is not valid."),
    "DMS.00400500": (400, "The disk space is not valid."),
    "DMS.00400800": (400, "Duplicate topic name."),
    "DMS.00050004": (400, "Topic does not exist."),
    "DMS.00050012": (400, "Group does not exist."),
    "DMS.00500972": (400, "User does not exist."),
    "DMS.00405011": (400, "The migration task does not exist."),
    "DMS.10240007": (400, "The name contains invalid characters."),
    "DMS.10240018": (400, "A consumer group has this name already."),
    "DMS.10240019": (400, "No more consumer groups can be created."),
    "DMS.10240020": (400, "The quota is used up."),
    "DMS.10240035": (400, "A tag key is empty or too long."),
    "DMS.10240036": (400, "A tag key contains invalid characters."),
    "DMS.10240038": (400, "A tag value is too long."),
    "DMS.10240039": (400, "A tag value contains invalid characters."),
    "DMS.10240040": (400, "Tags can only be created or deleted."),
    "DMS.10240042": (400, "limit is not within the allowed range."),
    "DMS.10240043": (400, "offset is not within the allowed range."),
    "DMS.10240044": (400, "Too many tags."),
    "DMS.10240045": (400, "A tag key is in use already."),
    "DMS.10540014": (400, "The URL contains invalid parameters."),
    "DMS.40050010": (400, "offset is not below the total."),
    "DMS.50050004": (400, "The consumer group is offline."),
    "DMS.10240101": (401, "Invalid token."),
    "DMS.10240102": (401, "Expired token."),
    "DMS.10240103": (401, "Missing token."),
    "DMS.10240104": (401, "The project ID and the token do not match."),
    "DMS.00404001": (404, "The requested URL does not exist."),
    "DMS.00404022": (404, "This DMS instance does not exist."),
    "DMS.00500975": (404, "The diagnosis report does not exist."),
    "DMS.10240401": (404, "The topic does not exist."),
    "DMS.10240405": (404, "The consumer group does not exist."),
    "DMS.10240406": (404, "The URL does not exist."),
    "DMS.10240407": (404, "Too many requests: flow control is active."),
    "DMS.10240426": (404, "No tag has this key."),
    "DMS.00405001": (405, "This method is not allowed here."),
    "DMS.00413001": (413, "The request body is larger than 12 MB."),
    "DMS.00500000": (500, "Internal service error."),
    "CBC.99003651": (400, "An order for this resource is being processed."),
    "APIGW.0101": (404, "The API does not exist or has not been published in the environment"),
    "APIGW.0301": (401, "Incorrect IAM authentication information"),
    "APIGW.0308": (429, "The throttling threshold has been reached."),
}


class ServiceError(Exception):
    """An answer with a status >= 400, in the service's own format."""

    def __init__(self, code: str, message: str | None = None, status: int | None = None) -> None:
        known_status, meaning = MEANINGS.get(code, (400, "The request cannot be served."))
        self.code = code
        self.status = status or known_status
        self.message = message or meaning
        super().__init__(f"{self.status} {code} {self.message}")


def invalid(message: str) -> ServiceError:
    """The general complaint about a request parameter; the message names the parameter."""
    return ServiceError("DMS.00400062", f"Invalid request parameter. {message}")


_NOT_FOUND = {
    "topic": ("DMS.00050004", "DMS.10240401", "Topic does not exist"),
    "group": ("DMS.00050012", "DMS.10240405", "Group does not exist"),
    "user": ("DMS.00500972", "DMS.10240401", "User does not exist"),
}


def not_found(kind: str, family: str) -> ServiceError:
    """The answer for a missing topic, group or user: regions differ between a 400 and a 404 of their own."""
    code_400, code_404, message = _NOT_FOUND[kind]
    if family == "404":
        return ServiceError(code_404, message, status=404)
    return ServiceError(code_400, message, status=400)
