"""What a provider says of one payment, and how its codes are read: one table for each provider."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from contracts.i18n import Text
from contracts.payments import ProviderVerdict

MAX_CODE_LENGTH = 40


@dataclass(frozen=True)
class PaymentOutcome:
    """What a provider says of one order: its verdict, its code, what the code means, its own number of the payment."""

    verdict: ProviderVerdict
    code: str
    message: Text | None = None
    reference: str | None = None

    @property
    def is_final(self) -> bool:
        """Whether it is the last word. What is pending or held may still become either."""
        return self.verdict in (ProviderVerdict.PAID, ProviderVerdict.NOT_PAID)


@dataclass(frozen=True)
class CodeMeaning:
    """What one code of a provider says, and the same in words for people."""

    verdict: ProviderVerdict
    text: Text


UNKNOWN_CODE = CodeMeaning(
    ProviderVerdict.HELD,
    Text(
        "Đơn vị thanh toán chưa xác định được kết quả giao dịch",
        "The payment provider has not determined the outcome",
    ),
)
"""A code that the table does not have may mean that money was taken."""
CONTRADICTION = Text(
    "Thông tin kết quả giao dịch chưa thống nhất, đang được kiểm tra",
    "The provider's information on the payment is contradictory and is being checked",
)


@dataclass(frozen=True)
class CodeTable:
    """What the codes of a provider mean (bảng mã kết quả), by the field that they stand in.

    The notification, the query and the return page are read by it alike. The last field is the state of the payment
    at the provider, which every one of them can give; the fields before it are what was answered to the attempt.
    """

    fields: Mapping[str, Mapping[str, CodeMeaning]]

    def meaning(self, field: str, code: str) -> CodeMeaning:
        return self.fields[field].get(code, UNKNOWN_CODE)

    def read(self, codes: Mapping[str, str], reference: str | None = None) -> PaymentOutcome | None:
        """The outcome by the codes of these fields; None when the state of the payment is not among them.

        Paid when the state says so and nothing else says otherwise; not paid when the state says so and nothing is
        held or unfinished. A state and an answer that contradict each other are held.
        """
        given = [
            (codes[field], self.meaning(field, codes[field])) for field in self.fields if codes.get(field)
        ]
        if not codes.get(self.state_field):
            return None
        for verdict in (ProviderVerdict.HELD, ProviderVerdict.PENDING, ProviderVerdict.NOT_PAID):
            found = next(((code, each) for code, each in given if each.verdict is verdict), None)
            if found is None:
                continue
            code, meaning = found
            if verdict is ProviderVerdict.NOT_PAID and given[-1][1].verdict is ProviderVerdict.PAID:
                return _outcome(code, CodeMeaning(ProviderVerdict.HELD, CONTRADICTION), reference)
            return _outcome(code, meaning, reference)
        return _outcome(*given[-1], reference)

    @property
    def state_field(self) -> str:
        return list(self.fields)[-1]

    def combinations(self) -> Iterator[dict[str, str]]:
        """Every combination of known codes, one for each field."""
        for codes in product(*self.fields.values()):
            yield dict(zip(self.fields, codes, strict=True))


def _outcome(code: str, meaning: CodeMeaning, reference: str | None) -> PaymentOutcome:
    return PaymentOutcome(meaning.verdict, code[:MAX_CODE_LENGTH], meaning.text, reference)
