// SPDX-License-Identifier: Apache-2.0
// Computes figures and formats them for the reports.

/** Returns the value at a share (0 to 1) of the sorted values by nearest rank, or undefined if there are none. */
export function at(values, share) {
  const sorted = values.filter((value) => value !== null && value !== undefined).sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

/** Returns the median, or undefined if there are no values. */
export const median = (values) => at(values, 0.5)

const isMissing = (value) => value === undefined || Number.isNaN(value)

/** Formats a number with thousands separators; empty if it is missing. */
export const number = (value, digits = 0) => (isMissing(value) ? '' : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }))

/** Formats a ratio; empty if it is missing. */
export const times = (value) => (isMissing(value) ? '' : `${value.toFixed(2)} ×`)

/** Returns a Markdown table. All columns but the first are aligned to the right. */
export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}
