"""Writes of the catalogue: drafts, review, publication, and modules that come in files."""

from marketplace.catalog.services.bulk import insert_providers
from marketplace.catalog.services.content import ModuleContent
from marketplace.catalog.services.drafts import create_draft, revise, save_draft, submit, withdraw
from marketplace.catalog.services.files import create_with_modules, update_with_modules, write_modules
from marketplace.catalog.services.links import InferredLink, LinkTexts, link_unlinked, replace_links
from marketplace.catalog.services.merging import follow_merge
from marketplace.catalog.services.review import accept, reject, retire

__all__ = [
    "InferredLink",
    "LinkTexts",
    "ModuleContent",
    "accept",
    "create_draft",
    "create_with_modules",
    "follow_merge",
    "insert_providers",
    "link_unlinked",
    "reject",
    "replace_links",
    "retire",
    "revise",
    "save_draft",
    "submit",
    "update_with_modules",
    "withdraw",
    "write_modules",
]
