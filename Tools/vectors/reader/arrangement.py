"""06 Folder state, arrangement: how several folders of an account stand. From the text of Spec/ alone."""

import unicodedata

from .encoding import LIMITS, Fault, claim, message
from .folder import Register, applied
from .ops import show_field
from .report import tree

PHOTO_FIELDS = {"photoSite", "fileTime", "enteredInError", "derivedFrom"}
PARENT, HOME, DELETION = 11, 12, 13


def manifest(r):
    start = r.at
    if r.byte() != 1:
        raise Fault("invalidValue", start)
    r.octets(32)
    content = r.id(32).hex()
    lengths = r.varint(1), r.varint(1)
    expected = sum((length + 262143) // 262144 for length in lengths)
    start = r.at
    if r.count(LIMITS["chunksMax"]) != expected:
        raise Fault("invalidValue", start)
    r.octets(32 * expected)
    start = r.at
    if not 1 <= r.byte() <= 8:
        raise Fault("invalidValue", start)
    r.varint(1, 65535), r.varint(1, 65535)
    if r.flag():
        claim(r)
    return content


class Arrangement:
    def __init__(self, case):
        def state(log):
            return applied({"owner": case["owner"], "replicas": log["replicas"]}, log["entries"])[0]

        self.folders = {folder["id"]: state(folder) for folder in sorted(case["folders"], key=lambda f: f["id"])}
        self.library = state(case["library"])
        self.parents, _, self.moves = tree(self.library)

    def field(self, number, key):
        return self.library.fields.get((number, key), Register())

    def deletions(self, folder):
        field = self.field(DELETION, folder)
        return [(stamp, field.value(stamp)) for stamp in field.current()]

    def deletion(self, folder):
        """What is gone, by replica; None if the folder is there."""
        values = [value for _, value in self.deletions(folder)]
        if not values or values[-1] is None:
            return None
        seen = {}
        for value in values:
            for shown in value or []:
                replica, sequence = shown.split(":")
                seen[replica] = max(seen.get(replica, 0), int(sequence))
        return seen

    def parent(self, folder):
        above = self.parents.get(folder)
        while above is not None and self.deletion(above) is not None:
            above = self.parents.get(above)
        return above

    def home(self, folder, photo):
        shown = self.field(HOME, (folder, photo)).shown()
        return shown if shown in self.folders else folder

    def moved(self, to):
        links = sorted(place[1] for place in self.library.fields if place[0] == HOME)
        there = [(folder, photo) for folder, photo in links if folder in self.folders and photo in self.folders[folder].photos]
        return [link for link in there if link[0] != to and self.home(*link) == to]

    def photos(self, folder):
        photos = sorted(self.folders[folder].photos.items(), key=lambda item: item[1][0].order)
        return [(folder, photo) for photo, _ in photos if self.home(folder, photo) == folder] + self.moved(folder)

    def items(self, folder, seen):
        """What was made or changed by an op that `seen` does not cover."""
        state = self.folders[folder]

        def late(stamps):
            return any(stamp.id[0][1] > seen.get(stamp.id[0][0], 0) for stamp in stamps)

        def writes(register):
            return [stamp for stamp, _, _ in register.writes]

        def texts(place):
            return [stamp for stamp, _ in state.texts[place].ops] if place in state.texts else []

        photos = {photo for photo, (stamp, _) in state.photos.items() if late([stamp])}
        for place, field in state.fields.items():
            if show_field(place)["field"] in PHOTO_FIELDS and place[1] in state.photos and late(writes(field)):
                photos.add(place[1])
        notes = {place[1] for place in state.texts if place[0] == 3 and late(texts(place))}
        for kind, found in (("photo", photos), ("note", notes)):
            yield from ({kind: photo, "of": folder} for photo in sorted(found) if photo not in state.photos or self.home(folder, photo) == folder)
        for item, entry in sorted(state.entries.items()):
            newest = [a for a in entry.edits if not any(b.saw(a) for b in entry.edits)]
            if not entry.is_removed() and late(newest):
                yield {"diary": item, "of": folder}
        for (item, party), comment in sorted(state.comments.items()):
            own = texts((2, item)) if party == state.owner else []
            if not comment.retractions and late(writes(comment.made) + writes(comment.writes) + own):
                yield {"comment": item, "party": party, "of": folder}
        for (item, party), score in sorted(state.scores.items()):
            if not score.retractions and late(writes(score.writes)):
                yield {"score": item, "party": party, "of": folder}

    def recovered(self):
        for folder in self.folders:
            seen = self.deletion(folder)
            if seen is None:
                continue
            found = list(self.items(folder, seen))
            found += [{"photo": photo, "of": of} for of, photo in self.moved(folder)]
            for inside, above in sorted(self.parents.items()):
                if above == folder and self.deletion(inside) is None:
                    move = self.moves[inside][0]
                    if not any(stamp.saw(move) for stamp, value in self.deletions(folder) if value is not None):
                        found.append({"folder": inside})
            yield from ({"in": folder, "what": what} for what in found)

    def suggestions(self):
        names, contents = {}, {}
        for folder, state in self.folders.items():
            if self.deletion(folder) is not None:
                continue
            name = state.fields.get((1, ""), Register()).shown()
            if name is not None:
                names.setdefault(unicodedata.normalize("NFC", name), []).append((folder, name))
            for photo, (_, data) in sorted(state.photos.items()):
                try:
                    content = message(bytes.fromhex(data), manifest)
                except Fault:
                    continue
                contents.setdefault(content, []).append({"folder": folder, "photo": photo})
        for group in sorted(group for group in names.values() if len(group) > 1):
            yield {"name": group[0][1], "folders": [folder for folder, _ in group]}
        twice = [group for group in contents.values() if len(group) > 1]
        yield from ({"photos": group} for group in sorted(twice, key=lambda g: [(p["folder"], p["photo"]) for p in g]))


def arranged(case):
    arrangement = Arrangement(case)
    return {
        "folders": [
            {
                "id": folder,
                "isDeleted": arrangement.deletion(folder) is not None,
                "parent": arrangement.parent(folder),
                "photos": [{"folder": of, "photo": photo} for of, photo in arrangement.photos(folder)],
            }
            for folder in arrangement.folders
        ],
        "recovered": list(arrangement.recovered()),
        "suggestions": list(arrangement.suggestions()),
    }
