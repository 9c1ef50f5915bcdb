"""Who signs for an agency is remembered for some seconds, and what is not known hides nothing."""

from __future__ import annotations

from contracts.records import SigningPowers
from dossiers.clients.signing_powers import FRESH_S, KnownPowers

SEALED = SigningPowers(sealed=True)


def test_records_is_asked_once_in_some_seconds_for_each_agency() -> None:
    now, loads = [0.0], list[str]()
    known = KnownPowers(lambda: now[0])

    def find(agency: str, answer: SigningPowers | None = SEALED) -> SigningPowers | None:
        def load() -> SigningPowers | None:
            loads.append(agency)
            return answer

        return known.find(agency, load)

    assert find("A") == find("A") == find("B") == SEALED
    assert loads == ["A", "B"]
    assert (known.remembered("A"), known.remembered("C")) == (SEALED, None)
    now[0] = FRESH_S
    assert known.remembered("A") is None
    assert find("A", None) is None, "what was known is too old"
    assert find("A") is None, "nor is it loaded again at once"
    now[0] = 2 * FRESH_S
    assert find("A") == SEALED
    assert loads == ["A", "B", "A", "A"]
