import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const auditTrail = new Hono<AppEnv>()
