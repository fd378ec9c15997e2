"""06 Folder state: order, registers, sets, what is refused, the conflict report. From the text of Spec/ alone."""

from .encoding import TRIGGERS, message
from .ops import body

PHOTO = 6
OPEN_TO_ORGANISATIONS = {"addComment", "amendComment", "addScore"}


# Ids: a dot is (replica in hexadecimal, sequence), an op's id is (dot, place)


def read_dot(shown):
    replica, sequence = shown.split(":")
    return (replica, int(sequence))


def show_dot(dot):
    return f"{dot[0]}:{dot[1]}"


def show_op(op_id):
    return f"{show_dot(op_id[0])}.{op_id[1]}"


class Stamp:
    """Who did something, and what they had seen."""

    def __init__(self, op_id, party, milliseconds, seen):
        self.id, self.party, self.milliseconds, self.seen = op_id, party, milliseconds, dict(seen)
        self.order = (sum(seen.values()), op_id)

    def saw(self, other):
        return other[1] < self.id[1] if other[0] == self.id[0] else self.seen.get(other[0][0], 0) >= other[0][1]


class Register:
    def __init__(self):
        self.writes = {}

    def write(self, value, stamp):
        newest = {}
        for other in self.writes:
            if stamp.saw(other):
                replica = other[0][0]
                newest[replica] = max(newest.get(replica, other), other)
        seen = newest.values()
        replaces = sorted(a for a in seen if not any(self.writes[b][1].saw(a) for b in seen if b != a))
        self.writes[stamp.id] = (value, stamp, replaces)

    def current(self):
        return sorted(a for a in self.writes if not any(self.writes[b][1].saw(a) for b in self.writes if b != a))

    def shown(self):
        return self.writes[self.current()[-1]][0] if self.writes else None

    def history(self):
        return sorted(self.writes.values(), key=lambda write: write[1].order)

    def seen_by(self, stamp):
        return any(stamp.saw(other) for other in self.writes)

    def conflicts(self, place):
        def version(op_id):
            value, stamp, _ = self.writes[op_id]
            return {"op": show_op(op_id), "text": value, "party": stamp.party}

        found = [
            {"place": place, "versions": [version(a) for a in replaces], "shown": version(stamp.id), "settled": True}
            for _, stamp, replaces in self.history()
            if len(replaces) > 1
        ]
        current = self.current()
        if len(current) > 1:
            found.append(
                {
                    "place": place,
                    "versions": [version(a) for a in current],
                    "shown": version(current[-1]),
                    "settled": False,
                }
            )
        return found


