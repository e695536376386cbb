"""A table as a picture."""

import math
from html import escape

WIDTH, LEFT, ROW = 900, 330, 22
STYLE = """<style>
text { font: 13px sans-serif; fill: #222 } .small { font-size: 11px } .title { font-size: 15px }
.bar { fill: #4a7ebb } .peer { fill: #b9b9b9 } .range { stroke: #222; stroke-width: 1.2 }
.slope { fill: none; stroke: #4a7ebb; stroke-width: 1.6 } .dot { fill: #4a7ebb }
.axis { stroke: #888 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .range { stroke: #ddd } .peer { fill: #666 } }
</style>"""


def plot(title, figures):
    """Bars of medians with their ranges, a group for each subject; and where something grows,
    lines over its size, both axes logarithmic."""
    grown = [figure for figure in figures if figure.at]
    bars = [figure for figure in figures if not figure.at]
    parts, height = [text(10, 22, title, "title")], 40
    for subject in dict.fromkeys(figure.subject for figure in bars):
        group = [figure for figure in bars if figure.subject == subject]
        height += ROW
        parts.append(text(10, height, f"{subject} ({group[0].unit})"))
        most = max(max(figure.values) for figure in group) or 1
        for figure in group:
            height += ROW
            parts += bar(figure, figure is group[0], height, most)
        height += 10
    if grown:
        part, height = slopes(grown, height + 20)
        parts += part
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height + 20}" '
            f'width="{WIDTH}">{STYLE}' + "".join(parts) + "</svg>\n")


def text(x, y, words, kind="", anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def bar(figure, is_ours, y, most):
    def x(value):
        return LEFT + value / most * (WIDTH - LEFT - 90)
    low, high = x(min(figure.values)), x(max(figure.values))
    return [
        text(LEFT - 8, y, figure.name, "small", "end"),
        f'<rect x="{LEFT}" y="{y - 12}" width="{x(figure.median) - LEFT:.1f}" height="14" '
        f'class="{"bar" if is_ours else "peer"}"/>',
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y - 5}" y2="{y - 5}" class="range"/>',
        text(high + 6, y, f"{figure.median:.4g}", "small"),
    ]


def slopes(figures, top):
    """One line for each subject, with its slope: 1 is twice the time for twice as many."""
    height, sizes = 260, sorted({figure.at for figure in figures})
    values = [figure.median for figure in figures]
    low, high = math.log10(min(values)) - 0.1, math.log10(max(values)) + 0.1
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def x(size):
        return LEFT + (math.log10(size) - first) / ((last - first) or 1) * (WIDTH - LEFT - 90)

    def y(value):
        return top + height - (math.log10(value) - low) / ((high - low) or 1) * height

    parts = [f'<line x1="{LEFT}" x2="{WIDTH - 90}" y1="{top + height}" y2="{top + height}" '
             'class="axis"/>']
    parts += [text(x(size), top + height + 16, f"{size:,}", "small", "middle") for size in sizes]
    for subject in dict.fromkeys(figure.subject for figure in figures):
        line = sorted((figure.at, figure.median) for figure in figures if figure.subject == subject)
        points = [(x(size), y(value)) for size, value in line]
        places = " ".join(f"{each[0]:.1f},{each[1]:.1f}" for each in points)
        parts.append(f'<polyline points="{places}" class="slope"/>')
        parts += [f'<circle cx="{each[0]:.1f}" cy="{each[1]:.1f}" r="3" class="dot"/>'
                  for each in points]
        ends = [math.log10(value) for _, value in (line[0], line[-1])]
        slope = (ends[1] - ends[0]) / ((last - first) or 1)
        parts.append(text(LEFT - 8, points[0][1] + 4,
                          f"{subject}, {line[0][1]:.3g} to {line[-1][1]:.3g}: slope {slope:.2f}",
                          "small", "end"))
    return parts, top + height + 20
