/**
 * The style sheet of the page, for the screen and for paper. Colours keep a contrast of 4.5 : 1 for words and 3 : 1 for shapes on
 * what is behind them; a test works it out from these values.
 */
export const COLOURS = {
  paper: "#ffffff",
  ink: "#1c2430",
  quiet: "#525c6b",
  line: "#c9d0da",
  first: "#1f5fa8",
  second: "#b4540a",
  good: "#1b6b3a",
  bad: "#a3241f",
  band: "#f1f4f8",
} as const;

/** From nothing to the most; words on the first three are ink, on the rest paper. */
export const HEAT = ["#f1f4f8", "#cfe0f3", "#9dc1e8", "#2f74bd", "#1f5fa8", "#123c6e"] as const;
export const HEAT_DARK_FROM = 3;

export const STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; background: ${COLOURS.paper}; color: ${COLOURS.ink};
  font: 15px/1.5 system-ui, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
header p, .quiet { color: ${COLOURS.quiet}; margin: .2rem 0; }
section { margin-top: 1.75rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .75rem; margin-top: 1.25rem; }
.tile { border: 1px solid ${COLOURS.line}; border-radius: 8px; padding: .7rem .85rem; background: ${COLOURS.paper}; }
.tile h3 { font-size: .9rem; font-weight: 600; margin: 0; color: ${COLOURS.quiet}; }
.tile .value { font-size: 1.5rem; font-weight: 650; }
.tile p { margin: 0; font-size: .85rem; color: ${COLOURS.quiet}; }
.tile p.good { color: ${COLOURS.good}; } .tile p.bad { color: ${COLOURS.bad}; }
svg { display: block; width: 100%; height: auto; } svg text { font: 12px system-ui, "Noto Sans CJK SC", sans-serif; fill: ${COLOURS.ink}; }
table { border-collapse: collapse; width: 100%; font-size: .87rem; }
th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid ${COLOURS.line}; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; } thead th { vertical-align: bottom; }
thead th { background: ${COLOURS.band}; }
.scroll { overflow-x: auto; }
details { margin-top: .5rem; } summary { cursor: pointer; color: ${COLOURS.quiet}; font-size: .87rem; }
.legend span { display: inline-block; margin-right: 1rem; font-size: .87rem; }
.legend i { display: inline-block; width: .8rem; height: .8rem; margin-right: .35rem; vertical-align: -1px; }
@page { size: A4; margin: 14mm 12mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  section { margin-top: 1.1rem; }
  .tiles { grid-template-columns: repeat(4, 1fr); gap: .5rem; }
  .tile, .plot, tr, h2 { break-inside: avoid; } h2 { break-after: avoid; }
  thead { display: table-header-group; } .scroll { overflow: visible; } .screen, summary, details:not([open]) { display: none; }
  table { font-size: 8.5pt; } th, td { padding: .2rem .3rem; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}`;
