"""The parts of a workbook: a zip of XML from somebody else, unpacked no further than is allowed."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from claims.errors import BadCaseFile

MOST_UNPACKED = 256 * 2**20
"""Bytes that all parts of a workbook may have once unpacked."""
MOST_PARTS = 10_000

_CHUNK = 2**16

Attributes = dict[str, str]


class Handler:
    """What becomes of a part's elements. Names come without their namespaces, of which there are two sets."""

    def begin(self, name: str, given: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text within one."""


class Parts:
    """The parts of a workbook, unpacked no further than is allowed."""

    def __init__(self, content: bytes, file: str) -> None:
        self._file = file
        self._left = MOST_UNPACKED
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            names = self._zip.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
            raise BadCaseFile(file, None, "The workbook is damaged: it cannot be unpacked.") from None
        if len(names) > MOST_PARTS:
            raise BadCaseFile(
                file, None, f"The workbook has {len(names):,} parts, more than {MOST_PARTS:,}; it was not opened."
            )
        self.names = frozenset(names)

    def parse(self, part: str, handler: Handler) -> None:
        """Go through a part of the workbook."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = lambda name, given: handler.begin(
            local(name), {local(k): v for k, v in given.items()}
        )
        parser.EndElementHandler = lambda name: handler.end(local(name))
        parser.CharacterDataHandler = handler.text
        try:
            for chunk in self._unpacked(part):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise BadCaseFile(self._file, None, f"The workbook is damaged: its part {part} is no XML.") from None

    def _refuse_doctype(self, *_: object) -> None:
        raise BadCaseFile(
            self._file,
            None,
            "The workbook was not opened: its XML has a document type, which no spreadsheet program writes.",
        )

    def _unpacked(self, part: str) -> Iterator[bytes]:
        try:
            with self._zip.open(part) as unpacked:
                while chunk := unpacked.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise BadCaseFile(
                            self._file,
                            None,
                            f"The workbook unpacks to more than {MOST_UNPACKED // 2**20} MB; save the sheet as CSV.",
                        )
                    yield chunk
        except KeyError:
            raise BadCaseFile(self._file, None, f"The workbook is damaged: it has no part {part}.") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise BadCaseFile(
                self._file, None, f"The workbook is damaged: its part {part} cannot be unpacked."
            ) from None
        except RuntimeError:
            raise BadCaseFile(self._file, None, "The workbook has a password: save it without one.") from None

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """By id, the kind and the name of the parts that a part refers to."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}

        class Relations(Handler):
            def begin(self, name: str, given: Attributes) -> None:
                if name == "Relationship" and given.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", ""))).lstrip("/")
                    found[given.get("Id", "")] = (given.get("Type", "").rsplit("/", 1)[-1], target)

        if rels in self.names:
            self.parse(rels, Relations())
        return found

    def beside(self, part: str, kind: str) -> str | None:
        """The part of a kind that a part refers to."""
        return next((target for each, target in self.related(part).values() if each == kind), None)


def local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]
