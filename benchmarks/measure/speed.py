"""`bench`: what looking at files costs, ours against the floor and against everybody else, and whether all agree."""

from . import peers, ratios, rounds


# One job beside programs that have one; two, as who has two processors gets them without asking.
OURS = (peers.HEADER, peers.HEADER_BOTH, peers.STRUCTURE)


def everything(folder):
    floor, *others = peers.WALKERS
    return rounds.Group("folder", tuple(others), (floor,), folder.files, folder.listed("folder", folder.files),
                        str(folder.folder))


def _groups(places, folder, scale):
    def group(name, members, against, formats, most):
        files = folder.sample(formats, max(3, most // scale))
        return rounds.Group(name, members, against, files, folder.listed(name, files))

    made = [everything(folder), group("decode", (peers.DECODE,), (peers.FLOOR,), peers.ALL, peers.DECODE.sample)]
    made += [group(each.name, (each,), OURS, each.formats, each.sample)
             for each in peers.PEERS if places.has(each.needs)]
    return [each for each in made if each.files]


def measure(places, folder, count, scale, tell):
    groups = _groups(places, folder, scale)
    records = rounds.alternate(groups, places, count, tell)
    return {"runs": records,
            "ratios": [ratios.ratio(records, group.name, member.name, other.name) for group in groups
                       for member in group.members for other in group.against],
            "agreement": [rounds.agreement(places, group, member) for group in groups for member in group.members
                          if member.answers],
            "missing": [each.name for each in peers.PEERS if not places.has(each.needs)]}


def shown(found):
    """What a person reads of it."""
    rows = []
    for each in found["ratios"]:
        times = ratios.spread(ratios.per_file(found["runs"], each["group"], each["of"]))
        files = next(run["files"] for run in found["runs"] if run["group"] == each["group"])
        rows.append((each["of"], each["to"], files, ratios.in_words(times["median"]),
                     *(f"{each[key]:.2f}" for key in ("min", "median", "max")), f"{each['processor']['median']:.2f}"))
    agreed = [(each["peer"], each["files"], each["answered"], each["format_agrees"], each["sized"], each["size_agrees"])
              for each in found["agreement"]]
    head = ("of", "to", "files", "time per file", "ratio: min", "median", "max", "of processor time")
    head_of_answers = ("who", "files", "answers", "format as made", "gives a size", "size as made")
    text = ratios.table(head, rows) + "\n\n" + ratios.table(head_of_answers, agreed)
    for each in found["agreement"]:
        for one in each["differences"]:
            text += f"\n\n{each['peer']} says {one['said']} of {one['file']}, which was made as {one['made']}."
    if found["missing"]:
        text += "\n\nNot installed, not measured: " + ", ".join(found["missing"])
    return text
