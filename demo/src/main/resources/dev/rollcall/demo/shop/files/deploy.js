// SPDX-License-Identifier: Apache-2.0
// The button that deploys the next version. A real shop has none.

/** Names the next version on the button, and deploys it on a click. */
export function setUpDeploy(client) {
  const button = document.getElementById('deploy')
  const text = document.getElementById('deploy-text')
  let known = null

  function show({ next }) {
    button.textContent = `Deploy ${next}`
    button.disabled = false
  }

  async function ask(method) {
    const answer = await fetch('/demo/deploy', { method })
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    return answer.json()
  }

  function look() {
    const { serverVersion } = client.state
    if (serverVersion === known) return
    known = serverVersion
    ask('GET').then(show, () => {}) // asked again with the next connection
  }

  button.addEventListener('click', async () => {
    try {
      const done = await ask('POST')
      show(done)
      text.textContent = `${done.version} is now the current version; ${done.told} tabs were told.`
    } catch {
      text.textContent = 'That failed. Is the demo still running?'
    }
  })
  client.subscribe(look)
  look()
}
