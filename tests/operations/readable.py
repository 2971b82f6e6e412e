"""Code, libraries and Python where every user may read them, for services that tests start as another user."""

import os
import shutil
import stat
import sys
import sysconfig
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.operations.test_serving import ROOT

CODE = ("marketplace", "matching", "search_index", "seed")
ALL_READ, ALL_ENTER = 0o444, 0o555


@dataclass(frozen=True)
class Readable:
    """What a service is started with: the Python program, and what its environment must name."""

    code: Path
    python: Path
    env: dict[str, str]


def provide(home: Path) -> Readable:
    """Fill an empty folder with a copy of the code that nobody may write, and with what others can't read in place."""
    home.chmod(0o755)
    code = home / "code"
    for name in CODE:
        # Without compiled modules: whoever may write here would write these when it starts.
        shutil.copytree(ROOT / name, code / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (code, *code.rglob("*")):
        path.chmod(ALL_ENTER if path.is_dir() else ALL_READ)
    env = {"PYTHONPATH": str(_libraries(home))}
    python = Path(sys.executable).resolve()
    if not (_is_open(python) and _is_open(Path(os.__file__))):
        python = _move_python(python, home / "python")
        env["LD_LIBRARY_PATH"] = str(home / "python" / "lib")
    return Readable(code, python, env)


def _is_open(file: Path) -> bool:
    """Tell whether every user can reach, list and read this."""
    folders = [folder.stat().st_mode & stat.S_IXOTH for folder in file.parents]
    listed = (file.parent.stat().st_mode & file.stat().st_mode) & stat.S_IROTH
    return all(folders) and bool(listed)


def _libraries(home: Path) -> Path:
    """Return the folder of the installed packages, or a copy of it."""
    installed = Path(sysconfig.get_path("purelib"))
    if _is_open(installed / "flask" / "__init__.py") and _is_open(installed / "flask"):
        return installed
    return _open_copy(installed, home / "libraries")


def _move_python(python: Path, target: Path) -> Path:
    """Copy a Python that lies in a folder of one user: the program finds its own modules from where it lies."""
    modules = Path(os.__file__).parent
    beside = modules.relative_to(sys.base_prefix)
    _open_copy(modules, target / beside, "site-packages", "test", "idlelib", "config-*")
    (target / "bin").mkdir()
    for shared in modules.parent.glob("libpython*.so*"):
        _give(str(shared), str(target / beside.parent / shared.name))
    _give(str(python), str(target / "bin" / python.name))
    return target / "bin" / python.name


def _open_copy(source: Path, target: Path, *skipped: str) -> Path:
    shutil.copytree(source, target, copy_function=_give, ignore=shutil.ignore_patterns(*skipped))
    for folder in (target, *(path for path in target.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    return target


def _give(source: str, target: str) -> None:
    """Link a file that others may read, which takes no room; copy it where it is closed or on another disk."""
    found = Path(source).resolve()
    mode = stat.S_IMODE(found.stat().st_mode)
    if mode | ALL_READ == mode:
        with suppress(OSError):
            os.link(found, target)
            return
    shutil.copy2(found, target)
    Path(target).chmod(mode | ALL_READ)
