"""Boxes that go over rows, tags and lists."""

from tests.sandbox.positive.case import Positive, example

ORDERS = (
    {"amount": 120, "product": "bike", "status": "paid", "paid": "2026-02-01"},
    {"amount": 80.5, "product": "lock", "status": "returned"},
    {"amount": 300, "product": "bike", "status": "paid", "paid": "2026-02-20"},
    {"product": "gift"},
)

LISTS = (
    Positive(
        "revenue",
        "Adds up the orders that were not returned.",
        """
total = 0
for order in collections.orders:
    if order.status != "returned" and order.amount is not None:
        total += order.amount
profile.fields.revenue = total
""",
        (example(orders=ORDERS, gives={"revenue": 420}), example(gives={"revenue": 0})),
    ),
    Positive(
        "revenue-in-a-line",
        "Adds up the orders in one line.",
        "profile.fields.revenue = sum([order.amount or 0 for order in collections.orders])",
        (example(orders=ORDERS, gives={"revenue": 500.5}), example(gives={"revenue": 0})),
    ),
    Positive(
        "largest",
        "Finds the largest order.",
        """
amounts = [order.amount for order in collections.orders if order.amount is not None]
if amounts:
    profile.fields.revenue = max(amounts)
""",
        (example(orders=ORDERS, gives={"revenue": 300}), example(), example(orders=ORDERS[3:])),
    ),
    Positive(
        "largest-by-hand",
        "Finds the product of the largest order.",
        """
best = 0
for order in collections.orders:
    if order.amount is not None and order.amount > best:
        best = order.amount
        profile.fields.note = order.product
""",
        (example(orders=ORDERS, gives={"note": "bike"}), example({"note": "x"})),
    ),
    Positive(
        "how-many-orders",
        "Counts rows.",
        """
profile.fields.visits = len(collections.orders)
profile.fields.customer = len(collections.orders) > 0
""",
        (example(orders=ORDERS, gives={"visits": 4, "customer": True}), example(gives={"visits": 0})),
    ),
    Positive(
        "average",
        "Takes the average of the amounts.",
        """
amounts = [order.amount for order in collections.orders if order.amount]
profile.fields.ratio = round(sum(amounts) / len(amounts), 1) if amounts else None
""",
        (example(orders=ORDERS, gives={"ratio": 166.8}), example()),
    ),
    Positive(
        "median",
        "Takes the middle one of the amounts.",
        """
amounts = sorted([order.amount for order in collections.orders if order.amount is not None])
if amounts:
    profile.fields.ratio = amounts[len(amounts) // 2]
""",
        (example(orders=ORDERS, gives={"ratio": 120}),),
    ),
    Positive(
        "bought",
        "Asks whether a product was bought at all.",
        """
if "bike" in [order.product for order in collections.orders]:
    profile.fields.stage = "customer"
""",
        (example(orders=ORDERS, gives={"stage": "customer"}), example(orders=ORDERS[1:2])),
    ),
    Positive(
        "first-paid",
        "Goes over the orders until one is paid.",
        """
for order in collections.orders:
    if order.paid is None:
        continue
    profile.fields.since = order.paid
    break
""",
        (example(orders=ORDERS, gives={"since": "2026-02-01"}), example()),
    ),
    Positive(
        "last-paid",
        "Takes the latest of several dates.",
        """
paid = [order.paid for order in collections.orders if order.paid is not None]
if len(paid) > 0:
    profile.fields.since = max(paid)
""",
        (example(orders=ORDERS, gives={"since": "2026-02-20"}), example()),
    ),
    Positive(
        "all-paid",
        "Asks whether every order is paid.",
        """
if len(collections.orders) > 0 and all([order.status == "paid" for order in collections.orders]):
    profile.fields.discount = 5
""",
        (example(orders=(ORDERS[0], ORDERS[2]), gives={"discount": 5}), example(orders=ORDERS), example()),
    ),
    Positive(
        "any-urgent",
        "Asks whether a ticket is open and urgent.",
        """
urgent = any([ticket.open and (ticket.urgency or 0) >= 8 for ticket in collections.tickets])
if urgent:
    profile.fields.leadscore -= 15
""",
        (
            example(tickets=({"urgency": 9},), gives={"leadscore": -15}),
            example(tickets=({"urgency": 9, "open": False}, {})),
        ),
    ),
    Positive(
        "two-collections",
        "Holds orders against tickets.",
        """
open_tickets = len([ticket.open for ticket in collections.tickets if ticket.open])
orders = len(collections.orders)
profile.fields.ratio = open_tickets / orders if orders else 0
""",
        (example(orders=ORDERS, tickets=({}, {"open": False}), gives={"ratio": 0.25}), example(gives={"ratio": 0})),
    ),
    Positive(
        "products",
        "Keeps the products in a list, each once, sorted.",
        "profile.fields.interests = sorted([o.product for o in collections.orders if o.product])",
        (example(orders=ORDERS, gives={"interests": ("bike", "gift", "lock")}),),
    ),
    Positive(
        "join",
        "Writes a list as a text.",
        """
if profile.fields.interests:
    profile.fields.note = ", ".join(profile.fields.interests)
""",
        (example({"interests": ["bikes", "locks"]}, gives={"note": "bikes, locks"}), example()),
    ),
    Positive(
        "list-field",
        "Looks into a field that is a list.",
        """
wanted = profile.fields.interests or []
if "bikes" in wanted and len(wanted) <= 3:
    profile.fields.leadscore += 4
""",
        (example({"interests": ["bikes"]}, gives={"leadscore": 4}), example()),
    ),
    Positive(
        "points-per-tag",
        "Gives points for the tags of a group.",
        """
for tag in profile.tags:
    if tag.startswith("fair"):
        profile.fields.leadscore += 3
""",
        (example(tagged=("fair 2025", "x", "fair 2026"), gives={"leadscore": 6}),),
    ),
    Positive(
        "subprofile",
        "Reads the row that the follow-up is about.",
        """
if subprofile.fields.status == "open" and subprofile.fields.amount is not None:
    profile.fields.leadscore += 1 + min(5, subprofile.fields.amount // 100)
""",
        (
            example(data={"id": "1", "amount": 350}, gives={"leadscore": 4}),
            example(data={"id": "1", "amount": 9999}, gives={"leadscore": 6}),
            example(data={"id": "1", "status": "paid", "amount": 10}),
        ),
        "orders created",
    ),
    Positive(
        "subprofile-among-others",
        "Compares the new order with those before it.",
        """
before = [order.amount or 0 for order in collections.orders if order.id != subprofile.fields.id]
if subprofile.fields.amount and (not before or subprofile.fields.amount > max(before)):
    profile.fields.note = f"largest order so far: {subprofile.fields.amount}"
""",
        (example(data={"id": "1", "amount": 350}, gives={"note": "largest order so far: 350"}),),
        "orders created",
    ),
)
