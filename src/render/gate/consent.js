/*
 * The page on which a reader sees, takes along and withdraws what was given: each purpose that is asked for, what waits
 * for a review, and whatever else earlier builds of the site have left.
 */
(function () {
  'use strict';
  const shared = /** @type {PostilGate} */ (/** @type {any} */ (window).postilGate);
  if (!shared) {
    return;
  }
  const policy = shared.policy;
  const sections = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll('.consent-record')));
  const others = /** @type {HTMLElement | null} */ (document.querySelector('.consent-others'));
  const receipt = /** @type {HTMLElement} */ (document.querySelector('[data-act="receipt"]'));

  /** @param {Element} place @param {string} selector */
  const one = (place, selector) => /** @type {HTMLElement} */ (place.querySelector(selector));
  /** @param {HTMLElement} section */
  const keyOf = (section) => policy.k + 'consent:' + section.getAttribute('data-purpose');

  /** A time in the language in which the page was written: one that a browser put in its place may be none.
   * @param {string | number} time */
  function day(time) {
    /** @type {Intl.DateTimeFormatOptions} */
    const form = { year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' };
    try {
      return new Date(time).toLocaleString(document.documentElement.lang, form);
    } catch (_) {
      return new Date(time).toLocaleString(undefined, form);
    }
  }

  /** Keys of the site that begin like this, stored or remembered for this page view. @param {string} kind */
  function keys(kind) {
    const all = Object.keys(shared.memory);
    try {
      all.push.apply(all, Object.keys(localStorage));
    } catch (_) { /* nothing is stored */ }
    return all.filter((key, at) => key.indexOf(policy.k + kind) === 0 && all.indexOf(key) === at).sort();
  }

  /** What stands under a key, or nothing if it cannot be understood. @param {string} key @returns {any} */
  function parsed(key) {
    try {
      const value = JSON.parse(shared.read(key) || 'null');
      return value && typeof value === 'object' ? value : null;
    } catch (_) {
      return null;
    }
  }

  /** @param {HTMLElement} section @returns {any} */
  function recordOf(section) {
    const record = parsed(keyOf(section));
    return record && Date.parse(record.at) ? record : null;
  }

  /** Keys of the cases that wait under a purpose: a second review under it is `purpose:2`. @param {HTMLElement} section */
  function casesOf(section) {
    const key = policy.k + 'review:' + section.getAttribute('data-purpose');
    return keys('review:').filter((other) => other === key || other.indexOf(key + ':') === 0);
  }

  /** @param {string} key */
  function drop(key) {
    const it = parsed(key);
    const isCase = key.indexOf(policy.k + 'review:') === 0;
    // The service is told, if the case is one of those that this site sends.
    if (isCase && it && typeof it.id === 'string' && /^[\w-]{1,128}$/.test(it.id) && sections.some((section) => (section.getAttribute('data-endpoints') || '').split(' ').indexOf(it.endpoint) >= 0)) {
      fetch(it.endpoint + '/' + it.id, { method: 'DELETE', credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', keepalive: true }).catch(() => 0);
    }
    delete shared.memory[key];
    try {
      localStorage.removeItem(key);
      sessionStorage.removeItem(policy.k + 'sent');
    } catch (_) { /* nothing was stored */ }
  }

  function show() {
    sections.forEach((section) => {
      const kept = shared.read(keyOf(section));
      const record = recordOf(section);
      const until = shared.until(section.getAttribute('data-purpose') || '');
      const cases = casesOf(section);
      const waits = cases.length ? parsed(cases[0]) : null;
      const state = one(section, '.consent-state');
      const name = until ? 'given' : record ? 'stale' : cases.length ? 'pending' : kept !== null ? 'unreadable' : 'none';
      const words = state.getAttribute('data-' + name) || state.getAttribute('data-none') || '';
      const at = record ? record.at : waits && Number(waits.at) ? waits.at : 0;
      state.textContent = words.replace('{at}', at ? day(at) : '–').replace('{until}', until ? day(until) : '');
      one(section, '[data-act="withdraw"]').hidden = kept === null && !cases.length;
    });
    listOthers();
    receipt.hidden = !keys('consent:').length && !keys('review:').length;
  }

  /** What belongs to no purpose that is asked for now. */
  function listOthers() {
    if (!others) {
      return;
    }
    /** @type {string[]} */
    const known = [];
    sections.forEach((section) => known.push(keyOf(section), ...casesOf(section)));
    const rest = keys('consent:').concat(keys('review:')).filter((key) => known.indexOf(key) < 0);
    const list = one(others, 'ul');
    list.textContent = '';
    others.hidden = !rest.length;
    rest.forEach((key) => {
      const item = document.createElement('li');
      const record = parsed(key);
      const name = document.createElement('p');
      const at = record && (Date.parse(record.at) || Number(record.at));
      name.textContent = key.slice(policy.k.length).replace(/^(consent|review):/, '') + (at ? ' · ' + day(at) : ' · ' + list.getAttribute('data-unreadable'));
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'gate-act';
      button.textContent = list.getAttribute('data-withdraw');
      button.setAttribute('aria-label', list.getAttribute('data-withdraw') + ' ' + name.textContent);
      button.addEventListener('click', () => {
        drop(key);
        show();
        const heading = others.hidden ? document.querySelector('h1') : others.querySelector('h2');
        if (heading) {
          heading.setAttribute('tabindex', '-1');
          heading.focus();
        }
      });
      item.appendChild(name);
      item.appendChild(button);
      list.appendChild(item);
    });
  }

  sections.forEach((section) => {
    one(section, '[data-act="withdraw"]').addEventListener('click', () => {
      drop(keyOf(section));
      casesOf(section).forEach(drop);
      show();
      const state = one(section, '.consent-state');
      state.textContent = state.getAttribute('data-withdrawn');
      state.setAttribute('tabindex', '-1');
      state.focus();
    });
  });

  receipt.addEventListener('click', () => {
    // What cannot be understood is taken along as it is.
    const all = keys('consent:').map((key) => parsed(key) || { key: key, text: shared.read(key) });
    const pending = keys('review:').map((key) => parsed(key) || { key: key, text: shared.read(key) });
    const data = { site: location.origin, policy_version: policy.v, downloaded: new Date().toISOString(), records: all, pending: pending };
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
    link.download = 'consent.json';
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  one(document.body, '.consent-plain').hidden = true;
  addEventListener('storage', show);
  addEventListener('pageshow', show);
  show();
})();
