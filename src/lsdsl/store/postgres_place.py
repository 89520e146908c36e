"""Where a state in PostgreSQL is: the URL that a user gives, what of it may be shown, and the schema that stands in it."""

from dataclasses import dataclass, field
from typing import Final, NoReturn
from urllib.parse import quote, unquote

from lsdsl.store.problems import StoreError

SCHEMES: Final = ("postgresql", "postgres")
SCHEMA: Final = "lsdsl"
"""The schema of a state whose URL names none."""
LONGEST: Final = 63
"""So many bytes of a name are told apart by PostgreSQL."""
SECRET: Final = ("password", "sslpassword")
FORM: Final = "postgresql://USER@HOST:PORT/DATABASE?schema=NAME"


@dataclass(frozen=True, slots=True)
class Place:
    """A state in a database: the connection as libpq takes it, the schema, and what of it is shown to people."""

    connection: str = field(repr=False)
    schema: str
    name: str
    secrets: tuple[str, ...] = field(repr=False)
    user: str | None

    def without_secrets(self, text: str) -> str:
        """A text of the server or of libpq, which might repeat a password."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


def is_url(where: str) -> bool:
    """Whether a state is named by a URL, not by a file."""
    return "://" in where


def place_of(url: str) -> Place:
    """Take the URL of a state apart. Raises ``StoreError`` when it cannot be read; the text does not repeat it."""
    if url.partition("://")[0] not in SCHEMES:
        kind = url.partition("://")[0]
        raise StoreError(f"a state cannot be kept in {kind}://: name a file, or {FORM}")
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError:
        raise StoreError('a state in PostgreSQL needs psycopg: pip install "lsdsl[postgres]"') from None
    start, schema = _without_schema(url)
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(start).items() if value is not None}
    except (psycopg.Error, ValueError):  # libpq repeats what it does not understand, which may be half a password
        _unreadable()
    if not all(one.isdigit() for one in parts.get("port", "").split(",") if one):
        _unreadable()
    return Place(start, schema, _shown(parts, schema), tuple(parts[key] for key in SECRET if parts.get(key)), parts.get("user"))


def name_of(where: str) -> str:
    """What may be shown of the name of a state: all but a password."""
    return place_of(where).name if is_url(where) else where


def _without_schema(url: str) -> tuple[str, str]:
    """What libpq takes of a URL, and the schema."""
    begin = url.index("://") + 3
    at, slash = url.find("@", begin), url.find("/", begin)
    if at >= 0 and (slash < 0 or at < slash):
        begin = at  # as libpq has it: a question mark in a password is one
    mark = url.find("?", begin)
    if "@" in url[begin + 1 : mark if mark >= 0 else None]:
        _unreadable()  # a password with a sign in it that ends it
    if mark < 0:
        return url, SCHEMA
    settings = url[mark + 1 :].split("&")
    named = [unquote(one.partition("=")[2]) for one in settings if one.partition("=")[0] == "schema"]
    rest = [one for one in settings if one.partition("=")[0] != "schema"]
    for schema in named:
        if not schema or "\0" in schema or len(schema.encode()) > LONGEST or schema.startswith("pg_"):
            raise StoreError(
                f"schema={quote(schema)} cannot be the name of a schema: it has 1 to {LONGEST} bytes and does not begin with pg_"
            )
    return url[:mark] + ("?" + "&".join(rest) if rest else ""), named[-1] if named else SCHEMA


def _shown(parts: dict[str, str], schema: str) -> str:
    user, hosts, ports = parts.get("user"), parts.get("host", "").split(","), parts.get("port", "").split(",")
    settings = {} if schema == SCHEMA else {"schema": schema}
    if any(host.startswith(("/", "@")) for host in hosts):  # a folder with a socket stands behind the question mark
        settings, hosts = {"host": ",".join(hosts), **settings}, [""]
    ports = [*ports, *[ports[0]] * (len(hosts) - len(ports))]
    hosts = [f"[{host}]" if ":" in host else host for host in hosts]
    servers = ",".join(f"{host}:{port}" if port else host for host, port in zip(hosts, ports, strict=False))
    told = "&".join(f"{key}={quote(value, safe='/,')}" for key, value in settings.items())
    who = "" if user is None else f"{quote(user)}@"
    return f"postgresql://{who}{servers}/{quote(parts.get('dbname', ''))}{'?' if told else ''}{told}"


def _unreadable() -> NoReturn:
    raise StoreError(
        f"the address of the state cannot be read; it has the form {FORM}. In a password write %40 for @, %2F for /, %3A for :, "
        "%3F for ?, %23 for # and %25 for %, or keep it out of the address, in PGPASSWORD or in ~/.pgpass. Behind the question "
        "mark stand schema and the connection parameters that PostgreSQL knows, such as sslmode"
    ) from None
