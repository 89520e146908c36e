"""Libraries that only delivery needs: the extra ``deliver``."""

from importlib import import_module
from typing import Any

from lsdsl.delivery.problems import DeliveryError


def needed(library: str, what: str) -> Any:
    """Import a library of the extra, or say how to get it."""
    try:
        return import_module(library)
    except ImportError:
        raise DeliveryError(f'{what} needs {library.partition(".")[0]}: pip install "lsdsl[deliver]"') from None
