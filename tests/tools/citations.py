"""Reads every citation of a finished site with parsers that are not postil's, and compares it with its page.

    citations.py SITE
"""

import html
import re
import sys
from pathlib import Path

import bibtexparser
import rispy

PLAIN = [("\\textasciitilde{}", "~"), ("\\textasciicircum{}", "^"), ("\\textbackslash{}", "\\")]


def plain(text: str) -> str:
    for written, meant in PLAIN:
        text = text.replace(written, meant)
    return re.sub(r"\\([&%$#_{}])", r"\1", text).strip("{}")


def one_order(author: str) -> str:
    """The words of a name in one order: citations have the family name first, with a comma; pages may not."""
    return " ".join(sorted(author.replace(",", " ").split()))


def page_of(folder: Path) -> dict[str, list[str]]:
    text = (folder / "index.html").read_text(encoding="utf-8")
    tags: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta name="citation_(\w+)" content="([^"]*)">', text):
        tags.setdefault(name, []).append(html.unescape(content))
    return tags


def one_line(texts: list[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts]


def main(site: Path) -> int:
    faults: list[str] = []
    files = sorted(site.rglob("citation.ris"))
    for ris in files:
        said = page_of(ris.parent)
        wanted = {
            "title": said["title"], "authors": [one_order(it) for it in said.get("author", [])], "journal": said["journal_title"],
            "number": said["issue"], "url": said["public_url"], "year": [said["publication_date"][0][:4]],
        }
        records = rispy.loads(ris.read_text(encoding="utf-8"))
        entries = bibtexparser.loads((ris.parent / "citation.bib").read_text(encoding="utf-8")).entries
        if len(records) != 1 or len(entries) != 1:
            faults.append(f"{ris.parent}: {len(records)} records, {len(entries)} entries")
            continue
        record, entry = records[0], entries[0]
        authors = [one_order(plain(it)) for it in entry.get("author", "").split(" and ") if it]
        found = {
            "RIS": {
                "title": [record.get("title")], "authors": [one_order(it) for it in record.get("authors", [])],
                "journal": [record.get("secondary_title")], "number": [record.get("number")],
                "url": record.get("urls", [record.get("url")]), "year": [record.get("year")],
            },
            "BibTeX": {
                "title": [plain(entry["title"])], "authors": authors, "journal": [plain(entry["journal"])],
                "number": [entry["number"]], "url": [entry["url"]], "year": [entry["year"]],
            },
        }
        for form, fields in found.items():
            for name, value in fields.items():
                if value != one_line(wanted[name]):
                    faults.append(f"{ris.parent}: {form}: {name} is {value}, the page says {wanted[name]}")
    if not files:
        faults.append("there are no citations")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(files)} citations, {len(faults)} faults")
    return 1 if faults else 0


sys.exit(main(Path(sys.argv[1])))
