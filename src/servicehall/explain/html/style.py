"""The style of the page (网页样式): it fits notebooks, light and dark pages, and paper of A4."""

from typing import Final

__all__ = ["STYLE"]

STYLE: Final = """
.servicehall{font-family:'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif;
line-height:1.55;max-width:1000px;font-size:14px}
.servicehall .head{font-size:1.3em;font-weight:600;margin:0}
.servicehall .quiet{opacity:.75}
.servicehall caption{text-align:left;caption-side:top;padding:.6em 0 .3em;color:inherit}
.servicehall caption b{font-size:1.15em;margin-right:.8em}
.servicehall .facts{margin:.1em 0 .5em}
.servicehall .tag{display:inline-block;border:1px solid #888a;border-radius:4px;padding:0 .5em;
margin:0 .5em .25em 0}
.servicehall .tag.bad{border:2px solid #d04545;font-weight:600}
.servicehall .bare{border:2px dashed #c07000;padding:.2em .6em;font-weight:600}
.servicehall .legend{list-style:none;margin:.2em 0 .5em;padding:0;font-size:.88em}
.servicehall .legend li{display:inline-block;margin:0 1.1em .1em 0}
.servicehall .legend svg{width:22px;height:12px;vertical-align:-1px;margin-right:.35em}
.servicehall .notes{margin:.2em 0 .8em;padding-left:1.4em}
.servicehall h4{margin:1em 0 .3em;font-size:1.05em}
.servicehall .grid-table{border-collapse:collapse;table-layout:auto;width:100%;font-size:.9em;
margin:.2em 0 .8em}
.servicehall .grid-table th,.servicehall .grid-table td{border:1px solid #8886;
padding:.25em .55em;text-align:left;vertical-align:top;white-space:normal;max-width:none;
overflow-wrap:anywhere}
.servicehall .grid-table th{background:#8882;font-weight:600}
.servicehall .grid-table tbody th{background:none}
.servicehall .set{white-space:nowrap}
.servicehall .duties td:nth-child(2){width:14%}.servicehall .duties td:nth-child(6){width:22%}
.servicehall .duties th:first-child{width:17%}.servicehall .duties td:nth-child(4){width:14%}
.servicehall .events td:nth-child(3){min-width:8em}
.servicehall .events td:nth-child(4){min-width:5em}
.servicehall .grid-table small{display:block;opacity:.75}
.servicehall .picture{width:100%;height:auto;display:block;font-size:12px;margin:.4em 0}
.servicehall svg text{fill:currentColor}
.servicehall .small{font-size:11px}
.servicehall .tiny{font-size:10px}
.servicehall .middle{text-anchor:middle}
.servicehall .end{text-anchor:end}
.servicehall .strong{font-weight:600}
.servicehall svg .number,.servicehall svg .on{fill:#fff;font-weight:600}
.servicehall .number{font-size:11px}
.servicehall tspan.quiet{opacity:.7}
.servicehall .rest{fill:#8888;fill-opacity:.3}
.servicehall .rest.guess{fill-opacity:.18;stroke:#888;stroke-dasharray:2 3;stroke-width:.5}
.servicehall .grid{stroke:#8887;stroke-width:.6}
.servicehall .work{stroke:#c07000;stroke-width:2.5;fill:none}
.servicehall .base{stroke:currentColor;stroke-width:1}
.servicehall .stalk{stroke:currentColor;stroke-width:.8;stroke-opacity:.55;fill:none}
.servicehall .pill{fill:#5b6b7f}
.servicehall .dot{fill:#5b6b7f;stroke:#fff;stroke-width:.8}
.servicehall .dot.derived{fill:#fff;stroke:#5b6b7f;stroke-width:2}
.servicehall .now{stroke:#d81b72;stroke-width:1.6;fill:none}
.servicehall .fulfilled{--hue:#2f855a}
.servicehall .open{--hue:#3b7dc4}
.servicehall .paused{--hue:#a07417}
.servicehall .breached{--hue:#d04545}
.servicehall .discharged,.servicehall .dormant{--hue:#7a7f87}
.servicehall .excused{--hue:#178a8a}
.servicehall .track{fill:var(--hue);fill-opacity:.16;stroke:var(--hue);stroke-width:1}
.servicehall .track.guess,.servicehall .dormant .track{stroke-dasharray:3 2}
.servicehall .track.open-end{stroke-dasharray:6 2}
.servicehall .used{fill:var(--hue)}
.servicehall .discharged .used{fill-opacity:.55}
.servicehall .breached .used{fill-opacity:.4}
.servicehall .late{fill:var(--hue)}
.servicehall .halt{fill:#fff;fill-opacity:.8}
.servicehall .weave{stroke:#222;stroke-width:1.1;fill:#222}
.servicehall .due{stroke:currentColor;stroke-width:2;fill:none}
.servicehall .window{stroke:currentColor;stroke-width:1;fill:none}
.servicehall .done{fill:currentColor;stroke:#fff;stroke-width:.8}
.servicehall .share{stroke:#8888;stroke-width:.4}
.servicehall .share.rest{fill-opacity:.3}
.servicehall .share.ended{fill:#888;fill-opacity:.06;stroke-dasharray:2 2}
.servicehall .chip{fill:#e8e2d0}
.servicehall svg .ink{fill:#222}
.servicehall .share.pause,.servicehall .share.applicant{fill:#e8e2d0}
.servicehall .u0{fill:#3f6fa8}.servicehall .u1{fill:#7c5295}.servicehall .u2{fill:#2c7a7b}
.servicehall .u3{fill:#a0522d}.servicehall .u4{fill:#56792b}.servicehall .u5{fill:#a83f6f}
@media print{.servicehall{font-size:9.5pt;max-width:none;-webkit-print-color-adjust:exact;
print-color-adjust:exact}.servicehall tr,.servicehall .picture{break-inside:avoid}
.servicehall caption,.servicehall thead,.servicehall h4{break-after:avoid}}
"""
"""The style sheet; all of it is about what stands inside the page, and about nothing else."""
