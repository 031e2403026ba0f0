"""Rules of licences as a test wants them."""

from collections.abc import Callable

import pytest

from requirements import licences


@pytest.fixture
def ruled(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts parts of licences.toml in the place of its own."""

    def put(**parts: dict[str, object]) -> None:
        rules = {**licences.rules(), **parts}
        monkeypatch.setattr(licences, "rules", lambda: rules)

    return put
