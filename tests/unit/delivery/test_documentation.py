"""The page on delivery: its config and its template work."""

import re
from pathlib import Path

import pytest

from lsdsl.delivery.actions import open_actions
from lsdsl.delivery.config import Config, FileTable, SmtpTable, WebhookTable
from lsdsl.delivery.delivery import Options
from lsdsl.delivery.dry_run import pretend
from lsdsl.delivery.load import load
from lsdsl.delivery.report import Report
from tests.unit.delivery.samples import Place, action, mail, write_lines

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "delivery.md").read_text(encoding="utf-8")


def snippet(mark: str) -> str:
    """The code block below a mark."""
    match = re.search(rf"<!-- {mark}: [^\n]*-->\n```\w+\n(.*?)```", PAGE, re.DOTALL)
    assert match
    return match[1]


def test_example(place: Place) -> None:
    """The example's config and template deliver the actions of the prelude and one of the user's own."""
    place.write(snippet("config"), {"invite.txt": snippet("template"), "notify.txt": "Subject: Lead\n\n{{ args.message }}"})
    actions = [
        mail(1, bcc=["sales@acme.example"]),
        action(2, "notify", message="call her"),
        action(3, "start_workflow", name="onboarding"),
        action(4, "call_webhook", name="printer"),
        action(5, "call_webhook", name="chat"),
        action(6, "give_gift", size="large"),
    ]
    report = Report()
    with open_actions(str(write_lines(place.folder / "actions.jsonl", actions))) as found:
        text = "".join(pretend(load(str(place.config), {}), found, Options(), report))
    assert (report.troubles, report.delivered) == ([], 6)
    assert "you looked at our prices (e1). Shall we talk?" in text
    assert "(bcc, in no header: sales@acme.example)" in text
    assert "To: sales@acme.example" in text
    assert "POST https://crm.acme.example/api/workflows\n" in text
    assert "Authorization: (from CRM_AUTHORIZATION)" in text
    assert "POST http://10.1.2.3:8080/print" in text
    assert "/... (from CHAT_URL)" in text
    assert "append to other-actions.jsonl" in text


@pytest.mark.parametrize("table", [Config, SmtpTable, WebhookTable, FileTable])
def test_every_key_is_on_the_page(table: type[Config]) -> None:
    """No key of the config is left out."""
    names = [field.alias or name for name, field in table.model_fields.items()]
    assert [name for name in names if not re.search(rf"[`.\[]{name}[`.\]\s]", PAGE)] == []
