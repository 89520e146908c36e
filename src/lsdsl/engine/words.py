"""Limits in the words of the rule author."""

from lsdsl.model.declarations import Model, RunLimit


def limit_text(model: Model, limit: RunLimit) -> str:
    """A limit as it is written in the rules, without the word ``limit``: ``1 per 7 days``."""
    text = model.sources[limit.span.path].text[limit.span.start : limit.span.end]
    return " ".join(text.split()).removeprefix("limit ")
