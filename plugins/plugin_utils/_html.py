# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Pieces of HTML: every text is escaped where it is put in. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from ..module_utils._api.error_parsing import replace_control_characters


class Html(str):
    """A piece of HTML; any other text is escaped where it is put in."""

    __slots__ = ()


def plain(value: Any) -> str:
    """Return a value as text without characters that a terminal or the direction of writing obeys."""
    return replace_control_characters(str(value))


def html(value: Any) -> str:
    """Return a value as HTML."""
    return value if isinstance(value, Html) else escape(plain(value))


def tag(name: str, *content: Any, **attributes: Any) -> Html:
    """Return an element. An attribute `class_` is class, `data_label` is data-label; one that is "" is left out."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value != ""}
    written = "".join(f' {key}="{escape(plain(value))}"' for key, value in named.items())
    return Html(f"<{name}{written}>{''.join(map(html, content))}</{name}>")


def join(parts: Sequence[Any], separator: str = "") -> Html:
    """Return pieces of HTML as one."""
    return Html(separator.join(map(html, parts)))


def gauge(percent: float, label: str, level: str = "") -> Html:
    """Return a bar of which a part is filled."""
    width = max(0.0, min(100.0, percent))
    rects = [
        tag("rect", class_="track", width="100", height="8"),
        tag("rect", class_=f"fill {level}".strip(), width=f"{width:.1f}", height="8"),
    ]
    box = {"viewBox": "0 0 100 8", "preserveAspectRatio": "none", "role": "img", "aria_label": label}
    return tag("svg", *rects, class_="bar", **box)


def table(
    columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Any]]], numbers: Sequence[str] = (), kind: str = "cards"
) -> Html:
    """Return a table; each row has a level and its cells. On a narrow screen the rows of `cards` are cards."""
    kinds = ["number" if column in numbers else "" for column in columns]
    heads = [tag("th", column, scope="col", class_=kind) for column, kind in zip(columns, kinds, strict=True)]
    body = [
        tag("tr", *[_cell(*one) for one in zip(cells, columns, kinds, strict=True)], class_=level)
        for level, cells in rows
    ]
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *body), class_=kind)


def _cell(value: Any, column: str, kind: str) -> Html:
    return tag("td", tag("div", value), data_label=column, class_=kind)


def chip(text: str, level: str = "muted") -> Html:
    """Return a word with a border."""
    return tag("span", text, class_=f"chip {level}")
