// The desk in the browser: reloads the page when it has changed, and shows what postil says of it.
(() => {
  const script = document.currentScript;
  const base = script.dataset.base;
  const own = 'own' in script.dataset;
  // A page that looks after itself: what is written there must not be lost.
  const quiet = 'quiet' in script.dataset;
  // Beside its own text in the editor.
  const framed = !own && isBesideItsText();
  const desk = `${base}_desk/`;
  const STATE = `postil-desk ${location.pathname}`;
  let edition = Number(script.dataset.edition);

  // Where the reader was on the page, and what was open there, stands again after it has changed.
  const remember = () => {
    const open = [...document.querySelectorAll('details')].map((it) => it.open);
    const typed = [...document.querySelectorAll('input,textarea,select')].map((it) => [it.checked, it.value]);
    sessionStorage.setItem(STATE, JSON.stringify({ top: scrollY, open, typed }));
  };
  const recall = () => {
    const kept = sessionStorage.getItem(STATE);
    sessionStorage.removeItem(STATE);
    if (!kept) return;
    const { top, open, typed } = JSON.parse(kept);
    const details = [...document.querySelectorAll('details')];
    if (details.length === open.length) details.forEach((it, at) => (it.open = open[at]));
    const fields = [...document.querySelectorAll('input,textarea,select')];
    if (fields.length === typed.length) fields.forEach((it, at) => ([it.checked, it.value] = typed[at]));
    history.scrollRestoration = 'manual';
    scrollTo({ top, behavior: 'instant' });
  };
  const reload = () => {
    remember();
    location.reload();
  };

  // The file that this page is.
  const file = () => {
    const path = decodeURIComponent(location.pathname).slice(base.length);
    return path === '' || path.endsWith('/') ? `${path}index.html` : path;
  };
  const concerns = (changed) =>
    changed === '*' || changed.some((path) => path === file() || path.startsWith('assets/') || path === '404.html');

  const panel = own || framed ? null : strip();
  const show = async () => {
    const answer = await fetch(`${desk}said?of=${encodeURIComponent(decodeURIComponent(location.pathname))}`);
    if (answer.ok) panel?.show(await answer.json());
  };

  const events = new EventSource(`${desk}events`);
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    const missed = event.edition > edition + 1 || (event.changed.length === 0 && event.edition > edition);
    const before = edition;
    edition = event.edition;
    dispatchEvent(new CustomEvent('postil-desk', { detail: event }));
    if (quiet) return;
    if (own ? event.edition !== before : missed || event.edition < before || concerns(event.changed)) reload();
    else void show();
  };
  events.onerror = () => panel?.lost();

  if (document.readyState === 'complete') recall();
  else addEventListener('load', recall);
  if (framed) void point(({ line, path }) => window.parent.postMessage({ line, path }, location.origin));
  else if (!own) void show();
  else find();

  // Finds issues in the overview.
  function find() {
    const field = document.querySelector('#find');
    field?.addEventListener('input', () => {
      const words = field.value.toLowerCase().split(/\s+/);
      for (const row of document.querySelectorAll('tbody tr')) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      }
    });
  }

  function isBesideItsText() {
    try {
      return window.parent !== window && window.parent.location.pathname === `${base}_desk/edit`;
    } catch (_) {
      // A frame of another place: it does not tell.
      return false;
    }
  }

  // Leads from what stands on the page to its line: each paragraph, row, heading and figure whose words the text has.
  async function point(picked, focusable) {
    const answer = await fetch(`${desk}lines?of=${encodeURIComponent(decodeURIComponent(location.pathname))}`);
    if (!answer.ok) return () => {};
    const { path, lines, open } = await answer.json();
    const bare = (text) => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
    const known = lines.map((line) => bare(line.replace(/\]\([^)]*\)/g, ']')));
    const places = new Map();
    let last = 0;
    const place = (words) => {
      const begin = words.slice(0, 24);
      if (begin.length < 2) return -1;
      const is = (line) => line.includes(begin) || (line.length > 7 && words.startsWith(line));
      const further = known.findIndex((line, at) => at >= last && is(line));
      return further < 0 ? known.findIndex(is) : further;
    };
    for (const it of document.querySelectorAll('main :is(p,h1,h2,h3,h4,h5,li,dt,dd,tr,figcaption,blockquote,img)')) {
      const words = bare(it.localName === 'img' ? it.alt : it.textContent);
      const at = place(words);
      if (at < 0) continue;
      last = at;
      places.set(it, at + 1);
    }
    // A card is what its heading says; a part of a paragraph is the paragraph.
    const found = (target) => {
      if (!target.closest('main')) return null;
      for (let it = target; it && it.localName !== 'main' && it !== document.body; it = it.parentElement) {
        if (places.has(it)) return places.get(it);
        const inner = [...it.querySelectorAll('*')].find((part) => places.has(part));
        if (inner) return places.get(inner);
      }
      return null;
    };
    const act = (event) => {
      const isMeant = event.type === 'click' ? !event.target.closest('button,input,select,textarea,summary') && (focusable || !event.target.closest('a')) : event.key === 'Enter' && event.target === document.activeElement && places.has(event.target);
      const line = isMeant ? found(event.target) : null;
      if (!line) return;
      event.preventDefault();
      event.stopPropagation();
      picked({ line, path, text: lines[line - 1], open: open.replace('{line}', line).replace('{column}', 1) });
    };
    document.addEventListener('click', act, true);
    document.addEventListener('keydown', act, true);
    const made = focusable ? [...places.keys()].filter((it) => !it.hasAttribute('tabindex') && !it.closest('a,button')) : [];
    made.forEach((it) => (it.tabIndex = 0));
    return () => {
      document.removeEventListener('click', act, true);
      document.removeEventListener('keydown', act, true);
      made.forEach((it) => it.removeAttribute('tabindex'));
    };
  }

  // What is said, at the edge of the page, out of reach of its styles.
  function strip() {
    const host = document.createElement('postil-desk');
    const root = host.attachShadow({ mode: 'open' });
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = `${desk}desk.css`;
    const button = make('button', 'pill');
    button.type = 'button';
    button.setAttribute('aria-expanded', 'false');
    button.setAttribute('aria-controls', 'panel');
    const list = make('section', 'panel');
    list.id = 'panel';
    list.hidden = true;
    const toggle = (open) => {
      list.hidden = !open;
      button.setAttribute('aria-expanded', String(open));
      sessionStorage.setItem('postil-desk open', open ? '1' : '');
      if (!open) mark(null);
    };
    button.addEventListener('click', () => toggle(list.hidden));
    root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || list.hidden) return;
      toggle(false);
      button.focus();
    });
    root.append(style, list, button);
    document.documentElement.append(host);
    // Above whatever else lies over the page.
    host.popover = 'manual';
    host.showPopover?.();
    if (sessionStorage.getItem('postil-desk open')) toggle(true);
    let words = { lost: '' };
    let last = '';
    // While it is on, a click on the page asks where the words stand.
    const picking = make('button', 'pick');
    picking.type = 'button';
    picking.setAttribute('aria-pressed', 'false');
    const answer = make('p', 'picked');
    answer.setAttribute('role', 'status');
    let end = null;
    let edit = null;
    picking.addEventListener('click', async () => {
      const on = end === null;
      picking.setAttribute('aria-pressed', String(on));
      answer.replaceChildren();
      if (!on) {
        end();
        end = null;
        return;
      }
      end = await point(({ line, path, text, open }) => {
        const here = link(words.picked, `${edit}&line=${line}`);
        answer.replaceChildren(make('b', '', `${path}:${line}`), make('span', '', ` ${text.trim().slice(0, 80)} `), make('br'), here, ' · ', link(words.open, open));
        here.focus();
      }, true);
    });
    return {
      lost: () => {
        last = '';
        button.textContent = '…';
        button.title = words.lost;
      },
      show: (state) => {
        // Who is in it stays there.
        const told = JSON.stringify(state);
        if (told === last) return;
        last = told;
        const hadFocus = list.contains(root.activeElement);
        words = state.words;
        const count = (severity) => state.said.filter((it) => it.severity === severity).length;
        const [errors, warnings] = [count('error'), count('warning')];
        button.className = `pill ${errors ? 'error' : warnings ? 'warning' : 'clean'}`;
        button.title = '';
        button.textContent = state.sum ?? words.clean;
        list.setAttribute('aria-label', words.title);
        list.replaceChildren(...content(state));
        if (state.edit) {
          edit = state.edit;
          picking.textContent = words.pick;
          const bar = list.querySelector('.bar');
          bar.append(' · ', link(words.edit, edit), ' ', picking);
          bar.after(answer);
        }
        if (hadFocus && !list.contains(root.activeElement)) (list.querySelector('a') ?? button).focus();
      },
    };
  }

  function content({ current, source, said, elsewhere, words }) {
    const parts = [];
    if (!current) parts.push(make('p', 'stale', words.stale));
    const bar = make('p', 'bar');
    bar.append(link(words.desk, desk));
    if (source) bar.append(' · ', link(`${words.open}${words.colon}${source.path}`, source.open));
    parts.push(bar);
    const list = make('ul', 'said');
    for (const one of said) {
      const item = make('li', one.severity);
      item.append(make('b', '', one.code), ` ${one.message}`);
      if (one.help) item.append(make('p', 'help', one.help));
      const place = one.line ? `${one.path}:${one.line}:${one.column}` : one.path;
      if (place) item.append(link(place, one.open));
      if (one.words) {
        for (const name of ['mouseenter', 'focusin']) item.addEventListener(name, () => mark(one.words));
        item.addEventListener('mouseleave', () => mark(null));
      }
      list.append(item);
    }
    parts.push(said.length ? list : make('p', 'clean', words.clean));
    if (elsewhere) parts.push(make('p', 'elsewhere', `${words.elsewhere}${words.colon}${elsewhere}`));
    return parts;
  }

  // Marks words on the page, without a change to it.
  function mark(words) {
    if (!CSS.highlights) return;
    CSS.highlights.delete('postil-desk');
    if (!words) return;
    const texts = [];
    let all = '';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      texts.push([all.length, walker.currentNode]);
      all += walker.currentNode.data;
    }
    const at = all.indexOf(words);
    if (at < 0) return;
    const holder = (offset) => texts.findLast(([start]) => start <= offset);
    const [[start, first], [end, last]] = [holder(at), holder(at + words.length - 1)];
    const range = new Range();
    range.setStart(first, at - start);
    range.setEnd(last, at + words.length - end);
    CSS.highlights.set('postil-desk', new Highlight(range));
    const box = range.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) {
      first.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
    }
    if (!document.querySelector('link[data-postil-desk]')) {
      const style = document.createElement('link');
      style.rel = 'stylesheet';
      style.href = `${desk}desk.css`;
      style.dataset.postilDesk = '';
      document.head.append(style);
    }
  }

  function make(name, kind, text) {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    if (text) element.textContent = text;
    return element;
  }

  function link(text, href) {
    const element = make('a', '', text);
    element.href = href;
    return element;
  }
})();
