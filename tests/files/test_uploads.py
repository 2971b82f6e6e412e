"""Uploads: known by content, scanned, counted, kept under their digest, given out to their readers."""

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.core.errors import InvalidError, NotFoundError, TooLargeError, UnavailableError
from marketplace.core.journal import JournalEntry
from marketplace.files.labels import FileType
from marketplace.files.models import StoredFile
from marketplace.files.process import FILE_READERS, store_from
from marketplace.files.queries import load_files, used_bytes
from marketplace.files.scanning import scanner_from
from marketplace.files.services import Upload, attach_file, attach_files, follow_merge, remove_file, sweep
from marketplace.files.sniffing import safe_name, sniff
from marketplace.files.store import FileStore
from marketplace.settings import Settings
from tests.fixtures.web import NOW, Person, make_member

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
# The harmless test file of virus scanners, in two parts so that none is alarmed by this one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def archive(*names: str, content: bytes = b"<x/>") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(folder=tmp_path / "files", max_bytes=1000, quota_bytes=1500)


def someone(database: Database) -> Actor:
    actor, _ = make_member(database, role=Role.PROVIDER)
    return actor


def attach(
    database: Database, *, actor: Actor | None, store: FileStore, content: bytes = PDF, name: str = "证明.pdf"
) -> StoredFile:
    with database.transaction() as session:
        return attach_file(
            session,
            actor=actor,
            store=store,
            upload=Upload(name=name, content=content),
            subject_kind="application",
            subject_id=7,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (PDF, "a.pdf", FileType.PDF),
        (PDF, "A.PDF", FileType.PDF),
        (PNG, "a.png", FileType.PNG),
        (b"\xff\xd8\xff\xe0", "a.jpeg", FileType.JPEG),
        (archive("word/document.xml"), "a.docx", FileType.DOCX),
        (archive("xl/workbook.xml"), "a.xlsx", FileType.XLSX),
        (archive("OFD.xml"), "a.ofd", FileType.OFD),
    ],
)
def test_file_is_known_by_its_content(content: bytes, name: str, found: FileType) -> None:
    assert sniff(content, name=name) is found


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.pdf", "文件是空的"),
        (b"MZ\x90\x00", "a.pdf", "只能上传"),
        (b"<svg onload=alert(1)>", "a.png", "只能上传"),
        (PDF, "a.docx", "文件名应以 .pdf 结尾"),
        (PNG, "a.jpg", "文件名应以 .png 结尾"),
        (PDF, "没有后缀", "文件名应以 .pdf 结尾"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "旧版或加了密码"),
        (archive("readme.txt"), "a.zip", "不能上传压缩包"),
        (archive("word/document.xml", "word/vbaProject.bin"), "a.docx", "带有宏"),
        (archive("word/document.xml", "setup.EXE"), "a.docx", "带有宏或程序"),
        (b"PK\x03\x04 broken", "a.xlsx", "已损坏"),
    ],
)
def test_file_of_another_kind_is_refused_with_what_to_do(content: bytes, name: str, message: str) -> None:
    with pytest.raises(InvalidError, match=message):
        sniff(content, name=name)


