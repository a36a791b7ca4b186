// SPDX-License-Identifier: Apache-2.0
import type { Deployment } from '../api/types'
import { duration } from './format'

type ShortOf = (version: string) => string

/** What to say about the deployment, and whether somebody should look at it. */
export interface DeploymentText {
  readonly text: string
  readonly urgent: boolean
}

/**
 * Returns what to say about the deployment; null if nothing is watched and there is nothing to say.
 *
 * @param shortOf returns a version in a form that fits a line
 */
export function deploymentText(deployment: Deployment, now: number, shortOf: ShortOf): DeploymentText | null {
  const { state, contradicts, since, why } = deployment
  const version = shortOf(deployment.version ?? '')
  const time = duration(now - (since ?? now))
  switch (state) {
    case 'unwatched':
      return proposedText(deployment, shortOf)
    case 'unknown':
      return { text: `The deployed build is not known: ${why ?? 'nothing has been asked yet'}.`, urgent: false }
    case 'deploying':
      return { text: `Deploying for ${time}: ${buildsText(deployment, shortOf)}.`, urgent: false }
    case 'split':
      return { text: `Split for ${time}: ${buildsText(deployment, shortOf)}.`, urgent: true }
    case 'settled':
      return contradicts === true
        ? { text: `The whole fleet serves ${version}, but ${shortOf(deployment.current)} is announced.`, urgent: true }
        : { text: `The whole fleet serves ${version}.`, urgent: false }
    case 'rolled-back':
      return { text: `Rolled back: the whole fleet serves ${version} again.`, urgent: true }
  }
}

/** Says how many of the last answers named which build. */
function buildsText({ builds = [] }: Deployment, shortOf: ShortOf): string {
  const all = builds.reduce((sum, { answers }) => sum + answers, 0)
  return `of the last ${all} answers ${builds.map(({ version, answers }) => `${answers} named ${shortOf(version)}`).join(', ')}`
}

/** If the servers are the application itself, the version they were started with is its next build. */
function proposedText({ proposed }: Deployment, shortOf: ShortOf): DeploymentText | null {
  if (proposed === undefined) return null
  const versions = Object.entries(proposed.versions).map(([version, number]) => `${number} ${number === 1 ? 'has' : 'have'} ${shortOf(version)}`)
  return { text: `Of ${proposed.up} servers, ${versions.join(' and ')} so far: it becomes current when all have it.`, urgent: false }
}
