"""``marketplace match resolve``: from names as people write them to registered names, without a database."""

import json
from pathlib import Path
from typing import Protocol

import click

from marketplace.core.command_files import read_lines, refuse, write_whole
from matching.names import NameKnowledge, RegistryIndex, resolve

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


class KnowsNames(Protocol):
    """Where the command gets its knowledge about names from."""

    def load_names(self) -> NameKnowledge:
        """Load it from the reference data."""
        ...


@click.command("resolve", help="把写得不全、写错或改过名的单位名称对到登记名称。")
@click.option("--names", type=EXISTING, required=True, help="登记名称，每行一个")
@click.option("--queries", type=EXISTING, required=True, help="要对的名称，每行一个")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写到哪个文件")
@click.option("--top", type=click.IntRange(min=1), default=5, show_default=True, help="每个名称最多给几个")
@click.pass_obj
def resolve_command(reference: KnowsNames, *, names: Path, queries: Path, out: Path, top: int) -> None:
    """Write one object a query, in the order of the queries."""
    from tqdm import tqdm

    registered = [line.strip() for line in read_lines(names) if line.strip()]
    if not registered:
        raise refuse(f"“{names.name}”里没有登记名称。请检查文件是不是空的，或是不是选错了。")
    asked = [line for line in read_lines(queries) if line.strip()]
    index = RegistryIndex(registered, knowledge=reference.load_names())
    lines = []
    for query in tqdm(asked, unit="个", desc="对名称", disable=None):
        found = resolve(query.strip(), registry_index=index, top=top)
        answer = [{"name": one.name, "score": one.score, "same": one.same} for one in found]
        lines.append(json.dumps({"query": query, "candidates": answer}, ensure_ascii=False) + "\n")
    write_whole(out, "".join(lines))
    click.echo(f"已对 {len(asked)} 个名称，登记名称 {len(registered)} 个，写入 {out}", err=True)
