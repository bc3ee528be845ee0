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
   * What is kept of a purpose, if it is a record at all: that of another build of the site is one, too.
   * @param {string} purpose @returns {any}
   */
  function record(purpose) {
    try {
      var kept = JSON.parse(read(policy.k + 'consent:' + purpose) || 'null');
      return kept.v === 1 && kept.purpose === purpose && kept.decision === 'agreed' && Date.parse(kept.at) <= Date.now() ? kept : null;
    } catch (_) {
      return null;
    }
  }

  /** Whether it was given for what this page asks. @param {any} kept */
  function fits(kept) {
    return kept.policy_version === policy.v && typeof kept.lang === 'string' &&
      Object.prototype.hasOwnProperty.call(policy.h, kept.lang) && kept.policy_sha256 === policy.h[kept.lang][kept.purpose];
  }

  /**
   * When the record of a purpose ends, in milliseconds; 0 where there is none that holds.
   * A time to come is no consent, and no record lasts longer than the policy says, whatever it says itself.
   * @param {string} purpose
   */
  function until(purpose) {
    var kept = record(purpose);
    var end = kept && fits(kept) ? Math.min(Date.parse(kept.at) + policy.d * 864e5, Date.parse(kept.expires)) : 0;
    return end > Date.now() ? end : 0;
  }

  /** When the first of the records that are needed ends; 0 where one does not hold. */
  function open() {
    return policy.need.length ? Math.min.apply(null, policy.need.map(until)) : 0;
  }

  /** @type {PostilGate} */
  var shared = { policy: policy, memory: memory, ready: false, read: read, record: record, fits: fits, until: until, open: open };
  /** @type {any} */ (window).postilGate = shared;

  root.setAttribute('data-gate', open() ? 'open' : 'closed');

  // Without the main script no button would answer, so a closed page becomes one without scripts: where the script is
  // lost, where it came and is not what it should be (empty, cut off, the page of a hotel), and where it does not come.
  function fallBack() {
    if (!shared.ready && root.getAttribute('data-gate') === 'closed') {
      root.removeAttribute('data-gate');
    }
  }
  /** @param {Event} event */
  function arrived(event) {
    var it = /** @type {any} */ (event.target);
    if (it && it.hasAttribute && it.hasAttribute('data-gate-script')) {
      fallBack();
    }
  }
  addEventListener('error', arrived, true);
  document.addEventListener('load', arrived, true);
  setTimeout(fallBack, 15000);
})(document.documentElement, POLICY);
