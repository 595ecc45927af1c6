import { expect, it } from 'vitest'
import { companyDomainOf, isPublicMail } from '../../../worker/prospects/company-domain.ts'

it.each([
  ['oak.example', 'oak.example'],
  [' OAK.Example ', 'oak.example'],
  ['shop.oak.co.uk', 'oak.co.uk'],
  ['ann@mail.oak.co.uk', 'oak.co.uk'],
  ['https://www.oak.example/about?x=1', 'oak.example'],
  ['oak.example.', 'oak.example'],
  ['oak.github.io', 'oak.github.io'],
  ['github.io', undefined],
  // One company, however a browser or a mail program writes its letters.
  ['müller.example', 'xn--mller-kva.example'],
  ['ann@Xn--Mller-Kva.example', 'xn--mller-kva.example'],
  ['shop.MÜLLER.co.uk', 'xn--mller-kva.co.uk'],
  ['ｏａｋ．example', 'oak.example'],
  ['oak。example', 'oak.example'],
  ['0x7f.1', undefined],
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
  ['ann@yahoo.com.br', true],
  ['ann@mail.hotmail.es', true],
  ['yahoo.oak.example', false],
  ['ann@wanadoo.fr', true],
  ['ann@ziggo.nl', true],
  ['ann@relay.appleid.com', true],
  ['ann@mailinator.com', true],
  ['ann@my-wegwerf-post.example', true],
  ['nonsense', false],
])('%s is public mail: %s', async (text, isPublic) => {
  expect(await isPublicMail(text)).toBe(isPublic)
})
