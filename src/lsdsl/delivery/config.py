"""The form of ``deliver.toml``: one model says which keys there are. What keys must not say together is in ``checks``."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from lsdsl.delivery.retry import Patience

Name = Annotated[str, Field(min_length=1)]
Seconds = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]
Variable = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
"""The name of an environment variable that holds a secret; the secret itself never stands in the config."""


class Table(BaseModel):
    """A table of the config. Unknown keys are errors, and values never show up in messages."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True, populate_by_name=False)


class Attempts(Table):
    """What all sinks over the network have: how long one attempt may take, and how attempts are repeated."""

    timeout: Seconds = 10.0
    attempts: Annotated[int, Field(ge=1, le=20)] = 5
    first_wait: Seconds = 0.5
    longest_wait: Seconds = 30.0

    @property
    def patience(self) -> Patience:
        """How attempts are repeated."""
        return Patience(self.attempts, self.first_wait, self.longest_wait)


class SmtpTable(Attempts):
    """``[sinks.NAME]`` with ``type = "smtp"``: mails made of templates."""

    type: Literal["smtp"]
    host: Name
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: Name | None = None
    password_env: Variable | None = None
    ca_file: Name | None = None
    sender: Name = Field(alias="from")
    reply_to: Name | None = None
    templates: Name = "templates"
    to: dict[str, list[Name]] = {}
    """For an action without recipients of its own: who gets it."""
    timeout: Seconds = 30.0

    @property
    def real_port(self) -> int:
        """The port, or the usual one for the kind of security."""
        return self.port or {"starttls": 587, "tls": 465, "none": 25}[self.security]


class WebhookTable(Attempts):
    """``[sinks.NAME]`` with ``type = "webhook"``: each action is a POST of its JSON."""

    type: Literal["webhook"]
    allow: Annotated[list[Name], Field(min_length=1)]
    private: list[Name] = []
    url: Name | None = None
    url_env: Variable | None = None
    urls: dict[str, Name] = {}
    urls_env: dict[str, Variable] = {}
    headers: dict[str, str] = {}
    headers_env: dict[str, Variable] = {}
    ca_file: Name | None = None


class FileTable(Table):
    """``[sinks.NAME]`` with ``type = "file"``: each action is a line of JSON at the end of a file."""

    type: Literal["file"]
    path: Name


SinkTable = SmtpTable | WebhookTable | FileTable


class DefaultTable(Table):
    """``[default]``: where actions without a route go."""

    sink: Name


class Config(Table):
    """The whole of ``deliver.toml``."""

    journal: Name = "delivery.sqlite"
    routes: dict[str, Name] = {}
    default: DefaultTable | None = None
    sinks: Annotated[dict[str, Annotated[SinkTable, Field(discriminator="type")]], Field(min_length=1)]

    def sink_of(self, action: str) -> str | None:
        """The name of the sink for an action; None when it has no route."""
        return self.routes.get(action) or (self.default.sink if self.default else None)
