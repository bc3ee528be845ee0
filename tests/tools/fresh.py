#!/usr/bin/env python3
"""What somebody goes through who has postil and nothing else, from an empty folder to a site in a store of objects: each
command as it is typed, what it says and how long it takes, and then every page fetched back from the store and compared
with what was built.

    python3 -m venv V && V/bin/pip install 'moto[server,s3]'
    V/bin/python tests/tools/fresh.py POSTIL [TRANSCRIPT]

A program that is linked to nothing (as those that are released for Linux) is alone in a root of its own, where root runs
this; any other sees the libraries of this machine. Neither has anything of its environment.
"""

import hashlib, http.client, json, logging, os, re, shutil, signal, socket, struct, subprocess, sys, tempfile, time, urllib.parse
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)
KEYS = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret"}
LASTING = re.compile(r"-[0-9a-f]{10,}[.-]|^assets/pictures/")


def is_alone(program):
    """Whether an ELF file asks for no other program to be started by (it has no segment PT_INTERP)."""
    head = program.read_bytes()[:4096]
    if head[:5] != b"\x7fELF\x02":
        return False
    start, size, count = struct.unpack_from("<Q", head, 32)[0], *struct.unpack_from("<HH", head, 54)
    return all(struct.unpack_from("<I", head, start + at * size)[0] != 3 for at in range(count))


class Machine:
    """An empty folder in which nothing is but the program, and a record of what is done there."""

    def __init__(self, program):
        self.root = Path(tempfile.mkdtemp())
        self.is_alone = is_alone(program) and os.geteuid() == 0
        shutil.copy(program, self.root / "postil")
        self.told = []

    def start(self, *words, **environment):
        root = str(self.root)
        enter = (lambda: (os.chroot(root), os.chdir("/"))) if self.is_alone else (lambda: os.chdir(root))
        program = "/postil" if self.is_alone else f"{root}/postil"
        return subprocess.Popen([program, *words], env=environment, preexec_fn=enter, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, *words, **environment):
        started = time.monotonic()
        run = self.start(*words, **environment)
        said, _ = run.communicate(timeout=600)
        self.tell(words, environment, said, time.monotonic() - started)
        assert run.returncode == 0, "\n".join(self.told)
        return said

    def tell(self, words, environment, said, took):
        names = "".join(f"{name}=… " for name in environment)
        self.told.append(f"$ {names}postil {' '.join(words)}\n{said.rstrip()}\n({took:.2f} s)\n")

    def note(self, text):
        self.told.append(f"# {text}\n")


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", urllib.parse.quote(path))
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def serve(machine):
    """The desk for a moment: the first page that a writer sees."""
    port = free_port()
    started = time.monotonic()
    desk = machine.start("serve", "--root", "site", "--port", str(port), "--no-open")
    page = None
    while time.monotonic() - started < 30 and page is None:
        try:
            status, _, body = ask(port, "/")
            page = body if status == 200 else None
        except OSError:
            time.sleep(0.05)
    took = time.monotonic() - started
    desk.send_signal(signal.SIGTERM)
    said, _ = desk.communicate(timeout=20)
    machine.tell(("serve", "--root", "site", "--port", "PORT", "--no-open"), {}, said.replace(str(port), "PORT"), took)
    assert page and b"<html" in page, "the desk shows no page"
    machine.note(f"its first page: {len(page)} bytes, {took:.2f} s after the command")


def compare(machine, port, public):
    """Every file that was built, fetched as a reader does; nothing else is in the bucket but what postil keeps there."""
    built = {str(path.relative_to(public)): path for path in public.rglob("*") if path.is_file()}
    built = {path: file for path, file in built.items() if not path.startswith(".postil-")}
    started = time.monotonic()
    for path, file in sorted(built.items()):
        status, fields, body = ask(port, f"/fresh/column/{path}")
        assert status == 200 and body == file.read_bytes(), f"{path}: {status}, {len(body)} bytes"
        wanted = "max-age=31536000" if LASTING.search(path) else "max-age=300"
        assert wanted in fields.get("cache-control", ""), f"{path}: {fields}"
        if path.endswith(".html"):
            assert fields["content-type"].startswith("text/html"), path
    took = time.monotonic() - started
    size = sum(file.stat().st_size for file in built.values())
    machine.note(f"{len(built)} files ({size / 1e3:.0f} KB) fetched from the bucket in {took:.2f} s: each is what was built")
    return built


def main():
    program = Path(sys.argv[1]).resolve()
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://127.0.0.1:{port}"
    os.environ.update(KEYS)
    store = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    store.create_bucket(Bucket="fresh", ACL="public-read")
    policy = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::fresh/*"}]}
    store.put_bucket_policy(Bucket="fresh", Policy=json.dumps(policy))

    machine = Machine(program)
    size, digest = program.stat().st_size / 1e6, hashlib.sha256(program.read_bytes()).hexdigest()[:16]
    place = "alone in a root of its own" if machine.is_alone else "in an empty folder, with the libraries of this machine"
    machine.note(f"postil: {size:.1f} MB, SHA-256 {digest}…, {place}, without an environment")
    started = time.monotonic()
    machine.run("new", "site", "site")
    machine.run("check", "--root", "site", "--drafts", "--deny", "warnings")
    machine.run("build", "--root", "site", "--base-url", "https://column.example.org/column/")
    again = machine.run("build", "--root", "site", "--base-url", "https://column.example.org/column/")
    assert "nothing had changed" in again, again
    serve(machine)
    target = ("publish", "s3://fresh/column", "--root", "site", "--endpoint", endpoint)
    machine.run(*target, "--dry-run", **KEYS)
    machine.run(*target, **KEYS)
    public = machine.root / "site/public"
    before = compare(machine, port, public)
    issue = next((machine.root / "site/content").glob("*/*/issue.md"))
    issue.write_text(issue.read_text().rstrip() + "\n\nOne sentence more.\n")
    machine.note(f"a sentence is added to {issue.relative_to(machine.root)}")
    machine.run("build", "--root", "site", "--base-url", "https://column.example.org/column/")
    machine.run(*target, **KEYS)
    assert compare(machine, port, public).keys() == before.keys()
    machine.note(f"{time.monotonic() - started:.1f} s from the first command to the last")
    text = "\n".join(machine.told).replace(endpoint, "http://127.0.0.1:PORT").replace(f"{machine.root}/", "/")
    print(text)
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(text)
    server.stop()
    shutil.rmtree(machine.root)


main()
