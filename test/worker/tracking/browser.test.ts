import { expect, it } from 'vitest'
import { browserOf } from '../../../worker/tracking/browser.ts'

it.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', false],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', true],
  ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', true],
  ['curl/8.7.1', true],
  ['', true],
])('%s is a bot: %s', (userAgent, isBot) => {
  expect([browserOf(userAgent).isBot, browserOf(userAgent).isBot]).toEqual([isBot, isBot])
})

it('keeps apart however many names there are', () => {
  for (let index = 0; index < 1_200; index += 1) browserOf(`Mozilla/5.0 (iPhone) ${index}`)

  expect(browserOf('curl/8.7.1')).toEqual({ isBot: true, device: 'other' })
  expect(browserOf('Mozilla/5.0 (iPhone) 7')).toMatchObject({ device: 'phone' })
})
