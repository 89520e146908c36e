"""The JSON Schema of ``lsdsl.toml``, made from its form: editors check settings and complete their keys with it."""

import json
from typing import Final

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
TITLE: Final = "lsdsl.toml"


def schema_text() -> str:
    """The schema, as it stands in ``docs/schemas``."""
    from lsdsl.config.form import Form

    schema = {"$schema": DIALECT, **Form.model_json_schema(by_alias=True), "title": TITLE}
    return json.dumps(schema, indent=2) + "\n"
