"""How the page of a comparison looks: one style for light and dark."""

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --page: #fbfbfa; --card: #fff; --text: #1d2126; --soft: #626b76; --line: #e3e5e8;
  --gain: #2f9e63; --loss: #d1495b; --same: #c3c8ce; --moved: #8b6fc0; --stay: #eef0f2; --strong: #fff; }
@media (prefers-color-scheme: dark) { :root { --page: #15181c; --card: #1d2126; --text: #e8eaed; --soft: #9aa3ad;
  --line: #31373e; --gain: #43b97a; --loss: #e46a78; --same: #4a525b; --moved: #a78bda; --stay: #282d33; --strong:
  #10130f; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem 4rem; background: var(--page); color: var(--text); font: 15px/1.5 system-ui,
  -apple-system, "Segoe UI", sans-serif; }
main { max-width: 62rem; margin: auto; }
h1 { font-size: 1.4rem; margin: 0 0 .2rem; }
h2 { font-size: 1.1rem; margin: 0 0 .2rem; }
h3 { font-size: .95rem; margin: 1.4rem 0 .4rem; }
p { margin: .2rem 0; }
.soft, small { color: var(--soft); }
.verdict { font-size: 1.1rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.3rem;
  margin-top: 1.2rem; }
.bad { color: var(--loss); font-weight: 600; }
.good { color: var(--gain); font-weight: 600; }
.plots { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; align-items: flex-start; }
.plot { max-width: 100%; height: auto; }
.plots > div { flex: 1 1 22rem; min-width: 0; overflow-x: auto; }
svg text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: var(--text); }
svg .label { fill: var(--soft); }
svg .range { font-weight: 600; }
svg .count { font-variant-numeric: tabular-nums; }
svg .gain { fill: var(--gain); }
svg .loss { fill: var(--loss); }
svg .same { fill: var(--same); }
svg .moved { fill: var(--moved); }
svg .stay { fill: var(--stay); }
svg .none { fill: none; stroke: var(--line); }
svg .cut { fill: var(--card); }
svg .strong { fill: var(--strong); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th { text-align: left; color: var(--soft); font-weight: 600; }
th, td { padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
.right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font: .85em ui-monospace, Menlo, Consolas, monospace; color: var(--soft); overflow-wrap: anywhere; }
.sign { font-weight: 700; width: 1rem; }
.added { color: var(--gain); }
.removed { color: var(--loss); }
.changed { color: var(--moved); }
"""
