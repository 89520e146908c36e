"""Names of fields that tell something about a person by which the law forbids to treat people differently.

A name counts only as a whole, apart from a few words around it that change nothing (`contact_gender`, `gender_code`). Words that
mean something harmless as often (`race`, `genre`, `handicap`, `partner`) are left out.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

PHRASES: Final[Mapping[str, tuple[str, ...]]] = {
    "age": (
        *("age", "age group", "age range", "age bracket", "age band", "age class", "age category", "age in years", "age years"),
        *("age of person", "person age", "birthday", "birthdate", "birth date", "date of birth", "birth year", "year of birth"),
        *("geburtsdatum", "geburtstag", "geburtsjahr", "alter", "altersgruppe", "altersklasse"),
        *("leeftijd", "leeftijdsgroep", "leeftijdscategorie", "geboortedatum", "geboortejaar"),
        *("date de naissance", "annee de naissance", "tranche d age", "tranche age"),
        *("edad", "grupo de edad", "rango de edad", "fecha de nacimiento", "ano de nacimiento", "fecha nacimiento"),
    ),
    "gender": ("gender", "gender identity", "sex", "geschlecht", "geslacht", "sexe", "sexo", "transgender"),
    "religion": (
        *("religion", "religious affiliation", "religious belief", "religious beliefs", "religious denomination"),
        *("konfession", "religionszugehoerigkeit", "religionszugehorigkeit", "weltanschauung"),
        *("religie", "geloofsovertuiging", "levensbeschouwing", "confession religieuse"),
    ),
    "ethnic origin": (
        *(
            "ethnicity",
            "ethnic group",
            "ethnic origin",
            "ethnic background",
            "racial origin",
            "race ethnicity",
            "race and ethnicity",
        ),
        *("ethnie", "ethnische herkunft", "ethnische zugehoerigkeit", "ethnische zugehorigkeit", "hautfarbe"),
        *("etniciteit", "etnische afkomst", "etnische achtergrond", "huidskleur"),
        *("origine ethnique", "couleur de peau", "etnia", "origen etnico", "grupo etnico"),
    ),
    "nationality": (
        *("nationality", "nationalitaet", "nationalitat", "staatsangehoerigkeit", "staatsangehorigkeit"),
        *("nationaliteit", "nationalite", "nacionalidad"),
    ),
    "marital status": (
        *("marital status", "is married", "married", "familienstand", "burgerlijke staat", "gehuwd"),
        *("etat civil", "situation matrimoniale", "statut matrimonial", "estado civil"),
    ),
    "disability": (
        *("disability", "disability status", "has disability", "behinderung", "behinderungsgrad", "schwerbehinderung"),
        *("arbeidsbeperking", "invaliditeit", "discapacidad", "grado de discapacidad"),
    ),
    "sexual orientation": (
        *(
            "sexual orientation",
            "sexuality",
            "sexuelle orientierung",
            "seksuele geaardheid",
            "seksuele orientatie",
            "seksuele voorkeur",
        ),
        *("orientation sexuelle", "orientacion sexual"),
    ),
    "pregnancy": (
        *("pregnancy", "pregnant", "is pregnant", "pregnancy status", "schwanger", "schwangerschaft"),
        *("zwanger", "zwangerschap", "grossesse", "embarazo", "embarazada"),
    ),
    "union membership": (
        *("trade union", "trade union member", "trade union membership", "union member", "union membership", "labor union"),
        *("gewerkschaft", "gewerkschaftsmitglied", "gewerkschaftszugehoerigkeit", "vakbond", "vakbondslid"),
        *("appartenance syndicale", "afiliacion sindical"),
    ),
    "political opinion": (
        *("political opinion", "political opinions", "political views", "political view", "political affiliation"),
        *("political party", "political preference", "political leaning", "political orientation", "party affiliation"),
        *("politische meinung", "politische einstellung", "parteizugehoerigkeit", "parteizugehorigkeit", "parteimitgliedschaft"),
        *("politieke voorkeur", "politieke overtuiging", "politieke gezindheid"),
        *("opinion politique", "opinions politiques", "opinion politica", "afiliacion politica"),
    ),
    "health": (
        *("health condition", "medical condition", "medical history", "hiv status", "krankheit", "gesundheitszustand"),
        *("gezondheidstoestand", "etat de sante", "estado de salud"),
    ),
}
"""What a name tells, and the words of such names, without accents, in English, German, Dutch, French and Spanish."""

BEFORE: Final = frozenset({"contact", "person", "lead", "customer", "user", "applicant", "employee", "the", "profile"})
BEHIND: Final = frozenset({"code", "id", "text", "value", "name", "label", "key", "field"})
"""Words around a phrase that change nothing. What a lead or a customer is old may be how long we know it: not so with ages."""

_KNOWN: Final = {tuple(phrase.split()): what for what, phrases in PHRASES.items() for phrase in phrases}


def protected(name: str) -> str | None:
    """What a field of that name tells about a person that is protected, if anything."""
    parts = tuple(_parts(name))
    shorter = parts[:-1] if len(parts) > 1 and parts[-1] in BEHIND else parts
    inner = shorter[1:] if len(shorter) > 1 and shorter[0] in BEFORE else shorter
    what = _KNOWN.get(parts) or _KNOWN.get(shorter)
    if what is not None or inner == shorter or inner[0] in ("age", "alter", "edad", "leeftijd"):
        return what
    return _KNOWN.get(inner)


def _parts(name: str) -> Iterator[str]:
    """The words of a name in lower case, written with or without capitals, without accents."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name.replace("ß", "ss")) if not unicodedata.combining(one))
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", plain)
    return (one.lower() for one in re.split(r"[^A-Za-z0-9]+", parted) if one)
