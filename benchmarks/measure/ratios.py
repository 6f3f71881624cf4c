"""What is left of the figures: ratios of two subjects in the same group and the same round."""

import statistics


def elapsed(record):
    return record["seconds"]


def processor(record):
    """Less disturbed by others on the machine; start-up of threads and waiting do not show in it."""
    return record["user_seconds"] + record["system_seconds"]


def per_file(records, group, subject, cost=elapsed):
    """Seconds for each file, one value a round."""
    return [cost(each) / each["files"] for each in records if each["group"] == group and each["subject"] == subject]


def spread(values):
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}


def ratio(records, group, of, to):
    """How many times as long `of` took as `to`."""
    def of_rounds(cost):
        pairs = zip(per_file(records, group, of, cost), per_file(records, group, to, cost))
        return spread([one / other for one, other in pairs if other > 0] or [0.0])

    return {"group": group, "of": of, "to": to, **of_rounds(elapsed), "processor": of_rounds(processor)}


def in_words(seconds):
    for unit, factor in (("s", 1), ("ms", 1e3), ("us", 1e6)):
        if seconds * factor >= 1 or unit == "us":
            return f"{seconds * factor:.3g} {unit}"


def table(head, rows):
    """Columns set under each other, as Markdown."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])
