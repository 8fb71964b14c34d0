"""ECharts options of the results. The same figures stand in the table beside."""

from typing import Final

from dangwu.questionnaires.counting import Result

COLOUR: Final = "#b01c20"
# From the lowest step to the highest: one hue, darker upward, so that it also reads in grey.
STEPS: Final = (
    "#e6d3d3", "#dcbfc0", "#d2abac", "#c99798", "#bf8384",
    "#b56f70", "#ab5b5d", "#a24749", "#983335", "#8f1417",
)  # fmt: skip


def chart_of(result: Result) -> dict[str, object] | None:
    """Return the option of a result, or None where there is nothing to draw."""
    if not result.answered:
        return None
    if result.rows:
        return _matrix(result)
    if result.lines:
        return _bars(result)
    return None


def _bars(result: Result) -> dict[str, object]:
    """Bars: lying for options, which are long; standing for steps."""
    names = {
        "type": "category",
        "data": [line.label for line in result.lines],
        "axisLabel": {"width": 150, "overflow": "truncate"},
    }
    numbers = {"type": "value", "minInterval": 1}
    lying = result.kind != "scale"
    return {
        "color": [COLOUR],
        "legend": {"show": False},
        "grid": {"left": 8, "right": 24, "top": 12, "bottom": 8, "containLabel": True},
        "xAxis": numbers if lying else names,
        "yAxis": names | {"inverse": True} if lying else numbers,
        "series": [
            {
                "type": "bar",
                "name": "人数",
                "barMaxWidth": 28,
                "data": [line.count for line in result.lines],
            }
        ],
    }


def _matrix(result: Result) -> dict[str, object]:
    chosen = [STEPS[round(n * 9 / (len(result.steps) - 1))] for n in range(len(result.steps))]
    return {
        "color": chosen,
        "legend": {"top": 0},
        "grid": {"left": 8, "right": 24, "top": 36, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [row.label for row in result.rows],
            "axisLabel": {"width": 150, "overflow": "truncate"},
        },
        "series": [
            {
                "name": f"{step}级",
                "type": "bar",
                "stack": "all",
                "barMaxWidth": 28,
                "data": [row.counts[n] for row in result.rows],
            }
            for n, step in enumerate(result.steps)
        ],
    }
