"""06 Folder state: order, registers, sets, statements, texts, what is refused. From the text of Spec/ alone."""

import copy
import json

from .domain import week
from .encoding import message
from .ops import acts, body, show_field, show_text
from .report import conflicts, show_dot, show_op, tree
from .texts import Document, Refused

OPEN_TO_ORGANISATIONS = {"addComment", "amendComment", "addScore", "amendScore", "retract"}
ENTRY_FIELDS = (3, 4, 5)
PHOTO = 6


def read_dot(shown):
    replica, sequence = shown.split(":")
    return (replica, int(sequence))


class Stamp:
    """An op: its id, who did it, and what they had seen. Ids are (dot, place), dots (replica, sequence)."""

    def __init__(self, op_id, writer, claimed, seen, depth):
        self.id, self.author, self.party, self.claimed = op_id, writer["author"], writer["party"], claimed
        self.seen = dict(seen)
        self.order = (depth, op_id)

    def saw(self, other):
        if other.id[0] == self.id[0]:
            return other.id[1] < self.id[1]
        return self.seen.get(other.id[0][0], 0) >= other.id[0][1]


class Register:
    def __init__(self):
        self.writes = []  # (stamp, value, what it replaced)

    def write(self, stamp, value):
        newest = {}
        for other, _, _ in self.writes:
            if stamp.saw(other):
                replica = other.id[0][0]
                if replica not in newest or newest[replica].id < other.id:
                    newest[replica] = other
        replaced = [a for a in newest.values() if not any(b.saw(a) for b in newest.values())]
        self.writes.append((stamp, value, sorted(replaced, key=lambda a: a.id)))

    def current(self):
        stamps = [write[0] for write in self.writes]
        return sorted((a for a in stamps if not any(b.saw(a) for b in stamps)), key=lambda a: a.id)

    def value(self, stamp):
        return next((write[1] for write in self.writes if write[0].id == stamp.id), None)

    def shown(self):
        return self.value(self.current()[-1]) if self.writes else None

    def history(self):
        return sorted(self.writes, key=lambda write: write[0].order)

    def seen_by(self, stamp):
        return any(stamp.saw(other) for other, _, _ in self.writes)


class Text:
    """A text, with the events that each op made."""

    def __init__(self):
        self.document, self.ops = Document(), []  # (stamp, events)

    def seen(self, stamp):
        return [event for other, events in self.ops if stamp.saw(other) for event in events]

    def edit(self, stamp, steps):
        """Whether it fits."""
        trial, agent = copy.deepcopy(self.document), bytes.fromhex(stamp.id[0][0])
        sequence = sum(len(events) for other, events in self.ops if other.id[0][0] == stamp.id[0][0])
        version = trial.closed(self.seen(stamp))
        parents = [a for a in version if not any(a in trial.version[b] for b in version)]
        events = []
        try:
            for step in steps:
                event = (agent, sequence + len(events))
                trial.act(event, parents, step)
                events.append(event)
                parents = [event]
        except Refused:
            return False
        self.document = trial
        self.ops.append((stamp, events))
        return True

    def version(self, stamp):
        """What the text by an op follows from."""
        own = [event for other, events in self.ops if other.id == stamp.id for event in events]
        return self.document.closed(self.seen(stamp) + own)

    def revision(self, stamp):
        return self.document.at(self.version(stamp))

    def op_of(self, event):
        return next(stamp for stamp, events in self.ops if event in events)

    def history(self):
        return [(stamp, "text", self.revision(stamp)) for stamp, _ in self.ops]


class Entry:
    def __init__(self):
        self.edits, self.removals, self.suspicions, self.readings = [], [], [], []
        # A set's changes are (stamp, whether it adds, element).

    def is_removed(self):
        newest = [a for a in self.edits if not any(b.saw(a) for b in self.edits)]
        return all(any(removal.saw(edit) for removal in self.removals) for edit in newest)


def members(changes):
    """(tags, element) of each, ascending by the least tag."""
    tags = {}
    for stamp, adds, element in changes:
        key = json.dumps(element, sort_keys=True)
        held = [tag for tag in tags.get(key, (None, []))[1] if not stamp.saw(tag)]
        tags[key] = (element, held + [stamp] if adds else held)
    found = [(sorted(held, key=lambda tag: tag.id), element) for element, held in tags.values() if held]
    return sorted(found, key=lambda member: member[0][0].id)


