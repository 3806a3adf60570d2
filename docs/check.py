"""Fails where a page of the site would load something from elsewhere: check.py SITE"""

import sys
from html.parser import HTMLParser
from pathlib import Path

LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "object": "data"}
ELSEWHERE = ("http:", "https:", "//")


class Loads(HTMLParser):
    """What a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = "href" if tag == "link" and given.get("rel") != "canonical" else LOADING.get(tag)
        if name and given.get(name):
            self.addresses.append(str(given[name]))


def main(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    faults = []
    for page in pages:
        loads = Loads()
        loads.feed(page.read_text())
        faults += [f"{page}: {each}" for each in loads.addresses if each.startswith(ELSEWHERE)]
    for style in site.rglob("*.css"):
        text = style.read_text()
        faults += [f"{style}: {each}" for each in ("url(http", "url(//", '@import "http') if each in text]
    if not pages or faults:
        sys.exit("\n".join(faults) or f"{site} has no page")


main(Path(sys.argv[1]))
