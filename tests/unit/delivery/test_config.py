"""deliver.toml: what is accepted, and how every mistake is told."""

from pathlib import Path

import pytest

from lsdsl.delivery.load import load
from lsdsl.delivery.problems import ConfigError

SMTP = '[sinks.mail]\ntype = "smtp"\nhost = "mail.example.com"\nfrom = "news@example.com"\n'
HOOK = '[sinks.crm]\ntype = "webhook"\nallow = ["https://crm.example.com"]\n'
FILE = '[sinks.out]\ntype = "file"\npath = "out.jsonl"\n'
NO_PATH = "an entry of the list is scheme, host and port, such as https://hooks.example.com, without a path"
URL = 'url = "https://crm.example.com/x"\n'


def told(folder: Path, text: str) -> list[str]:
    """What is said about a config, without the name of the file."""
    path = folder / "deliver.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(str(path), {})
    assert all(line.startswith(f"{path}: ") for line in caught.value.lines)
    return [line.removeprefix(f"{path}: ") for line in caught.value.lines]


WRONG = {
    "no sinks": ("", "sinks: this key is missing"),
    "unknown key": (FILE + "pth = 1\n", 'sinks.out.pth: unknown key; did you mean "path"?'),
    "unknown key at the top": ('jurnal = "x"\n' + FILE, 'jurnal: unknown key; did you mean "journal"?'),
    "secret in the config": (SMTP + 'password = "hunter2"\n', 'sinks.mail.password: unknown key; did you mean "password_env"?'),
    "alias": (SMTP + 'frm = "x"\n', 'sinks.mail.frm: unknown key; did you mean "from"?'),
    "unknown type": (FILE.replace('"file"', '"fyle"'), "sinks.out: unknown type; it is one of smtp, webhook, file"),
    "no type": ('[sinks.out]\npath = "x"\n', "sinks.out: the key type is missing; it is one of smtp, webhook, file"),
    "wrong kind of value": (SMTP + 'port = "25"\n', "sinks.mail.port: input should be a valid integer"),
    "port out of range": (SMTP + "port = 0\n", "sinks.mail.port: input should be greater than or equal to 1"),
    "no variable": (
        SMTP + 'password_env = "p w"\n',
        "sinks.mail.password_env: this should be the name of an environment variable",
    ),
    "half a login": (SMTP + 'username = "x"\n', "sinks.mail.password_env: username and password_env go together"),
    "password without TLS": (
        SMTP + 'username = "x"\npassword_env = "P"\nsecurity = "none"\n',
        'sinks.mail.security: a password is not sent without TLS; use "starttls" or "tls"',
    ),
    "bad sender": (SMTP.replace("news@", "news"), "sinks.mail.from: 'newsexample.com' is no mail address"),
    "bad recipient": (SMTP + 'to = { notify = ["x"] }\n', "sinks.mail.to.notify: 'x' is no mail address"),
    "route to nowhere": ('[routes]\nnotify = "ot"\n' + FILE, "routes.notify: there is no sink 'ot'; did you mean \"out\"?"),
    "default to nowhere": ('[default]\nsink = "zzz"\n' + FILE, "default.sink: there is no sink 'zzz'; there are out"),
    "default": (
        '[default]\nsnk = "out"\n' + FILE,
        'default.sink: this key is missing|default.snk: unknown key; did you mean "sink"?',
    ),
    "one file twice": (
        FILE + FILE.replace("out]", "two]"),
        "sinks.two.path: the sink 'out' writes to this file too; route both actions to one sink",
    ),
    "no url": (HOOK, "sinks.crm.url: give url, url_env, urls or urls_env"),
    "url out of the list": (
        HOOK + 'url = "https://crm.example.com:8443/x"\n',
        "sinks.crm.url: https://crm.example.com:8443 is not in the list allow of this sink",
    ),
    "named url out of the list": (
        HOOK + 'urls = { "a b" = "http://crm.example.com/" }\n',
        'sinks.crm.urls."a b": http://crm.example.com is not in the list allow of this sink',
    ),
    "password in the url": (
        HOOK + 'url = "https://u:hunter2@crm.example.com/"\n',
        "sinks.crm.url: a URL has no user and no password; put them into a header, with headers_env",
    ),
    "path in the list": (
        HOOK.replace('example.com"', 'example.com/x"') + URL,
        f"sinks.crm.allow: {NO_PATH}|sinks.crm.url: https://crm.example.com is not in the list allow of this sink",
    ),
    "bad network": (
        HOOK + URL + 'private = ["10"]\n',
        "sinks.crm.private: '10' is no address and no network such as 10.1.0.0/16",
    ),
    "header of ours": (HOOK + URL + 'headers = { Host = "x" }\n', "sinks.crm.headers.Host: lsdsl sets this header itself"),
    "header with a line break": (
        HOOK + URL + 'headers = { X = "a\\nb" }\n',
        "sinks.crm.headers.X: the value has characters that a header cannot hold",
    ),
    "header twice": (
        HOOK + URL + 'headers = { X = "a" }\nheaders_env = { x = "A" }\n',
        "sinks.crm.headers_env.x: this header is in headers too",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_mistakes(tmp_path: Path, case: str) -> None:
    """Each mistake is told with the file, the key and what to do."""
    text, expected = WRONG[case]
    assert told(tmp_path, text) == expected.split("|")


def test_secrets_stay_out_of_messages(tmp_path: Path) -> None:
    """A secret that somebody wrote into the config is not repeated in the message."""
    text = SMTP + 'password = "hunter2"\n' + HOOK + 'url = "https://u:hunter2@crm.example.com/"\n'
    assert "hunter2" not in str(told(tmp_path, text))


def test_no_toml(tmp_path: Path) -> None:
    """A file that is not TOML is told with the line."""
    assert "this is not TOML" in told(tmp_path, "[routes\n")[0]


def test_paths_start_at_the_config(tmp_path: Path) -> None:
    """Paths of the config do not depend on where the command is run."""
    (tmp_path / "deliver.toml").write_text(FILE, encoding="utf-8")
    assert load(str(tmp_path / "deliver.toml"), {}).file("x") == tmp_path / "x"
