/*
 * Opening and closing: the question over the page, what is shown behind it, and what other tabs do.
 */
import { caseOf, forget } from './case.js';
import { gate, isPage, language, modal, named, one, policy, root, shared, started } from './page.js';
import { agree, begin, current, isAsking, setAsking, show, waiting } from './steps.js';

let alarm = 0;

export function decline() {
  agree({});
  forget(true);
  if (isPage) {
    show(named('declined'));
  } else {
    leave();
  }
}

/** Leaves a review to go on without the reader. */
export function pause() {
  if (isPage) {
    show(named('left'));
  } else {
    leave();
  }
}

/** Closes the question over a page that is public in part. */
export function leave() {
  hide();
  const opener = /** @type {HTMLElement | null} */ (document.querySelector('[data-gate-ask]'));
  if (opener) {
    opener.focus();
  }
}

/** Whether the page stands in a frame of another site, which may lie over it and have the reader press anything. */
function isForeign() {
  try {
    return /** @type {Window} */ (window.top).location.origin !== location.origin;
  } catch (_) {
    return true;
  }
}

export function ask() {
  setAsking(true);
  if (isForeign()) {
    const framed = named('framed');
    /** @type {HTMLAnchorElement} */ (framed.querySelector('a[target="_top"]')).href = location.href;
    show(framed);
  } else {
    begin();
  }
  gate.classList.add('gate-open');
  if (modal && !gate.open) {
    gate.showModal();
  }
  one(/** @type {HTMLElement} */ (current), 'h1').focus();
}

function hide() {
  setAsking(false);
  gate.classList.remove('gate-open');
  if (modal && gate.open) {
    gate.close();
  }
}

/** Shows the page. @param {boolean} isNew whether it was closed until now: then the reader comes to where the address leads */
export function reveal(isNew) {
  root.setAttribute('data-gate', 'open');
  document.querySelectorAll('[data-gated]').forEach((it) => it.removeAttribute('hidden'));
  hide();
  clearTimeout(alarm);
  alarm = setTimeout(check, Math.min(shared.open() - Date.now() + 1, 2147483647));
  if (!isNew) {
    return;
  }
  const target = aim();
  const goal = target || document.querySelector('main');
  if (goal) {
    if (target) {
      target.scrollIntoView();
    }
    if (!goal.hasAttribute('tabindex')) {
      goal.setAttribute('tabindex', '-1');
    }
    goal.focus({ preventScroll: true });
  }
}

/** What the fragment of the address names. @returns {HTMLElement | null} */
function aim() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch (_) {
    return null; // a fragment that is no text
  }
}

function close() {
  root.setAttribute('data-gate', 'closed');
  document.querySelectorAll('[data-gated]').forEach((it) => it.setAttribute('hidden', ''));
  // Whatever else is open shows what is closed now.
  document.querySelectorAll('dialog[open]').forEach((it) => {
    const other = /** @type {HTMLDialogElement} */ (it);
    if (other !== gate && other.close) {
      other.close();
    }
  });
  if (isPage) {
    ask();
  }
}

/** Whether another tab has been given consent to a policy that is not this page's: then this page is an old one, and
 * comes anew. Once for each record: where it is this page that is the newer, it stays. */
function isOvertaken() {
  return Object.keys(policy.h[language] || {}).some((purpose) => {
    const kept = shared.record(purpose);
    try {
      if (!kept || shared.fits(kept) || !(Date.parse(kept.at) > started) || sessionStorage.getItem(policy.k + 'seen') === kept.at) {
        return false;
      }
      sessionStorage.setItem(policy.k + 'seen', kept.at);
      return true;
    } catch (_) {
      return false;
    }
  });
}

/** Asks the records anew: another tab may have given or withdrawn consent, or it may have ended. */
export function check() {
  if (isOvertaken()) {
    location.reload();
  } else if (shared.open()) {
    reveal(root.getAttribute('data-gate') !== 'open');
  } else if (root.getAttribute('data-gate') === 'open' || isPage && !isAsking) {
    close();
  } else if (isAsking && waiting && !caseOf(/** @type {HTMLElement} */ (current))) {
    begin(); // The case was withdrawn elsewhere.
  }
}

/** Asks where a reader follows a link into what is closed. */
export function follow() {
  const target = aim();
  if (!isPage && !isAsking && !shared.open() && target && target.closest('.gated')) {
    ask();
  }
}
