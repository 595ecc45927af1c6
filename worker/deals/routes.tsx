import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const deals = new Hono<AppEnv>()
