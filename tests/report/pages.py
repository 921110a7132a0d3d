"""Read a page as a browser does, without one."""

import base64
import hashlib
import re
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "col"}


class Page(HTMLParser):
    """A page, as a browser reads it: its elements with what stands in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> ends nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.setdefault(self.open[-1] if self.open else "", []).append(data)

    def having(self, name: str, word: str) -> list[dict[str, str]]:
        return [attributes for _, attributes in self.elements if word in attributes.get(name, "").split()]


def policy_of(text: str) -> str:
    """The page's own policy of what it lets in."""
    (policy,) = (
        attributes["content"]
        for tag, attributes in Page(text).elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    return policy


def style_of(text: str, tag: str = "style") -> tuple[str, str]:
    """The page's style sheet, or its script, with the hash by which a policy lets it in."""
    (found,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    return found, base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()
