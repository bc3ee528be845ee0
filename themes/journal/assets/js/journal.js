/* What a page of this theme does besides being read: questions that answer, figures that open, buttons that copy, and
 * full names of abbreviations in the margin. Without it everything can be read all the same. */
(() => {
  'use strict';

  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, properties = {}) => Object.assign(document.createElement(name), properties);
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
  /* Buttons of a part do what their `data-do` says. */
  const on = (part, acts) => part.addEventListener('click', (event) => {
    const act = acts[event.target.dataset.do];
    if (act) act();
  });

  /* Abbreviations: the full name stands in the margin, so it has to say of what it is one. */
  for (const full of all('.abbr-full')) {
    const short = full.previousElementSibling;
    const words = /^(\s*[（(])(.*)([)）])$/.exec(full.textContent);
    if (!short || short.localName !== 'abbr' || !words) continue;
    full.dataset.short = short.textContent;
    full.textContent = '';
    full.append(...[1, 2, 3].map((part) => make('span', { className: part === 2 ? '' : 'bracket', textContent: words[part] })));
  }
  document.documentElement.classList.add('margins');

  /* Questions. */
  const quiz = document.querySelector('.quiz');
  if (quiz) {
    const { check, again, right, wrong, choose, score } = quiz.dataset;
    const key = `postil:quiz:${location.pathname}`;
    const read = () => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch (error) { return {}; } };
    const keep = (value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch (error) { /* nothing is kept */ } };
    let given = read();
    if (typeof given !== 'object' || Array.isArray(given)) given = {};
    const questions = all('.question', quiz);
    const total = make('p', { className: 'score' });
    total.setAttribute('role', 'status');
    const results = new Map();
    const count = () => {
      total.textContent = results.size ? fill(score, { right: [...results.values()].filter(Boolean).length, given: results.size, all: questions.length }) : '';
    };
    questions.forEach((question, index) => {
      const multiple = question.dataset.multiple === 'true';
      const items = all('.choices > li', question);
      const inputs = items.map((item) => {
        const input = make('input', { type: multiple ? 'checkbox' : 'radio', name: `question-${index}`, value: item.dataset.letter });
        const label = make('label');
        const choice = item.querySelector('.choice');
        choice.prepend(item.querySelector('.letter'));
        label.append(input, choice);
        item.prepend(label);
        return input;
      });
      const answer = question.querySelector('.answer');
      const acts = make('div', { className: 'question-acts' });
      const button = make('button', { type: 'button', textContent: check });
      const said = make('span');
      said.setAttribute('role', 'status');
      acts.append(button, said);
      question.insertBefore(acts, answer);
      const summary = answer.querySelector('summary');
      summary.hidden = true;
      answer.hidden = true;
      const show = (letters) => {
        items.forEach((item, place) => {
          inputs[place].checked = letters.includes(item.dataset.letter);
          inputs[place].disabled = true;
          item.classList.toggle('is-right', item.dataset.right === 'true');
          item.classList.toggle('is-wrong', inputs[place].checked && item.dataset.right !== 'true');
          const feedback = item.querySelector('.feedback');
          if (feedback) feedback.hidden = !inputs[place].checked;
        });
        all('.feedback-plain', answer).forEach((it) => { it.hidden = true; });
        const good = items.every((item, place) => inputs[place].checked === (item.dataset.right === 'true'));
        results.set(index, good);
        said.textContent = good ? right : wrong;
        button.textContent = again;
        button.classList.add('again');
        answer.hidden = false;
        answer.open = true;
        count();
      };
      const clear = () => {
        items.forEach((item, place) => {
          inputs[place].checked = false;
          inputs[place].disabled = false;
          item.classList.remove('is-right', 'is-wrong');
          const feedback = item.querySelector('.feedback');
          if (feedback) feedback.hidden = true;
        });
        results.delete(index);
        said.textContent = '';
        button.textContent = check;
        button.classList.remove('again');
        answer.hidden = true;
        count();
      };
      button.addEventListener('click', () => {
        if (results.has(index)) {
          delete given[index];
          keep(given);
          clear();
          inputs[0].focus();
          return;
        }
        const letters = inputs.filter((it) => it.checked).map((it) => it.value);
        if (!letters.length) { said.textContent = choose; return; }
        given[index] = letters;
        keep(given);
        show(letters);
      });
      if (Array.isArray(given[index])) show(given[index]);
    });
    quiz.append(total);
  }

  /* Citing and sharing. */
  const cite = document.querySelector('.cite');
  if (cite) {
    const said = cite.querySelector('.said');
    const citation = cite.querySelector('.citation');
    const share = cite.querySelector('[data-do="share"]');
    const canonical = document.querySelector('link[rel="canonical"]');
    const address = () => (canonical ? canonical.href : location.href);
    const copy = async (text) => {
      try {
        await navigator.clipboard.writeText(text);
        said.textContent = cite.dataset.copied;
      } catch (error) { said.textContent = cite.dataset.failed; }
    };
    const today = () => {
      const now = new Date();
      const pad = (n) => String(n).padStart(2, '0');
      return { iso: `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`, now };
    };
    const day = () => {
      const { iso, now } = today();
      return document.documentElement.lang.startsWith('en') ? `${now.getFullYear()} ${now.toLocaleString('en', { month: 'short' })} ${now.getDate()}` : iso;
    };
    if (!navigator.share) share.textContent = share.dataset.link;
    const acts = {
      share: () => (navigator.share ? navigator.share({ title: document.title, url: address() }).catch(() => {}) : copy(address())),
      cite: () => copy(fill(citation.dataset.dated, { day: day() })),
      print: () => window.print(),
    };
    cite.querySelector('.share').hidden = false;
    on(cite, acts);
  }
  addEventListener('beforeprint', () => all('.answer').forEach((it) => { it.hidden = false; it.open = true; }));

  /* Figures, enlarged. */
  const plate = document.querySelector('#plate');
  const links = all('.figure-link');
  if (!plate || !plate.showModal || !links.length) return;
  const stage = plate.querySelector('.plate-stage');
  const picture = make('img', { alt: '' });
  stage.append(picture);
  const caption = plate.querySelector('.plate-caption');
  const number = plate.querySelector('.plate-count');
  const button = Object.fromEntries(all('button', plate).map((it) => [it.dataset.do, it]));
  let at = 0;
  let scale = 1;
  let x = 0;
  let y = 0;
  const place = () => { picture.style.transform = `translate(${x}px, ${y}px) scale(${scale})`; };
  const zoom = (to) => {
    scale = Math.min(8, Math.max(1, to));
    if (scale === 1) x = y = 0;
    place();
    button.out.disabled = scale === 1;
    button.in.disabled = scale === 8;
  };
  const show = (index) => {
    at = (index + links.length) % links.length;
    const link = links[at];
    const small = link.querySelector('img');
    picture.src = link.href;
    picture.alt = small ? small.alt : '';
    const words = link.closest('figure').querySelector('figcaption');
    caption.textContent = words ? words.textContent.trim() : '';
    number.textContent = fill(number.dataset.words, { n: at + 1, all: links.length });
    button.previous.hidden = button.next.hidden = links.length === 1;
    zoom(1);
  };
  links.forEach((link, index) => link.addEventListener('click', (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    show(index);
    plate.showModal();
    button.close.focus();
  }));
  const acts = { previous: () => show(at - 1), next: () => show(at + 1), in: () => zoom(scale * 1.5), out: () => zoom(scale / 1.5), close: () => plate.close() };
  on(plate, acts);
  plate.addEventListener('close', () => { picture.removeAttribute('src'); links[at].focus(); });
  plate.addEventListener('keydown', (event) => {
    const step = 60;
    const move = (dx, dy, otherwise) => () => { if (scale > 1) { x += dx; y += dy; place(); } else if (otherwise) otherwise(); };
    const keys = { '+': acts.in, '=': acts.in, '-': acts.out, 0: () => zoom(1), ArrowLeft: move(step, 0, acts.previous), ArrowRight: move(-step, 0, acts.next), ArrowUp: move(0, step), ArrowDown: move(0, -step) };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  const fingers = new Map();
  let start = null;
  const spread = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a.x - b.x, a.y - b.y); };
  stage.addEventListener('pointerdown', (event) => {
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    start = { x: event.clientX, y: event.clientY, fromX: x, fromY: y, scale, spread: fingers.size === 2 ? spread() : 0, swipe: fingers.size === 1 && scale === 1 };
  });
  stage.addEventListener('pointermove', (event) => {
    if (!start || !fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (start.spread && fingers.size === 2) zoom(start.scale * spread() / start.spread);
    else if (scale > 1) { x = start.fromX + event.clientX - start.x; y = start.fromY + event.clientY - start.y; place(); }
  });
  const lift = (event) => {
    if (!fingers.delete(event.pointerId) || !start) return;
    const moved = event.clientX - start.x;
    if (event.type === 'pointerup' && start.swipe && scale === 1 && Math.abs(moved) > 60 && links.length > 1) show(at + (moved < 0 ? 1 : -1));
    start = null;
  };
  stage.addEventListener('pointerup', lift);
  stage.addEventListener('pointercancel', lift);
  stage.addEventListener('dblclick', () => zoom(scale > 1 ? 1 : 2.5));
  stage.addEventListener('wheel', (event) => { event.preventDefault(); zoom(scale * (event.deltaY < 0 ? 1.15 : 1 / 1.15)); }, { passive: false });
})();
