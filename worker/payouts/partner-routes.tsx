import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const payouts = new Hono<AppEnv>()
