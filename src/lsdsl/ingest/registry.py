"""All providers by name."""

from difflib import get_close_matches
from typing import Final

from lsdsl.ingest.provider import Provider
from lsdsl.ingest.providers.amazon_ses import AMAZON_SES
from lsdsl.ingest.providers.brevo import BREVO
from lsdsl.ingest.providers.mailersend import MAILERSEND
from lsdsl.ingest.providers.mailgun import MAILGUN
from lsdsl.ingest.providers.mailjet import MAILJET
from lsdsl.ingest.providers.mailomat import MAILOMAT
from lsdsl.ingest.providers.mailtrap import MAILTRAP
from lsdsl.ingest.providers.mandrill import MANDRILL
from lsdsl.ingest.providers.postmark import POSTMARK
from lsdsl.ingest.providers.resend import RESEND
from lsdsl.ingest.providers.segment import SEGMENT
from lsdsl.ingest.providers.sendgrid import SENDGRID
from lsdsl.ingest.providers.sweego import SWEEGO

PROVIDERS: Final[dict[str, Provider]] = {
    provider.name: provider
    for provider in (
        *(AMAZON_SES, BREVO, MAILERSEND, MAILGUN, MAILJET, MAILOMAT, MAILTRAP, MANDRILL),
        *(POSTMARK, RESEND, SEGMENT, SENDGRID, SWEEGO),
    )
}

OTHER_NAMES: Final = {"ses": "amazon-ses", "amazonses": "amazon-ses", "mailchimp": "mandrill", "sendinblue": "brevo"}


def provider_named(name: str) -> Provider:
    """The provider of a name. Raises ``ValueError`` that says which there are."""
    lower = name.strip().lower().replace("_", "-")
    found = PROVIDERS.get(OTHER_NAMES.get(lower, lower))
    if found is None:
        close = get_close_matches(lower, PROVIDERS, 1)
        more = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(PROVIDERS)}"
        raise ValueError(f"there is no provider {name!r}; {more}")
    return found
