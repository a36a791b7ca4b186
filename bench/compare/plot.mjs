// SPDX-License-Identifier: Apache-2.0
// Bar charts as SVG, readable on a light and on a dark page.

const WIDTH = 760
const LABEL = 250
const VALUE = 90
const ROW = 26
const TOP = 44
const FOOT = 30

const escape = (text) => `${text}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 14px }
  .note { font-size: 11px; fill: #57606a }
  .bar { fill: #8c959f }
  .own { fill: #0969da }
  .line { stroke: #d0d7de }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .note { fill: #9198a1 } .bar { fill: #6e7681 } .own { fill: #4493f8 } .line { stroke: #3d444d }
  }`

/** Returns a function that maps a value to a place between 0 and 1. On the logarithmic scale 0 is a power of ten below the smallest value. */
function scale(values, log) {
  const most = Math.max(...values)
  if (!log) return (value) => value / most
  const least = 10 ** Math.floor(Math.log10(Math.min(...values)) - 0.01)
  return (value) => Math.log10(value / least) / Math.log10(most / least)
}

/**
 * Returns a chart with one bar per row, in the order given.
 *
 * @param {{title: string, note: string, rows: {label: string, value: number, text: string, own: boolean}[], log?: boolean}} chart `note` says
 *     what is better, and names the scale if it is not linear; `own` bars are highlighted
 * @returns {string} the SVG
 */
export function barChart({ title, note, rows, log = false }) {
  const height = TOP + rows.length * ROW + FOOT
  const at = scale(rows.map((row) => row.value), log)
  const room = WIDTH - LABEL - VALUE
  const bars = rows.map((row, i) => {
    const y = TOP + i * ROW
    const width = Math.max(1, at(row.value) * room).toFixed(1)
    return `  <text x="${LABEL - 10}" y="${y + 16}" text-anchor="end">${escape(row.label)}</text>
  <rect class="${row.own ? 'own' : 'bar'}" x="${LABEL}" y="${y + 3}" width="${width}" height="${ROW - 8}" rx="2"/>
  <text x="${(LABEL + Number(width) + 6).toFixed(1)}" y="${y + 16}">${escape(row.text)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escape(title)}">
  <style>${STYLE}</style>
  <text class="title" x="10" y="22">${escape(title)}</text>
  <line class="line" x1="${LABEL}" y1="${TOP - 4}" x2="${LABEL}" y2="${height - FOOT}"/>
${bars.join('\n')}
  <text class="note" x="10" y="${height - 10}">${escape(note)}</text>
</svg>
`
}
