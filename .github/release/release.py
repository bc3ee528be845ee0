#!/usr/bin/env python3
"""What a release is made of, beside the program itself. Needs only Python, cargo and git.

release.py check TAG ADDRESS        the tag, Cargo.toml and CHANGELOG.md name one version; ADDRESS is where postil is kept
release.py notes                    what CHANGELOG.md says of this version
release.py pack TARGET PROGRAM TO   TO/postil-vVERSION-TARGET.tar.gz (.zip for Windows): the same bytes each time
release.py bill TO                  TO/postil-vVERSION.cdx.json: every crate that is built in, as CycloneDX
release.py sums FOLDER              FOLDER/SHA256SUMS of the archives and the bill in it
release.py manifests FOLDER         FOLDER/postil.rb for Homebrew and FOLDER/postil.json for Scoop, from SHA256SUMS
"""

import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import time
import tomllib
import uuid
import zipfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
MANIFEST = tomllib.loads((TOP / "Cargo.toml").read_text(encoding="utf-8"))
PACKAGE = MANIFEST["package"]
VERSION = PACKAGE["version"]
REPOSITORY = PACKAGE["repository"]
ARM, INTEL = "aarch64", "x86_64"
LINUX, MAC, WINDOWS = "unknown-linux-musl", "apple-darwin", "pc-windows-msvc"
# What stands in every archive beside the program. The letters of the share cards have a licence of their own.
PAPERS = ["LICENSE", "src/render/card/OFL.txt", "README.md", "README.zh-CN.md", "CHANGELOG.md"]


def fail(message):
    sys.exit(f"release.py: {message}")


def check(tag, address):
    if tag != f"v{VERSION}":
        fail(f"the tag is {tag}, and Cargo.toml says {VERSION}: write `version = \"{tag.removeprefix('v')}\"` there")
    if address.removesuffix(".git") != REPOSITORY:
        fail(f"this is {address}, and Cargo.toml says {REPOSITORY}: write `repository = \"{address}\"` there, "
             "then `UPDATE=1 cargo test install`")
    section()
    print(VERSION)


def section():
    """What the changelog says of this version."""
    changelog = (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(VERSION)}\b[^\n]*\n(.*?)(?=^## |\Z)", changelog, re.M | re.S)
    if not found or not found[1].strip():
        fail(f"CHANGELOG.md says nothing of {VERSION}: write a section `## {VERSION}`")
    return found[1].strip() + "\n"


def notes():
    print(section())
    print("## Verify\n\n```sh\nsha256sum --check --ignore-missing SHA256SUMS\n"
          f"gh attestation verify FILE --repo {repository()}\n```")


def repository():
    """OWNER/NAME."""
    return "/".join(REPOSITORY.split("/")[3:])


def archive(target):
    return f"postil-v{VERSION}-{target}.{'zip' if 'windows' in target else 'tar.gz'}"


def made_at():
    """When the sources were committed, in seconds since 1970: nothing in a release is of a later time."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    shown = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=TOP, check=True, capture_output=True, text=True)
    return int(shown.stdout)


def pack(target, program, to):
    name = archive(target)
    folder = f"postil-v{VERSION}-{target}"
    files = [("postil.exe" if "windows" in target else "postil", Path(program).read_bytes(), 0o755)]
    files += [(Path(paper).name, (TOP / paper).read_bytes(), 0o644) for paper in PAPERS]
    files.append(("THIRD-PARTY.txt", notices(target).encode(), 0o644))
    at = made_at()
    Path(to).mkdir(parents=True, exist_ok=True)
    out = Path(to) / name
    if name.endswith(".zip"):
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for path, data, mode in files:
                entry = zipfile.ZipInfo(f"{folder}/{path}", time.gmtime(at)[:6])
                entry.external_attr = mode << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(entry, data)
    else:
        with out.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, at) as squeezed, \
                tarfile.open(fileobj=squeezed, mode="w", format=tarfile.USTAR_FORMAT) as packed:
            for path, data, mode in files:
                entry = tarfile.TarInfo(f"{folder}/{path}")
                entry.size, entry.mode, entry.mtime = len(data), mode, at
                packed.addfile(entry, io.BytesIO(data))
    print(out)


def crates(target=None):
    """What cargo says of every crate that is built in, on one system or on any; and which needs which, by id."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    if target:
        command += ["--filter-platform", target]
    shown = subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True, encoding="utf-8")
    told = json.loads(shown.stdout)
    nodes = {node["id"]: node for node in told["resolve"]["nodes"]}
    needs, todo = {}, [told["resolve"]["root"]]
    while todo:
        crate = todo.pop()
        if crate not in needs:
            # What is only for tests is not in the program.
            needs[crate] = sorted(dep["pkg"] for dep in nodes[crate]["deps"]
                                  if any(kind["kind"] != "dev" for kind in dep["dep_kinds"]))
            todo += needs[crate]
    known = {package["id"]: package for package in told["packages"]}
    return {crate: known[crate] for crate in needs}, needs, told["resolve"]["root"]


