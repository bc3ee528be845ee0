// Firefox and WebKit, as Debian has them, behind one small set of deeds: what a reader does, and what stands on the page.
//
// Firefox is spoken to by WebDriver BiDi, through puppeteer; WebKit by WebDriver (W3C), through its own driver, in a window
// on a screen that nobody sees, since it has no other.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tools } from './harness.mjs';

const puppeteer = tools('puppeteer-core');

/** How long a machine with much to do may take for one thing, in milliseconds. */
const PATIENCE = 60_000;

const pause = (time) => new Promise((done) => { setTimeout(done, time); });

/** What both can do: `go`, `run` (a function in the page, with plain arguments), `click`, `key`, `shot`; a size of the page. */
export const ENGINES = { firefox, webkit };

async function firefox({ width, height }) {
  const browser = await puppeteer.launch({
    browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', headless: true, timeout: PATIENCE,
    defaultViewport: { width, height },
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  return {
    said,
    go: (address) => page.goto(address),
    run: (deed, ...given) => page.evaluate(deed, ...given),
    click: (selector) => page.click(selector),
    key: (name) => page.keyboard.press(name),
    shot: (path) => page.screenshot({ path }),
    stop: () => browser.close(),
  };
}

/** Where Debian keeps the browser that WebKit's driver drives. */
function miniBrowser() {
  const libraries = `/usr/lib/${{ x64: 'x86_64', arm64: 'aarch64' }[process.arch] ?? process.arch}-linux-gnu`;
  const found = readdirSync(libraries).filter((name) => name.startsWith('webkit2gtk-')).map((name) => `${libraries}/${name}/MiniBrowser`);
  return process.env.WEBKIT ?? found.findLast((path) => existsSync(path));
}

/** Starts a program, and waits until it says something of this kind; gives the process and what was found. */
function started(program, words, kind, environment = {}) {
  return new Promise((resolve, reject) => {
    const process_ = spawn(program, words, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    let said = '';
    const hear = (piece) => {
      said += piece;
      const found = kind.exec(said);
      if (found) resolve([process_, found[0].trim()]);
    };
    for (const stream of [process_.stdout, process_.stderr, process_.stdio[3]]) stream.on('data', hear);
    process_.on('error', reject);
    process_.on('exit', (code) => reject(new Error(`${program} ended with ${code}: ${said}`)));
  });
}

/** The keys that have no letter of their own (WebDriver, section 17.4.2). */
const KEYS = { Tab: '\uE004', Enter: '\uE007', Escape: '\uE00C', Space: ' ' };

async function webkit({ width, height }) {
  // It says the number of its screen once it is there.
  const [screen, number] = await started('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1400x24', '-nolisten', 'tcp'], /^\d+\n/m);
  const port = 20_000 + (process.pid % 20_000);
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    env: { ...process.env, DISPLAY: `:${number}`, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LIBGL_ALWAYS_SOFTWARE: '1' }, stdio: 'ignore',
  });
  const end = () => { driver.kill(); screen.kill(); };
  try {
    const session = await sessionOf(`http://127.0.0.1:${port}`);
    const { ask } = session;
    const rect = (size) => ask('POST', '/window/rect', size);
    await rect({ width, height });
    const inner = await ask('POST', '/execute/sync', { script: 'return [innerWidth, innerHeight]', args: [] });
    await rect({ width: width + width - inner[0], height: height + height - inner[1] });
    const find = async (selector) => Object.values(await ask('POST', '/element', { using: 'css selector', value: selector }))[0];
    return {
      said: [],
      go: (address) => ask('POST', '/url', { url: address }),
      run: (deed, ...given) => ask('POST', '/execute/sync', { script: `return (${deed})(...arguments)`, args: given }),
      click: async (selector) => ask('POST', `/element/${await find(selector)}/click`, {}),
      key: (name) => ask('POST', '/actions', { actions: [{ type: 'key', id: 'keys', actions: ['keyDown', 'keyUp'].map((type) => ({ type, value: KEYS[name] })) }] }),
      shot: async (path) => {
        const { writeFile } = await import('node:fs/promises');
        await writeFile(path, Buffer.from(await ask('GET', '/screenshot'), 'base64'));
      },
      stop: async () => { await ask('DELETE', ''); end(); },
    };
  } catch (error) {
    end();
    throw error;
  }
}

/** A session of WebKit's driver, which takes a moment to be there. */
async function sessionOf(address) {
  const wanted = { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] }, timeouts: { pageLoad: PATIENCE, script: PATIENCE } } } };
  const send = async (method, path, body) => {
    const answer = await fetch(address + path, { method, ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${value?.error}: ${value?.message}`);
    return value;
  };
  for (const until = Date.now() + PATIENCE; ; await pause(200)) {
    try {
      const { sessionId } = await send('POST', '/session', wanted);
      return { ask: (method, path, body) => send(method, `/session/${sessionId}${path}`, body) };
    } catch (error) {
      if (Date.now() > until || !/fetch failed/.test(String(error))) throw error;
    }
  }
}
