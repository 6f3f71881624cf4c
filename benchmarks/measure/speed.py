"""`bench`: what looking at files costs, ours against the floor and against everybody else, and whether all agree."""

from . import answers, peers, ratios, rounds


def everything(folder):
    return rounds.Group("folder", list(peers.OURS), folder.files, folder.listed("folder", folder.files))


def _groups(places, folder, scale):
    def group(name, members, formats, most):
        files = folder.sample(formats, max(3, most // scale))
        return rounds.Group(name, list(members), files, folder.listed(name, files)) if files else None

    made = [everything(folder), group("decode", (peers.FLOOR, peers.DECODE), peers.ALL, peers.DECODE.sample)]
    for each in peers.PEERS:
        if places.has(each.needs):
            made.append(group(each.name, (each, peers.HEADER, peers.STRUCTURE), each.formats, each.sample))
    return [each for each in made if each]


def measure(places, folder, count, scale, tell):
    groups = _groups(places, folder, scale)
    records = rounds.alternate(groups, places, count, tell)
    found = {"runs": records, "ratios": [], "agreement": [],
             "missing": [each.name for each in peers.PEERS if not places.has(each.needs)]}
    for group in groups:
        references = [peers.FLOOR] if peers.FLOOR in group.members else [peers.HEADER, peers.STRUCTURE]
        for member in group.members:
            found["ratios"] += [ratios.ratio(records, group.name, member.name, each.name) for each in references
                                if member not in references]
            # Ours answer everywhere; the whole folder is what tells.
            if member.answers and (group.name == "folder" or member not in (peers.HEADER, peers.STRUCTURE)):
                text = rounds.output_of(places, group, member).read_text(errors="replace")
                found["agreement"].append(answers.agreement(member, text, group.files))
    return found


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
    text = ratios.table(("of", "to", "files", "time per file", "ratio: min", "median", "max", "of processor time"), rows)
    text += "\n\n" + ratios.table(("who", "files", "answers", "format as made", "gives a size", "size as made"), agreed)
    if found["missing"]:
        text += "\n\nNot installed, not measured: " + ", ".join(found["missing"])
    return text
