"""What a release is made of, and what takes it: archives of an invented program are packed, listed and named in the
manifests of package managers; then the action of GitHub and the jobs of GitLab take them from a host on this machine and
check and build a column with them, each step as it stands in its file.

  released.py POSTIL                    all is well
  released.py POSTIL --plant archive    an archive is changed after its release: must fail
  released.py POSTIL --plant column     the column has an error: must fail, and name its line to GitHub
"""

import functools
import hashlib
import http.server
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import tomllib
import zipfile
from pathlib import Path

import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

TOP = Path(__file__).resolve().parents[2]
TARGETS = ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl", "x86_64-apple-darwin", "aarch64-apple-darwin",
           "x86_64-pc-windows-msvc"]
CPU, RUNNER = {"x86_64": ("x86_64", "X64"), "aarch64": ("aarch64", "ARM64")}[platform.machine()]


def run(*command, **more):
    return subprocess.run(command, check=True, text=True, capture_output=True, **more).stdout


def release(folder, *arguments, ends=0):
    command = [sys.executable, folder / ".github/release/release.py", *arguments]
    ended = subprocess.run(command, text=True, capture_output=True, cwd=folder)
    assert ended.returncode == ends, ended.stderr
    return ended.stdout + ended.stderr


def copy_of_sources(folder, address):
    """The sources that a release is made from, kept at an address."""
    names = [".github", ".gitlab", "Cargo.toml", "Cargo.lock", "LICENSE", "README.md", "README.zh-CN.md", "CHANGELOG.md",
             "src/render/card/OFL.txt", "src/main.rs", "src/lib.rs", "src/build.rs", "tests/bench", "tests/main.rs"]
    for name in names:
        to = folder / name
        to.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (TOP / name).is_dir() else shutil.copy)(TOP / name, to)
    manifest = (folder / "Cargo.toml").read_text()
    (folder / "Cargo.toml").write_text(re.sub(r'(?m)^repository = ".*"', f'repository = "{address}"', manifest))


def make(sources, dist, program, version):
    """What the release workflow makes, with one program for every system."""
    environment = {"SOURCE_DATE_EPOCH": "1700000000"}
    os.environ.update(environment)
    for target in TARGETS:
        release(sources, "pack", target, program, dist)
    first = {path.name: path.read_bytes() for path in dist.iterdir()}
    release(sources, "pack", TARGETS[0], program, dist)
    release(sources, "pack", TARGETS[-1], program, dist)
    assert first == {path.name: path.read_bytes() for path in dist.iterdir()}, "packed twice, it is not the same"
    for command in ["bill", "sums", "manifests"]:
        release(sources, command, dist)

    papers = ["postil", "LICENSE", "OFL.txt", "README.md", "README.zh-CN.md", "CHANGELOG.md", "THIRD-PARTY.txt"]
    for target in TARGETS:
        folder = f"postil-v{version}-{target}"
        if "windows" in target:
            names = zipfile.ZipFile(dist / f"{folder}.zip").namelist()
            wanted = ["postil.exe", *papers[1:]]
        else:
            archive = tarfile.open(dist / f"{folder}.tar.gz")
            names, wanted = archive.getnames(), papers
            packed = archive.getmember(f"{folder}/postil")
            assert packed.mode == 0o755 and packed.uid == 0 and packed.mtime == 1700000000
            third = archive.extractfile(f"{folder}/THIRD-PARTY.txt").read().decode()
            assert "serde_json" in third and "Apache License" in third and "proptest" not in third
        assert names == [f"{folder}/{name}" for name in wanted], names


def judge(dist, address, version):
    """Checksums, bill and manifests say what the archives are."""
    run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=dist)
    sums = dict(reversed(line.split("  ")) for line in (dist / "SHA256SUMS").read_text().splitlines())
    bill = (dist / f"postil-v{version}.cdx.json").read_text()
    assert (fault := JsonStrictValidator(SchemaVersion.V1_5).validate_str(bill)) is None, fault
    named = {component["name"] for component in json.loads(bill)["components"]}
    locked = {entry["name"] for entry in tomllib.loads((TOP / "Cargo.lock").read_text())["package"]}
    assert named <= locked and {"serde", "tera", "windows-sys"} <= named and not {"proptest", "tempfile"} & named

    formula, scoop = (dist / "postil.rb").read_text(), json.loads((dist / "postil.json").read_text())
    told = re.findall(r'url "(.*)"\s+sha256 "(.*)"', formula)
    told.append((scoop["architecture"]["64bit"]["url"], scoop["architecture"]["64bit"]["hash"]))
    assert len(told) == 5 and len({url for url, _ in told}) == 5
    for url, digest in told:
        base, name = url.rsplit("/", 1)
        assert base == f"{address}/releases/download/v{version}", base
        assert digest == sums[name] == hashlib.sha256((dist / name).read_bytes()).hexdigest()


def refusals(sources, address, version):
    """A release that is not what it says is not made."""
    assert release(sources, "check", f"v{version}", f"{address}.git").strip() == version
    assert "Cargo.toml says" in release(sources, "check", "v99.0.0", address, ends=1)
    assert "Cargo.toml says" in release(sources, "check", f"v{version}", "https://github.com/someone/else", ends=1)
    assert len(release(sources, "notes")) > 100
    changelog = sources / "CHANGELOG.md"
    text = changelog.read_text()
    changelog.write_text(text.replace(f"## {version}", "## 0.0.9"))
    assert "says nothing of" in release(sources, "notes", ends=1)
    changelog.write_text(text)


