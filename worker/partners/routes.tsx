import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const partners = new Hono<AppEnv>()
