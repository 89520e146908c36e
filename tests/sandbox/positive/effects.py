"""Boxes that look at time, set tags, award points and ask for actions."""

from tests.sandbox.positive.case import Positive, example

EFFECTS = (
    Positive(
        "days-left",
        "Counts the days until the trial ends.",
        """
if profile.fields.trial_ends is not None:
    profile.fields["Days Left"] = round(days_between(now, profile.fields.trial_ends), 1)
""",
        (example({"trial_ends": "2026-03-04"}, gives={"Days Left": 2.5}), example()),
    ),
    Positive(
        "age",
        "Rewards profiles that are older than four weeks.",
        """
if days_between(profile.created, now) > 28:
    profile.fields.leadscore += 7
""",
        (example(gives={"leadscore": 7}, tagged=("old",)),),
    ),
    Positive(
        "last-seen",
        "Keeps the moment of the visit, and notices who comes back after a week.",
        """
seen = profile.fields.last_seen
if seen is not None and days_between(seen, event.time) >= 7:
    add_tag("came back")
profile.fields.last_seen = event.time
""",
        (
            example({"last_seen": "2026-02-20T12:00:00Z"}, gives={"last_seen": "2026-03-01T12:00:00Z"}, tags=("came back",)),
            example({"last_seen": "2026-02-28T12:00:00Z"}, gives={"last_seen": "2026-03-01T12:00:00Z"}),
            example(gives={"last_seen": "2026-03-01T12:00:00Z"}),
        ),
    ),
    Positive(
        "whole-days",
        "Subtracts one date from another.",
        """
if profile.fields.since is not None and profile.fields.trial_ends is not None:
    profile.fields.visits = days_between(profile.fields.since, profile.fields.trial_ends)
""",
        (example({"since": "2026-02-27", "trial_ends": "2026-03-02"}, gives={"visits": 3}),),
    ),
    Positive(
        "earlier",
        "Compares two dates, and clears one.",
        """
since = profile.fields.since
ends = profile.fields.trial_ends
if since is not None and ends is not None and ends < since:
    profile.fields.trial_ends = None
""",
        (
            example({"since": "2026-03-02", "trial_ends": "2026-03-01"}, gives={"trial_ends": None}),
            example({"since": "2026-03-01", "trial_ends": "2026-03-01"}),
        ),
    ),
    Positive(
        "quick-answer",
        "Gives a point to who comes within an hour.",
        """
if profile.fields.last_seen is not None:
    if seconds_between(profile.fields.last_seen, now) <= 3600:
        profile.fields.leadscore += 1
""",
        (
            example({"last_seen": "2026-03-01T11:00:00Z"}, gives={"leadscore": 1}),
            example({"last_seen": "2026-03-01T10:59:59Z"}),
        ),
    ),
    Positive(
        "flag",
        "Sets a flag from several conditions.",
        """
known = profile.fields.email is not None and profile.fields.phone is not None
profile.fields.customer = known and profile.fields.leadscore >= 10
""",
        (
            example({"email": "a@b.example", "phone": "1", "leadscore": 10}, gives={"customer": True}),
            example({"customer": True}, gives={"customer": False}),
        ),
    ),
    Positive(
        "not-flag",
        "Turns a flag around.",
        "profile.fields.newsletter = not profile.fields.newsletter",
        (example({"newsletter": True}, gives={"newsletter": False}), example(gives={"newsletter": True})),
    ),
    Positive(
        "tags-from-text",
        "Sets a tag for each word of an answer that counts.",
        """
for word in (event.answer or "").lower().replace(",", " ").split():
    if word in ("bikes", "locks", "lamps"):
        add_tag(f"wants {word}")
""",
        (
            example(data={"answer": "Bikes, lamps and cake"}, tags=("wants bikes", "wants lamps")),
            example(data={"answer": "cake"}),
        ),
        "form_submit",
    ),
    Positive(
        "tag-instead-of-tag",
        "Takes one tag away and sets another.",
        """
if "trial" in profile.tags and profile.fields.customer:
    remove_tag("trial")
    add_tag("customer")
""",
        (
            example({"customer": True}, tagged=("trial",), tags=("customer",)),
            example(tagged=("trial",)),
        ),
    ),
    Positive(
        "award",
        "Awards points that the rules cannot say.",
        """
if event.seconds is not None:
    award("engagement", round(event.seconds / 30, 1))
""",
        (example(data={"seconds": 100}, points={"engagement": 3.3}), example()),
    ),
    Positive(
        "award-some",
        "Awards to one score or to another.",
        """
if profile.fields.customer:
    award("fit", -5)
else:
    award("engagement", 2)
    award("fit", 1)
""",
        (
            example({"customer": True}, points={"fit": -5}),
            example(points={"engagement": 2, "fit": 1}),
        ),
    ),
    Positive(
        "scores",
        "Reads scores, the computed one too.",
        """
profile.fields.leadscore = scores.total
if scores.fit >= 10 and scores.engagement < 20:
    profile.fields.stage = "known"
""",
        (
            example({"country": "NL"}, gives={"leadscore": 15, "stage": "known"}),
            example({"country": "FR"}, gives={"leadscore": 5}),
        ),
    ),
    Positive(
        "mail",
        "Asks for a mail to the profile's address.",
        """
if profile.fields.email:
    do("send_email", template="welcome", bcc="sales@rondombikes.example")
""",
        (
            example(
                {"email": "a@b.example"},
                asks=(("send_email", {"template": "welcome", "to": "a@b.example", "bcc": "sales@rondombikes.example"}),),
            ),
            example(),
        ),
    ),
    Positive(
        "message",
        "Asks for a call about what was looked at, with a text that is put together.",
        """
who = profile.fields.name or profile.fields.email or profile.id
do("note", title="visit", text=f"{who} looked at {event.path}")
""",
        (example(data={"path": "/p"}, asks=(("note", {"title": "visit", "text": "p looked at /p"}),)),),
    ),
    Positive(
        "own-action",
        "Asks for an action of the ruleset with arguments of several types.",
        """
urgency = 3 if profile.fields.leadscore > 50 else 1
do("call", topic="prices", urgency=urgency, before=profile.fields.trial_ends)
""",
        (
            example({"leadscore": 60}, asks=(("call", {"topic": "prices", "urgency": 3}),)),
            example({"trial_ends": "2026-03-04"}, asks=(("call", {"topic": "prices", "urgency": 1, "before": "2026-03-04"}),)),
        ),
    ),
    Positive(
        "each-order",
        "Asks for something for each row.",
        """
for order in collections.orders:
    if order.status == "open" and order.product:
        do("start_workflow", name="remind")
        add_tag("open: " + order.product)
""",
        (
            example(
                orders=({"product": "bike"}, {"product": "lock"}, {"product": "lamp", "status": "paid"}),
                asks=(("start_workflow", {"name": "remind"}), ("start_workflow", {"name": "remind"})),
                tags=("open: bike", "open: lock"),
            ),
        ),
    ),
    Positive(
        "what-happened",
        "Tells two events apart.",
        """
if event.type == "visit":
    profile.fields.leadscore += 1
else:
    profile.fields.leadscore += 5
profile.fields.note = event.type
""",
        (example(gives={"leadscore": 1, "note": "visit"}),),
        "visit or form_submit",
    ),
    Positive(
        "choice-forward",
        "Moves a stage forward and never back.",
        """
order = {"new": 1, "known": 2, "customer": 3}.get(profile.fields.stage, 0)
if order < 2 and event.form == "contact":
    profile.fields.stage = "known"
""",
        (
            example(data={"form": "contact"}, gives={"stage": "known"}),
            example({"stage": "customer"}, data={"form": "contact"}),
        ),
        "form_submit",
    ),
    Positive(
        "clear",
        "Clears what was only needed for the trial; a field with a default gets its default.",
        """
profile.fields.trial_ends = None
profile.fields.discount = None
profile.fields.note = None
""",
        (
            example(
                {"trial_ends": "2026-03-01", "discount": 5, "note": "x"}, gives={"trial_ends": None, "discount": 0, "note": None}
            ),
        ),
    ),
)
