// SPDX-License-Identifier: Apache-2.0
import type { ConnectionInfo } from '@rollcall/client'

/** The formats in which connections can be exported. */
export type ExportFormat = 'csv' | 'json'

/** A file to save. */
export interface ExportedFile {
  readonly name: string
  readonly type: string
  readonly text: string
}

const COLUMNS = ['id', 'version', 'route', 'user', 'ip', 'transport', 'since'] as const

/**
 * Returns connections as a file.
 *
 * @param at the time of the list, in milliseconds since the epoch
 */
export function exportedFile(connections: readonly ConnectionInfo[], format: ExportFormat, at: number): ExportedFile {
  const name = `rollcall-connections-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '')}Z.${format}`
  return format === 'csv'
    ? { name, type: 'text/csv;charset=utf-8', text: csv(connections) }
    : { name, type: 'application/json', text: `${JSON.stringify(connections, null, 2)}\n` }
}

/** RFC 4180. Times are as in ISO 8601, UTC. */
function csv(connections: readonly ConnectionInfo[]): string {
  const rows = connections.map((connection) => COLUMNS.map((column) => cell(column === 'since' ? time(connection.since) : connection[column])))
  return [COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('')
}

function time(millis: number | undefined): string {
  return millis === undefined ? '' : new Date(millis).toISOString()
}

/** Escapes text that begins like a formula: names come from visitors, and spreadsheets run formulas that they open. */
function cell(value: string | undefined): string {
  const text = value ?? ''
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
