"""Responses as WARC/1.1 records and back, by warcio. A record is one gzip member.

A response over HTTP is a `response` record (or a `revisit` of an earlier one), a dropped file a `resource` record. The payload is kept
decoded: `storage.archive.model.kept_headers` makes the headers say so.
"""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from http.client import responses
from io import BytesIO
from urllib.parse import quote, unquote

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.timeutils import datetime_to_iso_date, iso_date_to_datetime
from warcio.warcwriter import WARCWriter

from storage.archive.members import Torn
from storage.archive.model import ADDRESS_CHARACTERS, BESIDE, NOT_MODIFIED, Headers, Position, Response, kept_headers, over_http

_CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
#: Extension fields: the address asked for where a redirect led elsewhere, and the record a revisit stands for.
_ASKED, _STANDS_FOR = "Zongshu-Asked-URI", "Zongshu-Refers-To-Position"
_FILE = "file:///"
#: What warcio raises over bytes that are no record, its own slips over headers that lack a field among them.
_NO_RECORD = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    EOFError,
    ValueError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
)


@dataclass(frozen=True, slots=True)
class Record:
    """A record read back: `response` is None for what describes the file; `stands_for` is set where the payload lies in another record."""

    kind: str
    response: Response | None
    digest: str | None = None
    stands_for: Position | None = None


class _AsReceived(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Headers written byte for byte; warcio alone would percent-encode what is not ASCII."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Set the bytes of the header block (the name is warcio's)."""
        lines = [f"{self.protocol} {self.statusline}", *(f"{name}: {value}" for name, value in self.headers), "", ""]
        self.headers_buff = b"\r\n".join(map(_line, lines))


def _line(line: str) -> bytes:
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8")


def file_record(name: str, software: str, at: dt.datetime) -> bytes:
    """The record a file starts with: which program made it, by which standard."""
    writer, out = _writer()
    record = writer.create_warcinfo_record(
        name.rpartition("/")[2], {"software": software, "format": "WARC File Format 1.1", "conformsTo": _CONFORMS}
    )
    record.rec_headers.replace_header("WARC-Date", _instant(at))
    record.rec_headers.replace_header("WARC-Record-ID", _identity(name, "0"))
    writer.write_record(record)
    return out.getvalue()


def response_record(response: Response, identity: tuple[str, int]) -> bytes:
    """The record of a response that will stand at `identity` (file, offset)."""
    writer, out = _writer()
    headers = _warc_headers(response, identity)
    dropped = not over_http(response.final)
    kind = "resource" if dropped else "response"
    media = (response.header("Content-Type") or "application/octet-stream") if dropped else ""
    http = None if dropped else _http_headers(response)
    record = writer.create_warc_record(
        _target(response.final), kind, BytesIO(response.payload), len(response.payload), media, headers, http_headers=http
    )
    writer.write_record(record)
    return out.getvalue()


def revisit_record(response: Response, identity: tuple[str, int], original: Response, at: Position) -> bytes:
    """The record that says: `response` brought what stands at `at` already (the same payload, or a 304)."""
    writer, out = _writer()
    headers = _warc_headers(response, identity) | {_STANDS_FOR: f"{at.file} {at.offset} {at.length}"}
    headers.pop("WARC-Payload-Digest")
    digest = f"sha256:{original.digest}"
    record = writer.create_revisit_record(
        _target(response.final), digest, _target(original.final), _instant(original.fetched_at), _http_headers(response), headers
    )
    if response.status == NOT_MODIFIED:
        record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED_PROFILE)
    writer.write_record(record)
    return out.getvalue()


def read_record(member: bytes) -> Record:
    """The record in the decompressed bytes of a member; digests and lengths are checked. Torn where they do not hold."""
    stream = BytesIO(member)
    try:
        record = ArcWarcRecordLoader(arc2warc=False).parse_record_stream(stream, known_format="warc", check_digests="raise")
        payload = record.raw_stream.read()
    except _NO_RECORD as error:
        raise Torn(str(error) or "no WARC record") from error
    if stream.read() != b"\r\n\r\n":
        raise Torn("the record is not as long as it says")
    try:
        return _record(record, payload)
    except _NO_RECORD as error:
        raise Torn(f"a field of the record is missing or wrong: {error}") from error


def _record(record: ArcWarcRecord, payload: bytes) -> Record:
    if record.rec_type in ("warcinfo", "metadata"):  # of the file; of a record that was removed
        return Record(record.rec_type, None)
    fields = record.rec_headers
    digest = fields.get_header("WARC-Payload-Digest").removeprefix("sha256:")
    position = fields.get_header(_STANDS_FOR)
    if position is None and hashlib.sha256(payload).hexdigest() != digest:
        raise ValueError("the payload's digest")
    final = _address(fields.get_header("WARC-Target-URI"))
    response = Response(
        address=unquote(fields.get_header(_ASKED, "")) or final,
        status=int(record.http_headers.get_statuscode()) if record.http_headers else 200,
        headers=_headers(record),
        payload=payload,
        fetched_at=iso_date_to_datetime(fields.get_header("WARC-Date")).replace(tzinfo=dt.UTC),
        final=final,
    )
    return Record(record.rec_type, response, digest, _position(position) if position else None)


def _headers(record: ArcWarcRecord) -> Headers:
    if record.http_headers:
        return tuple(record.http_headers.headers)
    media = record.content_type if record.content_type != "application/octet-stream" else None
    said = (("Content-Type", media), (BESIDE, record.rec_headers.get_header(BESIDE)))
    return tuple((name, value) for name, value in said if value)


def _position(text: str) -> Position:
    file, offset, length = text.rsplit(" ", 2)
    return Position(file, int(offset), int(length))


def _writer() -> tuple[WARCWriter, BytesIO]:
    out = BytesIO()
    return WARCWriter(out, gzip=True, warc_version="1.1"), out


def _warc_headers(response: Response, identity: tuple[str, int]) -> dict[str, str]:
    file, offset = identity
    fields = {
        "WARC-Record-ID": _identity(file, str(offset), response.digest, _instant(response.fetched_at)),
        "WARC-Date": _instant(response.fetched_at),
        "WARC-Payload-Digest": f"sha256:{response.digest}",
    }
    if not over_http(response.final) and (beside := response.header(BESIDE)):
        fields[BESIDE] = beside
    if _address(_target(response.final)) != response.address:
        fields[_ASKED] = quote(response.address, safe=ADDRESS_CHARACTERS)
    return fields


def _http_headers(response: Response) -> _AsReceived:
    kept = kept_headers(response.headers, len(response.payload), response.status)
    return _AsReceived(f"{response.status} {responses.get(response.status, '')}".strip(), list(kept), protocol="HTTP/1.1")


def _target(address: str) -> str:
    """A final address as a URI: one over HTTP is one already; a file's name becomes a `file:` URI."""
    return address if over_http(address) else _FILE + quote(address, safe="")


def _address(uri: str) -> str:
    return unquote(uri.removeprefix(_FILE)) if uri.startswith(_FILE) else uri


def _instant(at: dt.datetime) -> str:
    return str(datetime_to_iso_date(at.astimezone(dt.UTC).replace(tzinfo=None), use_micros=True))


def _identity(*parts: str) -> str:
    """A record's name, made from what it is and where it stands: no randomness."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(parts))}>"
