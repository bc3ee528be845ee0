"""What an editor changes between two runs: the same in postil's site and in Hugo's."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from picture import png


@dataclass
class Change:
    """A change of one file that can be taken back, byte for byte."""

    name: str
    file: Path
    edit: Callable[[bytes], bytes]

    @contextmanager
    def made(self):
        before = self.file.read_bytes() if self.file.exists() else None
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_bytes(self.edit(before or b""))
        try:
            yield
        finally:
            if before is None:
                self.file.unlink()
            else:
                self.file.write_bytes(before)


@dataclass
class Folder:
    """An issue that comes or goes."""

    name: str
    issue: Path
    is_added: bool

    @contextmanager
    def made(self):
        other = self.issue.with_name(self.issue.name + "-too")
        aside = self.issue.parents[2] / "aside"
        if self.is_added:
            shutil.copytree(self.issue, other)
            for file in other.glob("*.md"):
                file.write_text(again(file.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            self.issue.rename(aside)
        try:
            yield
        finally:
            if self.is_added:
                shutil.rmtree(other)
            else:
                aside.rename(self.issue)


def again(text):
    """The text of another issue: nothing that names a paper or an address may stand twice."""
    out = []
    for line in text.split("\n"):
        if line.startswith("number: "):
            line = "number: 99999"
        elif line.startswith("slug: "):
            line += "-too"
        elif line.startswith("  registration: "):
            line = "  registration: NCT99999999"
        out.append(line.replace("doi: 10.5555/syn.", "doi: 10.5555/too."))
    return "\n".join(out)


def replaced(old, new):
    def edit(data):
        assert old.encode() in data, f"{old} is not in the file"
        return data.replace(old.encode(), new.encode(), 1)
    return edit


def of(site, is_hugo):
    """All changes, for one of the two sites."""
    name = "index.md" if is_hugo else "issue.md"
    issue = min((site / "content" / "column-02").glob(f"*/{name}")).parent
    text = issue / name
    template = site / ("layouts/baseof.html" if is_hugo else "themes/default/templates/base.html")
    people = site / ("data/people.yaml" if is_hugo else "content/people.yaml")
    config = site / ("hugo.toml" if is_hugo else "config.toml")
    changes = [
        Change("one text edited", text, lambda data: data + "\n再补充一句：结论不变。\n".encode()),
        Change("one title edited", text, replaced("\ntitle: ", "\ntitle: 更正后的标题，")),
        Change("one template edited", template, replaced("</main>", "<!-- changed --></main>")),
        Change("one person edited", people, replaced("示例医院1放射治疗科", "示例医院1肿瘤中心")),
        Change("one picture changed", issue / "fig.png", lambda _: png("another")),
        Folder("one issue added", issue, True),
        Folder("one issue removed", issue, False),
        Change("config changed", config, replaced("肿瘤文献专栏", "肿瘤学文献专栏")),
    ]
    if not is_hugo:
        glossary = site / "content/glossary.yaml"
        changes.append(Change("one glossary entry added", glossary, lambda data: data + "PFS: 无进展生存期\n".encode()))
    return changes
