#!/usr/bin/env python3
"""Kills `postil publish` a hundred times at any moment, against moto, and looks each time at what readers would see; beside
it a reader opens one page after the other, and asks for all that each of them shows.

    python3 -m venv V && V/bin/pip install 'moto[server,s3]'
    V/bin/python tests/tools/publish.py POSTIL [TIMES]
"""

import hashlib, os, random, re, shutil, signal, subprocess, sys, tempfile, threading, time
from pathlib import Path

import logging

import boto3
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

TOP = Path(__file__).resolve().parents[2]
logging.getLogger("werkzeug").setLevel(logging.ERROR)
# In an attribute or a style, and not in a text about themes.
NAMED = re.compile(r"(?<![\w.-])/(assets/[\w./-]+\.\w+)")
KEYS = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret"}


class Reader(threading.Thread):
    """Opens pages in any order, and right after each of them what it shows, as a browser does."""

    def __init__(self, store, paths):
        super().__init__(daemon=True)
        self.store, self.paths, self.is_over = store, paths, threading.Event()
        self.pages, self.missed = 0, set()

    def ask(self, way, path):
        try:
            return way(Bucket="press", Key=f"columns/{path}")
        except ClientError:
            return None

    def run(self):
        while not self.is_over.is_set():
            path = random.choice(self.paths)
            page = self.ask(self.store.get_object, path)
            for shown in set(NAMED.findall(page["Body"].read().decode())) if page else ():
                if not self.ask(self.store.head_object, shown):
                    self.missed.add(f"{path} shows {shown}")
            self.pages += page is not None
            time.sleep(0.03)


def main():
    postil, times = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100
    os.environ.update(KEYS)
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    store = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    store.create_bucket(Bucket="press")
    site = Path(tempfile.mkdtemp()) / "site"
    site.mkdir()
    for part in ["config.toml", "content", "themes"]:
        source = TOP / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, site / part)

    def build(name):
        subprocess.run([postil, "build", "--quiet", "--fast", "--output", name], cwd=site, check=True)
        return site / name

    def publish(output, **more):
        command = [postil, "publish", "s3://press/columns", "--endpoint", endpoint, "--output", output]
        return subprocess.Popen(command, cwd=site, stderr=subprocess.PIPE, text=True, **more)

    def whole(output):
        run = publish(output)
        said = run.communicate()[1]
        assert run.returncode == 0, said
        return said.strip().splitlines()[-1]

    def there():
        pages = store.get_paginator("list_objects_v2").paginate(Bucket="press", Prefix="columns/")
        found = {one["Key"][8:]: one["ETag"].strip('"') for page in pages for one in page.get("Contents", [])}
        found.pop(".postil-published.json", None)
        return found

    def files(folder):
        of = lambda path: hashlib.md5(path.read_bytes()).hexdigest()
        all = [path for path in folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(folder)): of(path) for path in all if not path.name.startswith(".postil-")}

    def shown(folder):
        return {files_of: set(NAMED.findall(text)) for files_of, text in pages(folder)}

    def pages(folder):
        for path in folder.rglob("*.html"):
            text = path.read_text()
            yield hashlib.md5(path.read_bytes()).hexdigest(), text

    old = build("old")
    print("first:", whole("old"))
    print("again:", whole("old"))
    issue = next(p for p in sorted((site / "content").glob("*/*/issue.md")) if "draft: true" not in p.read_text())
    issue.write_text(issue.read_text().rstrip() + "\n\n又一段。\n")
    build("text")
    print("one text edited:", whole("text"))
    extra = issue.parent.parent / "999-another"
    extra.mkdir()
    number = re.sub(r"(?m)^number:.*$", "number: 999", issue.read_text())
    (extra / "issue.md").write_text(re.sub(r"(?m)^(aliases|slug):.*\n", "", number))
    for path in issue.parent.iterdir():
        if path.suffix not in (".md", ".toml") and path.is_file():
            shutil.copy(path, extra)
    build("issue")
    print("one issue more:", whole("issue"))
    subprocess.run([postil, "new", "theme", "own", "--quiet"], cwd=site, check=True)
    config = (site / "config.toml").read_text()
    theme = 'theme = "own"\n'
    config = re.sub(r"(?m)^theme *=.*\n", theme, config) if re.search(r"(?m)^theme *=", config) else theme + config
    (site / "config.toml").write_text(config)
    build("before")
    whole("before")
    style = site / "themes/own/assets/css/own.css"
    style.write_text(style.read_text() + "\na { color: #321 }\n")
    new = build("new")
    print("one colour changed:", whole("new"))

    needed = shown(old) | shown(new)
    assert sum(map(bool, needed.values())) > len(needed) / 2, "hardly any page shows anything"
    ends, missed, killed = (files(old), files(new)), 0, 0
    paths = sorted({path for end in ends for path in end if path.endswith(".html")})
    lasting = re.compile(r"^assets/|-[0-9a-f]{16}\.png$")
    started = time.time()
    whole("old")
    span = time.time() - started
    reader = Reader(store, paths)
    reader.start()
    for turn in range(times):
        target, end = ("new", ends[1]) if turn % 2 == 0 else ("old", ends[0])
        run = publish(target)
        try:
            run.communicate(timeout=random.uniform(0, span))
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.communicate()
            killed += 1
        seen = there()
        missed += sum(asset not in seen for tag in seen.values() for asset in needed.get(tag, ()))
        whole(target)
        # What pages asked for stays for a day; nothing else is left.
        left = {path: tag for path, tag in there().items() if path in end or not lasting.search(path)}
        assert left == end, f"turn {turn}: {sorted(left.items() ^ end.items())[:9]}"
    reader.is_over.set()
    reader.join()
    missed += len(reader.missed)
    print(f"a reader opened {reader.pages} pages meanwhile; of what they show was missing: {sorted(reader.missed) or 'nothing'}")
    print(f"{killed} of {times} runs killed within {span:.1f} s, {missed} files missed by pages, all finished by the next run")
    server.stop()
    sys.exit(missed > 0)


main()
