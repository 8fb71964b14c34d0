"""Which rules are in force where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from dangwu.core.calendar import WorkingCalendar
from dangwu.core.rulebook.linking import link
from dangwu.core.rulebook.loader import load_pack, load_rulebook
from dangwu.core.rulebook.records import Pack, Rulebook
from dangwu.rules.duties.asking import Book
from dangwu.rules.models import Holiday, LocalPack
from dangwu.sharding.models import Unit


@dataclass(frozen=True, slots=True)
class Source:
    """An adopted pack as it is kept. Adopting and ending it change the source, nothing else does.

    Its text is never edited: the id stands for it, and it is read only when it is parsed.
    """

    id: str
    where: str
    until: date | None
    pack: LocalPack = field(compare=False)


def rulebook_for(unit_id: int, on: date) -> Rulebook:
    """Return the built-in packs with the local ones of the unit and of all units above it."""
    return books_for([unit_id], on)[unit_id].rulebook


def books_for(units: Iterable[int], on: date) -> Mapping[int, Book]:
    """Return the book of each unit as of that day; units with the same packs share one.

    A pack that has ended stays in the book for the periods in which it was in force.
    """
    wanted = sorted(set(units))
    packs = list(
        LocalPack.objects.filter(since__lte=on)
        .select_related("unit")
        .defer("text")
        .order_by("since", "id")
    )
    if not packs:
        return dict.fromkeys(wanted, _book(()))
    paths = dict(Unit.objects.filter(id__in=wanted).values_list("id", "path"))
    return {
        unit: _book(tuple(source(p) for p in packs if stands_over(p, paths[unit])))
        for unit in wanted
    }


def book_to_read(units: Iterable[int], on: date) -> Rulebook:
    """Return every pack that some of these units go by on that day, each once, to look rules up.

    Not to judge by: what a pack of one unit says is not said of another.
    """
    books = {id(book.rulebook): book.rulebook for book in books_for(units, on).values()}
    if len(books) < 2:
        return next(iter(books.values()), load_rulebook())
    packs = {id(pack): pack for book in books.values() for pack in book.packs}
    return Rulebook(tuple(packs.values()))


def local_packs(unit_id: int, on: date) -> list[LocalPack]:
    """Return the local packs in force in a unit on that day, those of the units above first."""
    path = Unit.objects.get(id=unit_id).path
    packs = LocalPack.objects.in_force(on).select_related("unit")
    return sorted((p for p in packs if stands_over(p, path)), key=lambda p: (p.unit.path, p.since))


def calendar_for(years: Iterable[int]) -> WorkingCalendar:
    """Return the holidays of those of the years that have been entered."""
    days = list(Holiday.objects.filter(day__year__in=sorted(set(years))))
    return WorkingCalendar(
        years_loaded=frozenset(holiday.day.year for holiday in days),
        days_off=frozenset(holiday.day for holiday in days if not holiday.working),
        days_worked=frozenset(holiday.day for holiday in days if holiday.working),
    )


def stands_over(pack: LocalPack, path: str) -> bool:
    """Whether a pack applies in the unit at this path."""
    return path == pack.unit.path or path.startswith(f"{pack.unit.path}.")


def source(pack: LocalPack) -> Source:
    """Return how an adopted pack is read."""
    return Source(str(pack.id), f"{pack.key}@{pack.since}", pack.until, pack)


@lru_cache(maxsize=512)
def parsed(kept: Source) -> Pack:
    """Return an adopted pack; none of its rules outlives its end."""
    pack = load_pack(kept.pack.text, kept.where)
    if kept.until is None:
        return pack
    until = min(pack.instrument.until or date.max, kept.until)
    rules = tuple(replace(r, until=min(r.until or date.max, until)) for r in pack.rules)
    return replace(pack, instrument=replace(pack.instrument, until=until), rules=rules)


@lru_cache(maxsize=128)
def _book(sources: tuple[Source, ...]) -> Book:
    general = load_rulebook()
    if not sources:
        return Book((), general)
    version = tuple(f"{kept.id}:{kept.until}" for kept in sources)
    return Book(version, link((*general.packs, *map(parsed, sources))))
