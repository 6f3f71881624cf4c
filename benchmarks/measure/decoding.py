"""`bench decode`: depth decode against the programs that decode, each on the same files of one format."""

from . import peers, ratios, rounds


def measure(places, folder, count, scale, tell):
    groups = []
    for each in peers.DECODERS:
        files = folder.sample(each.formats, max(3, each.sample // scale))
        if places.has(each.needs) and files:
            name = f"decode {each.name}"
            groups.append(rounds.Group(name, (each,), (peers.DECODE,), files, folder.listed(name, files)))
    records = rounds.alternate(groups, places, count, tell)
    return {"runs": records,
            "agreement": [rounds.agreement(places, group, member) for group in groups for member in group.everybody
                          if member.answers],
            "bytes": {group.name: sum(each.bytes for each in group.files) for group in groups},
            "ratios": [ratios.ratio(records, group.name, group.members[0].name, peers.DECODE.name) for group in groups],
            "missing": [each.name for each in peers.DECODERS if not places.has(each.needs)]}


def shown(found):
    rows = []
    for each in found["ratios"]:
        files = next(run["files"] for run in found["runs"] if run["group"] == each["group"])
        theirs, own = (ratios.in_words(ratios.spread(ratios.per_file(found["runs"], each["group"], who))["median"])
                       for who in (each["of"], each["to"]))
        rows.append((each["of"], files, theirs, own, *(f"{each[key]:.2f}" for key in ("min", "median", "max")),
                     f"{each['processor']['median']:.2f}"))
    text = ratios.table(("who decodes", "files", "a file", "ours", "ratio: min", "median", "max", "of processor time"),
                        rows)
    if found["missing"]:
        text += "\n\nNot installed, not measured: " + ", ".join(found["missing"])
    return text
