#!/usr/bin/env python3
"""Writes a corpus of N invented issues, the same text once for postil and once for Hugo.

    corpus.py N DIR [--code] [--seed SEED]      ->  DIR/postil/  DIR/hugo/
"""

import argparse
import datetime
import shutil
import sys
from pathlib import Path

from issue_text import TREATMENTS, issue
from picture import png

HERE = Path(__file__).resolve().parent
THEME = HERE.parent.parent / "themes" / "default"
PEOPLE = 200
FIRST, DAYS = datetime.date(2010, 1, 1), 5400  # all of them in the past
ROLES = ["interpretation", "review", "correspondent"]

POSTIL_CONFIG = """title = "肿瘤文献专栏"
base_url = "https://example.org/"
language = "zh-CN"
theme = "default"
page_size = 20
"""
GREETING = """各位同道：

欢迎阅读{title}。本专栏每期精选一项临床研究，由一线专家**解读**，供医疗卫生专业人士参考。
"""


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("issues", type=int, metavar="N")
    options.add_argument("folder", type=Path, metavar="DIR")
    options.add_argument("--code", action="store_true", help="three code blocks in each issue")
    options.add_argument("--seed", default="1")
    given = options.parse_args()
    counts = write(given.issues, given.folder, given.seed, given.code)
    print(", ".join(f"{count} {what}" for what, count in counts.items()))


def write(issues, folder, seed, code):
    """Both sites. The marker is written last, so that a half-written corpus is not taken for whole."""
    columns = 10 if issues >= 100 else 2
    postil, hugo = folder / "postil", folder / "hugo"
    shutil.copytree(HERE / "hugo", hugo)
    lay_theme(postil)
    put(postil / "config.toml", POSTIL_CONFIG)
    put(postil / "content" / "people.yaml", people())
    put(hugo / "data" / "people.yaml", people())
    for i in range(columns):
        put(postil / "content" / column_id(i) / "column.md", column(i))
        put(hugo / "content" / column_id(i) / "_index.md", column(i))
    text = 0
    for index in range(issues):
        made = issue(index, columns, PEOPLE, seed, code)
        day = FIRST + datetime.timedelta(days=index * DAYS // issues)
        place, picture = Path(column_id(made.column)) / made.folder, png(f"{seed}/{index}")
        text += put(postil / "content" / place / "issue.md", page(made, day))
        put(hugo / "content" / place / "index.md", page(made, day, for_hugo=True))
        (postil / "content" / place / "fig.png").write_bytes(picture)
        (hugo / "content" / place / "fig.png").write_bytes(picture)
    put(folder / "complete", "")
    return {"issues": issues, "columns": columns, "people": PEOPLE, "pictures": issues,
            "bytes of issue.md": text}


def lay_theme(postil):
    """The project's theme as it is now, in place of one laid earlier."""
    shutil.rmtree(postil / "themes", ignore_errors=True)
    if THEME.is_dir():
        shutil.copytree(THEME, postil / "themes" / "default")
    else:
        print(f"no theme at {THEME}: the postil site lacks one", file=sys.stderr)


def put(path, text):
    data = text.encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return len(data)


def column_id(index):
    return f"column-{index + 1:02d}"


def person_id(index):
    return f"expert-{index + 1:03d}"


def column(index):
    title = f"{TREATMENTS[index]}专栏"
    return (f"---\ntitle: {title}\ndescription: {TREATMENTS[index]}领域的临床研究，每期一篇\n---\n\n"
            + GREETING.format(title=title))


def people():
    return "".join(
        f"{person_id(i)}:\n"
        f"  name: 示例专家{i + 1:03d}\n"
        f"  title: {'主任医师' if i % 3 else '教授'}\n"
        f"  affiliation: 示例医院{i % 40 + 1}放射治疗科\n"
        f"  bio: 长期从事肿瘤放射治疗的临床与研究，主持多项多中心研究。\n"
        for i in range(PEOPLE))


def page(made, day, for_hugo=False):
    """The file an editor would write; Hugo's has its two taxonomies and its address on top."""
    front = ["---", f"title: {made.title}", f"number: {made.number}", f"date: {day}",
             "byline: 示例编辑部", "original: true", f"tags: [{', '.join(made.tags)}]"]
    if for_hugo:
        front += [f"authors: [{', '.join(map(person_id, made.people))}]", f"slug: {made.slug}"]
    front += trial(made) + ["key_findings: |", indent(made.key_findings, 2)]
    front += findings(made)
    front += ["commentary:", f"  - expert: {person_id(made.people[1])}", "    text: |", indent(made.commentary, 6)]
    front += ["credits:"] + [f"  - {{role: {role}, person: {person_id(who)}}}"
                             for role, who in zip(ROLES, made.people)]
    front += ["disclosures: 无", "funding: 示例研究基金", "---", ""]
    return "\n".join(front) + "\n" + made.body


def trial(made):
    arms = [f"    {arm}: {{label: {label}, n: {n}}}" for arm, label, n in made.arms]
    return ["trial:", f"  name: {made.trial}", f"  title: {made.trial_title}", "  phase: Ⅲ",
            f"  registration: {made.registration}", f"  planned: {made.planned}",
            f"  enrolled: {sum(n for _, _, n in made.arms)}", "  arms:", *arms,
            f"  publication: {{journal: Example Oncology, year: {made.year}, doi: {made.doi}}}"]


def findings(made):
    lines = ["findings:"]
    for name, short, role, (tested, control), result in made.endpoints:
        lines += [f"  - endpoint: {name}", f"    short: {short}", f"    role: {role}",
                  f"    medians: {{tested: {tested}, control: {control}, unit: 月}}", f"    effect: {result}"]
    tested, control, p = made.response
    return lines + ["  - endpoint: 客观缓解率", "    role: secondary",
                    f"    rates: {{tested: {tested.percent}, control: {control.percent}}}", f"    p: {p}"]


def indent(text, depth):
    return "\n".join(" " * depth + line if line else "" for line in text.split("\n"))


if __name__ == "__main__":
    main()
