"""PDF pages into articles, by geometry.

`read_pdf` is the way in: it reads in a child process with limits. The way of a page: glyphs (`pdfium`), each once (`overprint`), lines,
vertical headlines (`upright`), headers and footers (`furniture`), tables, headlines (`heads`), columns, parts of the page (`reach`,
`cuts`), texts under their headlines (`owners`), paragraphs, articles. docs/pdf.md says which figures were tuned on what.
"""

from scrapers.child import Limits
from scrapers.pdf.child import LIMITS, is_pdf, read_pdf
from scrapers.pdf.result import PdfArticle, PdfRead

__all__ = ["LIMITS", "Limits", "PdfArticle", "PdfRead", "is_pdf", "read_pdf"]
