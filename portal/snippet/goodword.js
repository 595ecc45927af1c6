// @ts-check

/**
 * Runs on the company's own pages. The portal serves its text with a call behind it, so it uses nothing from outside itself. It carries a
 * click id from the address to forms and to Stripe. It reports no sale, and nothing on the page waits for it or breaks with it.
 *
 * @param {import('./goodword.d.ts').SnippetConfig} config
 */
export function goodword(config) {
  if (window.Goodword) return
  const field = 'goodword_referral'
  const data = (document.currentScript || document.querySelector('script[src*="goodword.js"]'))?.dataset || {}
  const portal = data.portal || config.portal
  const api = { referral: '' }
  let { days } = config
  let waits = config.wait
  /** @type {boolean | undefined} */
  let consent
  let written = ''
  let arrived = ''
  let how = 'none'
  /** The portal was asked and has not answered. */
  let pending = false
  /** @type {(() => void)[] | null} */
  let queue = []

  /** A page in a sandbox has no cookies, and says so by throwing. @param {string} [text] */
  const cookies = (text) => {
    try {
      /* biome-ignore lint/suspicious/noDocumentCookie: the other way of writing one asks for https and is younger than many browsers. */
      if (text) document.cookie = text
      return document.cookie
    } catch {
      return ''
    }
  }
  const cookieOf = () => cookies().match(/(?:^|; )goodword_referral=([\w-]+)/)?.[1] || ''

  /** @param {number} seconds */
  const writeCookie = (seconds) => {
    const domain = data.domain ? `; Domain=${data.domain}` : ''
    const secure = location.protocol === 'https:' ? '; Secure' : ''
    cookies(`${field}=${api.referral}; Max-Age=${seconds}; Path=/; SameSite=Lax${domain}${secure}`)
  }

  /** A cookie that holds the id already keeps its end, so that of an id which may still change waits. */
  const keep = () => {
    const may = !pending && !navigator.globalPrivacyControl && (consent ?? !(waits || data.consent === 'wait'))
    if (may && api.referral && cookieOf() !== api.referral) writeCookie(days * 86400)
  }

  /** @param {string | null} before */
  const isFree = (before) => !before || before === written

  /** Hands the click id on. What somebody else wrote into the same place stays. */
  const fill = () => {
    const { referral } = api
    if (!referral) return
    for (const form of document.querySelectorAll('form[data-goodword]')) {
      let input = /** @type {HTMLInputElement | null} */ (form.querySelector(`[name=${field}]`))
      if (!input) {
        input = document.createElement('input')
        input.type = 'hidden'
        input.name = field
        form.append(input)
      }
      if (isFree(input.value)) input.value = referral
    }
    for (const link of document.querySelectorAll('a[href^="https://buy.stripe.com/"],a[data-goodword][href]')) {
      const { href, protocol } = /** @type {HTMLAnchorElement} */ (link)
      /* One in a drawing has none. */
      if (!protocol?.startsWith('http')) continue
      const url = new URL(href)
      const before = url.searchParams.get('client_reference_id')
      url.searchParams.set('client_reference_id', referral)
      if (isFree(before) && before !== referral) link.setAttribute('href', url.href)
    }
    for (const element of document.querySelectorAll('stripe-pricing-table,stripe-buy-button')) {
      if (isFree(element.getAttribute('client-reference-id'))) element.setAttribute('client-reference-id', referral)
    }
    written = referral
  }

  /** @param {string} referral @param {string} from */
  const take = (referral, from) => {
    api.referral = referral
    how = from
    fill()
  }

  /** What the address brought is settled, or the portal was too slow. */
  const settle = () => {
    pending = false
    keep()
    if (!queue) return
    for (const call of queue) setTimeout(call)
    queue = null
    if (/[?&]goodword_debug/.test(location.search))
      console.log(`Goodword: ${api.referral || 'no referral'} (from ${how}), cookie: ${cookieOf() || 'none'}, portal ${portal}`)
  }

  /** A simple request, which asks for no leave beforehand and outlives the page. @param {string} path @param {object} body */
  const send = (path, body) =>
    fetch(`${portal}/goodword/${path}`, { method: 'POST', body: JSON.stringify(body), credentials: 'omit', keepalive: true })

  /** Looks at what the address brings; at the same once. */
  const arrive = () => {
    const query = new URLSearchParams(location.search)
    const kept = cookieOf()
    const referral = query.get(field)?.match(/^[\w-]{1,200}$/)?.[0]
    const code = referral ? undefined : config.names.map((name) => query.get(name)).find(Boolean)
    if (kept && !api.referral) take(kept, 'cookie')
    if (!(referral || code) || arrived === (referral || code)) {
      /* A router that tidies the address up does not end the wait for what stood there. */
      if (!pending) settle()
      return
    }
    arrived = referral || code || ''
    if (referral && (!api.referral || config.last)) take(referral, 'address')
    if (referral && !config.ask && (!kept || kept === referral)) return settle()
    const body = { referral, code, kept, query: location.search.slice(1, 2000), from: document.referrer.split('/')[2] }
    pending = true
    void send('arrivals', body)
      .then((answer) => (answer.status === 200 ? answer.json() : undefined))
      .then((answer) => {
        if (!answer) return
        days = answer.days
        waits = answer.wait
        take(answer.referral, answer.referral === kept ? 'cookie' : code ? 'code' : 'address')
      })
      .catch(() => {})
      .then(settle)
    setTimeout(settle, 3000)
  }

  window.Goodword = api
  const early = window.goodword?.q || []
  window.goodword = (command, value) => {
    if (command === 'consent') {
      consent = value === true
      if (consent) keep()
      else writeCookie(0)
      return
    }
    const call = () => {
      if (command === 'ready') /** @type {(found: typeof api) => void} */ (value)(api)
      else if (command === 'identify' && api.referral) send('identifications', { ...Object(value), referral: api.referral }).catch(() => {})
    }
    if (queue) queue.push(call)
    else setTimeout(call)
  }
  for (const call of early) window.goodword(...call)

  const start = () => {
    arrive()
    new MutationObserver(fill).observe(document, { childList: true, subtree: true })
    for (const event of ['click', 'submit']) addEventListener(event, fill, true)
    for (const name of /** @type {const} */ (['pushState', 'replaceState'])) {
      const before = history[name]
      history[name] = function (...to) {
        before.apply(this, to)
        arrive()
      }
    }
    addEventListener('popstate', arrive)
  }
  if (document.prerendering) document.addEventListener('prerenderingchange', start, { once: true })
  else start()
}
