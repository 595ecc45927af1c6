import type { Held } from './held.ts'

/** What the person downloads: everything that the page shows, in a form that a program reads (domain.md B5's manners). */
export function heldForDownload(
  { prospect, me, roles, introductions, touches, registrations, declines, beside, credited }: Held,
  holder: string,
) {
  return {
    held_by: holder,
    company: { name: prospect.company, domain: prospect.domain, since: prospect.createdAt, stands_at: prospect.stage, need: prospect.need },
    you: { name: me.name, email: me.email, title: me.title, since: me.createdAt, role: roles },
    introductions: introductions.map((each) => ({
      by: each.partnerName,
      on: each.createdAt,
      company: each.company,
      contact_name: each.contactName,
      contact_email: each.contactEmail,
      need: each.need,
    })),
    registrations: registrations.map(({ partnerName, submittedAt, need, scope, nextStep }) => ({
      by: partnerName,
      on: submittedAt,
      need,
      about: scope,
      next_step: nextStep,
    })),
    how_you_came: touches.map(({ kind, partnerName, touchedAt, click }) => ({
      kind,
      by: partnerName,
      on: touchedAt,
      ...(click && { country: click.country, device: click.device, came_from: click.referrerHost }),
    })),
    credit: credited ? { partner: credited.name, earns: credited.earns } : null,
    beside: beside.map(({ at, what }) => ({ on: at, what })),
    you_denied: declines.map(({ partnerName, saidAt }) => ({ partner: partnerName, on: saidAt })),
  }
}
