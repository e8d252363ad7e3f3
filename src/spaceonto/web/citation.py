"""What is cited of an answer, and how references are written: as text, as BibTeX, as CSL-JSON."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Citation:
    """An answer as it is cited; `not_kept` says why its release cannot be promised to stay, if so."""

    title: str
    dataset: str
    author: str
    license: str
    release: str
    created: str
    permalink: str
    sha256: str
    rows: int
    is_graph: bool
    accessed: str
    not_kept: str = ""

    @property
    def key(self) -> str:
        return f"spaceonto-{self.release[:8]}-{self.sha256[:8]}"

    @property
    def amount(self) -> str:
        """How large the answer is, in words."""
        unit = "triple" if self.is_graph else "row"
        return f"{self.rows:,} {unit}{'' if self.rows == 1 else 's'}"

    @property
    def accept(self) -> str:
        """In which format the lines of the answer give the digest."""
        return "application/n-triples" if self.is_graph else "text/tab-separated-values"


def as_text(made: Citation) -> str:
    """The citation as a sentence of a list of references."""
    author = f"{made.author} ({made.created[:4]}). " if made.author else ""
    return (
        f"{author}{made.title.rstrip('.')}{'' if made.title.endswith('?') else '.'} In: {made.dataset}, "
        f"release {made.release} of {made.created}. {made.amount}, SHA-256 {made.sha256}. "
        f"{made.permalink} (asked {made.accessed})."
    )


def as_bibtex(made: Citation) -> str:
    """The citation as an entry of BibTeX."""
    fields = {
        "author": f"{{{_tex(made.author)}}}" if made.author else "",
        "title": f"{{{_tex(made.title)}}}",
        "howpublished": _tex(f"In: {made.dataset}, release {made.release}"),
        "year": made.created[:4],
        "version": made.release,
        "url": made.permalink,
        "urldate": made.accessed,
        "note": f"{made.amount}, SHA-256 {made.sha256}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{made.key},\n" + ",\n".join(lines) + "\n}\n"


def _tex(text: str) -> str:
    for mark in "\\{}":
        text = text.replace(mark, "")
    for mark in "&%$#_":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("~", "\\textasciitilde{}").replace("^", "\\textasciicircum{}")


def as_csl(made: Citation) -> dict[str, object]:
    """The citation as an item of CSL-JSON, which reference managers read."""
    item: dict[str, object] = {
        "id": made.key,
        "type": "dataset",
        "title": made.title,
        "container-title": made.dataset,
        "version": made.release,
        "URL": made.permalink,
        "accessed": {"date-parts": [_parts(made.accessed)]},
        "note": f"{made.amount}, SHA-256 {made.sha256}",
    }
    if made.author:
        item["author"] = [{"literal": made.author}]
    if made.created:
        item["issued"] = {"date-parts": [_parts(made.created)]}
    return item


def _parts(date: str) -> list[int]:
    return [int(part) for part in date.split("-")]


def as_json(made: Citation) -> dict[str, object]:
    """All that is known of the cited answer, and the citation in each form."""
    return {
        "release": made.release,
        "created": made.created,
        "permalink": made.permalink,
        "sha256": made.sha256,
        "rows": made.rows,
        "kept": not made.not_kept,
        "why not kept": made.not_kept,
        "license": made.license,
        "text": as_text(made),
        "bibtex": as_bibtex(made),
        "csl": as_csl(made),
    }
