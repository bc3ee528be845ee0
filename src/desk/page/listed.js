// Files that list things by their names: people, terms. Each is found by name, added above, changed in its place, and
// taken out where nothing needs it.
window.postilListed = (editor, { control }) => {
  const { words, desk, make, marked, button, heading, link, say, ask, editorOf } = window.postilDesk;
  const isPeople = editor.form.kind === 'people';
  const asked = new URLSearchParams(location.search);
  const form = () => editor.form;

  /** A text of it in the site's main language. */
  const local = (value) => {
    if (typeof value !== 'object' || value === null) return value ?? '';
    const [main = ''] = form().languages;
    return value[main] ?? value[main.split('-')[0]] ?? Object.values(value)[0] ?? '';
  };

  /** Takes something out, if the desk lets it go. */
  const takeOut = (name) => button(words.takeOut, async () => {
    await editor.save();
    if (!(await ask(`${words.takeOut}${words.colon}${name}`, words.takeOutSure, words.takeOut))) return;
    if (await editor.send('save', { fields: { [name]: null } })) find.focus();
  }, `${words.takeOut}${words.colon}${name}`);

  /** Where somebody is named. */
  const uses = async (name, box) => {
    const all = await (await fetch(`${desk}named?id=${encodeURIComponent(name)}`)).json();
    const one = (it) => make('li', '', it.edit ? link(it.title ?? it.path, it.edit) : (it.title ?? it.path), ' ', make('small', '', it.path));
    box.replaceChildren(...(all.length ? [make('p', '', words.used), make('ul', '', ...all.map(one))] : [make('p', '', words.unused)]));
  };

  /** One of the list: a person opens to a form, a term stands in a line. */
  const item = (name, schema, value) => {
    if (!isPeople) {
      const inner = control({ ...schema, description: name }, value, [name], editor.left);
      inner.element.setAttribute('aria-label', name);
      const element = make('div', 'field term', make('b', '', name), inner.element, takeOut(name), make('ul', 'said'));
      element.dataset.way = JSON.stringify([name]);
      return { element, read: inner.read };
    }
    const title = make('b', '', local(value?.name) || name);
    const summary = make('summary', '', title, ' ', make('span', 'whose', local(value?.title)), ' ', make('code', 'key', name));
    const element = make('details', 'field person', summary, make('ul', 'said'));
    element.dataset.way = JSON.stringify([name]);
    let inner = null;
    const open = () => {
      if (!element.open || inner) return;
      inner = control(schema, value, [name], editor.left);
      const named = make('div', 'uses');
      element.append(inner.element, named, make('p', 'bar', takeOut(name)));
      void uses(name, named);
      editor.said();
    };
    element.addEventListener('toggle', open);
    element.open = opened.has(name);
    element.addEventListener('toggle', () => opened[element.open ? 'add' : 'delete'](name));
    return { element, read: () => (inner ? inner.read() : value), reveal: () => {
      element.open = true;
      open();
    } };
  };
  const opened = new Set([asked.get('open')].filter(Boolean));

  const find = make('input');
  find.type = 'search';
  find.placeholder = isPeople ? words.find : words.findTerm;
  find.setAttribute('aria-label', find.placeholder);
  const seek = () => {
    const parts = find.value.toLowerCase().split(/\s+/);
    for (const it of editor.blocks.values()) {
      const told = `${it.name} ${JSON.stringify(form().fields?.[it.name] ?? '')}`.toLowerCase();
      it.element.hidden = !parts.every((part) => told.includes(part));
    }
  };
  find.addEventListener('input', seek);
  find.addEventListener('change', (event) => event.stopPropagation());

  /** An id of a name: its letters and digits. */
  const idOf = (name) => name.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');

  /** Above the list: another one. */
  const adder = () => {
    const input = (word) => {
      const element = make('input');
      return [make('label', 'field', word, element), element];
    };
    const [first, second] = isPeople ? [input(words.personName), input(words.personId)] : [input(words.term), input(words.full)];
    const give = button(isPeople ? words.addPerson : words.addTerm, () => {});
    give.type = 'submit';
    give.classList.add('main');
    const hint = isPeople ? make('p', 'hint', ...marked(words.personHint)) : null;
    const box = make('form', 'adder', first[0], second[0], hint, make('p', 'bar', give));
    box.addEventListener('submit', async (event) => {
      event.preventDefault();
      const [one, other] = [first[1].value.trim(), second[1].value.trim()];
      if (!one || (!isPeople && !other)) return (one ? second : first)[1].focus();
      const name = isPeople ? other || idOf(one) : one;
      if (isPeople && !/^[\p{L}\p{N}_-]+$/u.test(name)) return say(words.badId, true);
      if (form().fields && name in form().fields) {
        say(`${name} ${words.there}`, true);
        return reveal(name);
      }
      opened.add(name);
      if (!(await editor.send('save', { fields: { [name]: isPeople ? { name: one } : other } }))) return undefined;
      first[1].value = '';
      second[1].value = '';
      return isPeople ? reveal(name) : first[1].focus();
    });
    box.addEventListener('change', (event) => event.stopPropagation());
    if (isPeople && asked.get('add')) {
      second[1].value = asked.get('add');
      requestAnimationFrame(() => first[1].focus());
    }
    return box;
  };

  /** Leads to one of the list. */
  const reveal = (name) => {
    find.value = '';
    seek();
    const it = editor.blocks.get(`fields ${name}`);
    it?.reveal?.();
    it?.element.scrollIntoView({ block: 'center', behavior: 'instant' });
    (it?.element.querySelector('summary') ?? it?.element.querySelector('input,textarea'))?.focus({ preventScroll: true });
  };

  /** What stands above the list. */
  const above = () => {
    const parts = [heading(isPeople ? words.people : words.glossary)];
    const from = asked.get('from');
    if (from) parts.unshift(make('p', 'bar', link(`← ${words.back}`, editorOf(from))));
    requestAnimationFrame(() => asked.get('open') && reveal(asked.get('open')));
    return [...parts, adder(), make('p', 'finder', find)];
  };

  return { item, above, seek };
};
