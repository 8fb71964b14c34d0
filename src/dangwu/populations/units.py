"""Units as rows of the reference table."""

from dangwu.populations.copying import Sink
from dangwu.sharding.models import Unit


def write_unit(
    sink: Sink, unit_id: int, *, code: str, name: str, level: str, above: tuple[int, ...] = ()
) -> None:
    """Write a unit. above: the units over it, from the top."""
    sink.add(
        Unit,
        {
            "id": unit_id,
            "code": code,
            "name": name,
            "level": level,
            "parent_id": above[-1] if above else None,
            "path": ".".join(f"{number:06d}" for number in (*above, unit_id)),
        },
    )
