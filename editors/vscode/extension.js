// Starts `postil lsp` for VS Code, and again where that is asked for. Everything that is said of a column comes from
// there.
'use strict';

const { commands, env, window, workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

/** The client of a server that is started anew. */
function made() {
  const settings = workspace.getConfiguration('postil');
  const language = settings.get('language');
  const command = settings.get('path') || 'postil';
  const args = language ? ['lsp', '--lang', language] : ['lsp'];
  const documentSelector = ['**/content/**/*.md', '**/content/**/*.yaml', '**/content/**/*.csv', '**/config.toml', '**/theme.toml']
    .map((pattern) => ({ scheme: 'file', pattern }));
  return new LanguageClient('postil', 'postil', { command, args }, { documentSelector });
}

async function start() {
  client = made();
  try {
    await client.start();
  } catch {
    const program = workspace.getConfiguration('postil').get('path') || 'postil';
    const inChinese = env.language.startsWith('zh');
    const settings = inChinese ? '打开设置' : 'Open settings';
    const said = inChinese
      ? `无法启动“${program}”。请安装 postil，或在设置 postil.path 里写明它的位置。`
      : `“${program}” cannot be started. Install postil, or say where it is in the setting postil.path.`;
    if ((await window.showErrorMessage(said, settings)) === settings) {
      await commands.executeCommand('workbench.action.openSettings', 'postil.path');
    }
  }
}

async function stop() {
  const running = client;
  client = undefined;
  // One that could not be started cannot be stopped either.
  if (running && running.isRunning()) {
    await running.stop();
  }
}

async function restart() {
  await stop();
  await start();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    commands.registerCommand('postil.restart', restart),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('postil.path') || change.affectsConfiguration('postil.language')) {
        restart();
      }
    }),
  );
  await start();
};

exports.deactivate = stop;
