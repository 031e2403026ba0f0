"""Files given to us, without a paper's site around them. A name and bytes in, articles out.

`read_dropped` is the way in: what kind of file it is (`kinds`, by its bytes before its name), then its reader: text and web pages
(`pages`), PDF, Word (`word`), tables (`table`), web archives (`unpack`, `web`). `beside` says what is known of a file beside its bytes;
`folder` finds that out for the pages of a saved e-paper.
"""

from scrapers.dropped.beside import NOTHING, Beside
from scrapers.dropped.files import FILES, read_dropped
from scrapers.dropped.folder import settled_order

__all__ = ["FILES", "NOTHING", "Beside", "read_dropped", "settled_order"]
