import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const runs = new Hono<AppEnv>()
