import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const earnings = new Hono<AppEnv>()
