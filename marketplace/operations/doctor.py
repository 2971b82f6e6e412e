"""``marketplace doctor``: look at configuration, database, journal, jobs, disk and clock, and say what to mend."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from marketplace.core import journal
from marketplace.core.command_files import why
from marketplace.core.db import Database
from marketplace.core.jobs import MAX_ATTEMPTS, Job
from marketplace.migrations.runner import current_revision, head_revision
from marketplace.settings import Settings

LOW_DISK_BYTES = 2 * 1024**3
LATE_JOB = timedelta(minutes=10)
CLOCK_SLACK = timedelta(minutes=5)


class Level(StrEnum):
    """How a finding stands."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


LEVEL_LABELS = {Level.OK: "正常", Level.WARNING: "注意", Level.FAULT: "故障"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the doctor's report: what was looked at, how it stands, and what to do."""

    subject: str
    level: Level
    message: str


def examine(settings: Settings, database: Database, *, now: datetime) -> Iterator[Finding]:
    """Yield a finding per check; a check that cannot run is a fault, and those that need the database are skipped."""
    yield _configuration(settings)
    yield _disk(settings.data_dir)
    schema = _schema(database)
    yield schema
    if schema.level is Level.FAULT:
        return
    with database.session() as session:
        for subject, check in CHECKS:
            try:
                yield check(session, subject=subject, now=now)
            except SQLAlchemyError as error:
                yield Finding(subject=subject, level=Level.FAULT, message=f"检查没有完成：{type(error).__name__}")


def _configuration(settings: Settings) -> Finding:
    weak = []
    if settings.demo_mode:
        weak.append("正以演示方式运行（DEMO_MODE），不能用于正式服务")
    if not settings.secure_cookies:
        weak.append("登录凭证可经未加密的连接发送（SECURE_COOKIES）")
    if not settings.smtp_url:
        weak.append("没有配置邮件服务器（SMTP_URL），邮件只写成文件")
    if settings.base_url.startswith("http://"):
        weak.append("对外地址不是 https（BASE_URL）")
    level = Level.WARNING if weak else Level.OK
    return Finding(subject="配置", level=level, message="；".join(weak) or "已按正式运行配置")


def _disk(data_dir: Path) -> Finding:
    probe = data_dir / ".doctor"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"x")
        probe.unlink()
        free = shutil.disk_usage(data_dir).free
    except OSError as error:
        return Finding(subject="磁盘", level=Level.FAULT, message=f"数据文件夹写不进：{why(error)}（DATA_DIR）")
    level = Level.WARNING if free < LOW_DISK_BYTES else Level.OK
    return Finding(subject="磁盘", level=level, message=f"数据文件夹可写，剩余 {free / 1024**3:.1f} GB")


def _schema(database: Database) -> Finding:
    try:
        found = current_revision(database.engine)
    except SQLAlchemyError as error:
        message = f"连不上数据库：{type(error).__name__}。请检查 DATABASE_URL 和数据库服务"
        return Finding(subject="数据库", level=Level.FAULT, message=message)
    if found != head_revision():
        message = f"结构是“{found or '空'}”，程序要“{head_revision()}”。请运行 marketplace db upgrade"
        return Finding(subject="数据库", level=Level.FAULT, message=message)
    return Finding(subject="数据库", level=Level.OK, message=f"{database.engine.dialect.name}，结构 {found}")


def _journal(session: Session, *, subject: str, now: datetime) -> Finding:  # noqa: ARG001 - checks share a signature
    result = journal.verify(session)
    if result.is_intact:
        message = f"{result.count} 条全部核对，链头 {result.head.digest[:12]}…"
        return Finding(subject=subject, level=Level.OK, message=message)
    message = f"第 {result.broken_at} 条起不可信。请停止写入，用备份核对"
    return Finding(subject=subject, level=Level.FAULT, message=message)


def _jobs(session: Session, *, subject: str, now: datetime) -> Finding:
    is_open = col(Job.done_at).is_(None)
    given_up = session.exec(select(func.count()).select_from(Job).where(is_open, Job.attempts >= MAX_ATTEMPTS)).one()
    late = session.exec(
        select(func.count()).select_from(Job).where(is_open, Job.due_at < now - LATE_JOB, Job.attempts < MAX_ATTEMPTS)
    ).one()
    if given_up:
        message = f"{given_up} 个任务多次失败后放弃，{late} 个超时未做。请查看日志里的 job_failed"
        return Finding(subject=subject, level=Level.FAULT, message=message)
    if late:
        message = f"{late} 个任务超过 10 分钟没有做。请确认 marketplace worker 在运行"
        return Finding(subject=subject, level=Level.WARNING, message=message)
    return Finding(subject=subject, level=Level.OK, message="没有积压")


def _clock(session: Session, *, subject: str, now: datetime) -> Finding:
    if session.get_bind().dialect.name == "postgresql":
        seconds = session.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one()
        if abs(float(seconds) - now.timestamp()) > CLOCK_SLACK.total_seconds():
            return Finding(subject=subject, level=Level.FAULT, message="本机与数据库的时钟相差五分钟以上，请校时")
    last = session.exec(select(journal.JournalEntry).order_by(col(journal.JournalEntry.seq).desc()).limit(1)).first()
    if last and datetime.fromisoformat(journal.parse_event(last)["at"]) > now + CLOCK_SLACK:
        return Finding(subject=subject, level=Level.FAULT, message="本机时钟早于最后一条日志，请校时后再写入")
    return Finding(subject=subject, level=Level.OK, message=now.isoformat(timespec="seconds"))


CHECKS: tuple[tuple[str, Callable[..., Finding]], ...] = (
    ("日志链", _journal),
    ("后台任务", _jobs),
    ("时钟", _clock),
)