class Statement:
    """A comment or a score of one party."""

    def __init__(self):
        self.made, self.writes, self.retractions = Register(), Register(), []


class State:
    def __init__(self, owner):
        self.owner, self.fields, self.texts, self.photos, self.entries = owner, {}, {}, {}, {}
        self.comments, self.scores, self.settlements = {}, {}, {}
        self.refused, self.newer, self.counting = set(), set(), []
        self.hashes = {}  # of entries, by dot
        self.additions, self.tombstones = [], {}  # additions are (stamp, whether in an entry of its own, photo, manifest)

    def apply(self, value, stamp, own):
        kind, rest = value[0], value[1:]
        if kind == "unknown":
            self.newer.add(stamp.id)
        elif kind == "addPhoto":
            self.additions.append((stamp, own, *rest))
        elif stamp.party != self.owner and kind not in OPEN_TO_ORGANISATIONS:
            self.refused.add(stamp.id)
        elif getattr(self, kind)(stamp, *rest) is False:
            self.refused.add(stamp.id)

    def edited(self, stamp, item):
        entry = self.entries.setdefault(item, Entry())
        entry.edits.append(stamp)
        return entry

    def set(self, stamp, place, value):
        self.fields.setdefault(place, Register()).write(stamp, value)
        if place[0] in ENTRY_FIELDS:
            self.edited(stamp, place[1])

    def edit(self, stamp, place, rows):
        if place[0] == 2:
            comment = self.comments.get((place[1], self.owner))
            if comment is None or not comment.made.seen_by(stamp):
                return False
        if not self.change(stamp, place, acts(rows)):
            return False
        if place[0] == 1:
            self.edited(stamp, place[1])

    def change(self, stamp, place, steps):
        text = self.texts.get(place, Text())
        if not text.edit(stamp, steps):
            return False
        self.texts[place] = text
        return True

    def erasePhoto(self, stamp, photo, entries):
        self.tombstones.setdefault(photo, []).append((stamp, entries))

    def finish(self):
        """Photos follow from all ops that add or erase them."""
        named = {(read_dot(e["dot"]), e["hash"]) for acts in self.tombstones.values() for _, es in acts for e in es}
        lost = {dot for dot, stated in self.hashes.items() if (dot, stated) in named}
        gone = {stamp.id[0] for stamp, own, photo, _ in self.additions if own and photo in self.tombstones}
        gone |= {stamp.id[0] for stamp, own, _, _ in self.additions if own and stamp.id[0] in lost}
        self.additions = [addition for addition in self.additions if not (addition[1] and addition[0].id[0] in lost)]
        self.counting = [entry for entry in self.counting if entry.id[0] not in gone]
        for stamp, own, photo, manifest in sorted(self.additions, key=lambda addition: addition[0].order):
            if photo in self.tombstones:
                continue
            if not own or stamp.party != self.owner or photo in self.photos:
                self.refused.add(stamp.id)
            else:
                self.photos[photo] = (stamp, manifest)

    def addComment(self, stamp, item, about, content):
        comment = self.comments.setdefault((item, stamp.party), Statement())
        if comment.made.seen_by(stamp):
            return False
        comment.made.write(stamp, about)
        if stamp.party != self.owner:
            comment.writes.write(stamp, content)
        elif content:
            self.change(stamp, (2, item), [("insert", place, scalar) for place, scalar in enumerate(content)])

    def amend(self, statement, stamp, value):
        if statement is None or not statement.writes.seen_by(stamp):
            return False
        statement.writes.write(stamp, value)

    def amendComment(self, stamp, item, content):
        if stamp.party == self.owner:
            return False
        return self.amend(self.comments.get((item, stamp.party)), stamp, content)

    def addScore(self, stamp, item, value, day):
        statement = self.scores.setdefault((item, stamp.party), Statement())
        statement.writes.write(stamp, {"score": value, "day": day})

    def amendScore(self, stamp, item, value, day):
        return self.amend(self.scores.get((item, stamp.party)), stamp, {"score": value, "day": day})

    def retract(self, stamp, item):
        comment, score = self.comments.get((item, stamp.party)), self.scores.get((item, stamp.party))
        if comment and comment.made.seen_by(stamp):
            comment.retractions.append(stamp)
        elif score and score.writes.seen_by(stamp):
            score.retractions.append(stamp)
        else:
            return False

    def suspect(self, stamp, item, value):
        self.edited(stamp, item).suspicions.append((stamp, True, value))

    def unsuspect(self, stamp, item, value):
        self.edited(stamp, item).suspicions.append((stamp, False, value))

    def addReading(self, stamp, item, value):
        self.edited(stamp, item).readings.append((stamp, True, value))

    def removeReading(self, stamp, item, value):
        self.edited(stamp, item).readings.append((stamp, False, value))

    def removeDiary(self, stamp, item):
        self.entries.setdefault(item, Entry()).removals.append(stamp)

    def settle(self, stamp, place, sides):
        if place[0] == 1:
            return False
        self.settlements.setdefault(place, []).append((stamp, sides))

    def received(self, stamp):
        """The entry that comes before the others of those of other authors that had seen it."""
        later = [e for e in self.counting if e.author != stamp.author and e.saw(stamp)]
        return min(later, key=lambda e: e.order, default=None)


