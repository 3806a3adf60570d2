"""Copies the repository's documents, and the files that they lead to: collect.py FOLDER"""

import os
import re
import shutil
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
FOREIGN = {"target", "node_modules", "dist", "lethe-data", "src"}
OPENAPI = TOP / "proto/openapi/lethe.v1.json"
LINK = re.compile(r"(\[[^\]]*\])\(([^)#\s]+)(#[^)\s]*)?\)")
FENCE = "```"


def documents(folder: Path) -> list[Path]:
    found: list[Path] = []
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith(".") and path.name not in FOREIGN:
            found += documents(path)
        elif path.suffix == ".md":
            found.append(path)
    return found


def with_links(document: Path, to: Path) -> str:
    """Its text, with links to folders led to what explains the folder; what else it leads to is copied."""

    def led(link: re.Match[str]) -> str:
        text, target, heading = link[1], link[2], link[3] or ""
        path = (document.parent / target).resolve()
        if ":" in target or path.suffix == ".md" or not path.is_relative_to(TOP):
            return link[0]
        if path == OPENAPI:
            return f"{text}({os.path.relpath(TOP / 'api/index.md', document.parent)})"
        if path.is_dir():
            explained = (path / "README.md").is_file()
            return f"{text}({target}/README.md{heading})" if explained else text.strip("[]")
        if path.is_file():
            copy = to / path.relative_to(TOP)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        return link[0]

    # Links of Markdown may go on in the next line; what stands in fences is no link.
    parts = re.split(rf"(^ *{FENCE}.*?^ *{FENCE}[ \t]*$)", document.read_text(), flags=re.M | re.S)
    text = "".join(part if k % 2 else LINK.sub(led, part) for k, part in enumerate(parts))
    # What draws these pictures would have to come along: the site shows what they are made of.
    return text.replace(f"{FENCE}mermaid", f"{FENCE}text")


def main(to: Path) -> None:
    for document in documents(TOP):
        copy = to / document.relative_to(TOP)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(with_links(document, to))
    with (to / "docs/index.md").open("a") as start:
        start.write((TOP / "docs/contents.txt").read_text())


main(Path(sys.argv[1]).resolve())
