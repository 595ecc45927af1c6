import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

export const introductionPage = new Hono<AppEnv>()
