"""Devices: what a User-Agent says of browser and system, in a few words that its owner recognises.

Not a reading of versions: browsers freeze most of the header (User-Agent reduction), and a person tells devices apart by
browser and system alone.
"""

_BROWSERS = (
    ("Zalo", "Zalo"),
    ("FBAN/", "Facebook"),
    ("FBAV/", "Facebook"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""Mark and name; the first that is found. Most name those that they descend from, too."""
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def described(user_agent: str) -> str:
    """Such as `Chrome, Windows`; empty where neither is known."""
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ", ".join(name for name in found if name)


def _first(marks: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in marks if mark in text), "")
