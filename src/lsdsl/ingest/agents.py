"""Who fetched the picture that counts an open, or followed a link, by the name that the program gave itself."""

from typing import Final

PROXIES: Final = ("GoogleImageProxy", "YahooMailProxy")
"""They fetch the picture when a person looks at the mail, and hide who and where the person is."""

APPLE: Final = "Mozilla/5.0"
"""All that Apple's mail privacy says of itself; it fetches every picture in advance, whether or not anybody looks."""


def is_proxy(agent: str) -> bool:
    """Whether a proxy fetched it in place of the reader's own program."""
    return is_machine(agent) or any(name in agent for name in PROXIES)


def is_machine(agent: str) -> bool:
    """Whether nobody looked."""
    return agent == APPLE
