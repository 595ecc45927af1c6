import { expect, it } from 'vitest'
import { companyDomainOf, isPublicMail } from '../../../worker/prospects/company-domain.ts'

it.each([
  ['oak.example', 'oak.example'],
  [' OAK.Example ', 'oak.example'],
  ['shop.oak.co.uk', 'oak.co.uk'],
  ['ann@mail.oak.co.uk', 'oak.co.uk'],
  ['https://www.oak.example/about?x=1', 'oak.example'],
  ['oak.github.io', 'oak.github.io'],
  ['gmail.com', undefined],
  ['ann@GMAIL.com', undefined],
  ['localhost', undefined],
  ['192.168.0.1', undefined],
  ['co.uk', undefined],
  ['', undefined],
  ['two words', undefined],
])('the company domain of %j is %j', async (text, domain) => {
  expect(await companyDomainOf(text)).toBe(domain)
})

it.each([
  ['ann@gmail.com', true],
  ['ann@oak.example', false],
  ['nonsense', false],
])('%s is public mail: %s', async (text, isPublic) => {
  expect(await isPublicMail(text)).toBe(isPublic)
})
