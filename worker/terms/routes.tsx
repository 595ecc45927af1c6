import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const terms = new Hono<AppEnv>()
