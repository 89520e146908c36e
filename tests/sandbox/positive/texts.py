"""Boxes that clean up texts: names, addresses, telephone numbers, pages."""

from tests.sandbox.positive.case import Positive, example

TEXTS = (
    Positive(
        "name",
        "Brings a name into order: no blanks around it, capitals in front.",
        """
if profile.fields.name:
    profile.fields.name = " ".join(profile.fields.name.split()).title()
""",
        (
            example({"name": "  ann   DE vries "}, gives={"name": "Ann De Vries"}),
            example({"name": "Ann De Vries"}),
            example(),
        ),
    ),
    Positive(
        "email",
        "Writes an address in small letters.",
        """
if profile.fields.email is not None:
    profile.fields.email = profile.fields.email.strip().lower()
""",
        (example({"email": " Ann@Example.COM "}, gives={"email": "ann@example.com"}), example()),
    ),
    Positive(
        "domain",
        "Takes the company from the address, unless everybody can have one there.",
        """
address = profile.fields.email or ""
if "@" in address and profile.fields.company is None:
    domain = address.split("@")[1].lower()
    if domain not in ("gmail.com", "hotmail.com", "outlook.com"):
        profile.fields.company = domain.split(".")[0].capitalize()
""",
        (
            example({"email": "ann@rondombikes.example"}, gives={"company": "Rondombikes"}),
            example({"email": "ann@GMAIL.com"}),
            example({"email": "ann"}),
            example({"email": "ann@b.example", "company": "C"}),
        ),
    ),
    Positive(
        "country-by-ending",
        "Guesses the country from the ending of the address.",
        """
address = profile.fields.email
if profile.fields.country is None and address:
    ending = address.split(".")[-1].upper()
    if ending in {"NL", "BE", "DE"}:
        profile.fields.country = ending
""",
        (
            example({"email": "ann@rondom.nl"}, gives={"country": "NL"}),
            example({"email": "ann@rondom.com"}),
            example({"email": "ann@rondom.nl", "country": "BE"}),
        ),
    ),
    Positive(
        "first-name",
        "Greets by the first name.",
        """
name = profile.fields.name
first = name.split()[0] if name and name.strip() else "reader"
profile.fields.note = f"Dear {first},"
""",
        (
            example({"name": "Ann de Vries"}, gives={"note": "Dear Ann,"}),
            example({"name": "  "}, gives={"note": "Dear reader,"}),
            example(gives={"note": "Dear reader,"}),
        ),
    ),
    Positive(
        "phone",
        "Keeps the digits of a telephone number.",
        """
if profile.fields.phone is not None:
    digits = "".join([one for one in profile.fields.phone if one.isdigit()])
    profile.fields.phone = f"+{digits}" if digits else None
""",
        (
            example({"phone": "+31 (0)20-555 01"}, gives={"phone": "+3102055501"}),
            example({"phone": "none"}, gives={"phone": None}),
            example(),
        ),
    ),
    Positive(
        "dutch-phone",
        "Writes a national number as an international one.",
        """
number = (profile.fields.phone or "").replace(" ", "").replace("-", "")
if number.startswith("0") and profile.fields.country == "NL":
    profile.fields.phone = "+31" + number.lstrip("0")
""",
        (
            example({"phone": "020-555 01", "country": "NL"}, gives={"phone": "+312055501"}),
            example({"phone": "020-555 01"}),
        ),
    ),
    Positive(
        "f-string",
        "Writes a line for the salesperson.",
        "profile.fields.note = f\"{profile.fields.company or '?'}: {profile.fields.leadscore} points, {event.path}\"",
        (
            example({"company": "B", "leadscore": 7}, data={"path": "/a"}, gives={"note": "B: 7 points, /a"}),
            example(data={"path": "/b"}, gives={"note": "?: 0 points, /b"}),
        ),
    ),
    Positive(
        "text-and-number",
        "Puts a number behind a text.",
        'profile.fields.note = "score " + str(profile.fields.leadscore)',
        (example({"leadscore": 2.5}, gives={"note": "score 2.5"}),),
    ),
    Positive(
        "pages",
        "Knows groups of pages by how they begin.",
        """
path = event.path or "/"
if path.startswith(("/pricing", "/plans")):
    profile.fields.leadscore += 10
elif path.startswith("/docs/"):
    profile.fields.leadscore += 2
elif path.endswith(".pdf"):
    profile.fields.leadscore += 5
""",
        (
            example(data={"path": "/plans/big"}, gives={"leadscore": 10}),
            example(data={"path": "/docs/a.pdf"}, gives={"leadscore": 2}),
            example(data={"path": "/a.pdf"}, gives={"leadscore": 5}),
            example(data={"path": "/jobs"}),
        ),
    ),
    Positive(
        "campaign",
        "Takes the campaign from a link.",
        """
link = event.referrer or ""
at = link.find("utm_campaign=")
if at >= 0:
    profile.fields["Lead Source"] = link.split("utm_campaign=", 1)[1].split("&")[0].replace("+", " ")
""",
        (
            example(data={"referrer": "https://x.example/?utm_campaign=spring+fair&b=1"}, gives={"Lead Source": "spring fair"}),
            example(data={"referrer": "https://x.example/"}),
        ),
    ),
    Positive(
        "search-words",
        "Finds words in an answer, whatever their capitals.",
        """
answer = (event.answer or "").lower()
found = [word for word in ["price", "demo", "contract"] if word in answer]
if found:
    profile.fields.interests = found
    profile.fields.leadscore += 5 * len(found)
""",
        (
            example(
                data={"answer": "What PRICE is a contract?"},
                gives={"interests": ("price", "contract"), "leadscore": 10},
            ),
            example(data={"answer": "hello"}),
        ),
        "form_submit",
    ),
    Positive(
        "initials",
        "Takes the first letters of a name.",
        """
parts = (profile.fields.name or "").split()
profile.fields.note = "".join([part[0].upper() for part in parts])
""",
        (
            example({"name": "ann de vries"}, gives={"note": "ADV"}),
            example({"name": ""}, gives={"note": ""}),
        ),
    ),
    Positive(
        "full-name",
        "Splits the name of a form, whose attribute has a blank.",
        """
whole = event["Full Name"]
if whole and profile.fields.name is None:
    profile.fields.name = whole.strip().title()
""",
        (
            example(data={"Full Name": "ann de vries"}, gives={"name": "Ann De Vries"}),
            example({"name": "Ann"}, data={"Full Name": "Bo"}),
        ),
        "form_submit",
    ),
    Positive(
        "house-style",
        "Writes the legal form of a company in one way.",
        """
company = profile.fields.company
if company:
    for form in ["B.V.", "b.v.", "Bv"]:
        company = company.replace(form, "BV")
    profile.fields.company = company.rstrip(" .,")
""",
        (
            example({"company": "Rondom b.v."}, gives={"company": "Rondom BV"}),
            example({"company": "Rondom, "}, gives={"company": "Rondom"}),
        ),
    ),
    Positive(
        "suspicious",
        "Takes away points of names that nobody has.",
        """
name = (profile.fields.name or "").strip()
odd = len(name) < 2 or name.isdigit() or name.count(".") > 3 or name.lower() in ("test", "asdf")
if odd:
    profile.fields.leadscore -= 20
    add_tag("check the name")
""",
        (
            example({"name": "Test"}, gives={"leadscore": -20}, tags=("check the name",)),
            example({"name": "Ann"}),
        ),
    ),
    Positive(
        "accents",
        "Compares and writes letters of every language.",
        """
if profile.fields.company == "Café Zoë":
    profile.fields.note = "schön " + profile.fields.company.upper()
""",
        (example({"company": "Café Zoë"}, gives={"note": "schön CAFÉ ZOË"}),),
    ),
)
