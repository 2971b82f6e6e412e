"""What a server prepares before it forks: compiled templates are kept, read again, and never taken from strangers."""

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemBytecodeCache

from marketplace.web.warming import compile_templates


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The names of templates as they are compiled."""
    names: list[str | None] = []
    compile_one = Environment.compile

    def note(self: Environment, source: str, name: str | None = None, *rest: object) -> object:
        names.append(name)
        return compile_one(self, source, name, *rest)  # type: ignore[call-overload]  # passed through as it came

    monkeypatch.setattr(Environment, "compile", note)
    return names


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("a.html", "b.html"):
        (folder / name).write_text(f"<p>{name}</p>")
    return folder


def server(templates: Path) -> Flask:
    return Flask("small", template_folder=str(templates))


def test_second_start_compiles_only_what_changed(templates: Path, tmp_path: Path, compiled: list[str | None]) -> None:
    compile_templates(server(templates), tmp_path / "kept")
    first = sorted(map(str, compiled))
    (templates / "b.html").write_text("<p>new</p>")
    compiled.clear()

    app = server(templates)
    compile_templates(app, tmp_path / "kept")

    assert first == ["a.html", "b.html"]
    assert compiled == ["b.html"]
    assert app.jinja_env.get_template("b.html").render() == "<p>new</p>"


def test_folder_that_others_may_write_is_not_read(templates: Path, tmp_path: Path, compiled: list[str | None]) -> None:
    folder = tmp_path / "kept"
    compile_templates(server(templates), folder)
    folder.chmod(0o777)
    compiled.clear()

    app = server(templates)
    compile_templates(app, folder)

    assert sorted(map(str, compiled)) == ["a.html", "b.html"]
    assert app.jinja_env.bytecode_cache is None


def test_folder_that_cannot_be_made_is_no_fault(templates: Path, tmp_path: Path, compiled: list[str | None]) -> None:
    (tmp_path / "kept").write_text("a file stands in the way")

    compile_templates(server(templates), tmp_path / "kept")

    assert sorted(map(str, compiled)) == ["a.html", "b.html"]


def test_full_disk_is_no_fault(
    templates: Path, tmp_path: Path, compiled: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemBytecodeCache, "dump_bytecode", refuse)

    app = server(templates)
    compile_templates(app, tmp_path / "kept")

    assert app.jinja_env.get_template("a.html").render() == "<p>a.html</p>"
