// SPDX-License-Identifier: Apache-2.0
// Drives WebKitGTK with Selenium: its small browser, on a screen that nobody sees.

import { Builder, By, Capabilities } from 'selenium-webdriver'
import { DriverService } from 'selenium-webdriver/remote/index.js'
import { missing, onPath } from '../../lib/path.mjs'
import { launch } from '../../lib/process.mjs'
import { PATIENCE } from './patience.mjs'

/** See engine.d.ts. */
export async function webkit() {
  const program = onPath('WebKitWebDriver')
  if (!program || !onPath('Xvfb')) return missing('no WebKitGTK (expected: WebKitWebDriver and Xvfb on PATH)')
  const screen = await launch('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { ready: /^(\d+)$/ })
  const service = new DriverService.Builder(program).setLoopback(true).setEnvironment({ ...process.env, DISPLAY: `:${screen.match[1]}` }).build()
  const driver = await new Builder()
    .usingServer(await service.start())
    .withCapabilities(new Capabilities({ browserName: 'MiniBrowser' }))
    .build()
  const first = await driver.getWindowHandle()
  return {
    keeps: ['websocket', 'sse', 'polling'],
    visit: async () => visit(driver, first),
    async stop() {
      await driver.quit()
      await service.kill()
      await screen.stop()
    },
  }
}

/** There is one browser, and `first` is its window that stays open, so that the browser does. */
function visit(driver, first) {
  return {
    async newTab() {
      await driver.switchTo().newWindow('window') // a tab would open in the background
      return tab(driver, await driver.getWindowHandle())
    },
    async leave() {
      for (const handle of await driver.getAllWindowHandles()) {
        if (handle !== first) await tab(driver, handle).close()
      }
      await driver.switchTo().window(first)
    },
  }
}

function tab(driver, handle) {
  const there = () => driver.switchTo().window(handle)
  const find = async (selector) => (await there(), driver.findElement(By.css(selector)))
  const evaluate = async (script, argument) => (await there(), driver.executeScript(script, argument ?? null))
  return {
    open: async (url) => (await there(), driver.get(url)),
    click: async (selector) => (await find(selector)).click(),
    type: async (selector, text) => (await find(selector)).sendKeys(text),
    evaluate,
    until: (condition, argument) => driver.wait(() => evaluate(condition, argument), PATIENCE, String(condition), 50),
    close: async () => (await there(), driver.close()),
  }
}
