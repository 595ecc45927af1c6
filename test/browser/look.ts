import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const folder = 'test/browser/shots'
mkdirSync(folder, { recursive: true })

const widths = [
  { name: 'desktop', viewport: { width: 1280, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 } },
] as const

/** Photographs the page wide and narrow, light and dark; gives what is hard to use in it, and what does not fit on a phone. */
export async function look(page: Page, name: string): Promise<string[]> {
  const problems: string[] = []
  for (const { name: width, viewport } of widths) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true, animations: 'disabled' })
      // Order and names are the same at every width: colours are what differs, so each scheme is asked once.
      if ((width === 'desktop') === (colorScheme === 'light'))
        problems.push(...(await hardToUse(page)).map((each) => `${name}, ${width}: ${each}`))
    }
    if (await isTooWide(page)) problems.push(`${name} is wider than a ${width}`)
  }
  await page.setViewportSize(widths[0].viewport)
  await page.emulateMedia({ colorScheme: 'light' })
  return problems
}

type Violation = { id: string; impact: string; help: string; nodes: { target: string[]; failureSummary: string }[] }

/** What axe calls serious or critical. */
async function hardToUse(page: Page): Promise<string[]> {
  // To hand it over takes as long as a run of it: once for each document.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe)
  // axe is on the page now; its answer is JSON.
  const violations = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)',
  )) as Violation[]
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id} (${help}) at ${nodes.map((node) => node.target.join(' ')).join(', ')}: ${nodes[0]?.failureSummary}`,
    )
}

const isTooWide = (page: Page) => page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth + 1')
