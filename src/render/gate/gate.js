/*
 * The way through the gate: what is asked, what is kept, and what opens and closes the page afterwards.
 *
 * It runs in web views of 2019 (Chrome 70): no `?.`, no `??`, no modules, and `<dialog>` may be missing. Its parts, in
 * `way/`, are put together into one script (`tests/tools/minify.mjs`). Nothing is recorded before the end of the way,
 * nothing leaves the browser but the answers of a review, and a failure never opens anything.
 */
import { find, gate, isPage, kindOf, modal, one, purposeOf, shared, steps } from './way/page.js';
import { agreed, back, begin, current, isAsking, lockedUntil, next, reset, show } from './way/steps.js';
import { mark, submit, valuesOf } from './way/questions.js';
import { finish } from './way/passed.js';
import { resubmit, withdraw } from './way/review.js';
import { ask, check, decline, follow, leave, pause } from './way/door.js';

/** Steps at which there is nothing left to decline. */
const AFTER = ['passed', 'reviewed', 'declined', 'withdrawn', 'left', 'framed'];

/** Whether the last key belongs to an input method, which composes a word with it. */
let isComposing = false;

/** @param {MouseEvent} event */
function press(event) {
  const button = /** @type {HTMLElement} */ (event.target).closest('[data-act]');
  const step = /** @type {HTMLElement} */ (current);
  if (!button || button.getAttribute('data-act') === 'submit') {
    return;
  }
  if (performance.now() < lockedUntil) {
    return;
  }
  switch (button.getAttribute('data-act')) {
    case 'agree':
      agreed[purposeOf(step)] = agreed[purposeOf(step)] || {};
      next(step);
      break;
    case 'skip':
      delete agreed[purposeOf(step)];
      steps.filter((other) => purposeOf(other) === purposeOf(step)).forEach(reset);
      next(step);
      break;
    case 'back':
      back();
      break;
    case 'resubmit':
      if (kindOf(step) === 'review') {
        resubmit(step);
      } else {
        back();
      }
      break;
    case 'retry':
      show(step);
      break;
    case 'withdraw':
      withdraw(step);
      break;
    case 'leave':
      pause();
      break;
    case 'close':
      leave();
      break;
    case 'decline':
      decline();
      break;
    case 'reconsider':
      begin();
      break;
    case 'enter':
      finish();
      break;
  }
}

/** @param {KeyboardEvent} event */
function type(event) {
  // Escape and Enter that end a composition belong to the input method; Safari says so by the key code alone.
  isComposing = event.isComposing || event.keyCode === 229;
  if (event.key === 'Escape' && isAsking && !isComposing) {
    event.preventDefault();
    const kind = current && kindOf(current);
    if (kind === 'review') {
      pause();
    } else if (kind && AFTER.indexOf(kind) < 0) {
      decline();
    } else if (!isPage && kind && kind !== 'passed' && kind !== 'reviewed') {
      leave();
    }
  }
}

function start() {
  gate.addEventListener('click', press);
  gate.addEventListener('submit', (event) => {
    event.preventDefault();
    if (performance.now() >= lockedUntil && !isComposing) {
      submit(/** @type {HTMLElement} */ (current));
    }
  });
  // A fault that is mended is no longer said.
  gate.addEventListener('input', (event) => {
    const question = /** @type {HTMLElement} */ (event.target).closest('[data-question]');
    if (question && valuesOf(question).length) {
      mark(question, false);
      const form = /** @type {HTMLElement} */ (question.closest('form'));
      one(form, '.gate-fault-all').hidden = !form.querySelector('[aria-invalid]');
    }
  });
  gate.addEventListener('cancel', (event) => event.preventDefault());
  // A third Escape closes a dialog whatever `cancel` says.
  gate.addEventListener('close', () => {
    if (isAsking && modal && !gate.open) {
      gate.showModal();
    }
  });
  document.addEventListener('keydown', type);
  ['keyup', 'pointerdown'].forEach((name) => document.addEventListener(name, () => { isComposing = false; }));
  document.querySelectorAll('[data-gate-ask]').forEach((button) => button.addEventListener('click', ask));
  addEventListener('hashchange', follow);
  addEventListener('pageshow', check);
  addEventListener('storage', check);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) {
      check();
    }
  });
  gate.setAttribute('closedby', 'none');
  if (!modal) {
    gate.setAttribute('role', 'dialog');
  }
  check();
  // Where the style sheet has not come, a page that is public in part shows no part of it, and nothing to press.
  const main = document.querySelector('[data-gated]');
  if (main && !isPage && !isAsking && !shared.open() && !main.getClientRects().length) {
    ask();
  }
}

if (find()) {
  start();
}
if (shared) {
  shared.ready = true;
}
