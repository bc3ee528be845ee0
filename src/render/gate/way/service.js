/*
 * The review service: what it is asked, and what is an answer.
 */

export const isId = (/** @type {any} */ id) => typeof id === 'string' && /^[\w-]{1,128}$/.test(id);

/** Asks the review service. An answer that is not of its form is a failure; a failure has the response, if there was one.
 * @param {string} method @param {string} url @param {string} [body] @returns {Promise<any>} */
export function request(method, url, body) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), 30000);
  /** @type {any} */
  const options = { method: method, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', redirect: 'error', signal: stop.signal };
  if (body) {
    Object.assign(options, { body: body, headers: { 'Content-Type': 'application/json' } });
  }
  if (method === 'DELETE') {
    options.keepalive = true;
  }
  const done = fetch(url, options)
    .then((response) => response.ok ? method === 'DELETE' || response.json() : Promise.reject(response))
    .then((said) => {
      const isState = ['pending', 'approved', 'rejected'].indexOf(said.state) >= 0;
      return method === 'DELETE' || isState && (!body || isId(said.id)) ? said : Promise.reject();
    });
  const over = () => clearTimeout(late);
  done.then(over, over);
  return done;
}

/** How long a service wants to be left alone, in milliseconds; 0 where it does not say so.
 * @param {Response | undefined} response */
export function rest(response) {
  if (!response || response.status !== 429 && response.status !== 503) {
    return 0;
  }
  const after = response.headers.get('Retry-After') || '';
  const wanted = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now();
  return wanted > 0 ? Math.min(wanted, 36e5) : response.status === 429 ? 60000 : 0;
}
