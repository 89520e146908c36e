"""Rules of other systems as rules of lsdsl: scoring sheets, follow-up flows, and the JavaScript of execution boxes."""
