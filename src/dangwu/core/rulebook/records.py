"""What a pack holds: an instrument, its readable articles, and its records."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dangwu.core.rulebook.shapes import Shape
from dangwu.core.rulebook.terms import Confidence, Status, Strength


@dataclass(frozen=True, slots=True)
class Scope:
    """To whom and to what a record applies. An empty set means: to all.

    kinds: kinds of organisation, fire kinds among them. Bodies, subjects: of meetings and votes.
    """

    regimes: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Override:
    """Whether people may decide otherwise, and who approves it."""

    allowed: bool = False
    approver: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One readable article of an instrument."""

    number: str
    paraphrase: str
    confidence: Confidence = Confidence.HIGH
    status: Status | None = None  # None: that of the instrument
    dispute: str = ""  # what is disputed in the text as it stands, and how it is handled


@dataclass(frozen=True, slots=True)
class Instrument:
    """A regulation in one version, in force over the half-open period [since, until)."""

    key: str
    title: str
    issued_by: str
    since: date
    until: date | None
    status: Status
    regimes: frozenset[str]
    source: str
    supersedes: tuple[str, ...] = ()
    procedure: str = ""  # versions of one procedure's instrument share this name and compare

    def in_force(self, on: date) -> bool:
        """Whether the instrument is in force on that day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Rule:
    """One record: a machine-checkable reading of one article.

    Its force is [since, until), never wider than its instrument's. `exception_to` names the
    general rule that this one replaces where both apply. `where` is file and line, for messages.
    """

    id: str
    instrument: Instrument
    article: str
    paraphrase: str
    shape: Shape
    scope: Scope
    strength: Strength
    override: Override
    evidence: tuple[str, ...]
    since: date
    until: date | None
    status: Status
    confidence: Confidence
    interpretation: str
    dispute: str
    exception_to: tuple[str, ...]
    where: str

    def in_force(self, on: date) -> bool:
        """Whether the rule is in force on that day."""
        return self.since <= on and (self.until is None or on < self.until)

    @property
    def blocks(self) -> bool:
        """Whether a breach may block: only what a surely seen, undisputed text demands."""
        return (
            self.strength is Strength.MUST
            and self.confidence is Confidence.HIGH
            and self.status is not Status.DISPUTED
            and not self.interpretation
        )


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack file, read."""

    instrument: Instrument
    articles: tuple[Article, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """All packs in use, general and local. One rulebook is itself only: indexes are kept by it."""

    packs: tuple[Pack, ...]

    def rules(self) -> Iterator[Rule]:
        """Every rule of every pack."""
        for pack in self.packs:
            yield from pack.rules
