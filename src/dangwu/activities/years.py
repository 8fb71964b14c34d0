"""The sums by year as SQL: made of sums by month, added to a row, taken from a row."""

from typing import Final

from dangwu.rules.duties.hours import PLACES

COLUMNS: Final = "unit_id, person_id, year, times, minutes"


def _array(value: str, kind: str) -> str:
    """Return the array of a year: for every kind its first and its second half."""
    elements = ", ".join(
        f"coalesce(max({value}) FILTER (WHERE i = {i}), 0)" for i in range(1, 2 * len(PLACES) + 1)
    )
    return f"ARRAY[{elements}]::{kind}[]"


def years_of(months: str) -> str:
    """Return the rows of `MemberYear` that rows of (unit, person, kind, month, …) add up to.

    They come in the order of their keys, so a unit's rows lie together in the table. The statement
    is given `places`, the kinds in their order.
    """
    return f"""SELECT unit_id, person_id, year, {_array("times", "smallint")} AS times,
    {_array("minutes", "int")} AS minutes
  FROM (SELECT unit_id, person_id, (month / 12)::smallint AS year,
      array_position(%(places)s::text[], kind::text) * 2 - 1 + month %% 12 / 6 AS i,
      sum(times)::int AS times, sum(minutes)::int AS minutes
    FROM ({months}) AS m GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3) AS s
  GROUP BY unit_id, person_id, year"""  # noqa: S608 - made of statements of ours


def _each(sign: str, other: str) -> str:
    """Return the assignments that add to or take from each number of a row `w`."""
    each = f"array_agg(coalesce(a, 0) {sign} coalesce(b, 0) ORDER BY i)"
    return ", ".join(
        f"{name} = (SELECT {each} FROM unnest(w.{name}, {other}.{name})"  # noqa: S608 - names of ours
        " WITH ORDINALITY AS u(a, b, i))"
        for name in ("times", "minutes")
    )


def insert_years(months: str) -> str:
    """Return the statement that writes the years of rows by month."""
    return f"""INSERT INTO activities_memberyear AS w ({COLUMNS})
  {years_of(months)}"""


def add_years(months: str) -> str:
    """Return the statement that adds rows by month to their years, in the order of the keys."""
    return f"""{insert_years(months)} ORDER BY 1, 2, 3
  ON CONFLICT (unit_id, person_id, year) DO UPDATE SET {_each("+", "excluded")}"""


def take_years(months: str) -> str:
    """Return the statement that takes rows by month out of their years."""
    return f"""UPDATE activities_memberyear AS w SET {_each("-", "s")}
  FROM ({years_of(months)}) AS s
  WHERE w.unit_id = s.unit_id AND w.person_id = s.person_id
    AND w.year = s.year"""  # noqa: S608 - as above
