/*
 * What helps while reading an issue: the contents list follows, questions can be answered (quiz.js), the page can be shared.
 * Everything is on the page without this script, too. Nothing is sent anywhere; answers stay in this browser.
 * Written for web views of 2019: no optional chaining, no top-level await.
 */
(() => {
  'use strict';

  /** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement[]} */
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  /** @param {string} selector @param {ParentNode} [root] */
  const one = (selector, root = document) => /** @type {HTMLElement} */ (root.querySelector(selector));

  /* ------------------------------------------------------------------ the contents list follows */

  const toc = one('.toc');
  const bar = one('.issue-bar');
  const head = one('.issue-head');
  const here = bar ? one('[data-part]', bar) : null;
  const opens = /** @type {HTMLDetailsElement | null} */ (bar ? one('details', bar) : null);
  if (bar && opens) {
    if (toc) one('.issue-bar-list', bar).appendChild(one('.contents-list', toc).cloneNode(true));
    else opens.remove();
  }

  const links = /** @type {HTMLAnchorElement[]} */ (all('.toc a[href^="#"], .issue-bar-list a[href^="#"]'));
  const places = links
    .map((link) => ({ link, target: /** @type {HTMLElement} */ (document.getElementById(decodeURIComponent(link.hash.slice(1)))) }))
    .filter((place) => place.target);

  /** Marks the last heading that was passed, and the part that it stands in. */
  const follow = () => {
    if (bar && head) bar.classList.toggle('issue-bar-on', head.getBoundingClientRect().bottom < 0);
    const line = window.innerHeight / 3;
    const passed = places.filter(({ target }) => target.getClientRects().length && target.getBoundingClientRect().top <= line);
    const last = passed.reduce((/** @type {HTMLElement | null} */ found, { target }) => (found && found.compareDocumentPosition(target) & 2 ? found : target), null);
    const current = places.filter(({ target }) => target === last).map(({ link }) => link);
    const parts = current.map((link) => {
      const item = link.closest('.contents-list > li > ol > li');
      return item ? one('a', /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (item.parentNode).parentNode)) : link;
    });
    links.forEach((link) => {
      if (current.includes(link) || parts.includes(link)) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    });
    if (here) here.textContent = parts.length ? parts[0].textContent : '';
  };

  /* The contents of the bar close when a reader has chosen, looks elsewhere or presses Escape. */
  if (opens) {
    const close = () => { opens.open = false; };
    document.addEventListener('click', (event) => {
      const on = /** @type {Element} */ (event.target);
      if (opens.open && (!opens.contains(on) || on.closest('a'))) close();
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && opens.open) {
        close();
        one('summary', opens).focus();
      }
    });
  }

  if (places.length || bar) {
    let waits = false;
    const soon = () => {
      if (waits) return;
      waits = true;
      requestAnimationFrame(() => {
        waits = false;
        follow();
      });
    };
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon, { passive: true });
    // Behind the first frame: asked at once, where things are would be reckoned before anything is drawn.
    requestAnimationFrame(() => setTimeout(follow));
  }

  /* ------------------------------------------------------------------ tables of evidence */

  // Cards on a phone, they are read out as tables all the same, by browsers that go by how things are laid out, too.
  const roles = { table: 'table', tbody: 'rowgroup', tr: 'row', td: 'cell', 'th[scope="col"]': 'columnheader', 'th[scope="row"]': 'rowheader' };
  Object.entries(roles).forEach(([selector, role]) => all(`.table-arms ${selector}`).forEach((it) => it.setAttribute('role', role)));

  /* ------------------------------------------------------------------ abbreviations */

  // What an abbreviation says at the foot of the screen goes away without moving on.
  addEventListener('keydown', (event) => {
    const at = /** @type {HTMLElement | null} */ (document.activeElement);
    if (event.key === 'Escape' && at && at.localName === 'abbr') at.blur();
  });

  /* ------------------------------------------------------------------ questions */

  // Most readers never come to the questions: what makes them answerable is fetched when they come near, before anything
  // of it is in sight, or with the first key, which may go there in one step.
  const quiz = one('[data-quiz]');
  if (quiz) {
    let isAsked = false;
    const fetchQuiz = () => {
      if (isAsked) return;
      isAsked = true;
      const script = document.createElement('script');
      script.src = String(quiz.dataset.script);
      document.head.appendChild(script);
    };
    if (location.hash || !window.IntersectionObserver) fetchQuiz();
    else new IntersectionObserver((seen) => { if (seen.some((it) => it.isIntersecting)) fetchQuiz(); }, { rootMargin: '400%' }).observe(quiz);
    addEventListener('keydown', fetchQuiz, { once: true });
  }

  /* ------------------------------------------------------------------ share and cite */

  /** Puts a text on the clipboard; old web views have only the second way. @param {string} text */
  const copy = (text) => {
    const old = () => {
      const field = document.createElement('textarea');
      field.value = text;
      field.className = 'visually-hidden';
      document.body.appendChild(field);
      field.select();
      const done = document.execCommand('copy');
      field.remove();
      return done ? Promise.resolve() : Promise.reject(new Error('copy'));
    };
    if (!navigator.clipboard) return old();
    return navigator.clipboard.writeText(text).catch(old);
  };

  /** The day on which it is read, in the way of the style: ISO 8601 in Chinese, year and month's name elsewhere. */
  const today = () => {
    const now = new Date();
    const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
    if (document.documentElement.lang.startsWith('zh')) return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    return `${now.getFullYear()} ${'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[now.getMonth()]} ${now.getDate()}`;
  };

  const share = one('.share');
  if (share) {
    const said = one('[role="status"]', share);
    all('[data-copy]', share).forEach((it) => {
      it.hidden = false;
      it.addEventListener('click', () => {
        copy(String(it.getAttribute('data-copy')).replace('{day}', today())).then(
          () => { said.textContent = share.getAttribute('data-copied'); },
          () => { said.textContent = share.getAttribute('data-failed'); },
        );
      });
    });
    const sheet = one('[data-sheet]', share);
    if (sheet && navigator.share) {
      sheet.hidden = false;
      sheet.addEventListener('click', () => {
        navigator.share({ title: share.dataset.title, url: share.dataset.url }).catch(() => { /* The reader closed it. */ });
      });
    }
    /* Printed, links stand as notes with their numbers, and each page says what it belongs to. */
    /** @type {HTMLElement[]} */
    let made = [];
    /** @param {string} kind @param {string} name @param {string} text */
    const piece = (kind, name, text) => {
      const element = document.createElement(kind);
      element.className = name;
      element.textContent = text;
      made.push(element);
      return element;
    };
    /** @type {CSSStyleSheet[] | null} The page's own, while it has one more. */
    let sheets = null;
    const tidy = () => {
      if (sheets) document.adoptedStyleSheets = sheets;
      sheets = null;
      made.forEach((element) => element.remove());
      made = [];
    };
    addEventListener('afterprint', tidy);
    addEventListener('beforeprint', () => {
      tidy();
      const list = document.createElement('ol');
      const outward = /** @type {HTMLAnchorElement[]} */ (all('.issue .prose a[href]'));
      /** @type {string[]} */
      const known = [];
      outward.filter((link) => /^https?:/.test(link.protocol) && !(link.getAttribute('href') || '').startsWith('#') && !link.closest('.figure, .answer')).forEach((link) => {
        // Written for the place where the page is published, wherever it is printed.
        const address = link.origin === location.origin ? new URL(link.pathname + link.hash, share.dataset.url).href : link.href;
        if (known.indexOf(address) < 0) {
          known.push(address);
          const item = document.createElement('li');
          item.textContent = decodeURI(address);
          list.appendChild(item);
        }
        link.insertAdjacentElement('afterend', piece('sup', 'print-note', String(known.indexOf(address) + 1)));
      });
      if (known.length) {
        const notes = piece('section', 'print-links', '');
        const heading = document.createElement('h2');
        heading.textContent = String(share.dataset.links);
        notes.append(heading, list);
        share.before(notes);
      }
      try {
        const running = new window.CSSStyleSheet();
        // A text in JSON is a text in CSS: quotation marks and backslashes are escaped alike.
        running.replaceSync(`@page { @top-right { content: ${JSON.stringify(share.dataset.running)}; font: 8pt sans-serif; color: #555; } }`);
        sheets = document.adoptedStyleSheets;
        document.adoptedStyleSheets = sheets.concat(running);
      } catch (_) { /* Without it the first page says it. */ }
    });

    const print = one('[data-print]', share);
    if (print) {
      print.hidden = false;
      print.addEventListener('click', () => window.print());
    }
  }
})();