def notices(target):
    """The licences of all crates in the program of a target, each text once."""
    packages, _, root = crates(target)
    by_text = {}
    for crate, package in packages.items():
        if crate == root:
            continue
        folder = Path(package["manifest_path"]).parent
        # Also those of C that a crate carries, some folders down.
        found = [path for depth in ["*", "*/*", "*/*/*"] for path in folder.glob(depth)
                 if re.match(r"(?i)(licen[cs]e|copying|notice|unlicense)", path.name) and path.is_file()]
        texts = {path.read_text(encoding="utf-8", errors="replace").strip() for path in found}
        told = f"{package['name']} {package['version']} ({package['license'] or 'see the text'})"
        for text in texts or {""}:
            by_text.setdefault(text, []).append(told)
    bare = by_text.pop("", [])
    parts = ["postil is built with these crates. Each is under its own licence."]
    for text, names in sorted(by_text.items(), key=lambda item: (sorted(item[1]), item[0])):
        parts.append("\n".join(sorted(names)) + "\n\n" + text)
    if bare:
        parts.append("These come without a text of their own; the name of the licence says which it is:\n\n"
                     + "\n".join(sorted(bare)))
    return f"\n\n{'-' * 80}\n\n".join(parts) + "\n"


def bill(to):
    packages, needs, root = crates()
    lock = tomllib.loads((TOP / "Cargo.lock").read_text(encoding="utf-8"))
    sums = {(entry["name"], entry["version"]): entry.get("checksum") for entry in lock["package"]}

    def address(crate):
        return f"pkg:cargo/{packages[crate]['name']}@{packages[crate]['version']}"

    def component(crate):
        package = packages[crate]
        told = {"type": "application" if crate == root else "library", "bom-ref": address(crate),
                "name": package["name"], "version": package["version"], "purl": address(crate)}
        if package["license"]:
            told["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
        if checksum := sums.get((package["name"], package["version"])):
            told["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        return told

    others = sorted((crate for crate in packages if crate != root), key=address)
    told = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, f"{REPOSITORY}/releases/tag/v{VERSION}").urn,
        "version": 1,
        "metadata": {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(made_at())),
                     "component": component(root)},
        "components": [component(crate) for crate in others],
        "dependencies": [{"ref": address(crate), "dependsOn": sorted({address(need) for need in needs[crate]})}
                         for crate in [root, *others]],
    }
    Path(to).mkdir(parents=True, exist_ok=True)
    out = Path(to) / f"postil-v{VERSION}.cdx.json"
    out.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    print(out)


def sums(folder):
    files = sorted(path for path in Path(folder).iterdir() if path.name.startswith("postil-v"))
    if not files:
        fail(f"there is no archive in {folder}")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (Path(folder) / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")
    print("".join(lines), end="")


def manifests(folder):
    listed = (Path(folder) / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    digests = {name: digest for digest, name in (line.split("  ") for line in listed)}

    def source(target):
        name = archive(target)
        if name not in digests:
            fail(f"SHA256SUMS has no {name}")
        return f"{REPOSITORY}/releases/download/v{VERSION}/{name}", digests[name]

    def block(system, os_name):
        lines = [f"  on_{system} do"]
        for on, cpu in [("arm", ARM), ("intel", INTEL)]:
            url, digest = source(f"{cpu}-{os_name}")
            lines += [f"    on_{on} do", f'      url "{url}"', f'      sha256 "{digest}"', "    end"]
        return "\n".join([*lines, "  end"])

    (Path(folder) / "postil.rb").write_text(f'''class Postil < Formula
  desc "{PACKAGE["description"].removeprefix("A ").capitalize()}"
  homepage "{PACKAGE["homepage"]}"
  version "{VERSION}"
  license all_of: ["MIT", "OFL-1.1"]

{block("macos", MAC)}

{block("linux", LINUX)}

  def install
    bin.install "postil"
    man1.mkpath
    (man1/"postil.1").write Utils.safe_popen_read(bin/"postil", "man")
    generate_completions_from_executable(bin/"postil", "completions")
  end

  test do
    system bin/"postil", "new", "site", "column"
    system bin/"postil", "check", "--root", "column"
  end
end
''', encoding="utf-8", newline="\n")
    target = f"{INTEL}-{WINDOWS}"
    url, digest = source(target)
    scoop = {
        "version": VERSION,
        "description": PACKAGE["description"],
        "homepage": PACKAGE["homepage"],
        "license": "MIT,OFL-1.1",
        "architecture": {"64bit": {"url": url, "hash": digest, "extract_dir": f"postil-v{VERSION}-{target}"}},
        "bin": "postil.exe",
        "checkver": {"github": REPOSITORY},
        "autoupdate": {"architecture": {"64bit": {
            "url": url.replace(VERSION, "$version"),
            "extract_dir": f"postil-v$version-{target}",
        }}, "hash": {"url": "$baseurl/SHA256SUMS"}},
    }
    (Path(folder) / "postil.json").write_text(json.dumps(scoop, indent=4) + "\n", encoding="utf-8", newline="\n")


COMMANDS = {command.__name__: command for command in [check, notes, pack, bill, sums, manifests]}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]](*sys.argv[2:])
