# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the service is reached. Written by tests/tooling/connection_doc_fragment.py; change that, not this."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  region:
    description:
      - The region, such as V(eu-west-0).
      - It determines the addresses of the service and of IAM, unless O(endpoint) and O(iam_endpoint) are given.
      - Falls back to E(HUAWEICLOUD_REGION), then E(HW_REGION_NAME).
    type: str
  cloud:
    description:
      - The domain of the cloud, which is part of the addresses. Partner clouds have their own.
      - Without the option and the variables, it is V(myhuaweicloud.com), or V(myhuaweicloud.eu) for the region
        V(eu-west-101).
      - Falls back to E(HUAWEICLOUD_CLOUD), then E(HW_CLOUD).
    type: str
  endpoint:
    description:
      - The base URL of the service. The default is C(https://dms.{region}.{cloud}).
      - Falls back to E(HUAWEICLOUD_ROCKETMQ_ENDPOINT).
    type: str
  iam_endpoint:
    description:
      - The base URL of IAM. The default is C(https://iam.{region}.{cloud}).
      - Falls back to E(HUAWEICLOUD_SDK_IAM_ENDPOINT).
    type: str
  access_key:
    description:
      - The access key (AK) that requests are signed with, together with O(secret_key).
      - Falls back to E(HUAWEICLOUD_SDK_AK), then E(HW_ACCESS_KEY).
    type: str
  secret_key:
    description:
      - The secret key (SK) that belongs to O(access_key).
      - Falls back to E(HUAWEICLOUD_SDK_SK), then E(HW_SECRET_KEY).
    type: str
  security_token:
    description:
      - The security token of a temporary O(access_key).
      - Falls back to E(HUAWEICLOUD_SDK_SECURITY_TOKEN), then E(HW_SECURITY_TOKEN).
    type: str
  auth_token:
    description:
      - An IAM token of the project. It takes precedence over O(access_key) and O(username).
      - Credentials given as options are not mixed with credentials from the environment.
      - Falls back to E(HUAWEICLOUD_AUTH_TOKEN), then E(HW_AUTH_TOKEN).
    type: str
  username:
    description:
      - The IAM user to fetch a token for, if neither O(auth_token) nor O(access_key) is given.
      - The token is cached for its lifetime, in a file that only the current user of the controller can read.
      - Falls back to E(HW_USER_NAME).
    type: str
  password:
    description:
      - The password of O(username).
      - Falls back to E(HW_USER_PASSWORD).
    type: str
  domain_name:
    description:
      - The name of the account that O(username) belongs to.
      - Falls back to E(HW_DOMAIN_NAME).
    type: str
  project_id:
    description:
      - The ID of the project. If it is left out, it is looked up in IAM by O(project_name).
      - Falls back to E(HUAWEICLOUD_SDK_PROJECT_ID), then E(HW_PROJECT_ID).
    type: str
  project_name:
    description:
      - The name of the project. The default is the region, whose name is that of its default project.
      - Falls back to E(HW_PROJECT_NAME).
    type: str
  validate_certs:
    description:
      - Whether the certificates of the service and of IAM are verified.
      - Falls back to E(HUAWEICLOUD_VALIDATE_CERTS).
    type: bool
    default: true
  ca_path:
    description:
      - A file or folder with the CA certificates to trust, in place of those of the system.
      - Falls back to E(HUAWEICLOUD_CA_PATH).
    type: path
  request_timeout:
    description:
      - The timeout for connecting to the service and for each read, in seconds.
      - Falls back to E(HUAWEICLOUD_REQUEST_TIMEOUT).
    type: float
    default: 30.0
  max_retries:
    description:
      - How often a request is retried after throttling, an internal error of the service, or a lost connection.
      - Falls back to E(HUAWEICLOUD_MAX_RETRIES).
    type: int
    default: 5
requirements:
  - requests
notes:
  - If several authentication methods are given, O(auth_token) takes precedence over O(access_key), and that over
    O(username).
  - Set options once for all modules by C(module_defaults) of C(group/huaweicloud.rocketmq.all).
"""

    PLUGIN = r"""
options:
  region:
    description:
      - The region, such as V(eu-west-0).
      - It determines the addresses of the service and of IAM, unless O(endpoint) and O(iam_endpoint) are given.
    type: str
    env:
      - name: HUAWEICLOUD_REGION
      - name: HW_REGION_NAME
  cloud:
    description:
      - The domain of the cloud, which is part of the addresses. Partner clouds have their own.
      - Without the option and the variables, it is V(myhuaweicloud.com), or V(myhuaweicloud.eu) for the region
        V(eu-west-101).
    type: str
    env:
      - name: HUAWEICLOUD_CLOUD
      - name: HW_CLOUD
  endpoint:
    description:
      - The base URL of the service. The default is C(https://dms.{region}.{cloud}).
    type: str
    env:
      - name: HUAWEICLOUD_ROCKETMQ_ENDPOINT
  iam_endpoint:
    description:
      - The base URL of IAM. The default is C(https://iam.{region}.{cloud}).
    type: str
    env:
      - name: HUAWEICLOUD_SDK_IAM_ENDPOINT
  access_key:
    description:
      - The access key (AK) that requests are signed with, together with O(secret_key).
    type: str
    env:
      - name: HUAWEICLOUD_SDK_AK
      - name: HW_ACCESS_KEY
  secret_key:
    description:
      - The secret key (SK) that belongs to O(access_key).
    type: str
    env:
      - name: HUAWEICLOUD_SDK_SK
      - name: HW_SECRET_KEY
  security_token:
    description:
      - The security token of a temporary O(access_key).
    type: str
    env:
      - name: HUAWEICLOUD_SDK_SECURITY_TOKEN
      - name: HW_SECURITY_TOKEN
  auth_token:
    description:
      - An IAM token of the project. It takes precedence over O(access_key) and O(username).
      - Credentials given as options are not mixed with credentials from the environment.
    type: str
    env:
      - name: HUAWEICLOUD_AUTH_TOKEN
      - name: HW_AUTH_TOKEN
  username:
    description:
      - The IAM user to fetch a token for, if neither O(auth_token) nor O(access_key) is given.
      - The token is cached for its lifetime, in a file that only the current user of the controller can read.
    type: str
    env:
      - name: HW_USER_NAME
  password:
    description:
      - The password of O(username).
    type: str
    env:
      - name: HW_USER_PASSWORD
  domain_name:
    description:
      - The name of the account that O(username) belongs to.
    type: str
    env:
      - name: HW_DOMAIN_NAME
  project_id:
    description:
      - The ID of the project. If it is left out, it is looked up in IAM by O(project_name).
    type: str
    env:
      - name: HUAWEICLOUD_SDK_PROJECT_ID
      - name: HW_PROJECT_ID
  project_name:
    description:
      - The name of the project. The default is the region, whose name is that of its default project.
    type: str
    env:
      - name: HW_PROJECT_NAME
  validate_certs:
    description:
      - Whether the certificates of the service and of IAM are verified.
    type: bool
    default: true
    env:
      - name: HUAWEICLOUD_VALIDATE_CERTS
  ca_path:
    description:
      - A file or folder with the CA certificates to trust, in place of those of the system.
    type: path
    env:
      - name: HUAWEICLOUD_CA_PATH
  request_timeout:
    description:
      - The timeout for connecting to the service and for each read, in seconds.
    type: float
    default: 30.0
    env:
      - name: HUAWEICLOUD_REQUEST_TIMEOUT
  max_retries:
    description:
      - How often a request is retried after throttling, an internal error of the service, or a lost connection.
    type: int
    default: 5
    env:
      - name: HUAWEICLOUD_MAX_RETRIES
requirements:
  - requests
"""
