// SPDX-License-Identifier: Apache-2.0
// What every engine must do with the script tag, on a page with the strictest policy.

import assert from 'node:assert/strict'

/** The scenarios, by their titles; for `acts`. */
export const scriptTag = {
  'a page with the script tag is counted and followed, shows the prompt in its own style, and runs the new build': async (stage) => {
    const tab = await stage.visit.newTab()
    await tab.open(`${stage.site.url}/first?page=script`)
    await connected(tab)
    await stage.stats(({ total, routes }) => total === 1 && routes['/first'] === 1)
    await tab.evaluate(() => history.pushState(null, '', `/second${location.search}`))
    await stage.stats(({ routes }) => routes['/second'] === 1)
    await tab.evaluate(() => void setTimeout(() => history.back()))
    await stage.stats(({ routes }) => routes['/first'] === 1)

    await stage.deploy()
    await tab.until(() => document.querySelector('rollcall-prompt').shadowRoot.querySelector('[role=status]').textContent !== '')
    const { position, spacing, height, focus } = await tab.evaluate(() => {
      const box = document.querySelector('rollcall-prompt').shadowRoot.querySelector('[part=prompt]')
      const { position, letterSpacing: spacing } = getComputedStyle(box)
      return { position, spacing, height: box.offsetHeight, focus: document.activeElement.localName }
    })
    assert.deepEqual([position, spacing, focus], ['fixed', 'normal', 'body'])
    assert.ok(height > 60, `the box is ${height} pixels high`)
    await tab.evaluate(() => document.querySelector('rollcall-prompt').shadowRoot.querySelector('[part=reload]').click())
    await tab.until((build) => document.querySelector('h1')?.textContent === `Build ${build}`, stage.site.build)
    await connected(tab)
    await stage.stats(({ versions }) => versions[stage.site.build] === 1)
  },
}

function connected(tab) {
  return tab.until(() => window.rollcall?.state.status === 'connected')
}
