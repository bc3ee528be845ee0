#!/usr/bin/env python3
"""How long an editor waits for what is said of a text after a key, in a site that is given.

    keystroke.py SITE [--postil PATH] [--keys 200]

SITE is a site's folder, such as the corpus of compare.py for postil (DIR/1000/corpus/postil); nothing is written to it.
An issue in the middle of it is opened and typed into, a letter at a time, each when what is said of the last one is
there; printed are the median and the 95th percentile, of that and of a completion asked for at once after each key.
"""

import argparse
import json
import statistics
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
BINARY = HERE.parent.parent / "target" / "release" / "postil"
TYPED = "中位总生存期为15.8个月，HR=0.77，90%CI 0.59~1.01，单侧P=0.06。"


class Editor:
    """An editor's program that talks with postil."""

    def __init__(self, postil, root):
        self.server = subprocess.Popen([postil, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.asked = 0
        folder = {"uri": "file://" + quote(str(root)), "name": "site"}
        self.ask("initialize", {"capabilities": {}, "workspaceFolders": [folder]})
        self.note("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.server.stdin.flush()

    def note(self, method, params):
        self.send({"method": method, "params": params})

    def receive(self):
        length = 0
        while line := self.server.stdout.readline().strip():
            name, value = line.split(b": ")
            if name == b"Content-Length":
                length = int(value)
        return json.loads(self.server.stdout.read(length))

    def ask(self, method, params):
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": params})
        while (message := self.receive()).get("id") != self.asked:
            pass
        return message["result"]

    def wait(self, uri, version):
        """Waits for what is said of a version of a text."""
        while True:
            message = self.receive()
            shown = message.get("params", {})
            is_said = message.get("method") == "textDocument/publishDiagnostics"
            if is_said and shown["uri"] == uri and shown.get("version") == version:
                return shown["diagnostics"]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("site", type=Path)
    options.add_argument("--postil", type=Path, default=BINARY)
    options.add_argument("--keys", type=int, default=200)
    given = options.parse_args()
    root = given.site.resolve()
    issues = sorted(root.glob("content/*/*/issue.md"))
    path = issues[len(issues) // 2]
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n"
    uri = "file://" + quote(str(path))
    started = time.perf_counter()
    editor = Editor(given.postil, root)
    document = {"uri": uri, "languageId": "markdown", "version": 0, "text": text}
    editor.note("textDocument/didOpen", {"textDocument": document})
    editor.wait(uri, 0)
    opened = time.perf_counter() - started
    line, character = text.count("\n"), 0
    waits, offers = [], []
    for key in range(1, given.keys + 1):
        letter = TYPED[(key - 1) % len(TYPED)]
        place = {"line": line, "character": character}
        change = {"range": {"start": place, "end": place}, "text": letter}
        character += 1
        begin = time.perf_counter()
        editor.note("textDocument/didChange",
                    {"textDocument": {"uri": uri, "version": key}, "contentChanges": [change]})
        editor.wait(uri, key)
        waits.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        editor.ask("textDocument/completion",
                   {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
        offers.append(time.perf_counter() - begin)
    editor.ask("shutdown", None)
    editor.note("exit", None)
    editor.server.wait()
    print(f"{len(issues)} issues; opened after {opened:.2f} s; {given.keys} keys")
    for name, times in (("said after a key", waits), ("completed", offers)):
        times.sort()
        last = times[int(len(times) * 0.95)] * 1000
        print(f"{name}: median {statistics.median(times) * 1000:.1f} ms, 95 % within {last:.1f} ms")


if __name__ == "__main__":
    main()
