import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const links = new Hono<AppEnv>()
