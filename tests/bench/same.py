"""Shows that two generators made the same site of a corpus: every issue has a page in both, with all its words."""

import html
import re
from pathlib import Path

EVERY = 37  # one issue in so many is read


def words(content, postil, hugo):
    """Fails where a page of either lacks a title, a paragraph or an item of its source."""
    for source in sorted(content.glob("*/*/issue.md"))[::EVERY]:
        text = source.read_text(encoding="utf-8")
        front, body = text.removeprefix("---\n").split("\n---\n", 1)
        title = re.search(r"^title: (.*)$", front, re.M)[1]
        slug = source.parent.name.split("-", 1)[1]
        wanted = [title] + [plain(line) for line in body.split("\n") if re.match(r"[^#|!`>\s]", line)]
        for output in (postil, hugo):
            page = output / source.parent.parent.name / slug / "index.html"
            said = squeezed(html.unescape(re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8"))))
            lost = [line for line in wanted if squeezed(line) not in said]
            assert not lost, f"{page} lacks {lost[0]}"


def plain(line):
    """A line without what corpus.py writes that no reader sees: addresses of links, numbers of items."""
    return re.sub(r"\]\([^)]*\)|^\d+\. ", "", line)


def squeezed(text):
    """Letters and figures alone: marks of Markdown are no words, and quotation marks are made typographic."""
    return re.sub(r"[\W_]", "", text)
