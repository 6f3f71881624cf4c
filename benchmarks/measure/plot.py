"""A drawing of lines on logarithmic axes, as SVG."""

import html
import math

_WIDTH, _HEIGHT = 860, 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 170, 50, 55
_COLOURS = ("#888888", "#0b6e4f", "#1b9aaa", "#d1495b", "#edae49", "#66448a", "#30638e", "#8d5524")


def _decades(values):
    return math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))


def _power(exponent, unit):
    if unit == "s":
        return {0: "1 s", -1: "100 ms", -2: "10 ms", -3: "1 ms", -4: "100 us", 1: "10 s", 2: "100 s"}.get(exponent, "")
    return f"{10 ** exponent:,}"


def _apart(heights, least):
    """The heights, sorted, moved down until none is nearer to the one above than `least`."""
    placed = []
    for height in heights:
        placed.append(max(height, placed[-1] + least) if placed else height)
    return placed


def drawn(title, lines):
    """`lines` are {name: [(number of files, seconds)]}."""
    points = [point for line in lines.values() for point in line]
    first_x, last_x = _decades([x for x, _ in points])
    first_y, last_y = _decades([y for _, y in points])
    last_x, last_y = max(last_x, first_x + 1), max(last_y, first_y + 1)

    def across(x):
        return _LEFT + (math.log10(x) - first_x) / (last_x - first_x) * (_WIDTH - _LEFT - _RIGHT)

    def down(y):
        return _HEIGHT - _BOTTOM - (math.log10(y) - first_y) / (last_y - first_y) * (_HEIGHT - _TOP - _BOTTOM)

    made = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
            'font-size="13">', f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
            f'<text x="{_LEFT}" y="28" font-size="17">{html.escape(title)}</text>']
    for exponent in range(first_x, last_x + 1):
        x = across(10 ** exponent)
        made += [f'<path d="M{x:.1f} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#ddd"/>',
                 f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle">{_power(exponent, "")}</text>']
    for exponent in range(first_y, last_y + 1):
        y = down(10 ** exponent)
        made += [f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>',
                 f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_power(exponent, "s")}</text>']
    made.append(f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 12}" text-anchor="middle">files</text>')
    colours = dict(zip(lines, _COLOURS * len(lines)))
    for name, line in lines.items():
        path = "L".join(f"{across(x):.1f} {down(y):.1f}" for x, y in line)
        made.append(f'<path d="M{path}" fill="none" stroke="{colours[name]}" stroke-width="2.5"/>')
        made += [f'<circle cx="{across(x):.1f}" cy="{down(y):.1f}" r="3" fill="{colours[name]}"/>' for x, y in line]
    for x in {line[-1][0] for line in lines.values()}:
        ends = sorted((down(line[-1][1]), name) for name, line in lines.items() if line[-1][0] == x)
        made += [f'<text x="{across(x) + 12:.1f}" y="{y + 4:.1f}" fill="{colours[name]}">{html.escape(name)}</text>'
                 for (_, name), y in zip(ends, _apart([height for height, _ in ends], 17))]
    return "\n".join([*made, "</svg>", ""])
