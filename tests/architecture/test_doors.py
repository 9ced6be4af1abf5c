"""An app enters another only by its doors; what goes through the import contracts of pyproject.toml is checked here."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[2]
APPS = ("indicators", "monitoring", "risk_sources", "taskforce", "villages")
DOORS = {"selectors", "services", "science"}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("yunhe_envhealth", *APPS, exclude_type_checking_imports=True, cache_dir=None)


def entrances(graph: grimp.ImportGraph) -> Iterator[tuple[str, str, str]]:
    """Yield (importer, app, room) of every import that goes from outside into one of the five apps."""
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            app, _, rest = imported.partition(".")
            if app in APPS and not importer.startswith(app + "."):
                yield importer, app, rest.partition(".")[0]


def test_an_app_enters_another_only_by_its_doors(graph: grimp.ImportGraph) -> None:
    between = [entry for entry in entrances(graph) if entry[0].partition(".")[0] in APPS]

    assert between, "no app uses another: the search looks in the wrong place"
    assert [entry for entry in between if entry[2] not in DOORS] == []


def test_portal_pages_and_panels_read_by_selectors_and_science(graph: grimp.ImportGraph) -> None:
    """The contract in pyproject.toml names the views; their panels and context obey the same rule."""
    portal = "yunhe_envhealth.portal."
    rooms = {
        (importer, room)
        for importer, _, room in entrances(graph)
        if importer.startswith(portal) and not importer.startswith(portal + "management.")
    }

    assert rooms
    assert {(importer, room) for importer, room in rooms if room not in {"selectors", "science"}} == set()


def test_the_portals_commands_use_services_and_official_lists(graph: grimp.ImportGraph) -> None:
    commands = {
        (importer, room)
        for importer, _, room in entrances(graph)
        if importer.startswith("yunhe_envhealth.portal.management.")
    }

    assert commands
    assert {(importer, room) for importer, room in commands if room not in {"services", "reference"}} == set()


def test_only_the_attic_and_commands_of_the_package_know_the_apps(graph: grimp.ImportGraph) -> None:
    attic = ("urls", "api", "schedule", "portal")
    inward = {importer for importer, _, _ in entrances(graph) if importer.startswith("yunhe_envhealth.")}

    assert {importer for importer in inward if importer.split(".")[1] not in attic} == set()


def test_foreign_keys_to_other_apps_are_strings() -> None:
    seen, wrong = 0, []
    for path in model_files():
        tree = ast.parse(path.read_text("utf-8"))
        own = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        imported_from = {
            alias.asname or alias.name: node.module or ""
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        package = path.relative_to(ROOT).as_posix().partition("/models")[0].replace("/", ".")
        for target in relation_targets(tree):
            seen += 1
            if isinstance(target, ast.Constant):
                continue
            name = target.id if isinstance(target, ast.Name) else ""
            if name not in own and not imported_from.get(name, "").startswith(package + "."):
                wrong.append(f"{path.relative_to(ROOT)}:{target.lineno}")

    assert seen > 10
    assert wrong == []


def model_files() -> list[Path]:
    folders = [ROOT / app for app in APPS] + [
        path for path in (ROOT / "yunhe_envhealth").iterdir() if path.is_dir()
    ]
    return [
        path
        for folder in folders
        for path in [folder / "models.py", *sorted((folder / "models").glob("*.py"))]
        if path.is_file()
    ]


def relation_targets(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in RELATIONS
        ):
            named = [keyword.value for keyword in node.keywords if keyword.arg == "to"]
            yield (node.args or named)[0]


def test_the_import_contracts_hold(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    contracts = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]

    status = lint_imports(no_cache=True)

    said = capsys.readouterr().out
    assert status == EXIT_STATUS_SUCCESS, said
    assert f"{len(contracts)} kept, 0 broken" in said
