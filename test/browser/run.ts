import { openPassingWorld } from '../local/local-world.ts'
import { claim } from './claim-scenes.ts'
import { buy, introduce, prospectCompany } from './customer-scenes.ts'
import { workByKind } from './deal-kind-scenes.ts'
import { sell } from './deal-scenes.ts'
import { bringAlong } from './import-scenes.ts'
import { standOddPages } from './odd-page-scenes.ts'
import { company, joinAsPartner } from './partner-scenes.ts'
import { payOut } from './payout-scenes.ts'
import { bePerson, passCodeOn } from './person-scenes.ts'
import { proposeAndChoose } from './proposal-scenes.ts'
import { quote } from './quote-scenes.ts'
import { askForReferences } from './reference-scenes.ts'
import { register } from './registration-scenes.ts'
import { agree } from './relationship-scenes.ts'
import { tellRelationship } from './relationship-story-scenes.ts'
import { lookAround } from './rounds.ts'
import { decideSignal } from './signal-scenes.ts'
import { keepSiteAndKeys, recommendOnSite } from './site-scenes.ts'
import { createStage, signIn } from './stage.ts'
import { workStripe } from './stripe-scenes.ts'
import { openBrowser } from './visitor.ts'

const world = await openPassingWorld()
const browser = await openBrowser()
const stage = createStage(browser, world.addresses)
try {
  await walkThrough()
} catch (error) {
  stage.problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
} finally {
  await browser.close()
  await world.stop()
}
for (const problem of stage.problems) console.error(problem)
console.log(
  stage.problems.length === 0
    ? 'Every page of the walk is well; photographs are in test/browser/shots/.'
    : `${stage.problems.length} problem(s)`,
)
process.exitCode = stage.problems.length === 0 ? 0 : 1

async function walkThrough(): Promise<void> {
  const sales = await stage.enter('ingrid@wrenmarch.example')
  const owner = await stage.enter('hal@halcyon.example')
  await joinAsPartner(stage, sales, owner)
  const iris = await stage.enter('iris@ironbark.example')
  await introduce(stage, iris, owner, sales)
  const references = await askForReferences(stage, sales, iris, prospectCompany)
  await proposeAndChoose(stage, sales, iris, prospectCompany)
  const sal = await stage.enter('sal@saltmeadow.example')
  await agree(stage, sales, sal, prospectCompany)
  await quote(stage, sales, await stage.enter('lena@fernhollow.example'))
  const asker = { visitor: iris, company: prospectCompany, references }
  await tellRelationship(stage, sales, await stage.enter('cora@larkfield.example'), asker)
  await register(stage, owner, sales)
  await bePerson(stage, await stage.enter('piet@quince.example'), await stage.enter('contact@emberly.example'), sales)
  await passCodeOn(stage, sales, owner)
  await sell(stage, sales, owner)
  await claim(stage, owner, sales)
  await buy(stage, await stage.enter('juno@tallow.example'))
  await recommendOnSite(stage, browser, sales, owner)
  await standOddPages(stage, browser)
  await keepSiteAndKeys(stage, await stage.enter('hanneke@wrenmarch.example'))
  const administrator = await stage.enter('hanneke@wrenmarch.example')
  await signIn(stage, administrator)
  await decideSignal(stage, await stage.enter('hal+kitchen@halcyon.example'), sales, administrator)
  const clerk = await stage.enter('priya@wrenmarch.example')
  await signIn(stage, clerk)
  await workByKind(stage, { sales, customer: sal, finance: clerk })
  const finance = await stage.enter('priya@wrenmarch.example')
  const approver = await stage.enter('colm@wrenmarch.example')
  await payOut(stage, { finance, approver, admin: await stage.enter('hanneke@wrenmarch.example'), owner })
  await bringAlong(stage, await stage.enter('mateo@wrenmarch.example'), owner)
  await lookAround(stage, { owner, finance, admin: await stage.enter('hanneke@wrenmarch.example') })
  await workStripe(stage, await stage.enter('sam@stand-in.example'), company)
}
