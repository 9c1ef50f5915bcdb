"""The process that opens a paper ends within its limits, whatever the paper does, and its end is an answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.records.papers import REFUSED, TAKEN, photo

from contracts.error_messages import detail
from contracts.errors import ErrorCode, ServiceError
from records.domain.content import FileContent
from records.inspection import opening
from records.inspection.isolation import open_isolated

ENDS = {
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "out of memory": "from records.inspection.opening import limit; limit(); bytearray(2 * 1024**3)",
    "too slow": "import signal, time; signal.alarm(1); time.sleep(60)",
    "ends at once": "raise SystemExit(3)",
}


def content(media_type: str) -> FileContent:
    return FileContent(1, "0" * 64, media_type)


def test_it_says_how_many_pages_there_are() -> None:
    media_type, made = TAKEN["locked by its owner alone"]
    assert open_isolated([made()], content(media_type), "a.pdf") == 1


def test_a_refusal_says_what_the_file_is_and_what_its_name_says() -> None:
    code, media_type, made = REFUSED["JPEG of zeros"]
    with pytest.raises(ServiceError) as refused:
        open_isolated([made()], content(media_type), "cccd.pdf")
    assert refused.value.code is code
    assert "ảnh JPEG (tên tệp ghi .pdf)" in detail(refused.value, "vi")
    assert "JPEG image (named .pdf)" in detail(refused.value, "en")


def test_the_size_of_an_image_is_said() -> None:
    code, media_type, made = REFUSED["PNG that claims too many pixels"]
    with pytest.raises(ServiceError) as refused:
        open_isolated([made()], content(media_type), "anh.png")
    assert refused.value.code is code
    assert "50000 x 50000" in detail(refused.value, "vi")


@pytest.mark.parametrize("end", ENDS)
def test_a_process_that_is_ended_is_a_refusal(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "script.py"
    services = Path(opening.__file__).parents[2]
    script.write_text(f"import sys; sys.path.insert(0, {str(services)!r})\n{ENDS[end]}\n")
    monkeypatch.setattr(opening, "__file__", str(script))
    with pytest.raises(ServiceError) as refused:
        open_isolated([photo("PNG")] * 100, content("image/png"), "anh.png")
    assert refused.value.code is ErrorCode.FILE_TOO_COMPLEX


def test_what_breaks_while_the_bytes_come_is_raised() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"%PDF-"
        raise TimeoutError

    with pytest.raises(TimeoutError):
        open_isolated(chunks(), content("application/pdf"), "a.pdf")
