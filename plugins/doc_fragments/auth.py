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
      - It gives the addresses of the service and of IAM, unless O(endpoint) and O(iam_endpoint) do.
      - If it is not set, the environment is asked for E(HUAWEICLOUD_REGION), then E(HW_REGION_NAME).
    type: str
  cloud:
    description:
      - The cloud's domain, of which the addresses are made. Partner clouds have their own.
      - If neither given nor found in the environment, it is V(myhuaweicloud.com), or V(myhuaweicloud.eu) for the
        region V(eu-west-101).
      - If it is not set, the environment is asked for E(HUAWEICLOUD_CLOUD), then E(HW_CLOUD).
    type: str
  endpoint:
    description:
      - The base URL of the service. Default is C(https://dms.{region}.{cloud}).
      - If it is not set, the environment is asked for E(HUAWEICLOUD_ROCKETMQ_ENDPOINT).
    type: str
  iam_endpoint:
    description:
      - The base URL of IAM. Default is C(https://iam.{region}.{cloud}).
      - If it is not set, the environment is asked for E(HUAWEICLOUD_SDK_IAM_ENDPOINT).
    type: str
  access_key:
    description:
      - The access key (AK) with which requests are signed, together with O(secret_key).
      - If it is not set, the environment is asked for E(HUAWEICLOUD_SDK_AK), then E(HW_ACCESS_KEY).
    type: str
  secret_key:
    description:
      - The secret key (SK) that belongs to O(access_key).
      - If it is not set, the environment is asked for E(HUAWEICLOUD_SDK_SK), then E(HW_SECRET_KEY).
    type: str
  security_token:
    description:
      - The security token of a temporary O(access_key).
      - If it is not set, the environment is asked for E(HUAWEICLOUD_SDK_SECURITY_TOKEN), then E(HW_SECURITY_TOKEN).
    type: str
  auth_token:
    description:
      - A ready IAM token of the project. It goes before O(access_key) and O(username).
      - Credentials given are not mixed with others that only the environment has.
      - If it is not set, the environment is asked for E(HUAWEICLOUD_AUTH_TOKEN), then E(HW_AUTH_TOKEN).
    type: str
  username:
    description:
      - The IAM user for whom a token is fetched, if neither O(auth_token) nor O(access_key) is given.
      - The token is kept for its lifetime in a cache that only this user of the controller can read.
      - If it is not set, the environment is asked for E(HW_USER_NAME).
    type: str
  password:
    description:
      - The password of O(username).
      - If it is not set, the environment is asked for E(HW_USER_PASSWORD).
    type: str
  domain_name:
    description:
      - The name of the account that O(username) belongs to.
      - If it is not set, the environment is asked for E(HW_DOMAIN_NAME).
    type: str
  project_id:
    description:
      - The project's id. If it is left out, IAM is asked for the id of O(project_name).
      - If it is not set, the environment is asked for E(HUAWEICLOUD_SDK_PROJECT_ID), then E(HW_PROJECT_ID).
    type: str
  project_name:
    description:
      - The project's name. Default is the region, which names the region's default project.
      - If it is not set, the environment is asked for E(HW_PROJECT_NAME).
    type: str
  validate_certs:
    description:
      - Whether the certificates of the service and of IAM are verified.
      - If it is not set, the environment is asked for E(HUAWEICLOUD_VALIDATE_CERTS).
    type: bool
    default: true
  ca_path:
    description:
      - A file or folder with the certificates of the authorities to trust, instead of the system's.
      - If it is not set, the environment is asked for E(HUAWEICLOUD_CA_PATH).
    type: path
  request_timeout:
    description:
      - How many seconds the service may take to accept a connection and to send something.
      - If it is not set, the environment is asked for E(HUAWEICLOUD_REQUEST_TIMEOUT).
    type: float
    default: 30.0
  max_retries:
    description:
      - How often a request is sent again after throttling, an internal error of the service, or a lost connection.
      - If it is not set, the environment is asked for E(HUAWEICLOUD_MAX_RETRIES).
    type: int
    default: 5
requirements:
  - requests
notes:
  - Where several ways to authenticate are given, O(auth_token) goes before O(access_key), and that before O(username).
  - Options may be set once for all modules by C(module_defaults) of C(group/huaweicloud.rocketmq.all).
"""

    PLUGIN = r"""
options:
  region:
    description:
      - The region, such as V(eu-west-0).
      - It gives the addresses of the service and of IAM, unless O(endpoint) and O(iam_endpoint) do.
    type: str
    env:
      - name: HUAWEICLOUD_REGION
      - name: HW_REGION_NAME
  cloud:
    description:
      - The cloud's domain, of which the addresses are made. Partner clouds have their own.
      - If neither given nor found in the environment, it is V(myhuaweicloud.com), or V(myhuaweicloud.eu) for the
        region V(eu-west-101).
    type: str
    env:
      - name: HUAWEICLOUD_CLOUD
      - name: HW_CLOUD
  endpoint:
    description:
      - The base URL of the service. Default is C(https://dms.{region}.{cloud}).
    type: str
    env:
      - name: HUAWEICLOUD_ROCKETMQ_ENDPOINT
  iam_endpoint:
    description:
      - The base URL of IAM. Default is C(https://iam.{region}.{cloud}).
    type: str
    env:
      - name: HUAWEICLOUD_SDK_IAM_ENDPOINT
  access_key:
    description:
      - The access key (AK) with which requests are signed, together with O(secret_key).
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
      - A ready IAM token of the project. It goes before O(access_key) and O(username).
      - Credentials given are not mixed with others that only the environment has.
    type: str
    env:
      - name: HUAWEICLOUD_AUTH_TOKEN
      - name: HW_AUTH_TOKEN
  username:
    description:
      - The IAM user for whom a token is fetched, if neither O(auth_token) nor O(access_key) is given.
      - The token is kept for its lifetime in a cache that only this user of the controller can read.
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
      - The project's id. If it is left out, IAM is asked for the id of O(project_name).
    type: str
    env:
      - name: HUAWEICLOUD_SDK_PROJECT_ID
      - name: HW_PROJECT_ID
  project_name:
    description:
      - The project's name. Default is the region, which names the region's default project.
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
      - A file or folder with the certificates of the authorities to trust, instead of the system's.
    type: path
    env:
      - name: HUAWEICLOUD_CA_PATH
  request_timeout:
    description:
      - How many seconds the service may take to accept a connection and to send something.
    type: float
    default: 30.0
    env:
      - name: HUAWEICLOUD_REQUEST_TIMEOUT
  max_retries:
    description:
      - How often a request is sent again after throttling, an internal error of the service, or a lost connection.
    type: int
    default: 5
    env:
      - name: HUAWEICLOUD_MAX_RETRIES
requirements:
  - requests
"""
