"""Sites that keep each page in a folder of its own, `YYYYMMDD_001/`, inside that of the day (reference, B.5 E and F)."""

import re

from scrapers.platforms.addresses import Shape

SHAPE = Shape(
    page=re.compile(r"\d{8}_([A-Za-z0-9]{2,4})\.html?"),
    article=re.compile(r"\d{8}_([A-Za-z0-9]{2,4}_\d{1,3})\.html?"),
    part=re.compile(r"\d{8}_[A-Za-z0-9]{2,4}/"),
)
