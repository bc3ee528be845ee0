#!/usr/bin/env python3
"""What each outlet costs: one issue of the demonstration, and a whole column, each outlet alone beside none and all.

    outlets.py POSTIL CORPUS [--runs 3] [--issue 26] [--demonstration FOLDER] [--dir DIR]

POSTIL is the program, CORPUS a site's folder without `[outlets]`, such as corpus.py writes (DIR/1000/corpus/postil); it is
copied, and nothing is written to it. Printed are two Markdown tables. Seconds are CPU time, user and system, medians of
interleaved runs; those of an outlet are what a build takes with it alone, less what it takes with none. Each build begins
with nothing but the corpus' own pictures in the cache, which no outlet draws; the first two lines of the second table have
nothing in it at all, and say what of `all` is to `none`.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from measure import Failed, run

HERE = Path(__file__).resolve().parent
OUTLETS = ["wechat", "abstract", "print", "epub", "jats", "mail", "slides", "data"]
# What an independent judge says of the form of each, and where.
JUDGES = {
    "wechat": "allow-list of what WeChat keeps, `tests/wechat.rs`; pasted in Chromium, `tests/browser/`",
    "abstract": "contrast, room and words of every picture, `tests/visual.rs`",
    "print": "words of the issue, `tests/visual.rs`; pages of the PDF, `tests/browser/`",
    "epub": "epubcheck",
    "jats": "DTD of JATS",
    "mail": "allow-list of what mail programs share, `tests/mail.rs`",
    "slides": "words of the issue, `tests/visual.rs`",
    "data": "JSON Schema; CSV read back, `tests/outlets.rs`",
}


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("postil", type=Path)
    options.add_argument("corpus", type=Path)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--issue", default="26", help="the issue of the demonstration, by number or slug")
    options.add_argument("--demonstration", type=Path, default=HERE.parent.parent)
    options.add_argument("--dir", type=Path, help="where copies and outputs are kept; otherwise a temporary folder")
    given = options.parse_args()
    if given.dir:
        given.dir.mkdir(parents=True, exist_ok=True)
        return bench(given, given.dir.resolve())
    with tempfile.TemporaryDirectory() as folder:
        return bench(given, Path(folder))


def bench(given, home):
    postil = given.postil.resolve()
    env = {**os.environ, "LANG": "C", "NO_COLOR": "1"}
    try:
        one = one_issue(postil, given, home, env)
        site = Site(postil, given.corpus, home / "corpus", env)
        table(one, site.each(given.runs), site.issues)
        site.rounds(given.runs)
    except Failed as failure:
        sys.exit(str(failure))


def one_issue(postil, given, home, env):
    """Bytes and seconds of each outlet of one issue, as an editor takes it along: all of it, reading the site included."""
    found = {}
    for name in OUTLETS:
        costs = []
        for _ in range(given.runs):
            shutil.rmtree(home / name, ignore_errors=True)
            command = [postil, "outlet", name, given.issue, "--whole", "--root", given.demonstration.resolve(),
                       "--output", home / name]
            costs.append(run(command, home, env).cpu)
        found[name] = (size(home / name), median(costs))
        # The poster is a page of the print edition's folder.
        if name == "print":
            poster = home / name / "poster.html"
            found["poster"] = (poster.stat().st_size if poster.is_file() else 0, None)
            found[name] = (found[name][0] - found["poster"][0], found[name][1])
    return found


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Site:
    """A copy of the corpus, built again and again."""

    def __init__(self, postil, corpus, root, env):
        self.postil, self.root, self.env = postil, root, env
        shutil.rmtree(root, ignore_errors=True)
        ignored = shutil.ignore_patterns(".postil-cache", "public")
        shutil.copytree(corpus, root, ignore=ignored, symlinks=False)
        self.config = (root / "config.toml").read_text()
        if "[outlets]" in self.config:
            sys.exit(f"{corpus}: the corpus switches outlets on itself")
        self.texts = sorted((root / "content").rglob("issue.md"))
        self.issues = len(self.texts)

    def switch(self, names):
        lines = "".join(f"{name} = true\n" for name in names)
        (self.root / "config.toml").write_text(f"{self.config}\n[outlets]\n{lines}")

    def build(self):
        return run([self.postil, "build", "--root", self.root, "--output", self.root / "public", "--quiet"],
                   self.root.parent, self.env).cpu

    def cold(self, names, keeps_pictures=True):
        """A build of nothing kept, but for pictures of the corpus where these are to be kept."""
        shutil.rmtree(self.root / "public", ignore_errors=True)
        for folder in (self.root / ".postil-cache").glob("*"):
            if folder.is_dir() and not (keeps_pictures and folder.name == "pictures"):
                shutil.rmtree(folder)
        self.switch(names)
        return self.build()

    def each(self, runs):
        """Seconds and bytes that each outlet alone adds to a cold build."""
        self.cold([])
        seconds, bytes_ = {name: [] for name in ["", *OUTLETS]}, {}
        for _ in range(runs):
            for name in seconds:
                seconds[name].append(self.cold([name] if name else []))
                bytes_[name] = size(self.root / "public")
        none = median(seconds[""])
        return {name: (median(seconds[name]) - none, bytes_[name] - bytes_[""]) for name in OUTLETS}

    def rounds(self, runs):
        """Builds with none and with all outlets: cold, with nothing changed, with one text edited, with one issue added."""
        lines = ["nothing kept", "pictures kept", "nothing changed", "one text edited", "one issue added"]
        costs = {line: {"none": [], "all": []} for line in lines}
        for _ in range(runs):
            for which, names in (("none", []), ("all", OUTLETS)):
                took = [self.cold(names, False), self.cold(names), self.build()]
                took.append(self.edited())
                took.append(self.added())
                for line, cpu in zip(lines, took):
                    costs[line][which].append(cpu)
        print(f"\n| {self.issues} issues, CPU seconds | none | all | all / none |\n|---|---|---|---|")
        for line in lines:
            none, all_ = (median(costs[line][which]) for which in ("none", "all"))
            print(f"| {line} | {none:.2f} | {all_:.2f} | {all_ / none:.2f} |")

    def edited(self):
        """A build after one sentence was added to a text in the middle, which is then taken out again."""
        text = self.texts[len(self.texts) // 2]
        before = text.read_text()
        text.write_text(before.rstrip("\n") + "\n\n这一句是后来添上的。\n")
        try:
            return self.build()
        finally:
            text.write_text(before)
            self.build()

    def added(self):
        """A build after an issue was added, which is then removed."""
        of = self.texts[-1].parent
        new = of.with_name(of.name + "-new")
        shutil.copytree(of, new)
        text = (new / "issue.md").read_text()
        number = next(line for line in text.splitlines() if line.startswith("number:"))
        title = next(line for line in text.splitlines() if line.startswith("title:"))
        text = text.replace(number, "number: 99999", 1).replace(title, "title: 后来添上的一期", 1)
        (new / "issue.md").write_text(text)
        try:
            return self.build()
        finally:
            shutil.rmtree(new)
            self.build()


def table(one, many, issues):
    print(f"| outlet | judge | KB of one issue | s of one issue | MB of {issues} issues | s of {issues} issues |")
    print("|---|---|---|---|---|---|")
    for name in OUTLETS:
        kilobytes, seconds = one[name][0] / 1000, one[name][1]
        more, megabytes = many[name][0], many[name][1] / 1e6
        print(f"| {name} | {JUDGES[name]} | {kilobytes:.0f} | {seconds:.2f} | {megabytes:.1f} | {more:.2f} |", flush=True)
        if name == "print":
            print(f"| poster | as the abstract, which it shows | {one['poster'][0] / 1000:.0f} | with print | with print "
                  "| with print |")


if __name__ == "__main__":
    main()
