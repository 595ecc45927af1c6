import { Buffer } from 'node:buffer'

/** Prefixes of `domain.md` B5; a payout's id is a function of its plan and is not made here. */
export type IdPrefix =
  | 'par'
  | 'mem'
  | 'stf'
  | 'ses'
  | 'sgn'
  | 'pkc'
  | 'pki'
  | 'lnk'
  | 'clk'
  | 'pro'
  | 'con'
  | 'int'
  | 'reg'
  | 'tch'
  | 'att'
  | 'clm'
  | 'deal'
  | 'pmt'
  | 'grp'
  | 'trm'
  | 'com'
  | 'lease'
  | 'act'
  | 'ntc'
  | 'req'
  | 'sig'
  | 'exe'
  | 'agr'
  | 'grt'
  | 'obl'
  | 'obm'
  | 'ben'
  | 'dsc'
  | 'dsr'
  | 'use'
  | 'clz'
  | 'prp'
  | 'svy'
  | 'quo'
  | 'rel'
  | 'ask'
  | 'evd'
  | 'rol'
  | 'grv'
  | 'hnd'
  | 'hrs'
  | 'gdw'
  | 'eng'
  | 'cri'
  | 'wof'
  | 'drw'
  | 'chg'
  | 'msr'
  | 'vnf'
  | 'key'
  | 'dcl'
  | 'slt'
  | 'nda'
  | 'ndv'
  | 'rcp'
  | 'atv'
  | 'prk'
  | 'rrq'

const chanceBytes = 12
const bytesDrawn = 340 * chanceBytes

/** Drawn for hundreds of ids at once: asking for each costs a redirect more than writing it down. */
let drawn = ''
let next = 0

/** 96 random bits in hex behind the prefix. */
export function newId(prefix: IdPrefix): string {
  if (next >= drawn.length) {
    drawn = Buffer.from(crypto.getRandomValues(new Uint8Array(bytesDrawn))).toString('hex')
    next = 0
  }
  const chance = drawn.slice(next, next + 2 * chanceBytes)
  next += 2 * chanceBytes
  return `${prefix}_${chance}`
}
