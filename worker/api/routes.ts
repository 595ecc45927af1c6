import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { prospects } from './prospects.ts'
import { quotes } from './quotes.ts'
import { references } from './references.ts'

/** `/api/v1`: each resource a thin adapter over the acts that pages call, too. No session and no cookie; a key says who asks. */
export const api = new Hono<AppEnv>().route('/prospects', prospects).route('/quotes', quotes).route('/references', references)
