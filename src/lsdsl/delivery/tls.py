"""TLS with the certificate and the name of the server checked."""

import ssl
from pathlib import Path

from lsdsl.delivery.problems import DeliveryError


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """A context that trusts the authorities of the system, or those in a file instead."""
    try:
        return ssl.create_default_context(cafile=ca_file)
    except ssl.SSLError:
        raise DeliveryError(f"{ca_file}: this is not a file of certificates in PEM form") from None
    except OSError as error:
        raise DeliveryError(f"{ca_file}: {(error.strerror or 'cannot be read').lower()}") from None


def tls_words(error: ssl.SSLError) -> str:
    """What went wrong, in a few words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message.lower().removesuffix('.')}"
    return (error.reason or "TLS failed").replace("_", " ").lower()
