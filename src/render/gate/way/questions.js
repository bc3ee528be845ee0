/*
 * Questions: reading a form, filling it in again, and saying what has no answer.
 */
import { named, one, purposeOf } from './page.js';
import { agreed, next, show, visited } from './steps.js';

/** @param {Element} question */
const inputsOf = (question) => /** @type {HTMLInputElement[]} */ (Array.from(question.querySelectorAll('input')));

/** @param {Element} question */
export function valuesOf(question) {
  return inputsOf(question).filter((input) => input.type === 'text' || input.checked).map((input) => input.value.trim()).filter(Boolean);
}

/** Says, or no longer says, that a question has no answer. @param {Element} question @param {boolean} isEmpty */
export function mark(question, isEmpty) {
  one(question, '.gate-fault').hidden = !isEmpty;
  inputsOf(question).forEach((input) => {
    if (isEmpty) {
      input.setAttribute('aria-invalid', 'true');
    } else {
      input.removeAttribute('aria-invalid');
    }
  });
}

export function submit(/** @type {HTMLElement} */ step) {
  /** @type {Answers} */
  const said = Object.assign({}, agreed[purposeOf(step)]);
  /** @type {HTMLElement | undefined} */
  let first;
  step.querySelectorAll('[data-question]').forEach((question) => {
    const name = question.getAttribute('data-question') || '';
    const values = valuesOf(question);
    const isEmpty = question.hasAttribute('data-required') && !values.length;
    mark(question, isEmpty);
    if (isEmpty && !first) {
      first = inputsOf(question)[0];
    }
    delete said[name];
    if (values.length) {
      said[name] = inputsOf(question)[0].type === 'checkbox' ? values : values[0];
    }
  });
  one(step, '.gate-fault-all').hidden = !first;
  if (first) {
    first.focus();
    return;
  }
  if (step.querySelector('[data-refuse]:checked')) {
    visited.push(step);
    show(named('refused'));
    return;
  }
  agreed[purposeOf(step)] = said;
  next(step);
}

/** Puts what was answered before into a form. */
export function fill(/** @type {HTMLElement} */ step) {
  const said = agreed[purposeOf(step)] || {};
  step.querySelectorAll('[data-question]').forEach((question) => {
    const answer = said[question.getAttribute('data-question') || ''];
    inputsOf(question).forEach((input) => {
      if (input.type === 'text') {
        input.value = String(answer || '');
      } else {
        input.checked = Array.isArray(answer) ? answer.indexOf(input.value) >= 0 : answer === input.value;
      }
    });
  });
}
