"""How an index of tantivy lies on disk: its fields, and blocks of stored texts that are small to unpack."""

import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tantivy

from search_index.plan import Field
from search_index.tantivy_queries import index_option

META_FILE = "meta.json"
STORED = "stored"
# A hit is unpacked with its whole block. 4 KB instead of 16 halve the time of a page's hits for a twentieth more disk.
_BLOCK_BYTES = 4096
_TOKENS = (Field.TITLE_WORDS, Field.TITLE_GRAMS, Field.TITLE_SOUNDS, Field.BODY_WORDS, Field.BODY_GRAMS)


def make_schema() -> Any:
    """Return fields with ready tokens (split at spaces), exact values, and the stored rest."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for field in _TOKENS:
        builder.add_text_field(str(field), tokenizer_name="whitespace", index_option=index_option(field))
    for field in (Field.TITLE_EXACT, Field.ALL):
        builder.add_text_field(str(field), tokenizer_name="raw", index_option="basic")
    builder.add_text_field(str(Field.FACET), fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_float_field("rank", fast=True)
    builder.add_bytes_field(STORED, stored=True)
    return builder.build()


def open_folder(folder: str, *, schema: Any) -> Any:
    """Open the index in the folder or make an empty one. Raises ValueError or OSError when it cannot be read."""
    if not tantivy.Index.exists(folder):
        _make_empty(folder, schema=schema)
    return tantivy.Index(schema, path=folder, reuse=True)


def _make_empty(folder: str, *, schema: Any) -> None:
    """Put an empty index into the folder in one step, unless another process is first.

    The size of blocks is a setting of the index that the binding doesn't pass on: it is read from the meta file.
    """
    with TemporaryDirectory(dir=folder) as aside:
        tantivy.Index(schema, path=aside)
        made = Path(aside, META_FILE)
        meta = json.loads(made.read_text("utf-8"))
        meta["index_settings"]["docstore_blocksize"] = _BLOCK_BYTES
        made.write_text(json.dumps(meta), "utf-8")
        # Another process may be first, and some file systems know no links: an index with larger blocks does, too.
        with suppress(OSError):
            Path(folder, META_FILE).hardlink_to(made)
