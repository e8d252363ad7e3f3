"""Names like one that nobody knows."""

from collections.abc import Mapping

from rapidfuzz import fuzz, process


def most_like(known: Mapping[str, str], name: str, limit: int) -> list[str]:
    """Those of the known names most like a name, by themselves or by their labels, the likest first."""
    wanted = name.lower().replace("_", "-")
    by_name = process.extract(wanted, list(known), scorer=fuzz.WRatio, limit=limit, score_cutoff=70)
    by_label = process.extract(
        wanted.replace("-", " "),
        known,
        scorer=fuzz.WRatio,
        limit=limit,
        score_cutoff=80,
        processor=str.lower,
    )
    scores = {found: score for found, score, _ in by_name}
    for _, score, found in by_label:
        scores[found] = max(score, scores.get(found, 0))
    return sorted(scores, key=lambda found: (-scores[found], found))[:limit]
