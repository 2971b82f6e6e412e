"""One style sheet and one script, joined at start-up and named by their digest, so that browsers keep them."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request, url_for

from marketplace.core.errors import NotFoundError
from marketplace.web.permissions import Permission, requires

STATIC = Path(__file__).parent / "static"
STYLE_ORDER = ("tokens", "base", "components", "charts", "print")
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
DIGEST_LENGTH = 12
bp = Blueprint("web", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A served file under a name that changes with its content."""

    public_name: str
    content: bytes
    mimetype: str


def load_assets(folder: Path = STATIC) -> dict[str, Asset]:
    """Return assets by plain name: the joined ``site.css`` and every script and picture.

    Scripts import each other by relative names, so all of them share one digest in their folder name.
    """
    style = b"\n".join((folder / "css" / f"{name}.css").read_bytes() for name in _present(folder))
    scripts = {path.name: path.read_bytes() for path in sorted((folder / "js").glob("*.js"))}
    pictures = {path.name: path.read_bytes() for path in sorted((folder / "img").glob("*.*"))}
    assets = {"site.css": _asset("site.css", style, _short_digest(style))}
    together = _short_digest(b"".join(scripts.values()))
    for name, content in scripts.items():
        assets[name] = _asset(name, content, together)
    for name, content in pictures.items():
        assets[name] = _asset(name, content, _short_digest(content))
    return assets


def _present(folder: Path) -> list[str]:
    return [name for name in STYLE_ORDER if (folder / "css" / f"{name}.css").exists()]


def _short_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH]


def _asset(name: str, content: bytes, digest: str) -> Asset:
    return Asset(public_name=f"{digest}/{name}", content=content, mimetype=TYPES[Path(name).suffix])


@bp.get("/assets/<path:public_name>")
@requires(Permission.PUBLIC)
def asset(public_name: str) -> Response:
    """Serve one asset; its address changes with its content, so it may be kept for a year."""
    found: Asset | None = current_app.extensions["assets_by_public_name"].get(public_name)
    if found is None:
        raise NotFoundError
    response = Response(found.content, mimetype=found.mimetype)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def init_assets(app: Flask) -> None:
    """Join the assets and let templates name them."""
    assets = load_assets()
    app.extensions["assets_by_public_name"] = {item.public_name: item for item in assets.values()}

    @cache
    def address(_root: str, name: str) -> str:
        return url_for("web.asset", public_name=assets[name].public_name)

    def asset_url(name: str) -> str:
        """Every page names ten; an address changes only with where the application is mounted."""
        return address(request.script_root, name)

    app.jinja_env.globals["asset_url"] = asset_url
    app.register_blueprint(bp)