def action(sources, site, work):
    """Runs the action as a runner does: from its tag, step after step, with what it is given."""
    remote, taken = work / "remote.git", work / "taken"
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    run("git", "init", "-q", "--bare", remote)
    run("git", "init", "-q", "-b", "main", cwd=sources)
    run(*git, "add", "-A", cwd=sources)
    run(*git, "commit", "-qm", "one", cwd=sources)
    run(*git, "tag", "v1", cwd=sources)
    run("git", "push", "-q", remote, "v1", cwd=sources)
    run("git", "-c", "advice.detachedHead=false", "clone", "-q", "--branch", "v1", f"file://{remote}", taken)
    told = yaml.safe_load((taken / ".github/actions/postil/action.yml").read_text())
    inputs = {name: about.get("default", "") for name, about in told["inputs"].items()}
    inputs |= {"base-url": "https://example.org/column", "language": "zh"}
    values = {f"inputs.{name}": value for name, value in inputs.items()}
    values["github.action_path"] = str(taken / ".github/actions/postil")

    def filled(text):
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda it: values[it[1]], text)

    (work / "temp").mkdir()
    lists = {name: work / name for name in ["GITHUB_PATH", "GITHUB_OUTPUT"]}
    said, outputs = "", {}
    for step in told["runs"]["steps"]:
        if "uses" in step:
            assert step["uses"].startswith("actions/cache@")
            continue
        if "if" in step:
            name, value = re.fullmatch(r"(\S+) == '(.*)'", step["if"]).groups()
            if values[name] != value:
                continue
        for path in lists.values():
            path.touch()
        path = ":".join([*reversed(lists["GITHUB_PATH"].read_text().split()), os.environ["PATH"]])
        environment = {**os.environ, "PATH": path, "RUNNER_OS": "Linux", "RUNNER_ARCH": RUNNER,
                       "RUNNER_TEMP": str(work / "temp"), **{name: str(file) for name, file in lists.items()}}
        environment |= {name: filled(text) for name, text in step.get("env", {}).items() if name != "GH_TOKEN"}
        ended = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", filled(step["run"])], text=True,
                               cwd=site, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said += ended.stdout
        outputs |= dict(line.split("=", 1) for line in lists["GITHUB_OUTPUT"].read_text().splitlines())
        if ended.returncode:
            return ended.returncode, said, outputs
    return 0, said, outputs


def jobs(site, downloads, version, work):
    """Runs what the column that `postil new site --template gitlab` makes tells GitLab to do."""
    text = (site / ".gitlab-ci.yml").read_text()
    text = re.sub(r"https://github\.com/someone/postil/releases/download/v[0-9.]+", downloads, text)
    told = yaml.safe_load(text)
    common = told[".postil"]
    for job in ["check", "pages"]:
        lines = [*common["before_script"], *told[job]["script"]]
        script = "\n".join(line.replace("/tmp/postil", str(work / "installed")) for line in lines)
        environment = {**os.environ, "CI_PROJECT_DIR": str(site), "CI_PAGES_URL": "https://example.org/lab", **common["variables"]}
        shutil.rmtree(work / "installed", ignore_errors=True)
        run("sh", "-ec", script, cwd=site, env=environment)
    assert told["pages"]["artifacts"]["paths"] == ["public"]
    assert "https://example.org/lab/" in (site / "public/sitemap.xml").read_text()
    assert f"postil-{version}" == common["cache"]["key"]


def main(postil, planted=None):
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=work / "host")
        handler.func.log_message = lambda *_: None
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}/someone/postil"
            sources = work / "sources"
            copy_of_sources(sources, address)
            version = tomllib.loads((sources / "Cargo.toml").read_text())["package"]["version"]
            downloads = f"{address}/releases/download/v{version}"
            dist = work / f"host/someone/postil/releases/download/v{version}"
            # Small, and yet postil: packing a program takes as long as it is large.
            program = work / "program"
            program.write_text(f'#!/bin/sh\nexec {shlex.quote(postil)} "$@"\n')
            make(sources, dist, program, version)
            judge(dist, address, version)
            refusals(sources, address, version)

            source = ["--from-repository", "https://github.com/someone/postil", "--quiet"]
            for host in ["github", "gitlab"]:
                run(postil, "new", "site", work / host, "--template", host, *source)
            if planted == "archive":
                with (dist / f"postil-v{version}-{CPU}-unknown-linux-musl.tar.gz").open("ab") as archive:
                    archive.write(b"x")
            if planted == "column":
                issue = work / "github/content/example/001-demo/issue.md"
                issue.write_text(issue.read_text().replace("\nnumber: 1\n", "\nnumber: one\n"))
            status, said, outputs = action(sources, work / "github", work)
            if status:
                sys.exit(said)
            assert outputs == {"version": version, "site": "./public"}, outputs
            assert "https://example.org/column/" in (work / "github/public/sitemap.xml").read_text()
            jobs(work / "gitlab", downloads, version, work)
            server.shutdown()
    print("five archives, their manifests, the action and the jobs keep together")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]), sys.argv[3] if sys.argv[2:3] == ["--plant"] else None)
