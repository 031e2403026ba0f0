"""pdfium's functions that are called once a glyph, by addresses: converting typed pointers costs more than the calls do."""

import ctypes
from collections.abc import Callable
from typing import Any, cast

import pypdfium2.raw as pdfium

_POINTER, _INDEX = ctypes.c_void_p, ctypes.c_int


def _plain(function: object, result: type, *arguments: type) -> Callable[..., Any]:
    """A function of pdfium that takes addresses as numbers."""
    address = ctypes.cast(cast("ctypes._CFunctionType", function), _POINTER).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


unicode = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INDEX)
generated = _plain(pdfium.FPDFText_IsGenerated, ctypes.c_int, _POINTER, _INDEX)
origin = _plain(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, _POINTER, _INDEX, _POINTER, _POINTER)
loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _POINTER, _INDEX, _POINTER)
matrix = _plain(pdfium.FPDFText_GetMatrix, ctypes.c_int, _POINTER, _INDEX, _POINTER)
font_size = _plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INDEX)
text_object = _plain(pdfium.FPDFText_GetTextObject, _POINTER, _POINTER, _INDEX)
font = _plain(pdfium.FPDFTextObj_GetFont, _POINTER, _POINTER)
base_name = _plain(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)
