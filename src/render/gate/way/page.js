/*
 * The page and its gate: what is there, and how it is found. It is told once, before anything else.
 */

/** What the head script leaves for the others. @type {PostilGate} */
export let shared;
/** @type {HTMLDialogElement} */
export let gate;
/** @type {Policy} */
export let policy;
/** The language in which the page was written: a browser that translates it changes `lang`. */
export let language = '';
/** Whether the whole page stands behind the gate. */
export let isPage = false;
/** Whether the browser knows modal dialogs. */
export let modal = false;
/** @type {HTMLElement[]} */
export let steps = [];
export const root = document.documentElement;
export const started = Date.now();

/** Looks for the gate. Without it the page stays closed, and says so. */
export function find() {
  shared = /** @type {any} */ (window).postilGate;
  gate = /** @type {HTMLDialogElement} */ (document.getElementById('gate'));
  if (!shared || !gate || !root.hasAttribute('data-gate')) {
    return false;
  }
  policy = shared.policy;
  language = /** @type {Element} */ (document.querySelector('[data-gate-script]')).getAttribute('data-lang') || root.lang;
  isPage = gate.getAttribute('data-scope') === 'page';
  modal = typeof gate.showModal === 'function';
  steps = Array.from(gate.querySelectorAll('[data-step]'));
  return true;
}

/** @param {Element} inside @param {string} selector */
export const one = (inside, selector) => /** @type {HTMLElement} */ (inside.querySelector(selector));
/** @param {HTMLElement} step */
export const kindOf = (step) => step.getAttribute('data-step') || '';
/** @param {HTMLElement} step */
export const purposeOf = (step) => step.getAttribute('data-purpose') || '';
/** The purposes whose answers a review is of. @param {HTMLElement} step */
export const reviewedBy = (step) => (step.getAttribute('data-reviews') || '').split(' ');
/** @param {string} name */
export const named = (name) => steps.filter((step) => kindOf(step) === name)[0];
/** @param {HTMLElement} step */
export const isConsent = (step) => kindOf(step) === 'agreement' || kindOf(step) === 'optional';
