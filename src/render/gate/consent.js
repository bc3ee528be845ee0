/*
 * The page on which a reader sees, takes along and withdraws what was given.
 */
(function () {
  'use strict';
  const shared = /** @type {PostilGate} */ (/** @type {any} */ (window).postilGate);
  if (!shared) {
    return;
  }
  const policy = shared.policy;
  const sections = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll('.consent-record')));
  const receipt = /** @type {HTMLElement} */ (document.querySelector('[data-act="receipt"]'));

  /** @param {HTMLElement} section */
  const keyOf = (section) => policy.k + 'consent:' + section.getAttribute('data-purpose');
  /** @param {string | number} time */
  const day = (time) => new Date(time).toLocaleString(document.documentElement.lang, { year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' });

  /** @param {HTMLElement} section @returns {any} */
  function recordOf(section) {
    try {
      const record = JSON.parse(shared.read(keyOf(section)) || 'null');
      return record && typeof record === 'object' && Date.parse(record.at) ? record : null;
    } catch (_) {
      return null;
    }
  }

  function show() {
    let any = false;
    sections.forEach((section) => {
      const record = recordOf(section);
      const until = shared.until(section.getAttribute('data-purpose') || '');
      const state = /** @type {HTMLElement} */ (section.querySelector('.consent-state'));
      const words = state.getAttribute('data-' + (until ? 'given' : record ? 'stale' : 'none')) || '';
      state.textContent = words.replace('{at}', record ? day(record.at) : '').replace('{until}', until ? day(until) : '');
      /** @type {HTMLElement} */ (section.querySelector('[data-act="withdraw"]')).hidden = !record;
      any = any || Boolean(record);
    });
    receipt.hidden = !any;
  }

  sections.forEach((section) => {
    /** @type {HTMLElement} */ (section.querySelector('[data-act="withdraw"]')).addEventListener('click', () => {
      delete shared.memory[keyOf(section)];
      try {
        localStorage.removeItem(keyOf(section));
        localStorage.removeItem(keyOf(section).replace('consent:', 'review:'));
      } catch (_) { /* nothing was stored */ }
      show();
      const state = /** @type {HTMLElement} */ (section.querySelector('.consent-state'));
      state.textContent = state.getAttribute('data-withdrawn');
      state.setAttribute('tabindex', '-1');
      state.focus();
    });
  });

  receipt.addEventListener('click', () => {
    const data = { site: location.origin, policy_version: policy.v, downloaded: new Date().toISOString(), records: sections.map(recordOf).filter(Boolean) };
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
    link.download = 'consent.json';
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  /** @type {HTMLElement} */ (document.querySelector('.consent-plain')).hidden = true;
  addEventListener('storage', show);
  addEventListener('pageshow', show);
  show();
})();
