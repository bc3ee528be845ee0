/*
 * Questions after reading: their choices can be chosen, and say what is right. reading.js fetches it.
 * Without it the answers stand below the questions. Nothing is sent anywhere; answers stay in this browser.
 * Written for web views of 2019: no optional chaining, no top-level await.
 */
(() => {
  'use strict';

  /** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement[]} */
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  /** @param {string} selector @param {ParentNode} [root] */
  const one = (selector, root = document) => /** @type {HTMLElement} */ (root.querySelector(selector));

  /** A button as the page has them. @param {string} text @param {string} name */
  const button = (text, name) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = name;
    made.textContent = text;
    return made;
  };

  const quiz = one('[data-quiz]');
  const words = quiz.dataset;

  /** The answers that this browser remembers; storage may be full, blocked or spoilt. */
  const memory = {
    key: `postil:quiz:${words.quiz}`,
    read() {
      try {
        const kept = JSON.parse(localStorage.getItem(this.key) || 'null');
        return Array.isArray(kept) ? kept : [];
      } catch (_) {
        return [];
      }
    },
    write() {
      try {
        if (answers.some(Boolean)) localStorage.setItem(this.key, JSON.stringify(answers));
        else localStorage.removeItem(this.key);
      } catch (_) { /* The score is shown all the same. */ }
    },
  };

  const questions = all('.quiz-item', quiz);
  /** @type {({chosen: number[], right: boolean} | null)[]} */
  const answers = questions.map(() => null);
  const score = document.createElement('p');

  /** How many of those answered were right. */
  const tell = () => {
    const given = answers.filter(Boolean);
    const right = given.filter((answer) => answer && answer.right).length;
    score.hidden = given.length === 0;
    score.textContent = String(words.score).replace('{right}', String(right)).replace('{given}', String(given.length)).replace('{all}', String(questions.length));
  };

  /** @param {HTMLElement} item @param {number} number */
  const ask = (item, number) => {
    const frame = one('.quiz-frame', item);
    const disclosure = /** @type {HTMLDetailsElement} */ (one('.answer', item));
    const choices = all('.choices > li', item);
    const several = one('.choices', item).hasAttribute('data-multiple');
    const inputs = choices.map((choice, at) => {
      const input = document.createElement('input');
      input.type = several ? 'checkbox' : 'radio';
      input.name = `quiz-${number}`;
      input.className = 'choice-input';
      const line = document.createElement('label');
      line.className = 'choice-label';
      line.appendChild(input);
      all('.choice-letter, .choice-text', choice).forEach((piece) => line.appendChild(piece));
      choice.insertBefore(line, choice.firstChild);
      const said = one(`[data-feedback="${at + 1}"]`, item);
      return { input, choice, said, home: said && /** @type {HTMLElement} */ (said.parentNode) };
    });
    const verdict = document.createElement('p');
    verdict.className = 'quiz-verdict';
    verdict.setAttribute('role', 'status');
    const check = button(String(words.check), 'button quiz-check');
    const again = button(String(words.again), 'button button-quiet quiz-again');
    again.hidden = true;
    const acts = document.createElement('div');
    acts.className = 'quiz-acts';
    acts.append(check, again);
    frame.append(acts, verdict);
    disclosure.hidden = true;

    /** @param {number[]} chosen */
    const show = (chosen) => {
      const right = inputs.every((it, at) => chosen.includes(at) === it.choice.hasAttribute('data-right'));
      inputs.forEach((it, at) => {
        it.input.checked = chosen.includes(at);
        it.input.disabled = true;
        const is = it.choice.hasAttribute('data-right') ? 'right' : chosen.includes(at) ? 'wrong' : '';
        if (is) it.choice.setAttribute('data-is', is);
        if (it.said && chosen.includes(at)) it.choice.appendChild(it.said);
      });
      verdict.textContent = String(right ? words.right : words.wrong);
      verdict.setAttribute('data-is', right ? 'right' : 'wrong');
      check.hidden = true;
      again.hidden = false;
      disclosure.hidden = false;
      disclosure.open = true;
      answers[number] = { chosen, right };
      tell();
    };

    check.addEventListener('click', () => {
      const chosen = inputs.map((it, at) => (it.input.checked ? at : -1)).filter((at) => at >= 0);
      if (!chosen.length) {
        verdict.textContent = String(words.choose);
        verdict.removeAttribute('data-is');
        inputs[0].input.focus();
        return;
      }
      show(chosen);
      memory.write();
      again.focus();
    });

    again.addEventListener('click', () => {
      inputs.forEach((it) => {
        it.input.checked = false;
        it.input.disabled = false;
        it.choice.removeAttribute('data-is');
        if (it.said) it.home.appendChild(it.said);
      });
      verdict.textContent = '';
      verdict.removeAttribute('data-is');
      check.hidden = false;
      again.hidden = true;
      disclosure.open = false;
      disclosure.hidden = true;
      answers[number] = null;
      tell();
      memory.write();
      inputs[0].input.focus();
    });
    return { show, count: inputs.length };
  };

  score.className = 'quiz-score';
  score.setAttribute('role', 'status');
  const made = questions.map(ask);
  quiz.appendChild(score);
  memory.read().forEach((kept, number) => {
    const question = made[number];
    const chosen = kept && Array.isArray(kept.chosen) ? kept.chosen.filter((/** @type {any} */ at) => Number.isInteger(at) && at >= 0) : [];
    if (question && chosen.length && chosen.every((/** @type {number} */ at) => at < question.count)) question.show(chosen);
  });
  tell();
})();
