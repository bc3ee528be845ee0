#!/usr/bin/env python3
"""Nothing may become slower unseen: counts the instructions of postil on a small column, with nothing kept by an earlier
run, with nothing changed since, and with one text edited, and compares them with the figures of instructions.json.

    POSTIL=target/release/postil tests/bench/instructions.py            compares; ends with 1 where one differs
    UPDATE=1 POSTIL=… tests/bench/instructions.py                       keeps what is counted now
    … --plant text | memory                                             with a fault that must be found

Instructions are counted by valgrind, so that neither the clock nor what else runs on the machine plays any part.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import corpus
import edits

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "instructions.json"
POSTIL = Path(os.environ.get("POSTIL", HERE.parent.parent / "target/release/postil")).resolve()
WORK = Path(os.environ.get("WORK", HERE.parent.parent / "target/instructions")).resolve()
ISSUES = 10
KINDS = ["nothing kept", "nothing changed", "one text edited"]
# How far a figure may be from the one that is kept; and where that was counted in other surroundings: another compiler,
# C library or processor moves all figures by a few percent, something that is done twice moves one by far more.
NEAR, FAR = 0.03, 0.15
# postil reads a file again that was changed less than two seconds ago.
SETTLED = 2.1


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--plant", choices=["text", "memory"], help="one issue more, or everything that was kept is lost")
    plant = options.parse_args().plant
    here = surroundings()
    counted = count(plant)
    if "UPDATE" in os.environ:
        before = json.loads(FIGURES.read_text())["instructions"] if FIGURES.exists() else {}
        for name, figure in counted.items():
            print(f"{name:28} {millions(before.get(name, 0))} -> {millions(figure)}")
        FIGURES.write_text(json.dumps({"of": here, "instructions": counted}, indent=2, ensure_ascii=False) + "\n")
        print(f"kept in {FIGURES.name}: say in the commit why they are others than before")
        return
    kept = json.loads(FIGURES.read_text())
    faults = compare(kept["instructions"], counted, kept["of"], here)
    if faults:
        print("\n" + "\n".join(faults), file=sys.stderr)
        print(f"""
The figures kept are of {', '.join(kept['of'].values())}; this run is of {', '.join(here.values())}.
`callgrind_annotate {WORK}/RUN.callgrind` says where the instructions of a run go.
Where the change is meant: UPDATE=1 {Path(__file__).relative_to(HERE.parent.parent)}, and say in the commit why.""", file=sys.stderr)
        sys.exit(1)


def compare(kept, counted, there, here):
    """What is too far from the figures kept. On another architecture only what a run takes of a first one is compared."""
    is_same, is_kin = there == here, there["architecture"] == here["architecture"]
    tolerance = NEAR if is_same else FAR
    if not is_same:
        what = "all figures" if is_kin else "what runs take of the first one"
        print(f"the figures are of {', '.join(there.values())}; here it is {', '.join(here.values())}:\n"
              f"{what} may differ by {FAR:.0%}; UPDATE=1 on a commit that is known to be good brings them here")
    faults = []
    for name, figure in counted.items():
        first = f"{name.split(', ')[0]}, {KINDS[0]}"
        expected = kept[name] if is_kin else kept[name] * counted[first] / kept[first]
        change = figure / expected - 1
        print(f"{name:28} {millions(figure)} of {millions(expected)}, {change:+.2%}")
        if abs(change) > tolerance:
            what = "more: something became slower" if change > 0 else "fewer: keep what was won"
            faults.append(f"{name}: {abs(change):.1%} {what} ({tolerance:.0%} is let pass)")
    return faults


def millions(figure):
    return f"{figure / 1e6:9.2f} M"


def surroundings():
    """What figures depend on besides postil. The compiler is the one that made it, as tests/run does."""
    processor = Path("/proc/cpuinfo")
    flags = processor.read_text() if processor.exists() else ""
    return {
        "compiler": said("rustc", "--version"),
        "architecture": platform.machine(),
        "library": " ".join(platform.libc_ver()),
        "processor": "with AVX2" if re.search(r"\bavx2\b", flags) else "without AVX2",
    }


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def count(plant):
    """The instructions of each run, by its name: of those alone that a planted fault is to be found in."""
    site = lay(ISSUES + (plant == "text"))
    counted = {}
    for command in ["check", "build"]:
        if plant and command != ("check" if plant == "text" else "build"):
            continue
        runs = Runs(site, command, counted)
        runs.forget()
        if plant == "memory":
            runs.plain()
            shutil.rmtree(site / ".postil-cache")
            runs.counted(KINDS[1])
            continue
        runs.counted(KINDS[0])
        if plant == "text":
            continue
        time.sleep(SETTLED)
        # The first run after a change still reads everything, to see that it is as it was.
        runs.plain()
        runs.counted(KINDS[1])
        with next(it for it in edits.of(site, False) if it.name == "one text edited").made():
            time.sleep(SETTLED)
            runs.counted(KINDS[2])
    return counted


def lay(issues):
    """A column of the corpus, with the theme that postil carries."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    corpus.write(issues, WORK / "corpus", "1", False)
    site = WORK / "site"
    shutil.move(WORK / "corpus" / "postil", site)
    shutil.rmtree(WORK / "corpus")
    shutil.rmtree(site / "themes", ignore_errors=True)
    time.sleep(SETTLED)
    return site


class Runs:
    """Runs of one command on a site, on one thread and on a fixed day."""

    def __init__(self, site, command, figures):
        self.site, self.command, self.figures = site, command, figures

    def forget(self):
        for kept in [".postil-cache", "public"]:
            shutil.rmtree(self.site / kept, ignore_errors=True)

    def plain(self, before=()):
        """What it said on standard error."""
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "RAYON_NUM_THREADS": "1"}
        run = subprocess.run([*before, POSTIL, self.command, "--now", "2026-01-01"], cwd=self.site, env=env,
                             stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"postil {self.command} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
        return run.stderr

    def counted(self, kind):
        name = f"{self.command}, {kind}"
        out = WORK / f"{name.replace(', ', '-').replace(' ', '-')}.callgrind"
        told = self.plain(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}"])
        self.figures[name] = int(re.search(r"Collected : (\d+)", told)[1])


if __name__ == "__main__":
    main()