def first(stamps):
    return min(stamps, key=lambda stamp: stamp.order)


def changes(found):
    ordered = sorted(found, key=lambda change: change[0].order)
    return [{"op": show_op(stamp.id), "change": kind, "value": value} for stamp, kind, value in ordered]


def retraction(statement):
    return show_op(first(statement.retractions).id) if statement.retractions else None


def shown_comment(state, key, comment):
    added, about = first(write[0] for write in comment.made.writes), comment.made.shown()
    text = state.texts.get((2, key[0])) if key[1] == state.owner else None
    history = text.history() if text else []
    history += [(stamp, "stated", value) for stamp, value, _ in comment.writes.writes]
    return added, {
        "id": key[0],
        "party": key[1],
        "subject": about,
        "added": show_op(added.id),
        "claimed": added.claimed,
        "text": text.document.shown() if text else comment.writes.shown() or "",
        "current": [show_op(stamp.id) for stamp in comment.writes.current()],
        "retraction": retraction(comment),
        "history": changes(history + [(stamp, "retracted", None) for stamp in comment.retractions]),
    }


def shown_score(state, key, score):
    added, value = first(write[0] for write in score.writes.writes), score.writes.shown()
    history = [(stamp, "observed", value) for stamp, value, _ in score.writes.writes]
    return added, {
        "id": key[0],
        "party": key[1],
        "score": value["score"],
        "day": value["day"],
        "claimed": added.claimed,
        "added": show_op(added.id),
        "retraction": retraction(score),
        "history": changes(history + [(stamp, "retracted", None) for stamp in score.retractions]),
    }


def shown_entry(state, item, entry):
    added, text = first(entry.edits), state.texts.get((1, item))
    history = text.history() if text else []
    for number in ENTRY_FIELDS:
        writes = state.fields.get((number, item), Register()).writes
        history += [(stamp, "field", value) for stamp, value, _ in writes]
    for stamp, adds, value in entry.suspicions:
        history.append((stamp, "suspected" if adds else "unsuspected", value))
    for stamp, adds, value in entry.readings:
        history.append((stamp, "readingAdded" if adds else "readingRemoved", value))
    history += [(stamp, "removed", None) for stamp in entry.removals]

    def shown(changes):
        return [{"value": element, "added": show_op(first(tags).id)} for tags, element in members(changes)]

    return added, {
        "id": item,
        "added": show_op(added.id),
        "text": text.document.shown() if text else None,
        "suspicions": shown(entry.suspicions),
        "readings": shown(entry.readings),
        "history": changes(history),
    }


def shown_field(place, register):
    return {
        "place": show_field(place),
        "shown": register.shown(),
        "current": [show_op(stamp.id) for stamp in register.current()],
        "history": [{"op": show_op(stamp.id), "value": value} for stamp, value, _ in register.history()],
    }


def shown_text(place, text):
    history = sorted(text.history(), key=lambda change: change[0].order)
    return {
        "place": show_text(place),
        "text": text.document.shown(),
        "revisions": [{"op": show_op(stamp.id), "text": value} for stamp, _, value in history],
    }


