"""Reads the tables of a source as they were published, and says plainly what is wrong with them."""

import csv
import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from . import ImportSourceError

Row = dict[str, str]


def read_csv(file: Path, columns: Iterable[str]) -> Iterator[tuple[int, Row]]:
    """Line number and row of a comma-separated table. Raises ImportSourceError, see `_rows`."""
    return _rows(file, columns, delimiter=",", quoting=0)


def read_tsv(file: Path, columns: Iterable[str], comment: str = "") -> Iterator[tuple[int, Row]]:
    """Line number and row of a tab-separated table without quoting, gzipped or not.

    Lines that begin with `comment` are passed over, save the heading. Raises ImportSourceError, see `_rows`.
    """
    return _rows(file, columns, delimiter="\t", quoting=3, comment=comment)


def _rows(
    file: Path, columns: Iterable[str], *, delimiter: str, quoting: Literal[0, 3], comment: str = ""
) -> Iterator[tuple[int, Row]]:
    """Raises ImportSourceError where the file is missing, not UTF-8, lacks a column or breaks off."""
    if not file.is_file():
        raise ImportSourceError(f"{file} is missing. Put the file there as its publisher names it.")
    try:
        with (
            gzip.open(file, "rt", encoding="utf-8-sig", newline="")
            if file.suffix == ".gz"
            else file.open(encoding="utf-8-sig", newline="") as stream
        ):
            reader = csv.reader(stream, delimiter=delimiter, quoting=quoting)
            heading = [name.lstrip("#").strip() for name in next(reader, [])]
            missing = [name for name in columns if name not in heading]
            if missing:
                raise ImportSourceError(
                    f"{file}, line 1: there is no column {', '.join(missing)}; its columns are "
                    f"{', '.join(heading[:12])}…. The publisher may have changed it: mend the importer."
                )
            for cells in reader:
                if not any(cells) or (comment and cells[0].startswith(comment)):
                    continue
                if len(cells) < len(heading) and len(cells) <= heading.index(max(columns, key=heading.index)):
                    raise ImportSourceError(
                        f"{file}, line {reader.line_num}: the row has {len(cells)} of {len(heading)} cells. "
                        "The download may have broken off: fetch the file again."
                    )
                yield reader.line_num, {k: v.strip() for k, v in zip(heading, cells, strict=False)}
    except UnicodeDecodeError as error:
        raise ImportSourceError(f"{file} is not UTF-8 ({error}). Fetch the file again.") from error
