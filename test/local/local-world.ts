import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { createStandIn, type StandIn } from '../stripe/stand-in.ts'
import type { State } from '../stripe/state.ts'
import { type Addresses, freeAddresses } from './addresses.ts'
import { createHeart, isDaily } from './crons.ts'
import { type KeptMail, mailbox } from './mailbox.ts'
import { migrate, type Portal, startPortal } from './portal.ts'
import { readSaved, type Saved, saveTo } from './saved.ts'
import { serveWorld } from './serve.ts'
import { site } from './site.ts'
import type { Names } from './story/chapter.ts'
import { namesOfStory, tellStory } from './story/player.ts'
import { type LocalVariables, localVariables } from './variables.ts'

export type LocalWorld = { addresses: Addresses; names: Names; isRealStripe: boolean; portal: Portal; stop: () => Promise<void> }

const secondsBetweenBeats = 5
/** The story begins this long before the day of seeding. */
const storyDays = 541

type Options = {
  addresses: Addresses
  folder: string
  variables: LocalVariables
  story: 'whole' | 'ground'
  /** Told at each chapter of the story. */
  progress: (done: number, all: number) => void
}

/** The portal and everything around it: Stripe, mail, crons, and on the first start the demo story or its ground. State lies in `folder`. */
export async function openLocalWorld({ addresses, folder, variables, story, progress }: Options): Promise<LocalWorld> {
  const groundOnly = story === 'ground' || variables.isRealStripe
  const told = namesOfStory(folder)
  const dayZero = new Date()
  const around = openAround({
    addresses,
    folder,
    variables,
    startAt: told || groundOnly ? dayZero : daysBefore(dayZero, storyDays),
  })
  let close = async () => {}
  try {
    close = await around.serve()
    await migrate({ folder })
    const portal = await startPortal({ addresses, folder, variables: variables.values })
    const stop = async () => {
      around.stopBeating()
      await portal.stop()
      await close()
      around.flush()
    }
    try {
      const names = told ?? (await tellStory({ addresses, folder, dayZero, groundOnly, moveTo: around.moveTo, progress }))
      around.startBeating()
      return { addresses, names, isRealStripe: variables.isRealStripe, portal, stop }
    } catch (error) {
      await stop()
      throw error
    }
  } catch (error) {
    await close()
    throw error
  }
}

type AroundOptions = { addresses: Addresses; folder: string; variables: LocalVariables; startAt: Date }

/** Stripe, the mailbox and the company's website, in this process. */
function openAround({ addresses, folder, variables, startAt }: AroundOptions) {
  const stripe = openStripe(addresses, folder, variables, startAt)
  const mails = readSaved<KeptMail[]>(join(folder, 'mailbox.json')) ?? []
  const savedMails = saveTo(join(folder, 'mailbox.json'), () => mails)
  const heart = createHeart(addresses.portal, stripe.standIn.now, stripe.standIn.now())
  let timer: NodeJS.Timeout | undefined

  const pages = new Hono()
  pages.route('/', mailbox(mails, stripe.standIn.now, savedMails.changed))
  pages.route(
    '/site',
    site({ fetch: stripe.standIn.fetch, origin: addresses.world, key: variables.values.STRIPE_SECRET_KEY ?? '', portal: addresses.portal }),
  )
  return {
    serve: () => serveWorld({ port: addresses.worldPort, standIn: stripe.standIn, pages, clockMoved: () => heart.beat() }),
    moveTo: async (at: Date) => {
      const seconds = Math.floor((at.getTime() - stripe.standIn.now().getTime()) / 1_000)
      if (seconds > 0) await stripe.standIn.advance(seconds)
      await heart.beat((cron) => !isDaily(cron))
    },
    startBeating: () => {
      timer = setInterval(() => {
        void stripe.standIn.deliver()
        void heart.beat()
      }, secondsBetweenBeats * 1_000)
    },
    stopBeating: () => clearInterval(timer),
    flush: () => {
      stripe.saved.flush()
      savedMails.flush()
    },
  }
}

/** Stripe's stand-in, going on from where it stopped; its clock follows the wall, and moving it adds to that. */
function openStripe(addresses: Addresses, folder: string, variables: LocalVariables, startAt: Date): { standIn: StandIn; saved: Saved } {
  const file = join(folder, 'stripe.json')
  const state = readSaved<State>(file)
  const { values } = variables
  const secretsOf = (name: string) => (values[name] ?? '').split(/[\s,]+/)
  let saved: Saved | undefined
  const standIn = createStandIn({
    ...(state ? { state } : { startAt, seed: 1 }),
    tick: { wall: Date.now },
    origin: addresses.world,
    onChange: () => saved?.changed(),
    destinations: variables.isRealStripe
      ? []
      : [
          { url: `${addresses.portal}/webhooks/stripe`, secrets: secretsOf('STRIPE_WEBHOOK_SECRET') },
          { url: `${addresses.portal}/webhooks/stripe/connect`, secrets: secretsOf('STRIPE_CONNECT_WEBHOOK_SECRET'), from: ['@accounts'] },
          { url: `${addresses.portal}/webhooks/stripe/accounts`, secrets: secretsOf('STRIPE_ACCOUNTS_WEBHOOK_SECRET'), payload: 'thin' },
        ],
  })
  saved = saveTo(file, () => standIn.state)
  return { standIn, saved }
}

const daysBefore = (date: Date, days: number) => new Date(date.getTime() - days * 86_400_000)

/** A world of its own on free ports, forgotten afterwards: for walks beside the one that people use. */
export async function openPassingWorld(): Promise<LocalWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // Leaving by `exit` takes the portal's process group along; a bare signal would not.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  const addresses = await freeAddresses()
  return openLocalWorld({ addresses, folder, variables: localVariables(addresses, {}), story: 'ground', progress: () => {} })
}
