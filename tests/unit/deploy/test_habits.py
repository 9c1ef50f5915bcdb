"""What the repository promises to those who change it: scopes of commits, documents whose links lead somewhere."""

import re
from pathlib import Path

import pytest
import yaml

from commit_subject import fault_of

REPO = Path(__file__).parents[3]
DOCUMENTS = sorted([*REPO.glob("*.md"), *REPO.glob("docs/**/*.md"), REPO / "deploy/runbook.md"])
WORKFLOW = (REPO / ".github/workflows/ci.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "subject",
    ["dossiers: store the id of a law", "chassis/storage, sync: one repository base", "Merge branch 'x'"],
)
def test_a_subject_with_a_scope_is_taken(subject: str) -> None:
    assert fault_of(f"{subject}\n\nWhy.") is None


@pytest.mark.parametrize("subject", ["Store the id", "dossiers:", "dossiers: " + "a" * 100, "a" * 60])
def test_another_subject_is_refused(subject: str) -> None:
    assert fault_of(subject)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPO)))
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", document.read_text(encoding="utf-8"))
    missing = [link for link in links if not (document.parent / link).exists()]
    assert missing == []


def test_every_decision_is_in_the_index() -> None:
    pages = {f"adr/{path.name}" for path in (REPO / "docs/adr").glob("*.md")}
    index = (REPO / "docs/design.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\((adr/[^)]+)\)", index)) == pages


def test_every_action_of_the_workflow_is_pinned_by_its_commit() -> None:
    assert yaml.safe_load(WORKFLOW)["jobs"]
    assert re.findall(r"uses: (?!\S+@[0-9a-f]{40} # v)(.+)", WORKFLOW) == []
