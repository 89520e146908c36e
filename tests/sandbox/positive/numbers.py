"""Boxes that calculate: tiers, clamps, tables, sums, rounding, missing values."""

from tests.sandbox.positive.case import Positive, example

NUMBERS = (
    Positive(
        "tutorial",
        "Adds one to a score that exists, and starts another one at one.",
        """
# add 1 if a lead score exists, else start at 1
if profile.fields.leadscore:
    profile.fields.leadscore += 1
else:
    profile.fields.leadscore = 1
""",
        (
            example(gives={"leadscore": 1}),
            example({"leadscore": 0}, gives={"leadscore": 1}),
            example({"leadscore": 5}, gives={"leadscore": 6}),
            example({"leadscore": -3}, gives={"leadscore": -2}),
            example({"leadscore": "5"}, gives={"leadscore": 6}),
        ),
    ),
    Positive(
        "plus-one",
        "Adds one to a field with a default.",
        "profile.fields.leadscore += 1",
        (example(gives={"leadscore": 1}), example({"leadscore": 2.5}, gives={"leadscore": 3.5})),
    ),
    Positive(
        "tiers",
        "Sorts companies into sizes.",
        """
n = profile.fields.employees
if n is None:
    profile.fields.size = "unknown"
elif n >= 250:
    profile.fields.size = "large"
elif n >= 50:
    profile.fields.size = "medium"
else:
    profile.fields.size = "small"
""",
        (
            example(),
            example({"employees": 250}, gives={"size": "large"}),
            example({"employees": 249}, gives={"size": "medium"}),
            example({"employees": 3}, gives={"size": "small"}),
            example({"size": "large"}, gives={"size": "unknown"}),
        ),
    ),
    Positive(
        "clamp",
        "Adds three points and keeps the number between 0 and 100.",
        "profile.fields.leadscore = max(0, min(100, profile.fields.leadscore + 3))",
        (
            example({"leadscore": 99}, gives={"leadscore": 100}),
            example({"leadscore": -20}, gives={"leadscore": 0}),
            example({"leadscore": 50}, gives={"leadscore": 53}),
        ),
    ),
    Positive(
        "table",
        "Looks up what a country is worth.",
        'profile.fields.leadscore += {"NL": 10, "BE": 8, "DE": 5}.get(profile.fields.country, 1)',
        (
            example({"country": "BE"}, gives={"leadscore": 8}),
            example({"country": "FR"}, gives={"leadscore": 1}),
            example(gives={"leadscore": 1}),
        ),
    ),
    Positive(
        "table-of-texts",
        "Turns a page into a subject, and leaves the note alone for other pages.",
        """
subject = {"/pricing": "prices", "/demo": "a demo"}.get(event.path)
if subject is not None:
    profile.fields.note = subject
""",
        (
            example(data={"path": "/demo"}, gives={"note": "a demo"}),
            example({"note": "x"}, data={"path": "/"}),
        ),
    ),
    Positive(
        "missing-as-zero",
        "Counts in a field that has no default.",
        "profile.fields.visits = (profile.fields.visits or 0) + 1",
        (example(gives={"visits": 1}), example({"visits": 41}, gives={"visits": 42})),
    ),
    Positive(
        "missing-or-value",
        "Takes the number that is there, or half of another one.",
        """
if profile.fields.ratio is None and profile.fields.revenue is not None:
    profile.fields.ratio = profile.fields.revenue / 2
""",
        (
            example({"revenue": 3}, gives={"ratio": 1.5}),
            example({"revenue": 3, "ratio": 9}),
            example(),
        ),
    ),
    Positive(
        "ratio",
        "Divides, unless the divisor is missing or zero.",
        """
people = profile.fields.employees
money = profile.fields.revenue
if people and money is not None:
    profile.fields.ratio = round(money / people, 2)
else:
    profile.fields.ratio = None
""",
        (
            example({"employees": 3, "revenue": 10}, gives={"ratio": 3.33}),
            example({"employees": 0, "revenue": 10, "ratio": 4}, gives={"ratio": None}),
            example({"employees": 3}),
        ),
    ),
    Positive(
        "rounding",
        "Rounds to whole tens.",
        "profile.fields.leadscore = round(profile.fields.leadscore / 10) * 10",
        (
            example({"leadscore": 47}, gives={"leadscore": 50}),
            example({"leadscore": 44}, gives={"leadscore": 40}),
            example({"leadscore": 50}),
        ),
    ),
    Positive(
        "percent",
        "Takes away a tenth of the points.",
        "profile.fields.leadscore *= 0.9",
        (example({"leadscore": 50}, gives={"leadscore": 45}), example()),
    ),
    Positive(
        "every-fifth",
        "Gives a bonus on each fifth visit.",
        """
profile.fields.visits = (profile.fields.visits or 0) + 1
if profile.fields.visits % 5 == 0:
    profile.fields.leadscore += 10
""",
        (
            example({"visits": 4}, gives={"visits": 5, "leadscore": 10}),
            example({"visits": 5}, gives={"visits": 6}),
        ),
    ),
    Positive(
        "points-per-minute",
        "A point for each whole minute on the page, five at most.",
        """
if event.seconds is not None:
    profile.fields.leadscore += min(5, event.seconds // 60)
""",
        (
            example(data={"seconds": 150}, gives={"leadscore": 2}),
            example(data={"seconds": 4000}, gives={"leadscore": 5}),
            example(),
        ),
    ),
    Positive(
        "number-from-text",
        "Reads a number that somebody typed into a form.",
        """
typed = (event.budget or "").replace(".", "").replace("€", "").strip()
if typed.isdigit():
    profile.fields.revenue = int(typed)
""",
        (
            example(data={"budget": "€ 12.500"}, gives={"revenue": 12500}),
            example(data={"budget": "about ten"}),
            example(),
        ),
        "form_submit",
    ),
    Positive(
        "one-line-each",
        "Writes a condition and its statement on one line.",
        """
if profile.fields.customer: profile.fields.discount = 10
else: profile.fields.discount = 5
""",
        (
            example({"customer": True}, gives={"discount": 10}),
            example(gives={"discount": 5}),
        ),
    ),
    Positive(
        "condition-in-a-line",
        "Chooses between two numbers.",
        "profile.fields.discount = 15 if profile.fields.customer and profile.fields.leadscore > 50 else 0",
        (
            example({"customer": True, "leadscore": 51}, gives={"discount": 15}),
            example({"customer": True, "leadscore": 50}),
            example({"discount": 3}, gives={"discount": 0}),
        ),
    ),
    Positive(
        "between",
        "Compares with two bounds at once.",
        """
if profile.fields.employees is not None and 10 <= profile.fields.employees < 50:
    profile.fields.size = "small"
""",
        (
            example({"employees": 10}, gives={"size": "small"}),
            example({"employees": 50}),
            example(),
        ),
    ),
    Positive(
        "early-return",
        "Leaves customers alone.",
        """
"Customers are no leads."
if profile.fields.customer:
    return
profile.fields.leadscore += 2
profile.fields.stage = "known"
""",
        (
            example({"customer": True}),
            example(gives={"leadscore": 2, "stage": "known"}),
        ),
    ),
    Positive(
        "points-by-several-facts",
        "Adds up what several facts are worth.",
        """
points = 0
if profile.fields.country in ("NL", "BE"):
    points += 20
if profile.fields.employees is not None and profile.fields.employees >= 50:
    points += 15
if profile.fields.newsletter:
    points += 5
if profile.fields.phone is None:
    points -= 10
profile.fields.leadscore = points
""",
        (
            example({"country": "NL", "employees": 80, "newsletter": True, "phone": "1"}, gives={"leadscore": 40}),
            example(gives={"leadscore": -10}),
        ),
    ),
    Positive(
        "how-many-are-filled",
        "Counts how many fields are filled.",
        """
filled = 0
for one in [profile.fields.email, profile.fields.phone, profile.fields.company]:
    if one:
        filled += 1
profile.fields.visits = filled
""",
        (
            example(gives={"visits": 0}),
            example({"email": "a@b.example", "company": "B"}, gives={"visits": 2}),
        ),
    ),
    Positive(
        "field-with-a-blank",
        "Writes and reads fields whose names have blanks.",
        """
if profile.fields["Lead Source"] is None:
    profile.fields["Lead Source"] = "website"
profile.fields["Days Left"] += 30
""",
        (
            example(gives={"Lead Source": "website", "Days Left": 30}),
            example({"Lead Source": "fair", "Days Left": 2}, gives={"Days Left": 32}),
        ),
    ),
    Positive(
        "halve-and-swap",
        "Keeps a value under a name of its own before it writes over it.",
        """
before = profile.fields.leadscore
profile.fields.leadscore = profile.fields.discount
profile.fields.discount = before // 2
""",
        (example({"leadscore": 9, "discount": 2}, gives={"leadscore": 2, "discount": 4}),),
    ),
    Positive(
        "instalments",
        "Adds up a fixed number of steps.",
        """
points = 0
for step in range(1, 5):
    points += step * 10
profile.fields.leadscore = points
""",
        (example(gives={"leadscore": 100}),),
    ),
)
