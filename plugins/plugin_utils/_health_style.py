# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What the health page looks like: light and dark, on paper, and on a narrow screen, where rows become cards."""

from __future__ import annotations

STYLE = """
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1c2430; --muted: #566173; --line: #d9dee7; --head: #f3f5f9; --track: #e3e7ee;
  --ok: #23784a; --warn: #8f5a00; --bad: #b3261e; --fill: #3568b8; --warn-fill: #c98a1b; --bad-fill: #c8402f;
  --warn-soft: #fdf3e0; --bad-soft: #fdeceb; --link: #2457a8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181f; --text: #e4e8ef; --muted: #a3adbd; --line: #343c4a; --head: #1e2430; --track: #2c3442;
    --ok: #6fcf97; --warn: #f0b958; --bad: #ff8f85; --fill: #6f9fe8; --warn-fill: #d99a2b; --bad-fill: #e0574a;
    --warn-soft: #33291a; --bad-soft: #3a201f; --link: #8fb8f5;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 90rem; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .2rem; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.8rem 0 .3rem; overflow-wrap: anywhere; }
p { margin: .3rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
.muted { color: var(--muted); }
.ok { color: var(--ok); } .warning { color: var(--warn); } .failure { color: var(--bad); }
span.failure, span.warning, b.failure { font-weight: 600; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .7rem; margin: 1.2rem 0 0;
  padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .8rem; }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line);
  overflow-wrap: break-word; }
td:first-child { overflow-wrap: anywhere; min-width: 7rem; }
th { background: var(--head); font-weight: 600; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.failure { background: var(--bad-soft); color: var(--text); }
tr.warning { background: var(--warn-soft); color: var(--text); }
svg.bar { display: block; width: 100%; min-width: 5rem; max-width: 16rem; height: .55rem; margin-top: .3rem;
  border-radius: .2rem; }
svg .track { fill: var(--track); } svg .fill { fill: var(--fill); }
svg .fill.warning { fill: var(--warn-fill); } svg .fill.failure { fill: var(--bad-fill); }
.chip { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .5rem;
  margin: 0 .2rem .2rem 0; font-size: .85em; white-space: nowrap; }
ul.lines { margin: 0; padding-left: 1.1rem; overflow-wrap: anywhere; }
@media screen and (max-width: 56rem) {
  table.cards, table.cards tbody, table.cards tr, table.cards td { display: block; width: 100%; }
  table.cards thead { display: none; }
  table.cards tr { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 .7rem; padding: .3rem .2rem; }
  table.cards td, table.cards td.number { border: 0; display: grid; grid-template-columns: 6.5rem minmax(0, 1fr);
    gap: .5rem; text-align: left; white-space: normal; padding: .2rem .6rem; }
  table.cards td::before { content: attr(data-label); color: var(--muted); font-weight: 400; }
  table.compact { font-size: .87em; } table.compact th, table.compact td { padding: .3rem .35rem;
    min-width: 0; } table.compact td:first-child { min-width: 5.2rem; }
  table.compact svg.bar { min-width: 3.5rem; }
}
@media print {
  :root { color-scheme: light;
    --page: #fff; --text: #000; --muted: #444; --line: #bbb; --head: #eee; --track: #ddd; --link: #000;
    --ok: #1d6a40; --warn: #7a4d00; --bad: #a01d16; --fill: #3568b8; --warn-fill: #c98a1b; --bad-fill: #c8402f;
    --warn-soft: #fff; --bad-soft: #fff; }
  body { font-size: 10px; padding: 0; max-width: none; } th, td { padding: .25rem .35rem; }
  td:first-child { min-width: 5rem; }
  svg, .chip { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  tr, .tiles li, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; } thead { display: table-header-group; }
}
"""
