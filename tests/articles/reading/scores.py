"""Scores of a reader against labels: macro F1 of classes."""

from collections.abc import Hashable, Mapping, Sequence


def f1(pairs: Sequence[tuple[Hashable, Hashable]]) -> Mapping[Hashable, float]:
    """F1 of each class, of pairs (labelled, read)."""
    classes = {label for label, _ in pairs} | {read for _, read in pairs}
    found = {}
    for one in classes:
        right = sum(label == read == one for label, read in pairs)
        wrong = sum((label == one) != (read == one) for label, read in pairs)
        found[one] = 2 * right / (2 * right + wrong)
    return found


def macro(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """The mean of the F1 of all classes."""
    scores = f1(pairs)
    return sum(scores.values()) / len(scores)
