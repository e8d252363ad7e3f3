"""The place where pyoxigraph's parser stopped, and what stands around it."""

import re


class Spot:
    """The place of an error: what stands there, what stands before it, and pyoxigraph's message."""

    def __init__(self, text: str, error: SyntaxError) -> None:
        start = _offset(text, error.lineno, error.offset)
        end = _offset(text, error.end_lineno, error.end_offset)
        # Counted anew: inside a token of several lines the parser counts columns from the token's first line.
        self.line = text.count("\n", 0, start) + 1
        self.column = start - text.rfind("\n", 0, start)
        self.found = text[start:end]
        self.character = text[start : start + 1] or "\n"
        self.after = text[start:]
        self.before = text[:start].rstrip()
        self.touches = text[start - 1 : start].strip() != ""
        self.line_before = self.before.count("\n") + 1
        self.text_of_line_before = self.before[self.before.rfind("\n") + 1 :]
        self.directive = re.match(r"\s*(PREFIX|BASE|VERSION)\b", self.text_of_line_before, re.IGNORECASE)
        self.message = re.sub(r"^Parser error .*?\d: ", "", error.msg or "", flags=re.DOTALL)


def _offset(text: str, line: int | None, column: int | None) -> int:
    start = 0
    for _ in range((line or 1) - 1):
        start = text.find("\n", start) + 1
    return min(start + (column or 1) - 1, len(text))