class State:
    def __init__(self, owner):
        self.owner, self.name = owner, Register()
        self.photos, self.comments, self.diary, self.scores = {}, {}, {}, {}
        self.refused, self.newer = set(), set()
        self.erased, self.refused_photos = {}, {}

    def apply(self, value, stamp):
        kind, rest = value[0], value[1:]
        if kind == "unknown":
            self.newer.add(stamp.id)
        elif kind == "addPhoto" and rest[0] in self.erased:
            pass
        elif stamp.party != self.owner and kind not in OPEN_TO_ORGANISATIONS:
            self.refuse(stamp.id, rest[0] if kind == "addPhoto" else None)
        else:
            getattr(self, kind)(stamp, *rest)

    def refuse(self, op_id, photo=None):
        if photo is not None and photo in self.erased:
            return
        self.refused.add(op_id)
        if photo is not None:
            self.refused_photos.setdefault(photo, set()).add(op_id)

    def erasePhoto(self, stamp, photo, entries):
        tombstone = self.erased.setdefault(photo, {"stamps": [], "entries": set()})
        tombstone["stamps"].append(stamp)
        tombstone["entries"].update((read_dot(e["dot"]), e["hash"]) for e in entries)
        self.photos.pop(photo, None)
        self.refused -= self.refused_photos.pop(photo, set())

    def nameFolder(self, stamp, name):
        self.name.write(name, stamp)

    def first_stays(self, items, key, value, stamp, photo=None):
        if key in items:
            first, second = sorted((items[key], (value, stamp)), key=lambda item: item[1].order)
            self.refuse(second[1].id, photo)
            items[key] = first
        else:
            items[key] = (value, stamp)

    def addPhoto(self, stamp, photo, manifest):
        self.first_stays(self.photos, photo, manifest, stamp, photo)

    def addScore(self, stamp, item, value, day):
        self.first_stays(self.scores, (item, stamp.party), (value, day), stamp)

    def addComment(self, stamp, item, about, content):
        comment = self.comments.setdefault((item, stamp.party), {"about": about, "added": stamp, "text": Register()})
        if stamp.order < comment["added"].order:
            comment.update(about=about, added=stamp)
        comment["text"].write(content, stamp)

    def amendComment(self, stamp, item, content):
        comment = self.comments.get((item, stamp.party))
        if comment is None or not comment["text"].seen_by(stamp):
            self.refused.add(stamp.id)
        else:
            comment["text"].write(content, stamp)

    def entry(self, stamp, item):
        entry = self.diary.setdefault(item, {"added": stamp, "text": Register(), "day": Register(), "triggers": {}})
        if stamp.order < entry["added"].order:
            entry["added"] = stamp
        return entry

    def writeDiary(self, stamp, item, field):
        self.entry(stamp, item)["text" if field[0] == 1 else "day"].write(field[1], stamp)

    def addTrigger(self, stamp, item, name):
        triggers = self.entry(stamp, item)["triggers"]
        triggers[name] = [tag for tag in triggers.get(name, []) if not stamp.saw(tag)] + [stamp.id]

    def removeTrigger(self, stamp, item, name):
        triggers = self.entry(stamp, item)["triggers"]
        triggers[name] = [tag for tag in triggers.get(name, []) if not stamp.saw(tag)]

    def shown(self):
        def ordered(items, stamp):
            return sorted(items, key=lambda item: stamp(item).order)

        comments = ordered(self.comments.items(), lambda item: item[1]["added"])
        diary = ordered(self.diary.items(), lambda item: item[1]["added"])
        conflicts = self.name.conflicts({"kind": "folderName"})
        for (item, _), comment in comments:
            conflicts += comment["text"].conflicts({"kind": "comment", "id": item})
        for item, entry in diary:
            conflicts += entry["text"].conflicts({"kind": "diaryText", "id": item})
            conflicts += entry["day"].conflicts({"kind": "diaryDay", "id": item})
        kinds = {1: "folder", 2: "photo", 3: "diary"}
        return {
            "name": self.name.shown(),
            "photos": [
                {"id": photo, "manifest": manifest, "added": show_op(stamp.id)}
                for photo, (manifest, stamp) in ordered(self.photos.items(), lambda item: item[1][1])
            ],
            "erased": [
                {
                    "id": photo,
                    "erasures": [show_op(s.id) for s in ordered(tombstone["stamps"], lambda s: s)],
                    "entries": [show_dot(dot) for dot, _ in sorted(tombstone["entries"])],
                }
                for photo, tombstone in ordered(
                    self.erased.items(), lambda item: min(item[1]["stamps"], key=lambda s: s.order)
                )
            ],
            "comments": [
                {
                    "id": item,
                    "party": party,
                    "text": comment["text"].shown(),
                    "added": show_op(comment["added"].id),
                    "subject": {
                        "kind": kinds[comment["about"][0]],
                        **({"id": comment["about"][1]} if comment["about"][1] else {}),
                    },
                    "history": [write[0] for write in comment["text"].history()],
                }
                for (item, party), comment in comments
            ],
            "diary": [
                {
                    "id": item,
                    "text": entry["text"].shown(),
                    "day": entry["day"].shown(),
                    "added": show_op(entry["added"].id),
                    "triggers": sorted((name for name, tags in entry["triggers"].items() if tags), key=TRIGGERS.index),
                }
                for item, entry in diary
            ],
            "scores": [
                {
                    "id": item,
                    "party": party,
                    "instrument": value["instrument"],
                    "items": value["items"],
                    "total": value["total"],
                    "day": day,
                    "claimedTime": stamp.milliseconds,
                    "added": show_op(stamp.id),
                }
                for (item, party), ((value, day), stamp) in ordered(self.scores.items(), lambda item: item[1][1])
            ],
            "conflicts": [c for c in conflicts if not c["settled"]] + [c for c in conflicts if c["settled"]],
            "refused": [show_op(op_id) for op_id in sorted(self.refused)],
            "newer": [show_op(op_id) for op_id in sorted(self.newer)],
        }


def replay(owner, entries, sees_all):
    """Applies whatever has its causes, until nothing more has."""
    state, seen, hashes, forks, unreadable, bodiless = State(owner), {}, {}, [], [], []
    left = [(read_dot(entry["dot"]), entry) for entry in entries]
    present = {dot[0] for dot, _ in left}
    progress = True
    while progress:
        progress = False
        for item in list(left):
            (replica, sequence), entry = item
            content = message(bytes.fromhex(entry["body"]), body) if entry["body"] else None
            cited = [((c["replica"], int(c["sequence"])), c["hash"]) for c in content["context"]] if content else []
            causes = [dot for dot, _ in cited if sees_all or dot[0] in present] + (
                [(replica, sequence - 1)] if sequence > 1 else []
            )
            if not all(cause in hashes for cause in causes):
                continue
            left.remove(item)
            progress, known = True, seen.setdefault(replica, {})
            for (other, newest), _ in cited:
                known[other] = max(known.get(other, 0), newest)
            if any(hashes.get(dot, stated) != stated for dot, stated in cited):
                forks.append((replica, sequence))
            if content is None:
                missing = ((replica, sequence), entry["headerHash"])
                bodiless.append(missing) if entry["kind"] == PHOTO else unreadable.append(missing[0])
            for place, value in enumerate(content["ops"] if content else []):
                stamp = Stamp(((replica, sequence), place), entry["party"], content["time"]["milliseconds"], known)
                if value[0] == "addPhoto" and entry["kind"] != PHOTO:
                    state.refuse(stamp.id, value[1])
                else:
                    state.apply(value, stamp)
            known[replica] = sequence
            hashes[(replica, sequence)] = entry["headerHash"]
    out = state.shown()
    named = {head for tombstone in state.erased.values() for head in tombstone["entries"]}
    out.update(
        withheld=[show_dot(head[0]) for head in sorted(bodiless) if head not in named],
        forks=[show_dot(dot) for dot in sorted(forks)],
        unreadable=[show_dot(dot) for dot in sorted(unreadable)],
        waiting=len(left),
    )
    return out
