/*
 * Closes or opens the page before its first paint. It stands in the head, alone and with a hash in the policy.
 *
 * Without it, or where it fails, the page has no `data-gate` and stays closed by its style sheet.
 * Everything is read anew each time: what a record says of itself is believed only as far as the policy goes.
 */
(function (root, policy) {
  'use strict';

  /** Records that could not be stored: they hold for this page view. */
  var memory = Object.create(null);

  /** @param {string} key @returns {string | null} */
  function read(key) {
    try {
      var stored = localStorage.getItem(key);
      return stored === null && key in memory ? memory[key] : stored;
    } catch (_) {
      return key in memory ? memory[key] : null;
    }
  }

  /**
   * When the record of a purpose ends, in milliseconds; 0 where there is none that holds.
   * A time to come is no consent, and no record lasts longer than the policy says, whatever it says itself.
   * @param {string} purpose
   */
  function until(purpose) {
    try {
      var record = JSON.parse(read(policy.k + 'consent:' + purpose) || 'null');
      var at = Date.parse(record.at);
      var end = Math.min(at + policy.d * 864e5, Date.parse(record.expires));
      var now = Date.now();
      return record.v === 1 && record.purpose === purpose && record.decision === 'agreed' &&
        record.policy_version === policy.v && typeof record.lang === 'string' &&
        Object.prototype.hasOwnProperty.call(policy.h, record.lang) &&
        record.policy_sha256 === policy.h[record.lang][purpose] && at <= now && end > now ? end : 0;
    } catch (_) {
      return 0;
    }
  }

  /** When the first of the records that are needed ends; 0 where one does not hold. */
  function open() {
    return policy.need.length ? Math.min.apply(null, policy.need.map(until)) : 0;
  }

  /** @type {any} */ (window).postilGate = { policy: policy, memory: memory, read: read, until: until, open: open };

  root.setAttribute('data-gate', open() ? 'open' : 'closed');

  // The main script is lost: without it no button would answer, so the page becomes one without scripts.
  addEventListener('error', function (event) {
    var lost = /** @type {any} */ (event.target);
    if (lost && lost.hasAttribute && lost.hasAttribute('data-gate-script')) {
      root.removeAttribute('data-gate');
    }
  }, true);
})(document.documentElement, POLICY);
