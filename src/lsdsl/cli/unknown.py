"""What is said of a name that the rules do not have."""

from collections.abc import Collection


def not_there(what: str, name: str, known: Collection[str]) -> str:
    """``there is no score 'fitt'; did you mean fit? There are fit, total``."""
    from lsdsl.model.suggestions import closest

    if not known:
        return f"there is no {what} {name!r}; there is none at all"
    close = " or ".join(closest(name, list(known)))
    listed = f"{'the only one is' if len(known) == 1 else 'there are'} {', '.join(known)}"
    return f"there is no {what} {name!r}; " + (f"did you mean {close}? {listed[0].upper()}{listed[1:]}" if close else listed)
