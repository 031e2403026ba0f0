"""Likeness: which texts are one (reprinted, cut, retitled, slightly changed), and which passages two texts share.

Pure functions on folded texts. `fingerprints` go into the index and find candidates, `compare` and `passages` judge them.
"""

from articles.likeness.fingerprints import RECIPE as RECIPE
from articles.likeness.fingerprints import fingerprints as fingerprints
from articles.likeness.fingerprints import sample as sample
from articles.likeness.passages import Passage as Passage
from articles.likeness.passages import passages as passages
from articles.likeness.reprints import Likeness as Likeness
from articles.likeness.reprints import compare as compare
from articles.likeness.text import Kept as Kept