def test_archive_that_unpacks_beyond_measure_is_refused() -> None:
    bomb = archive("word/document.xml", content=b"\x00" * (210 * 1024 * 1024))

    assert len(bomb) < 300_000
    with pytest.raises(InvalidError, match="压缩炸弹"):
        sniff(bomb, name="a.docx")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\证明.pdf", "证明.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("...", "附件"),
        ("", "附件"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_name_leads_nowhere_and_hides_nothing(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_bytes_lie_under_their_digest_out_of_reach(database: Database, store: FileStore) -> None:
    kept = attach(database, actor=someone(database), store=store)

    path = store.folder / kept.digest[:2] / kept.digest
    assert path.read_bytes() == PDF
    assert path.stat().st_mode & 0o077 == 0
    assert store.get(kept.digest) == PDF


def test_bytes_that_changed_on_disk_are_not_given_out(database: Database, store: FileStore) -> None:
    kept = attach(database, actor=someone(database), store=store)
    (store.folder / kept.digest[:2] / kept.digest).write_bytes(b"%PDF-1.7 other")

    with pytest.raises(UnavailableError, match="与登记的摘要不符"):
        store.get(kept.digest)


def test_file_beyond_the_limit_is_refused_with_its_size(database: Database, store: FileStore) -> None:
    with pytest.raises(TooLargeError, match=r"证明\.pdf"):
        attach(database, actor=someone(database), store=store, content=PDF + b"\x00" * 1000)


def test_quota_of_a_body_is_kept(database: Database, store: FileStore) -> None:
    actor = someone(database)
    attach(database, actor=actor, store=store, content=PDF + b"\x00" * 900)

    with pytest.raises(TooLargeError, match="文件空间还剩"):
        attach(database, actor=actor, store=store, content=PDF + b"\x01" * 900)

    with database.session() as session:
        assert used_bytes(session, organisation_id=actor.organisation_id) == len(PDF) + 900


def test_all_wrong_files_are_named_and_none_is_kept(database: Database, store: FileStore) -> None:
    actor = someone(database)
    sent = [
        Upload(name="好.pdf", content=PDF),
        Upload(name="坏.pdf", content=b"MZ"),
        Upload(name="空.pdf", content=b""),
    ]

    with pytest.raises(InvalidError) as caught, database.transaction() as session:
        attach_files(session, actor=actor, store=store, uploads=sent, subject_kind="application", subject_id=7, now=NOW)

    assert [text[:4] for text in caught.value.fields["files"]] == ["坏.pd", "空.pd"]
    with database.session() as session:
        assert load_files(session, subject_kind="application", subject_ids=[7]) == {7: []}


def command(body: str) -> str:
    return f'{sys.executable} -c "import sys; data = sys.stdin.buffer.read(); {body}"'


def test_scanner_keeps_an_infected_file_out(database: Database, tmp_path: Path) -> None:
    scanner = scanner_from(command("sys.exit(1 if b'EICAR' in data else 0)"))
    store = FileStore(folder=tmp_path / "files", scanner=scanner)
    actor = someone(database)

    with pytest.raises(InvalidError, match="可能带有病毒"):
        attach(database, actor=actor, store=store, content=PDF + EICAR)
    clean = attach(database, actor=actor, store=store)

    assert clean.scanned_by == Path(sys.executable).name
    assert list(store.digests(before=NOW + timedelta(days=3650))) == [clean.digest]


@pytest.mark.parametrize("setting", [command("sys.exit(2)"), "/no/such/scanner"])
def test_scanner_that_fails_lets_nothing_in(database: Database, tmp_path: Path, setting: str) -> None:
    store = FileStore(folder=tmp_path / "files", scanner=scanner_from(setting))

    with pytest.raises(UnavailableError):
        attach(database, actor=someone(database), store=store)


def test_removed_file_is_gone_for_readers_and_swept_later(database: Database, store: FileStore) -> None:
    actor = someone(database)
    kept = attach(database, actor=actor, store=store)
    with database.transaction() as session:
        remove_file(session, actor=actor, file_id=kept.id or 0, now=NOW)
    later = NOW + timedelta(days=3650)

    with database.session() as session:
        assert sweep(session, store=store, dry_run=True, now=later) == [kept.digest]
        assert store.get(kept.digest) == PDF
        assert sweep(session, store=store, dry_run=False, now=later) == [kept.digest]
    with pytest.raises(UnavailableError):
        store.get(kept.digest)


def test_bytes_that_another_file_names_are_not_swept(database: Database, store: FileStore) -> None:
    first, second = someone(database), someone(database)
    kept = attach(database, actor=first, store=store)
    attach(database, actor=second, store=store)
    with database.transaction() as session:
        remove_file(session, actor=first, file_id=kept.id or 0, now=NOW)

    with database.session() as session:
        assert sweep(session, store=store, dry_run=False, now=NOW + timedelta(days=3650)) == []


def test_fresh_bytes_are_not_swept_before_their_row_is_committed(database: Database, store: FileStore) -> None:
    digest = store.put(PDF)

    with database.session() as session:
        # The file's own time is that of the machine; a sweep a moment later leaves it alone.
        from marketplace.core.clock import utc_now

        assert sweep(session, store=store, dry_run=False, now=utc_now()) == []
    assert store.get(digest) == PDF


def test_only_the_body_that_brought_a_file_takes_it_off(database: Database, store: FileStore) -> None:
    kept = attach(database, actor=someone(database), store=store)
    stranger = someone(database)

    with pytest.raises(NotFoundError), database.transaction() as session:
        remove_file(session, actor=stranger, file_id=kept.id or 0, now=NOW)


def test_journal_names_digest_and_size_and_no_file_name(database: Database, store: FileStore) -> None:
    kept = attach(database, actor=None, store=store, name="某某身份证.pdf")

    with database.session() as session:
        events = "".join(session.exec(select(JournalEntry.event)))
    assert kept.digest in events
    assert "身份证" not in events


@pytest.mark.parametrize(
    ("role", "is_own", "status"),
    [
        (Role.PROVIDER, True, 200),
        (Role.PROVIDER, False, 404),
        (Role.ENTERPRISE, False, 404),
        (Role.COUNTY, False, 404),
        (Role.EXPERT, False, 404),
        (Role.AUDITOR, False, 200),
        (Role.OPERATOR, False, 200),
    ],
)
def test_download_is_for_the_owner_and_auditors(
    app: Flask,
    database: Database,
    settings: Settings,
    person: Callable[..., Person],
    role: Role,
    *,
    is_own: bool,
    status: int,
) -> None:
    who = person(role)
    owner = who.actor if is_own else someone(database)
    kept = attach(database, actor=owner, store=store_from(settings))

    assert who.client.get(f"/files/{kept.id}").status_code == status
    assert app.test_client().get(f"/files/{kept.id}").status_code == 404


def test_area_names_who_else_reads_the_files_of_its_things(
    app: Flask, database: Database, settings: Settings, person: Callable[..., Person]
) -> None:
    kept = attach(database, actor=someone(database), store=store_from(settings))
    app.extensions["marketplace"].services[FILE_READERS] = {
        "application": lambda _session, actor, subject_id: actor is not None and subject_id == 7
    }

    assert person(Role.EXPERT).client.get(f"/files/{kept.id}").status_code == 200
    assert app.test_client().get(f"/files/{kept.id}").status_code == 404


def test_download_is_an_attachment_that_runs_nothing(
    database: Database, settings: Settings, person: Callable[..., Person]
) -> None:
    who = person(Role.PROVIDER)
    kept = attach(database, actor=who.actor, store=store_from(settings))

    answer = who.client.get(f"/files/{kept.id}")

    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=file_1.pdf; ")
    assert answer.headers["Content-Disposition"].endswith("filename*=UTF-8''%E8%AF%81%E6%98%8E.pdf")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_files_follow_a_body_that_is_merged_into_another(database: Database, store: FileStore) -> None:
    kept_actor, merged_actor = someone(database), someone(database)
    attach(database, actor=merged_actor, store=store)
    with database.transaction() as session:
        follow_merge(
            session,
            actor=kept_actor,
            kept_id=kept_actor.organisation_id,
            merged_id=merged_actor.organisation_id,
            now=NOW,
        )

    with database.session() as session:
        assert used_bytes(session, organisation_id=kept_actor.organisation_id) == len(PDF)
        assert used_bytes(session, organisation_id=merged_actor.organisation_id) == 0
