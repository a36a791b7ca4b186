// SPDX-License-Identifier: Apache-2.0
import type { Deployment } from '../api/types'
import { duration } from './format'

/** What is said of the deployment, and whether somebody should look at it. */
export interface DeploymentText {
  readonly text: string
  readonly urgent: boolean
}

/** Returns what to say of the deployment; null where nothing is watched and there is nothing to say. */
export function deploymentText(deployment: Deployment, now: number): DeploymentText | null {
  const { state, version, current, contradicts, since, why } = deployment
  const time = duration(now - (since ?? now))
  switch (state) {
    case 'unwatched':
      return nodesText(deployment)
    case 'unknown':
      return { text: `What is deployed is not known: ${why ?? 'nobody has been asked yet'}.`, urgent: false }
    case 'deploying':
      return { text: `Deploying for ${time}: ${buildsText(deployment)}.`, urgent: false }
    case 'split':
      return { text: `Split for ${time}: ${buildsText(deployment)}.`, urgent: true }
    case 'settled':
      return contradicts === true
        ? { text: `The whole fleet serves ${version}, but ${current} is announced.`, urgent: true }
        : { text: `The whole fleet serves ${version}.`, urgent: false }
    case 'rolled-back':
      return { text: `Rolled back: the whole fleet serves ${version} again.`, urgent: true }
  }
}

/** Says how many of the last answers named which build. */
function buildsText({ builds = [] }: Deployment): string {
  const all = builds.reduce((sum, { answers }) => sum + answers, 0)
  return `of the last ${all} answers ${builds.map(({ version, answers }) => `${answers} named ${version}`).join(', ')}`
}

/** Where the servers are the application itself, what they were started with tells the same. */
function nodesText({ nodes }: Deployment): DeploymentText | null {
  if (nodes === undefined || nodes.agree) return null
  const versions = Object.entries(nodes.versions).map(([version, number]) => `${number} of ${nodes.up} with ${version}`)
  return { text: `The servers were started with different versions: ${versions.join(', ')}.`, urgent: false }
}
