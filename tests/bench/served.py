#!/usr/bin/env python3
"""How long it takes until what was saved is on the page, while postil and Hugo serve the same column.

    served.py CORPUS [--edits 10] [--postil PATH] [--hugo PATH]

CORPUS is one of compare.py (DIR/1000/corpus). Both serve it at once. A sentence is put into an issue in the middle, and
its title is changed, now in the one's copy and now in the other's; the page, and the first page of its column for a title,
is asked for without a pause until it says so. Printed are medians and the slowest. The texts are put back.
"""

import argparse
import http.client
import re
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from compare import real_hugo

HERE = Path(__file__).resolve().parent
BINARY = HERE.parent.parent / "target" / "release" / "postil"
PATIENCE = 120
MARKUP = re.compile(r"<[^>]*>")


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


class Served:
    """A column that one of them serves."""

    def __init__(self, name, command, file, page, listed):
        self.name, self.file, self.page, self.listed = name, file, page, listed
        self.before = file.read_text(encoding="utf-8")
        port = free_port()
        command = [str(part).replace("PORT", str(port)) for part in command]
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.until(page, "SYN-")

    def asked(self, page):
        try:
            self.connection.request("GET", quote(page))
            return MARKUP.sub("", self.connection.getresponse().read().decode("utf-8"))
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return ""

    def until(self, page, words):
        begun = time.monotonic()
        while words not in self.asked(page):
            if time.monotonic() - begun > PATIENCE:
                sys.exit(f"{self.name}: “{words}” is not on {page} after {PATIENCE} s")
        return time.monotonic() - begun

    def edit(self, text, page, words):
        self.file.write_text(text, encoding="utf-8")
        return self.until(page, words)

    def sentence(self, number):
        words = f"补充一句{number}号。"
        return self.edit(self.before.replace("\n## ", f"\n{words}\n\n## ", 1), self.page, words)

    def title(self, number):
        words = f"新题{number}号"
        return self.edit(self.before.replace("title: ", f"title: {words}", 1), self.listed, words)

    def end(self):
        self.file.write_text(self.before, encoding="utf-8")
        self.server.terminate()
        self.server.wait()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path)
    options.add_argument("--edits", type=int, default=10)
    options.add_argument("--postil", type=Path, default=BINARY)
    options.add_argument("--hugo", default="hugo")
    given = options.parse_args()
    column = "content/column-05"
    # The newest of its column stands on the first page of its list.
    issue = sorted(it.name for it in (given.corpus / "postil" / column).iterdir() if it.is_dir())[-1]
    slug = issue.split("-", 1)[1]
    commands = {
        "postil": [given.postil, "--root", given.corpus / "postil", "serve", "--port", "PORT", "--no-open"],
        "hugo": [real_hugo(given.hugo), "server", "--source", given.corpus / "hugo", "--port", "PORT", "--bind", "127.0.0.1"],
    }
    both = []
    try:
        for name, command in commands.items():
            file = given.corpus / name / column / issue / ("issue.md" if name == "postil" else "index.md")
            both.append(Served(name, command, file, f"/column-05/{slug}/", "/column-05/"))
        for what in ("sentence", "title"):
            times = {served.name: [] for served in both}
            for number in range(given.edits):
                for served in both:
                    time.sleep(1)
                    times[served.name].append(getattr(served, what)(number) * 1000)
            for name, taken in times.items():
                print(f"{what}, {name}: median {statistics.median(taken):.0f} ms, slowest {max(taken):.0f} ms")
    finally:
        for served in both:
            served.end()


if __name__ == "__main__":
    main()
