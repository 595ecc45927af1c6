import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const commissions = new Hono<AppEnv>()
