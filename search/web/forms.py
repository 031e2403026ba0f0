"""Forms of the page that write: from our own pages only, with a token among their fields where one is asked for."""

from urllib.parse import parse_qs

from fastapi import Request
from starlette.exceptions import HTTPException

from search.api.access import LONGEST_TOKEN
from search.api.given import Given
from search.api.ingest import body, own_origin

#: Bytes and fields of a form.
_LONGEST, _FIELDS = 65_536, 200


async def fields_of(request: Request, rooms: Given) -> dict[str, list[str]]:
    """The fields of a form whose sender may write. HTTPException 401 or 403 where he may not; a broken form is an empty one."""
    own_origin(request)
    try:
        fields = parse_qs((await body(request, _LONGEST)).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        fields = {}
    token = fields.pop("token", [""])[0]
    if rooms.access.writing:
        grant = rooms.access.granted(token.strip()) if 0 < len(token) <= LONGEST_TOKEN else None
        if grant is None or not grant.write:
            raise HTTPException(403 if grant else 401)
    return fields
