/*
 * From step to step: which one is shown, what was agreed to on the way, and what still has to be asked.
 */
import { gate, isConsent, kindOf, named, one, purposeOf, reviewedBy, shared, steps } from './page.js';
import { count } from './passed.js';
import { mark } from './questions.js';
import { resume, review } from './review.js';

/** Where a tap may not be meant for what has just appeared, in milliseconds. */
const LOCK = 400;

/** What was agreed to on this way, with the answers. @type {{[purpose: string]: Answers}} */
export let agreed = {};
/** Whether a review on this way came to its end. */
let isReviewed = false;
/** @type {HTMLElement[]} */
export let visited = [];
/** @type {HTMLElement | undefined} */
export let current;
/** The case that is waited for. @type {ReviewCase | null} */
export let waiting = null;
export let lockedUntil = 0;
export let isAsking = false;
/** Ends with the step that started it: a countdown, a question to the review service. */
export let turn = 0;

// Only here are these written: to a module, what it imports is to read.

/** @param {{[purpose: string]: Answers}} given */
export const agree = (given) => { agreed = given; };
export const passReview = () => { isReviewed = true; };
/** @param {ReviewCase | null} it */
export const waitFor = (it) => { waiting = it; };
export const endTurn = () => { turn += 1; };
/** Begins or ends asking; whatever a step has started is over. @param {boolean} is */
export function setAsking(is) {
  isAsking = is;
  turn += 1;
}

/** @param {HTMLElement} step */
export function show(step) {
  turn += 1;
  current = step;
  waiting = null;
  lockedUntil = performance.now() + LOCK;
  steps.forEach((other) => { other.hidden = other !== step; });
  gate.setAttribute('aria-labelledby', step.getAttribute('aria-labelledby') || '');
  place(step);
  progress(step);
  gate.scrollTop = 0;
  if (isAsking) {
    one(step, 'h1').focus();
  }
  if (step.hasAttribute('data-seconds')) {
    count(step);
  } else if (kindOf(step) === 'review') {
    review(step);
  }
}

/** The notice stands before the buttons, whoever reads the page in whatever way. */
function place(/** @type {HTMLElement} */ step) {
  const notice = gate.querySelector('.gate-notice');
  const acts = step.querySelector('.gate-acts');
  const holder = acts && /** @type {Element} */ (acts.parentNode);
  if (notice && holder && (holder === step || holder.localName === 'form' && holder.parentNode === step)) {
    holder.insertBefore(notice, acts);
  }
}

/** Which step it is of how many there are, if none to come is passed over. */
function progress(/** @type {HTMLElement} */ step) {
  const line = gate.querySelector('.gate-progress');
  if (!line) {
    return;
  }
  const purposes = Object.keys(agreed);
  const index = steps.indexOf(step);
  const ahead = steps.filter((other, at) => {
    if (at < index) {
      return false;
    }
    if (isConsent(other) && (other === step || !shared.until(purposeOf(other)))) {
      purposes.push(purposeOf(other));
      return true;
    }
    return kindOf(other) === 'questions' && purposes.indexOf(purposeOf(other)) >= 0;
  });
  const all = visited.length + ahead.length;
  line.textContent = all > 1 && ahead[0] === step
    ? (line.getAttribute('data-words') || '').replace('{n}', String(visited.length + 1)).replace('{all}', String(all)) : '';
}

/** Whether a step still has to be taken: what was given before is not asked again, nor anything under what was not. */
function isDue(/** @type {HTMLElement} */ step) {
  switch (kindOf(step)) {
    case 'questions': return Boolean(agreed[purposeOf(step)]);
    case 'review': return reviewedBy(step).some((purpose) => Boolean(agreed[purpose]));
    case 'passed': return true;
    default: return !shared.until(purposeOf(step));
  }
}

/** The first step from `index` on that still has to be taken. */
function go(/** @type {number} */ index) {
  while (!isDue(steps[index])) {
    index += 1;
  }
  const step = steps[index];
  show(kindOf(step) === 'passed' && isReviewed && named('reviewed') || step);
}

export function next(/** @type {HTMLElement} */ step) {
  if (kindOf(step) !== 'review') {
    visited.push(step);
  }
  go(steps.indexOf(step) + 1);
}

export function back() {
  const step = visited.pop();
  if (step) {
    show(step);
  } else {
    go(0);
  }
}

/** Back to a form that was filled in on this way. */
export function backTo(/** @type {HTMLElement} */ form) {
  visited = visited.slice(0, Math.max(visited.indexOf(form), 0));
  show(form);
}

export function begin() {
  agreed = {};
  visited = [];
  isReviewed = false;
  steps.forEach(reset);
  if (!resume()) {
    go(0);
  }
}

export function reset(/** @type {HTMLElement} */ step) {
  step.querySelectorAll('form').forEach((form) => {
    form.reset();
    form.querySelectorAll('[data-question]').forEach((question) => mark(question, false));
    one(form, '.gate-fault-all').hidden = true;
  });
}
