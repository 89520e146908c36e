"""Writes docs/schemas/config.schema.json anew, after the form of the settings has changed."""

from pathlib import Path

from lsdsl.config.schema import schema_text

FILE = Path(__file__).resolve().parents[1] / "docs" / "schemas" / "config.schema.json"

if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(schema_text(), encoding="utf-8")
    print(f"{FILE.name} written")
