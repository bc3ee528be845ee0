// What the desk's pages for who writes have in common: what they begin with, how they ask for something, and elements.
window.postilDesk = (() => {
  const start = JSON.parse(document.querySelector('#start').textContent);
  const { base, words } = start;
  let { token } = start;
  const desk = `${base}_desk/`;
  const main = document.querySelector('#editor');
  const status = document.querySelector('#status');

  const make = (name, kind, ...inside) => {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    element.append(...inside.filter((it) => it !== null && it !== undefined));
    return element;
  };
  /** Words of which those in backquotes are typed as they are. */
  const marked = (text) => text.split('`').map((it, at) => (at % 2 ? make('code', '', it) : it));
  const button = (text, act, label) => {
    const element = make('button', '', text);
    element.type = 'button';
    if (label) element.setAttribute('aria-label', label);
    element.addEventListener('click', act);
    return element;
  };
  const heading = (text) => make('h2', '', text);
  const link = (text, href) => {
    const element = make('a', '', text);
    element.href = href;
    return element;
  };

  const say = (text, isWrong) => {
    status.textContent = text;
    status.classList.toggle('error', Boolean(isWrong));
  };
  const call = async (name, body, again = true) => {
    const answer = await fetch(`${desk}${name}`, { method: 'POST', headers: { 'X-Postil-Token': token }, body });
    if (answer.status === 403 && again) {
      // The desk was started anew meanwhile: what was written here must not be lost over that.
      const page = await (await fetch(`${desk}new`)).text();
      ({ token } = JSON.parse(new DOMParser().parseFromString(page, 'text/html').querySelector('#start')?.textContent ?? '{}'));
      return call(name, body, false);
    }
    const said = await answer.text();
    const isJson = answer.headers.get('Content-Type') === 'application/json';
    return { status: answer.status, ...(isJson ? { value: JSON.parse(said) } : { value: { reason: said } }) };
  };

  /** The address of the editor of a file. */
  const editorOf = (path, further = {}) => {
    const query = Object.entries(further).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join('');
    return `${desk}edit?file=${path.split('/').map(encodeURIComponent).join('/')}${query}`;
  };

  /** Asks whether something is to be done: whether it was said so. */
  const ask = (title, text, yes) => new Promise((done) => {
    const dialog = make('dialog');
    let answer = false;
    const give = button(yes, () => {
      answer = true;
      dialog.close();
    });
    give.classList.add('main');
    const leave = button(words.cancel, () => dialog.close());
    dialog.setAttribute('aria-label', title);
    dialog.append(heading(title), make('p', '', ...marked(text)), make('p', 'bar', give, leave));
    dialog.addEventListener('close', () => {
      dialog.remove();
      done(answer);
    });
    main.append(dialog);
    dialog.showModal();
    leave.focus();
  });

  return { start, base, words, desk, main, make, marked, button, heading, link, say, call, editorOf, ask };
})();
