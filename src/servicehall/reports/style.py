"""The style of the page (网页样式): a wide screen, a narrow one, and paper of A4."""

from typing import Final

__all__ = ["STYLE"]

STYLE: Final = """
:root{--ink:#1c2530;--quiet:#5a6673;--line:#d5dbe2;--soft:#f4f6f9;--head:#1d4e89}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);font:15px/1.6 'Noto Sans CJK SC','Microsoft YaHei',
'PingFang SC',sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px}
h1{font-size:1.75em;margin:0 0 .2em;color:var(--head)}
h2{font-size:1.2em;margin:1.8em 0 .6em;padding-left:.5em;border-left:5px solid var(--head)}
header{border-bottom:3px solid var(--head);padding-bottom:.6em}
header p{margin:.15em 0;color:var(--quiet)}
.quiet,small{color:var(--quiet)}
.cards{display:grid;grid-template-columns:repeat(6,1fr);gap:12px;margin:20px 0 0}
.card{background:var(--soft);border-top:4px solid var(--head);padding:.7em .4em;text-align:center}
.card b{display:block;font-size:2em;line-height:1.25;font-weight:700}
.card span{display:block;font-weight:600}
.card small{font-size:.82em;white-space:nowrap}
.card.bad{border-color:#b3261e}.card.bad b{color:#b3261e}
.facts{display:grid;grid-template-columns:repeat(7,1fr);gap:0 20px;margin:0}
.facts div{display:flex;justify-content:space-between;align-items:baseline;flex-wrap:wrap;
border-bottom:1px solid var(--line);padding:.2em 0}
.facts dt{color:var(--quiet)}.facts dd{margin:0;font-weight:600;text-align:right}
.facts.rates{grid-template-columns:repeat(4,1fr);margin-top:.4em}
.facts.rates div{flex-wrap:nowrap}
.facts small{display:block;font-weight:400;font-size:.8em}
.legend{margin:.4em 0;font-size:.9em}
.legend span{display:inline-block;margin-right:1.1em;white-space:nowrap}
.legend svg{width:26px;height:14px;vertical-align:-2px;margin-right:.35em}
.chart{width:100%;height:auto;display:block;margin:.2em 0 .8em;font-size:13px}
.chart text{fill:var(--ink)}.chart .end{text-anchor:end}.chart .middle{text-anchor:middle}
.chart .quiet{fill:var(--quiet);font-size:12px}.chart .axis{stroke:#8a95a1;stroke-width:1}
.chart .on{fill:#fff;font-weight:600}.chart .dark{font-weight:600}
.chart .track{fill:#e6eaef}
.early{fill:#1b7f4d}.on_last_day{fill:#8fd0a8}.untimed{fill:#7d8a97}.running{fill:#2f6fb5}
.paused{fill:#f1d27a}.waiting{fill:#d9e4f2}.ended{fill:#c5cbd3}.late{fill:#e58a3c}
.overdue{fill:#b3261e}.accepted{fill:#9db8d8}.closed{fill:#1d4e89}
.segment{stroke:#fff;stroke-width:1}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9em}
th,td{padding:.35em .55em;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;
overflow-wrap:anywhere}
thead th{background:var(--soft);border-bottom:2px solid #aab4c0;font-weight:600}
td{min-width:3.2em}
.n{min-width:0;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.zero{color:#9aa3ad}
.figures th:first-child,.figures td:first-child{min-width:8em}
.notes{display:grid;grid-template-columns:6em 1fr;gap:.2em .8em;font-size:.88em;margin:0}
.notes dt{font-weight:600}.notes dd{margin:0;color:var(--quiet)}
@media screen and (max-width:760px){main{padding:14px}.cards{grid-template-columns:repeat(3,1fr)}
.facts{grid-template-columns:repeat(3,1fr)}.facts.rates{grid-template-columns:repeat(2,1fr)}.chart{min-width:640px}.scroll{overflow-x:auto}
.wide table{min-width:860px}.wide .n{padding-left:.3em}}
@page{size:A4;margin:14mm 12mm}
@media print{body{font-size:9.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main{max-width:none;padding:0}.wide{overflow:visible}.card b{font-size:1.7em}
th,td{padding:.25em .35em}.card,tr,.chart,.facts div{break-inside:avoid}
h2,thead,.legend{break-after:avoid}}
"""
"""The style sheet of the page."""
