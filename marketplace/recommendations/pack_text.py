"""The README.txt of a check pack: what lies in it, what is hashed, and the one command that computes it again."""

from dataclasses import dataclass

from marketplace.recommendations.models import Run

MOST = 1_000_000  # Everybody: `--top` beyond the number of candidates gives all.


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How what is packed relates to what the run was computed from."""

    candidates: int
    is_same_set: bool
    engine_now: str
    library_now: str
    has_statistics: bool
    has_weights: bool


def readme(run: Run, *, told: Told) -> str:
    """Return the text in Chinese; differences from the time of the run are told before anything else."""
    return f"""这是“{run.inputs["query"]["name"]}”一次留存排序的核对包。
留存的摘要：{run.digest}

一、这一包和留存时相比
{_differences(run, told=told)}

二、怎样重算（装好同一版本的软件，在这个文件夹里运行）
{command(run, told=told)}
然后运行 python3 check.py ：它只用 Python 自带的库，核对下面所有的摘要、前 {run.inputs["k"]} 名的名次和分数、
全部名次的顺序摘要。

三、各个文件
run.json          留存的全部内容；这个文件逐字节的 SHA-256 就是留存的摘要
run.txt           留存的前 {run.inputs["k"]} 名（TREC 格式）；run-again.txt 是您重算出来的
enterprises.jsonl 企业当时写下的（交换格式）
providers.jsonl   服务商当时的资料（交换格式），一行一家，就是计算摘要的那一行
library.json      场景库；statistics.json 词频统计；weights.json 权重
check.py          核对用的小程序，几十行，可以先读一遍

四、摘要各是对什么算的（都是 SHA-256，写成 64 位十六进制）
run        对 run.json：{{enterprise_id、engine_version、library_edition、weights_edition、statistics_edition、
           candidates_digest、seed、inputs、answer}}，键按字母排序，没有多余的空格和换行，UTF-8，分数写成文字。
candidates 每家服务商一行 JSON（providers.jsonl 里的那一行，不含换行），各算一个摘要；按编号排序，
           每家写成“编号 空格 摘要”，用换行连起来（最后没有换行），再算一次。即 run.json 里的 candidates_digest。
order      全部名次按顺序写成“名次 空格 服务商编号 空格 分数（九位小数）”，用换行连起来，再算一次。
           即 run.json 里 answer 的 order_digest；run-again.txt 里取第 4、3、5 列就是。
网页上“怎么核对”一节还说明了推荐页底下的输入摘要（input）是怎样算的：/how-ranking-works#verify
"""


def command(run: Run, *, told: Told) -> str:
    """Return the one command that computes the run again."""
    parts = [
        "marketplace match rank --providers providers.jsonl --enterprises enterprises.jsonl --library library.json"
    ]
    parts += ["--statistics statistics.json"] if told.has_statistics else []
    parts += ["--weights weights.json"] if told.has_weights else []
    return " ".join([*parts, f"--seed {run.seed} --top {MOST} --out run-again.txt"])


def _differences(run: Run, *, told: Told) -> str:
    same = "与留存的摘要相同，就是当时的那些资料" if told.is_same_set else "与留存的摘要不同：有的已经不在或被改动过"
    lines = [f"服务商：{told.candidates} 家，{same}。"]
    lines.append(_edition("引擎", then=run.engine_version, now=told.engine_now))
    lines.append(_edition("场景库", then=run.library_edition, now=told.library_now))
    kept = ((told.has_statistics, "词频统计", run.statistics_edition), (told.has_weights, "权重", run.weights_edition))
    for is_kept, what, edition in kept:
        lines.append(
            f"{what}：{edition}，{'就是当时的。' if is_kept else '没有保存下来，重算会用现有的，结果可能不同。'}"
        )
    return "\n".join(lines)


def _edition(what: str, *, then: str, now: str) -> str:
    return f"{what}：{then}，就是当时的。" if then == now else f"{what}：当时 {then}，现在 {now}，重算的结果可能不同。"
