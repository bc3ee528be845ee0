"""Articles as JATS keep the RELAX NG of its Archiving and Interchange Tag Set 1.2, and another program reads in them what
the editor wrote: title, people, abstract, references, the table of results, every section.

  articles.py POSTIL SITE                     whole articles of issues of a site are made, judged and read
  articles.py POSTIL SITE --plant grammar     with an element where the tag set has none: must fail
  articles.py POSTIL SITE --plant reader      with a value changed after the record was read: must fail
"""

import glob
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from lxml import etree
from jats.parser import parse_jats_xml, parse_tables

TOOLS = os.path.dirname(os.path.abspath(__file__))
GRAMMAR = f"{TOOLS}/node_modules/texture-plugin-jats/rng/JATS-Archiving-1-2-MathML3-RNG/JATS-archivearticle1-mathml3.rng"


def outlet(postil, site, name, issue, language, folder):
    command = [postil, "outlet", name, issue, "--whole", "--quiet", "--output", folder, "--root", site, "--language", language]
    subprocess.run([*command, "--now", "2026-01-01"], check=True)


def plant_in(path, planted, record):
    xml = open(path, encoding="utf-8").read()
    if planted == "grammar":
        xml = xml.replace("</article-meta>", "<planted/></article-meta>")
    if planted == "reader":
        effect = record["findings"][0]["effect"]["printed"]
        xml = xml.replace(f"<td>{effect}", f"<td>{effect.replace('0.', '0.9')}")
    open(path, "w", encoding="utf-8").write(xml)


def faults(path, record):
    article = etree.parse(path, etree.XMLParser(no_network=True))
    if not GRAMMAR_OF_JATS.validate(article):
        yield f"not by the tag set: {GRAMMAR_OF_JATS.error_log.last_error}"
    read = parse_jats_xml(Path(path))
    if read.title != record["title"]:
        yield f"title is {read.title!r}, not {record['title']!r}"
    if len(read.references) != len(article.findall(".//ref//pub-id[@pub-id-type='doi']")):
        yield f"{len(read.references)} references were read"
    if not read.abstract or not read.body:
        yield "no abstract, or no text"
    cells = [cell.content for table in parse_tables(article.getroot()).values() for row in table.rows for cell in row]
    for finding in record["findings"]:
        values = [value["printed"] for value in finding["values"]]
        values += [finding[name]["printed"] for name in ("effect", "adjusted", "p") if name in finding]
        for value in values:
            if not any(value in cell for cell in cells):
                yield f"{finding['endpoint']}: {value} is in no cell that was read"


def main(postil, site, planted=None):
    said, made = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for issue, language in (("26", "zh-CN"), ("26", "en"), ("demo-hcc-io", "zh-CN"), ("20", "zh-CN")):
            outlet(postil, site, "jats", issue, language, f"{folder}/jats")
            outlet(postil, site, "data", issue, language, f"{folder}/data")
            record = json.load(open(f"{folder}/data/findings.json", encoding="utf-8"))["issues"][0]
            for path in glob.glob(f"{folder}/jats/*.xml"):
                made += 1
                plant_in(path, planted, record)
                said += [f"issue {issue}, {language}: {fault}" for fault in faults(path, record)]
    print(*said, f"{made} articles, {len(said)} faults", sep="\n")
    return 1 if said or made < 4 else 0


GRAMMAR_OF_JATS = etree.RelaxNG(file=GRAMMAR)

if __name__ == "__main__":
    plant = sys.argv[4] if sys.argv[3:4] == ["--plant"] else None
    sys.exit(main(sys.argv[1], sys.argv[2], plant))
