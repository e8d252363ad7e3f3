"""GCAT's codes for states, which are partly car plates, partly ISO codes, and partly its own."""

import re
from typing import Final

from .identities import Identities

# Code → slug, where the code is not that of ISO 3166-1 or means something else there.
OWN_CODES: Final = {
    "B": "belgium",
    "BGN": "bulgaria",
    "BVI": "british-virgin-islands",
    "CSSR": "czechoslovakia",
    "CYM": "cayman-islands",
    "D": "germany",
    "DD": "east-germany",
    "E": "spain",
    "F": "france",
    "GRD": "grenada",
    "GUF": "french-guiana",
    "I": "italy",
    "J": "japan",
    "KORS": "curacao",
    "L": "luxembourg",
    "MOCN": "macao",
    "MYM": "myanmar",
    "N": "norway",
    "NI": "united-kingdom",  # Northern Ireland; Nicaragua in ISO
    "P": "portugal",
    "PAR": "panama",
    "S": "sweden",
    "SU": "soviet-union",
    "T": "thailand",
    "UAE": "united-arab-emirates",
    "UK": "united-kingdom",
    "ZR": "democratic-republic-of-the-congo",
}
# A state in its present shape, the one before it, and the day on which the one became the other.
BEFORE: Final = {
    "czechia": ("czechoslovakia", "1993-01-01"),
    "germany": ("west-germany", "1990-10-03"),
    "russia": ("soviet-union", "1991-12-26"),
}
# Script → languages that states with one main language in that script write.
SCRIPTS: Final = {
    r"[\u0370-\u03ff]": {"GR": "el"},
    r"[\u0400-\u04ff]": {"RU": "ru", "SU": "ru", "UA": "uk", "BY": "be", "BG": "bg", "BGN": "bg"},
    r"[\u0530-\u058f]": {"AM": "hy"},
    r"[\u0590-\u05ff]": {"IL": "he"},
    r"[\u0600-\u06ff]": {
        "IR": "fa", "PK": "ur", "AF": "fa", "DZ": "ar", "EG": "ar", "IQ": "ar", "JO": "ar", "KW": "ar",
        "MA": "ar", "OM": "ar", "QA": "ar", "SA": "ar", "SY": "ar", "TN": "ar", "UAE": "ar", "BH": "ar",
        "LY": "ar",
    },
    r"[\u0e00-\u0e7f]": {"T": "th"},
    r"[\u10a0-\u10ff]": {"GE": "ka"},
    r"[\uac00-\ud7af]": {"KR": "ko", "KP": "ko"},
    r"[\u3040-\u30ff]": {"J": "ja"},
    r"[\u4e00-\u9fff]": {"CN": "zh", "TW": "zh", "HK": "zh", "J": "ja"},
}  # fmt: skip
LATIN: Final = {
    "AR": "es", "AT": "de", "AZ": "az", "BO": "es", "BR": "pt", "CL": "es", "CO": "es", "CR": "es",
    "CU": "es", "CZ": "cs", "D": "de", "DK": "da", "E": "es", "EC": "es", "EE": "et", "F": "fr",
    "FI": "fi", "HR": "hr", "HU": "hu", "I": "it", "ID": "id", "LT": "lt", "LV": "lv", "MX": "es",
    "MY": "ms", "N": "no", "NL": "nl", "P": "pt", "PE": "es", "PL": "pl", "PY": "es", "RO": "ro",
    "S": "sv", "SI": "sl", "SK": "sk", "TR": "tr", "UY": "es", "VE": "es", "VN": "vi",
}  # fmt: skip


def state(code: str, known: Identities, stop: str = "9999") -> str | None:
    """The slug of the state or territory with GCAT's code; the former one where it ended by `stop`."""
    slug = OWN_CODES.get(code) or known.slug("iso2", code)
    if slug in BEFORE and stop <= BEFORE[slug][1]:
        return BEFORE[slug][0]
    return slug


def native_language(name: str, code: str, *, has_english: bool) -> str | None:
    """The language of a name, judged by its script and the state; None if English or impossible to tell."""
    for script, languages in SCRIPTS.items():
        if re.search(script, name):
            return languages.get(code)
    return LATIN.get(code) if has_english and name not in {"", "-"} else None