def shown(state, last):
    def listed(items):
        return [value for _, value in sorted(items, key=lambda item: item[0].order)]

    entries = {item: entry for item, entry in state.entries.items() if entry.edits}
    out = {
        "fields": [shown_field(place, register) for place, register in sorted(state.fields.items())],
        "texts": [shown_text(place, text) for place, text in sorted(state.texts.items())],
        "folderTree": [
            {"folder": place[1], "parent": tree(state)[0].get(place[1])}
            for place in sorted(state.fields)
            if place[0] == 11
        ],
        "photos": listed(
            (stamp, {"id": photo, "manifest": manifest, "added": show_op(stamp.id)})
            for photo, (stamp, manifest) in state.photos.items()
        ),
        "erased": listed(
            (
                first(stamp for stamp, _ in acts),
                {
                    "id": photo,
                    "erasures": [show_op(s.id) for s in sorted((s for s, _ in acts), key=lambda s: s.order)],
                    "entries": [
                        show_dot(dot) for dot, _ in sorted({(read_dot(e["dot"]), e["hash"]) for _, es in acts for e in es})
                    ],
                },
            )
            for photo, acts in state.tombstones.items()
        ),
        "comments": listed(shown_comment(state, *item) for item in state.comments.items()),
        "diary": listed(shown_entry(state, *item) for item in entries.items() if not item[1].is_removed()),
        "removedDiary": listed(shown_entry(state, *item) for item in entries.items() if item[1].is_removed()),
        "scores": listed(shown_score(state, *item) for item in state.scores.items()),
        "conflicts": conflicts(state),
        "refused": [show_op(op_id) for op_id in sorted(state.refused)],
        "newer": [show_op(op_id) for op_id in sorted(state.newer)],
    }
    if last:
        observations, chosen = [], set()
        for (item, party), score in state.scores.items():
            if party == state.owner and not score.retractions:
                value = score.writes.shown()
                observations.append((item, value["day"], value["score"]))
                if state.fields.get((8, value["day"]), Register()).shown() == item:
                    chosen.add(item)
        out["week"] = week(last, observations, chosen)
    return out


def applied(case, entries):
    """Applies whatever has its causes, until nothing more has: the state, and what is said of the entries themselves."""
    state, seen, hashes, forks, unreadable, bodiless = State(case["owner"]), {}, {}, [], [], []
    left, depths = [(read_dot(entry["dot"]), entry) for entry in entries], {}
    present = {dot[0] for dot, _ in left}
    progress = True
    while progress:
        progress = False
        for pair in list(left):
            (replica, sequence), entry = pair
            content = message(bytes.fromhex(entry["body"]), body) if entry["body"] else None
            cited = [((c["replica"], int(c["sequence"])), c["hash"]) for c in content["context"]] if content else []
            causes = [dot for dot, _ in cited if case.get("isReaderOwner", True) or dot[0] in present]
            causes += [(replica, sequence - 1)] if sequence > 1 else []
            if not all(cause in hashes for cause in causes):
                continue
            left.remove(pair)
            progress, known = True, seen.setdefault(replica, {})
            for (other, newest), _ in cited:
                known[other] = max(known.get(other, 0), newest)
            above = [depths[cause] for cause in causes if cause in depths]
            depth = depths[(replica, sequence)] = max([sum(known.values()) % 2**64] + [d + 1 for d in above])
            if any(hashes.get(dot, stated) != stated for dot, stated in cited):
                forks.append((replica, sequence))
            if content is None:
                missing = ((replica, sequence), entry["headerHash"])
                bodiless.append(missing) if entry["kind"] == PHOTO else unreadable.append(missing[0])
            else:
                claimed, writer = content["time"], case["replicas"][replica]
                state.hashes[(replica, sequence)] = entry["headerHash"]
                state.counting.append(Stamp(((replica, sequence), 0), writer, claimed, known, depth))
                for place, value in enumerate(content["ops"]):
                    stamp = Stamp(((replica, sequence), place), writer, claimed, known, depth)
                    state.apply(value, stamp, entry["kind"] == PHOTO)
            known[replica] = sequence
            hashes[(replica, sequence)] = entry["headerHash"]
    state.finish()
    named = {(read_dot(e["dot"]), e["hash"]) for acts in state.tombstones.values() for _, es in acts for e in es}
    return state, {
        "withheld": [show_dot(missing[0]) for missing in sorted(bodiless) if missing not in named],
        "forks": [show_dot(dot) for dot in sorted(forks)],
        "unreadable": [show_dot(dot) for dot in sorted(unreadable)],
        "waiting": len(left),
    }


def replay(case, entries):
    state, about = applied(case, entries)
    return {**shown(state, case.get("week")), **about}
