// Makes a form of a schema: a control for each value, which knows what it says as front matter has it: texts, lists,
// groups; nothing where nothing stands. Values are texts throughout: 0.40 keeps its digits.
window.postilForm = (form) => {
  const { words, make, marked, button, link, editorOf } = window.postilDesk;
  const root = () => form().schema;
  const isChinese = document.documentElement.lang.startsWith('zh');
  let ids = 0;

  // Behind references and choices: what a value like this one is to be.
  const resolve = (schema, value) => {
    let at = schema;
    for (let depth = 0; depth < 8 && at; depth += 1) {
      if (at.$ref) at = root().$defs[at.$ref.split('/').pop()];
      else if (at.anyOf) at = at.anyOf.find((way) => kind(way) !== null && fits(way, value)) ?? at.anyOf[0];
      else break;
    }
    return at ?? {};
  };
  const kind = (schema) => {
    const at = schema.$ref ? root().$defs[schema.$ref.split('/').pop()] : schema;
    if (at.anyOf) return 'any';
    if (at.enum) return 'choice';
    const types = [at.type].flat().filter((it) => it !== 'null');
    if (types.includes('object')) return 'group';
    if (types.includes('array')) return 'list';
    if (types.includes('boolean')) return 'truth';
    return types.length ? 'text' : null;
  };
  /** Whether a value can be shown by the control of its schema. */
  const fits = (schema, value) => {
    if (value === undefined || value === null) return true;
    const at = schema.$ref ? root().$defs[schema.$ref.split('/').pop()] : schema;
    if (at.anyOf) return at.anyOf.some((way) => fits(way, value));
    const type = kind(at);
    if (type === 'list') return Array.isArray(value) && value.every((it) => it !== null && fits(at.items, it));
    if (type === 'group') {
      if (typeof value !== 'object' || Array.isArray(value)) return false;
      const inner = (name) => at.properties?.[name] ?? (at.additionalProperties || undefined);
      return Object.entries(value).every(([name, it]) => inner(name) && fits(inner(name), it));
    }
    if (typeof value !== 'string') return false;
    return type !== 'truth' && type !== 'choice' ? type === 'text' : type === 'truth' ? ['true', 'false'].includes(value) : at.enum.includes(value);
  };

  /** What the schema says of a field: a name for people, and the rest. */
  const about = (schema) => {
    const text = schema.description ?? '';
    const [, label = text, hint = ''] = /^(.*?[^\d])[.。:：;；](?:\s|$|(?<=[。：；]))(.*)$/su.exec(text) ?? [];
    if (isChinese) return { label: label.trim(), hint: hint.trim() };
    // What the field is called in Chinese besides is for who reads Chinese.
    const own = label.replace(/\s*\([^)]*\p{Script=Han}[^)]*\)/gu, '');
    return { label: own.trim(), hint: hint.trim().replace(/^\p{Ll}/u, (it) => it.toUpperCase()) };
  };

  const labelled = (name, schema, way, inner, isGroup) => {
    const { label, hint } = about(schema);
    const id = `c${(ids += 1)}`;
    const hintId = `${id}h`;
    const code = name ? make('code', 'key', name) : '';
    const own = inner.matches('input,textarea,select') ? inner : inner.querySelector('input,textarea,select') ?? inner;
    const box = isGroup ? make('fieldset', 'field', make('legend', '', label, ' ', code)) : make('div', 'field');
    if (!isGroup) {
      const text = make('label', '', label, ' ', code);
      text.htmlFor = id;
      box.append(text);
      own.id = id;
    }
    if (hint) {
      const element = make('p', 'hint', ...marked(hint));
      element.id = hintId;
      box.append(element);
      (isGroup ? inner : own).setAttribute('aria-describedby', hintId);
    }
    box.append(inner);
    const said = make('ul', 'said');
    box.append(said);
    box.dataset.way = JSON.stringify(way);
    return box;
  };

  const grow = (area) => {
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 4}px`;
  };

  const people = make('datalist');
  people.id = 'people';

  /** A person, by the id: chosen among those that there are, with the name beside it and the way to all of them. */
  const person = (value) => {
    const field = make('input');
    field.value = value ?? '';
    field.setAttribute('list', people.id);
    field.autocomplete = 'off';
    const known = form().people ?? {};
    if (!people.isConnected) document.body.append(people);
    people.replaceChildren(...Object.entries(known).map(([id, name]) => {
      const option = make('option', '', name);
      option.value = id;
      return option;
    }));
    const whose = make('small', 'whose');
    const tell = () => {
      const id = field.value.trim();
      const name = (form().people ?? {})[id];
      const way = name === undefined ? { add: id, from: form().path } : { open: id, from: form().path };
      const to = link(name === undefined ? words.addThis : name, editorOf('content/people.yaml', way));
      to.classList.add('leave');
      whose.replaceChildren(...(id ? [to] : []));
    };
    field.addEventListener('input', tell);
    tell();
    return { element: make('div', 'whom', field, whose), read: () => field.value.trim() || undefined };
  };

  /** The forms of a text that may be given for each language: as one text, and by tag. */
  const byLanguage = (schema) => {
    const ways = (schema.anyOf ?? []).flatMap((way) => way.anyOf ?? [way]);
    const map = ways.find((way) => way.propertyNames);
    return map && { one: ways.find((way) => kind(way) === 'text'), map };
  };
  const primary = (tag) => tag.split('-')[0];
  const tongue = (tag) => {
    try {
      return new Intl.DisplayNames([document.documentElement.lang], { type: 'language' }).of(tag);
    } catch {
      return tag;
    }
  };

  /** A text that is one for all languages, or one for each. */
  const localized = (schema, { one, map }, value, way, changed) => {
    const inner = (it, held) => text({ ...it, 'x-postil': schema['x-postil'], examples: undefined }, held, way);
    const own = typeof value === 'object' && value !== null ? value : null;
    const wanted = form().languages ?? [];
    if (!own && wanted.length < 2) return inner(one, value);
    const box = make('div', 'languages');
    let read = null;
    const each = (held) => {
      const tags = [...Object.keys(held), ...wanted.filter((tag) => !Object.keys(held).some((it) => primary(it) === primary(tag)))];
      const rows = tags.map((tag) => {
        const field = inner(map.additionalProperties, held[tag]);
        field.element.lang = tag;
        const row = make('div', 'language', make('label', '', make('span', '', tongue(tag)), field.element), make('ul', 'said'));
        row.dataset.way = JSON.stringify([...way, tag]);
        return [tag, field.read, row];
      });
      box.replaceChildren(...rows.map(([, , row]) => row));
      read = () => {
        const said = rows.map(([tag, it]) => [tag, it()]).filter(([, it]) => it !== undefined);
        return said.length ? Object.fromEntries(said) : undefined;
      };
    };
    if (own) {
      each(own);
    } else {
      const field = inner(one, value);
      read = field.read;
      const more = button(`＋ ${words.eachLanguage}`, () => {
        each({ [wanted[0]]: field.read() });
        box.querySelectorAll('input,textarea')[1]?.focus();
        changed();
      }, `${words.eachLanguage}${words.colon}${about(schema).label}`);
      more.classList.add('add');
      box.append(field.element, more);
    }
    return { element: box, read: () => read(), isGroup: own !== null };
  };

  /** A control for one text. */
  const text = (schema, value, way = []) => {
    const name = way.filter((it) => typeof it === 'string').at(-1);
    if ((form().namesPeople ?? []).includes(name)) return person(value);
    const at = resolve(schema, value);
    const type = kind(at);
    if (type === 'truth') {
      const box = make('input');
      box.type = 'checkbox';
      box.checked = value === 'true';
      return { element: box, read: () => (box.checked ? 'true' : value === undefined || value === null ? undefined : 'false') };
    }
    if (type === 'choice') {
      const option = (it) => {
        const element = make('option', '', words.choices[it] ? `${it} · ${words.choices[it]}` : it);
        element.value = it;
        return element;
      };
      const select = make('select', '', make('option', '', ''), ...at.enum.map(option));
      select.value = value ?? '';
      return { element: select, read: () => select.value || undefined };
    }
    const isLong = at.contentMediaType || ['summary', 'words', 'citation'].includes(schema['x-postil']?.text) || /\n/.test(value ?? '');
    if (isLong) {
      const area = make('textarea');
      const ends = (value ?? '').endsWith('\n');
      const shown = ends ? value.slice(0, -1) : (value ?? '');
      area.rows = at.contentMediaType ? 3 : 1;
      area.value = shown;
      area.addEventListener('input', () => grow(area));
      requestAnimationFrame(() => grow(area));
      const read = () => {
        if (area.value === shown) return value || undefined;
        return area.value ? `${area.value}${ends || area.value.includes('\n') ? '\n' : ''}` : undefined;
      };
      return { element: area, read };
    }
    const field = make('input');
    field.type = at.format === 'date' && (!value || /^\d{4}-\d{2}-\d{2}$/.test(value)) ? 'date' : 'text';
    if ([at.type].flat().includes('integer')) field.inputMode = 'numeric';
    const example = schema.examples?.[0];
    if (example !== undefined && typeof example !== 'object') field.placeholder = String(example);
    field.value = value ?? '';
    return { element: field, read: () => field.value || undefined };
  };

  /** A list: each item with what moves it and takes it away. */
  const list = (schema, value, way, changed) => {
    const at = resolve(schema, value);
    const rows = make('ol', 'rows');
    let items = [];
    const settle = () => items.forEach((it, number) => rows.append(it.row(number)));
    const put = (one, fresh) => {
      const inner = control(at.items, one, [...way, items.length], changed);
      const itself = { read: inner.read };
      const row = make('li', inner.isGroup ? 'row group' : 'row');
      const title = make('span', 'number');
      const move = (by) => () => {
        const from = items.indexOf(itself);
        const to = from + by;
        if (to < 0 || to >= items.length) return;
        items.splice(to, 0, ...items.splice(from, 1));
        settle();
        changed();
      };
      const away = () => {
        const from = items.indexOf(itself);
        items = items.filter((it) => it !== itself);
        row.remove();
        settle();
        (items[Math.min(from, items.length - 1)]?.first ?? add).focus();
        changed();
      };
      const deeds = make('span', 'deeds');
      const named = (word) => `${word}${words.colon}${about(schema).label} ${items.indexOf(itself) + 1}`;
      const acts = [['↑', words.up, move(-1)], ['↓', words.down, move(1)], ['×', words.remove, away]];
      const buttons = acts.map(([sign, word, act]) => [button(sign, act, word), word]);
      deeds.append(...buttons.map(([it]) => it));
      row.append(title, inner.element, deeds);
      itself.first = inner.element.matches('input,textarea,select') ? inner.element : inner.element.querySelector('input,textarea,select');
      itself.row = (number) => {
        title.textContent = String(number + 1);
        row.dataset.way = JSON.stringify([...way, number]);
        buttons.forEach(([it, word]) => it.setAttribute('aria-label', named(word)));
        if (!inner.isGroup && itself.first) itself.first.setAttribute('aria-label', `${about(schema).label} ${number + 1}`);
        if (!row.querySelector(':scope > .said')) row.append(make('ul', 'said'));
        return row;
      };
      items.push(itself);
      settle();
      if (fresh) itself.first?.focus();
    };
    const add = button(`＋ ${words.add}`, () => put(undefined, true), `${words.add}${words.colon}${about(schema).label}`);
    add.classList.add('add');
    (value ?? []).forEach((it) => put(it, false));
    const read = () => {
      const all = items.map((it) => it.read()).filter((it) => it !== undefined);
      return all.length ? all : undefined;
    };
    return { element: make('div', 'list', rows, add), read, isGroup: true };
  };

  /** Named values: the names are the editor's own. */
  const map = (schema, value, way, changed) => {
    const at = resolve(schema, value);
    const rows = make('ul', 'rows');
    let items = [];
    const put = (name, one, fresh) => {
      const key = make('input', 'name');
      key.value = name;
      key.setAttribute('aria-label', words.name);
      const inner = control(at.additionalProperties, one, [...way, name], changed);
      if (!inner.isGroup) inner.element.setAttribute('aria-label', name || about(schema).label);
      const row = make('li', 'row map');
      row.dataset.way = JSON.stringify([...way, name]);
      const itself = { read: () => [key.value.trim(), inner.read()] };
      const away = () => {
        items = items.filter((it) => it !== itself);
        row.remove();
        add.focus();
        changed();
      };
      row.append(key, inner.element, make('span', 'deeds', button('×', away, `${words.remove}${words.colon}${name}`)), make('ul', 'said'));
      items.push(itself);
      rows.append(row);
      if (fresh) key.focus();
    };
    const add = button(`＋ ${words.add}`, () => put('', undefined, true), `${words.add}${words.colon}${about(schema).label}`);
    add.classList.add('add');
    // What was measured in each arm: the arms are known.
    const isByArm = value === undefined && ['medians', 'means', 'rates', 'counts'].includes(way.at(-1));
    const arms = isByArm ? Object.keys(form().fields?.trial?.arms ?? {}) : [];
    if (arms.length && /^me/.test(way.at(-1))) arms.push('unit');
    arms.forEach((name) => put(name, undefined, false));
    Object.entries(value ?? {}).forEach(([name, it]) => put(name, it, false));
    const read = () => {
      const all = items.map((it) => it.read()).filter(([name, it]) => name && it !== undefined);
      return all.length ? Object.fromEntries(all) : undefined;
    };
    return { element: make('div', 'list', rows, add), read, isGroup: true };
  };

  /** A group of fields: those that are there, those that must be, and a way to the others. */
  const group = (schema, value, way, changed) => {
    const at = resolve(schema, value);
    const fields = new Map();
    const box = make('div', 'group');
    const names = Object.keys(at.properties);
    const needed = at.required ?? [];
    const more = make('select', 'more');
    more.setAttribute('aria-label', `${words.more}${words.colon}${about(schema).label}`);
    const put = (name) => {
      const inner = control(at.properties[name], value?.[name] ?? undefined, [...way, name], changed);
      const element = labelled(name, at.properties[name], [...way, name], inner.element, inner.isGroup);
      fields.set(name, { ...inner, element });
      const after = names.slice(names.indexOf(name) + 1).find((it) => fields.has(it));
      box.insertBefore(element, after ? fields.get(after).element : more);
      return element;
    };
    const offer = () => {
      const free = names.filter((it) => !fields.has(it));
      const option = (name) => {
        const element = make('option', '', `${about(at.properties[name]).label} (${name})`);
        element.value = name;
        return element;
      };
      more.replaceChildren(make('option', '', `＋ ${words.more} …`), ...free.map(option));
      more.hidden = free.length === 0;
    };
    box.append(more);
    // A first entry has what nearly all have; an old one what it has.
    names.filter((it) => needed.includes(it) || (value?.[it] ?? null) !== null).forEach(put);
    offer();
    more.addEventListener('change', () => {
      const name = more.value;
      if (!names.includes(name)) return;
      const element = put(name);
      offer();
      element.querySelector('input,textarea,select,button')?.focus();
    });
    const read = () => {
      const all = names.filter((it) => fields.has(it)).map((it) => [it, fields.get(it).read()]);
      const said = all.filter(([, it]) => it !== undefined);
      return said.length ? Object.fromEntries(said) : undefined;
    };
    return { element: box, read, isGroup: true };
  };

  /** The control of any value. */
  const control = (schema, value, way, changed) => {
    const languages = byLanguage(schema);
    if (languages) return localized(schema, languages, value, way, changed);
    const at = resolve(schema, value);
    const type = kind(at);
    if (type === 'list') return list(at === schema ? schema : { ...at, description: schema.description, 'x-postil': schema['x-postil'] }, value, way, changed);
    if (type === 'group') return at.properties ? group(at, value, way, changed) : map({ ...at, description: schema.description }, value, way, changed);
    return text(schema, value, way);
  };

  return { about, control, fits, grow, labelled };
};
