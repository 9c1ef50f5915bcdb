"""One more revision at the end of a file (ISO 32000-1, 7.5.6), as signatures and archive timestamps are."""

import io

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from records.sealing.reader import NOBODYS_PASSWORD


class RevisionWriter(IncrementalPdfFileWriter):
    """Adds what it is given and nothing else: the metadata stay those of the file, which signing does not change.

    The library writes them anew with the time of each revision, twice: a third of the work of a document, and 5 KB of it. In
    PDF/A they have to agree with one another (ISO 19005-2, 6.6.2); untouched they do as before.
    """

    @classmethod
    def of(cls, pdf: bytes) -> "RevisionWriter":
        """Locks of the owner open by themselves. Raises `UNREADABLE_PDF_ERRORS` for a file that cannot be read."""
        writer = cls(io.BytesIO(pdf), strict=False)
        if writer.prev.encrypted:
            writer.encrypt(NOBODYS_PASSWORD)  # type: ignore[no-untyped-call]  # the library says no type
        return writer

    def _update_meta(self) -> None:
        """Nothing is."""
