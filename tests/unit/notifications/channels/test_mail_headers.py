"""Subjects and names of mails, read back by readers that are not Python's: a strict one of our own, and Perl's."""

import base64
import itertools
import re
import subprocess
from dataclasses import replace
from functools import partial

import pytest
from tests.unit.notifications.examples import MESSAGE

from catalog import starter
from notifications.application.enqueue import event_types
from notifications.channels.email import EmailChannel, EmailSettings
from notifications.channels.mail_headers import encoded_mailbox, encoded_text
from notifications.domain.templates import PLACEHOLDER, load

LONG_NAMES = (
    "Cấp Giấy phép xây dựng mới đối với công trình cấp đặc biệt, cấp I, cấp II (Không theo tuyến/Theo tuyến)",
    "Đăng ký thường trú", "ư" * 180, "Ế ề ỹ " * 30, "x" * 190, "Thủ tục A =?UTF-8?Q?b?= của đô thị",
    "a  b", "H'Ƀlý Niê 😊 陳小明",
)  # fmt: skip
VALUES = {"code": "000.00.16.H05-261102-0001", "reference": "000.00.16.H05-261102-0001", "amount": "20.000 ₫"}
ENCODED_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?\s]*)\?=")


def subjects() -> list[str]:
    """The subjects of all templates in both languages with the names of all starter procedures and some long ones."""
    templates = load(event_types())
    names = [*(procedure.name for procedure in starter.procedures()), *LONG_NAMES]
    filled = {
        PLACEHOLDER.sub(partial(_value, name), text.subject)
        for template in templates.values()
        for text in template.texts.values()
        for name in names
    }
    return sorted(" ".join(subject.split())[:200] for subject in filled)


def _value(name: str, placeholder: re.Match[str]) -> str:
    return VALUES.get(placeholder[1], name)


def strictly_read(value: str) -> str:
    """RFC 2047: 5 (an encoded word stands between blanks), 2 (its length), 6.2 (blanks between two are none)."""
    for line in value.split("\r\n"):
        assert len(line) <= 78
    unfolded = value.replace("\r\n", "")
    assert "?==?" not in unfolded
    read, before_was_encoded, blanks = "", False, ""
    for token in re.findall(r"[ \t]+|[^ \t]+", unfolded):
        if token.isspace():
            blanks = token
            continue
        word = ENCODED_WORD.fullmatch(token)
        if word:
            assert len(token) <= 75
            assert word[1].upper() == "UTF-8"
            assert word[2] in "bB"
            text = base64.b64decode(word[3], validate=True).decode("utf-8", "strict")
            read += text if before_was_encoded else blanks + text
        else:
            read += blanks + token
        before_was_encoded, blanks = word is not None, ""
    return read


def perl_reads(values: list[str]) -> list[str]:
    """Encode::MIME::Header, in one process."""
    program = 'use Encode; binmode(STDOUT, ":utf8"); while (<STDIN>) { chomp; print decode("MIME-Header", $_), "\\n" }'
    unfolded = "".join(value.replace("\r\n", "") + "\n" for value in values)
    done = subprocess.run(["perl", "-e", program], input=unfolded.encode(), capture_output=True, check=True)
    return done.stdout.decode().splitlines()


def header(content: bytes, name: str) -> str:
    """The value of a header as it is on the wire, folded."""
    lines = content.split(b"\r\n\r\n")[0].decode("ascii").split("\r\n")
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{name}: "))
    rest = itertools.takewhile(lambda line: line[:1] in (" ", "\t"), lines[start + 1 :])
    return "\r\n".join([lines[start].removeprefix(f"{name}: "), *rest])


def test_every_subject_is_read_as_it_was_written() -> None:
    channel = EmailChannel(EmailSettings(smtp_host="127.0.0.1", mail_from="no-reply@motcua.example"))
    written = subjects()
    assert len(written) > 100
    values = [
        header(channel.compose(replace(MESSAGE, subject=subject)).content, "Subject") for subject in written
    ]
    for subject, value in zip(written, values, strict=True):
        assert len(f"Subject: {value}".split("\r\n")[0]) <= 78
        assert strictly_read(value) == subject
    assert perl_reads(values) == written


@pytest.mark.parametrize(
    "name",
    ["Cổng dịch vụ công", "Một cửa, Hà Nội", "O'Neil", "Smith, John", 'An "Bé" Bình', "ư" * 120, "A" * 100],
)
def test_a_name_is_read_as_it_was_written(name: str) -> None:
    settings = EmailSettings(smtp_host="127.0.0.1", mail_from="no-reply@motcua.example", mail_from_name=name)
    value = header(EmailChannel(settings).compose(MESSAGE).content, "From")
    assert all(len(line) <= 78 for line in f"From: {value}".split("\r\n")[:-1])
    phrase, _, address = value.rpartition("<")
    assert address == "no-reply@motcua.example>"
    phrase = phrase.strip()
    if phrase.startswith('"'):
        phrase = re.sub(r"\\(.)", r"\1", phrase[1:-1])
    assert strictly_read(phrase) == name


def test_plain_text_stays_plain() -> None:
    assert encoded_text("Dossier received: 2.000635", 9) == "Dossier received: 2.000635"
    assert encoded_mailbox("", "an@vidu.vn", 4) == "an@vidu.vn"


@pytest.mark.parametrize("used", [1, 4, 9, 40])
def test_words_are_cut_between_characters_and_never_too_long(used: int) -> None:
    for text in ("ệ" * 100, "😊" * 60, "aệ" * 70, "đ"):
        words = encoded_text(text, used).split("\r\n ")
        assert all(len(word) <= 75 and ENCODED_WORD.fullmatch(word) for word in words)
        assert used + len(words[0]) <= 76
