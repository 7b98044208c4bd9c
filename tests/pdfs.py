"""Small PDF files, made for tests."""

from __future__ import annotations

_LOCKED = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"11" * 32, b"22" * 32)


def pdf(pages: int = 1, *, width: int = 144, height: int = 72, locked: bool = False) -> bytes:
    """Pages of so many points, on each a black bar as much wider as the page is further on."""
    kids = b" ".join(b"%d 0 R" % (3 + 2 * number) for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 %d %d] >>"
        % (pages, kids, width, height),
    ]
    for number in range(pages):
        bar = b"0 0 %d 36 re f" % (10 * (number + 1))
        objects.append(b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (4 + 2 * number))
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(bar), bar))
    if locked:
        objects.append(_LOCKED)
    return _file(objects, locked=locked)


def _file(objects: list[bytes], *, locked: bool) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj %s endobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    extra = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects) if locked else b""
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R%s >>\n"
    return body + end % (size, table, size, extra) + b"startxref\n%d\n%%%%EOF\n" % len(body)
