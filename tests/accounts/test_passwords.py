"""Passwords: hashed slowly in earnest, whatever the tests do, and told weak by strength and not by form."""

import subprocess
import sys

import pytest

from marketplace.accounts.passwords import hash_password, matches, weakness


def test_real_hash_costs_memory_and_time() -> None:
    # In a process of its own, since tests hash with less.
    code = "from marketplace.accounts import passwords as p; print(p.hash_password('a sentence'), p._DUMMY_HASH)"

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    # That of nobody costs the same.
    assert [hashed.rsplit("$", 2)[0] for hashed in done.stdout.split()] == ["$argon2id$v=19$m=65536,t=3,p=4"] * 2


def test_password_matches_its_own_hash_alone() -> None:
    hashed = hash_password("a sentence to remember")

    assert matches("a sentence to remember", hashed)
    assert not matches("another sentence", hashed)
    assert not matches("a sentence to remember", None)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short one", "密码至少 10 个字符"),
        ("aaaaaaaaaaaa", "不同的字符太少"),
        ("1234567890", "太常见"),
        ("13912345678", "太常见"),
        ("Password2026", "太常见"),
        ("Zhejiang@2026", "太常见"),
        ("1qaz2wsx3edc", "太常见"),
        ("woaini520520", "太常见"),
        ("zhang.san 2026", "不要包含您的邮箱或姓名"),
    ],
)
def test_weak_password_is_told_why(password: str, said: str) -> None:
    assert said in (weakness(password, personal=("zhang.san", "厂长")) or "")


def test_sentence_is_a_strong_password() -> None:
    assert weakness("车间里有三台老织机", personal=("owner", "厂长")) is not None
    assert weakness("车间里有三台老织机和两缸", personal=("owner", "厂长")) is None


@pytest.mark.parametrize(
    "password", ["gudao lanse qingchen", "New-Pass-8842", "三号织机又停了半天呢", "93017264850162"]
)
def test_form_of_a_password_is_free(password: str) -> None:
    assert weakness(password) is None
