"""``marketplace library load``: bring the reference data that comes with the product into the database."""

from collections.abc import Sequence
from typing import Protocol

import click

from marketplace.core.actor import System
from marketplace.core.clock import utc_now
from marketplace.core.db import Database
from marketplace.settings import Settings
from marketplace.taxonomy.change_services import approved_changes
from marketplace.taxonomy.models import County
from marketplace.taxonomy.services import store_counties, store_library
from marketplace.taxonomy.word_changes import with_changes
from matching.library import Library


class KnowsReference(Protocol):
    """Where the command gets the reference data from."""

    def load_library(self) -> Library:
        """Load scenarios, industries and what else the engine knows."""
        ...

    def load_counties(self) -> Sequence[County]:
        """Load the divisions."""
        ...


@click.group("library", help="场景库、行业目录和县（市、区）名录。")
def library_group() -> None:
    """Group the commands on reference data."""


@library_group.command("load", help="载入随软件发布的这一版；已经是这一版时什么也不改。升级软件后运行一次。")
@click.pass_obj
def load_command(reference: KnowsReference) -> None:
    """Store counties and library in one transaction; what points to them, and agreed changes of words, stay."""
    library, counties = reference.load_library(), reference.load_counties()
    with Database(Settings().effective_database_url).transaction() as session:
        store_counties(session, counties=counties)
        library = with_changes(library, approved_changes(session))
        is_new = store_library(session, actor=System(name="library"), library=library, now=utc_now())
    said = "已载入" if is_new else "已经是这一版"
    click.echo(f"场景库 {library.edition} {said}：场景 {len(library.scenarios)} 个，县（市、区）{len(counties)} 个。")
