// SPDX-License-Identifier: Apache-2.0
// Says that there is a new version, and what happens next.

/** Shows the banner while there is something to say. */
export function setUpUpdate(client) {
  const banner = document.getElementById('update')
  const [text, seconds, actions, reload, later] = ['text', 'seconds', 'actions', 'reload', 'later'].map((name) =>
    document.getElementById(`update-${name}`),
  )

  function show() {
    const { reload: pending, isOutdated, dismissed, serverVersion } = client.state
    const wanted = pending !== null || (isOutdated && dismissed !== serverVersion)
    banner.classList.toggle('quiet', !wanted)
    actions.hidden = !wanted
    // Screen readers announce a live region when its text changes: it must exist before, and must not change every second.
    say(text, wanted ? words(pending, serverVersion) : '')
    say(seconds, pending?.phase === 'scheduled' ? `(${Math.ceil(pending.remaining / 1000)} s)` : '')
    later.hidden = pending !== null
  }

  reload.addEventListener('click', () => client.reload())
  later.addEventListener('click', () => {
    client.dismiss()
    document.querySelector('main h1').focus()
  })
  client.subscribe(show)
  show()
}

function words(pending, serverVersion) {
  if (pending === null) return `A new version is here: ${serverVersion}.`
  if (pending.phase === 'scheduled') return `This page reloads soon, for ${pending.version}.`
  if (pending.phase === 'deferred') return `This page reloads for ${pending.version} when you are done with the form.`
  return `Reloading for ${pending.version}.`
}

function say(element, words) {
  if (element.textContent !== words) element.textContent = words
}
