"""What providers of mail and tracking send to a webhook, turned into events by pure functions.

It knows the forms of the payloads, and nothing of rules::

    from lsdsl.ingest import events_of

    found = events_of("sendgrid", body)
    for event in found.events:
        engine.process(event)
    for refused in found.rejects:
        print(refused.code, refused.message)
"""

from lsdsl.ingest.events import EventRecord, Ingested, Refused, events_of
from lsdsl.ingest.registry import PROVIDERS
from lsdsl.ingest.vocabulary import declarations

__all__ = ["PROVIDERS", "EventRecord", "Ingested", "Refused", "declarations", "events_of"]
