"""How much a match weighs by where it stands, and what adds to the score beside the match.

Chosen on the tune half of the judged queries (docs/judging.md, decision 0067); `./run bench judged` tells what they reach.
"""

from collections.abc import Mapping, Sequence

from indexing.engines.protocol import Token

#: Fields a text matches in.
WEIGHTS = {"title": 3.0, "kicker": 1.0, "text": 1.0}
#: How much more than a word the whole phrase weighs, and how much less a single bigram.
PHRASE_WEIGHT, BIGRAM_WEIGHT = 2.0, 0.5
#: Fields that only weigh: what stands there matches in `text` too, or was read out of the article (`about`: place, organ, years).
BONUS_WEIGHTS = {"heading": 6.0, "opening": 0.25, "about": 2.0}
#: How much more the bigrams of a name weigh in what an article is about.
NAMED_WEIGHT = 2.0
#: Bigrams of an unquoted and of a quoted text that add to the score; longer texts are told apart by their match alone.
MOST_BONUS, MOST_QUOTED_BONUS = 50, 12


def bonus(bigrams: Sequence[str], weights: Mapping[str, float], most: int = MOST_BONUS) -> tuple[Token, ...]:
    """What adds to the score of a hit: single bigrams in the fields a text matches in, which weigh `weights`, and where they weigh more.

    Only the first `most` bigrams count: engines bound the clauses of a query.
    """
    scale = weights["text"] / WEIGHTS["text"] if "text" in weights else 0.0
    fields = {field: BIGRAM_WEIGHT * weight for field, weight in weights.items()}
    fields |= {field: scale * weight for field, weight in BONUS_WEIGHTS.items() if scale}
    first = list(dict.fromkeys(bigrams))[:most]
    return tuple(Token(f"{field}_bigrams", bigram, weight) for field, weight in fields.items() for bigram in first)
