/*
 * The review: sending the answers, waiting, and what can be done meanwhile.
 */
import { bodyOf, caseKey, caseOf, dismiss, endpointOf, keyFor } from './case.js';
import { kindOf, named, one, purposeOf, reviewedBy, steps } from './page.js';
import { fill } from './questions.js';
import { keep } from './records.js';
import { request, rest } from './service.js';
import { agree, agreed, backTo, begin, next, passReview, show, turn, waitFor, waiting } from './steps.js';

export function review(/** @type {HTMLElement} */ step) {
  const mine = turn;
  const state = one(step, '.gate-state');
  const reason = one(step, '.gate-reason');
  let wait = 2000;
  /** @param {string} name @param {string} [why] */
  const tell = (name, why) => {
    state.textContent = state.getAttribute('data-' + name) || state.getAttribute('data-failed');
    state.setAttribute('data-now', name);
    step.querySelectorAll('[data-state]').forEach((it) => { /** @type {HTMLElement} */ (it).hidden = it.getAttribute('data-state') !== name; });
    reason.textContent = String(why || '').slice(0, 500);
    reason.hidden = !why;
    /** @param {string} act @param {boolean} isOffered */
    const offer = (act, isOffered) => { one(step, '[data-act="' + act + '"]').hidden = !isOffered; };
    offer('retry', name === 'failed' || name === 'forgotten');
    offer('resubmit', !waiting && name !== 'sending');
    offer('withdraw', Boolean(waiting));
  };
  /** @param {number} [time] */
  const later = (time) => {
    setTimeout(poll, time || wait);
    wait = Math.min(wait * 1.5, 30000);
  };
  const poll = () => {
    if (mine !== turn) {
      return;
    }
    if (document.hidden) {
      setTimeout(poll, wait);
      return;
    }
    const found = caseOf(step);
    if (waiting && !found) {
      begin(); // It was withdrawn elsewhere.
      return;
    }
    const body = bodyOf(step, agreed);
    waitFor(found && found.sent === body ? found : null);
    if (found && !waiting) {
      dismiss(step, true); // The answers are others now.
    }
    const it = waiting;
    (it ? request('GET', it.endpoint + '/' + it.id) : request('POST', endpointOf(step), JSON.stringify(Object.assign(JSON.parse(body), { key: keyFor(body) }))))
      .then((said) => {
        if (mine !== turn) {
          return;
        }
        if (said.state === 'approved') {
          passReview();
          next(step);
          return;
        }
        if (said.state === 'rejected') {
          dismiss(step, false);
          waitFor(null);
          tell('rejected', said.reason);
          one(step, '[data-act="resubmit"]').focus();
          return;
        }
        if (!it) {
          keep(caseKey(step), JSON.stringify({ id: said.id, at: Date.now(), endpoint: endpointOf(step), sent: body, agreed: agreed }));
          waitFor(caseOf(step));
        }
        tell('pending');
        later();
      })
      .catch((response) => {
        if (mine !== turn) {
          return;
        }
        const time = rest(response);
        if (it && response && (response.status === 404 || response.status === 410)) {
          dismiss(step, false);
          waitFor(null);
          tell('forgotten');
        } else {
          tell(time ? 'busy' : 'failed');
          later(time);
        }
      });
  };
  waitFor(caseOf(step));
  tell(waiting ? 'pending' : 'sending');
  poll();
}

/** Back from a review to the last of the answers that it is of. */
export function resubmit(/** @type {HTMLElement} */ step) {
  const forms = steps.slice(0, steps.indexOf(step))
    .filter((other) => kindOf(other) === 'questions' && agreed[purposeOf(other)] && reviewedBy(step).indexOf(purposeOf(other)) >= 0);
  const form = forms[forms.length - 1];
  if (!form) {
    begin();
    return;
  }
  backTo(form);
}

export function withdraw(/** @type {HTMLElement} */ step) {
  const told = dismiss(step, true);
  agree({});
  const page = named('withdrawn');
  const line = one(page, '[data-told]');
  line.textContent = '';
  show(page);
  told.then((isTold) => { line.textContent = line.getAttribute(isTold ? 'data-told' : 'data-untold'); });
}

/** Goes on waiting for a review that was asked for before the page was loaded. */
export function resume() {
  return steps.filter((step) => kindOf(step) === 'review').some((step) => {
    const it = caseOf(step);
    if (it) {
      agree(it.agreed);
      steps.filter((other) => kindOf(other) === 'questions').forEach(fill);
      show(step);
    }
    return Boolean(it);
  });
}
