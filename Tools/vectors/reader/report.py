"""06 Folder state: the conflict report. From the text of Spec/ alone."""

from .ops import show_place

# A row is (place, resolution, sides as (stamp, value), shown, the stamp that settled it or None).


def show_dot(dot):
    return f"{dot[0]}:{dot[1]}"


def show_op(op_id):
    return f"{show_dot(op_id[0])}.{op_id[1]}"


def left_so(state, place, sides):
    """The `settle` ops that name these sides."""
    ids = sorted((side.id, 0) for side in sides)
    return [stamp for stamp, named in state.settlements.get(place, []) if named == ids]


def settled_by(acts, sides):
    """Of the acts that have seen all sides, the one that comes before the others."""
    able = [act for act in acts if all(act.saw(side) for side in sides)]
    return min(able, key=lambda act: act.order, default=None)


def registers(state, place, register):
    rows = []
    for stamp, value, replaced in register.history():
        if len(replaced) > 1:
            sides = [(side, register.value(side)) for side in replaced]
            rows.append((place, "oneIsShown", sides, value, stamp))
    current = register.current()
    if len(current) > 1:
        acts = [] if place[0] == 1 else left_so(state, place, current)
        sides = [(side, register.value(side)) for side in current]
        rows.append((place, "oneIsShown", sides, register.shown(), settled_by(acts, current)))
    return rows


def retractions(state, place, retracted, writes):
    """Writes are (stamp, value)."""
    rows = []
    for stamp in sorted(retracted, key=lambda stamp: stamp.id):
        last = {}
        for write in sorted(writes, key=lambda write: write[0].id):
            if not write[0].saw(stamp):
                last[write[0].id[0][0]] = write
        met = [write for write in last.values() if not stamp.saw(write[0])]
        met = [write for write in met if not any(other[0].saw(write[0]) for other in met)]
        if met:
            sides = sorted(met + [(stamp, None)], key=lambda side: side[0].id)
            named = [side for side, _ in sides]
            rows.append((place, "retracted", sides, None, settled_by(left_so(state, place, named), named)))
    return rows


def removals(state, item, entry):
    rows, place, text = [], (4, item), state.texts.get((1, item))
    for removal in sorted(entry.removals, key=lambda stamp: stamp.id):
        last = {}
        for edit in sorted(entry.edits, key=lambda edit: edit.id):
            if not edit.saw(removal):
                last[edit.id[0][0]] = edit
        met = [edit for edit in last.values() if not removal.saw(edit)]
        met = [edit for edit in met if not any(other.saw(edit) for other in met)]
        if met:
            sides = [(edit, text.revision(edit) if text else "") for edit in met] + [(removal, None)]
            sides.sort(key=lambda side: side[0].id)
            named = [side for side, _ in sides]
            acts = left_so(state, place, named) + entry.edits + entry.removals
            shown = None if entry.is_removed() else text.document.shown() if text else ""
            rows.append((place, "kept", sides, shown, settled_by(acts, named)))
    return rows


def tree(state):
    """Where folders stand, the avoided moves as (move, the move that stood in its way), and the move that put each there."""
    parents, done, wanted, seen, avoided = {}, {}, {}, {}, []
    moves = [(stamp, place[1], to) for place, field in state.fields.items() if place[0] == 11 for stamp, to, _ in field.writes]
    for move in sorted(moves, key=lambda move: move[0].order):
        folder = move[1]
        known = seen.setdefault(folder, [])
        known.append(move)
        newest = [a for a in known if not any(b[0].saw(a[0]) for b in known)]
        best = max(newest, key=lambda a: a[0].id)
        if wanted.get(folder) is best:
            continue
        wanted[folder] = best
        above, way = best[2], []
        while above is not None and above != folder:
            if above in done:
                way.append(done[above])
            above = parents.get(above)
        avoided = [row for row in avoided if row[0] is not best]
        if above == folder:
            unseen = [move for move in way if not best[0].saw(move[0])]
            avoided.append((best, max(unseen or way or [best], key=lambda move: move[0].order)))
        else:
            parents[folder], done[folder] = best[2], best
    return parents, avoided, done


def moves(state):
    parents, avoided, _ = tree(state)
    rows = []
    for move, met in sorted(avoided, key=lambda row: row[0][0].order):
        place = (1, (11, move[1]))
        sides = sorted(((stamp, to) for stamp, _, to in (met, move)), key=lambda side: side[0].id)
        acts = [write[0] for write in state.fields[(11, move[1])].writes]
        rows.append((place, "notMoved", sides, parents.get(move[1]), settled_by(acts, [side for side, _ in sides])))
    return rows


def texts(state, place, text):
    rows, settled_sides = [], state.settlements.get((5, place), [])

    entries = {stamp.id[0] for stamp, _ in settled_sides}
    answers = {event for stamp, events in text.ops if stamp.id[0] in entries for event in events}
    for row in text.document.passages(lambda event: text.version(text.op_of(event)), answers):
        found = [(text.op_of(event), here, event[1]) for event, here in zip(row["events"], row["sides"])]
        sides = sorted(found, key=lambda side: side[0].id)
        named = [(stamp.id, event) for stamp, _, event in sides]
        able = [s for s, those in settled_sides if those == named and all(s.saw(stamp) for stamp, _, _ in sides)]
        last = [act for act in able if not any(other.saw(act) for other in able)]
        written = {act.id[0] for act in last} & {stamp.id[0] for stamp, _ in text.ops}
        agreed = len(written) < 2 or row["passage"]["text"] in row["sides"]
        settled = min(able, key=lambda act: act.order, default=None) if agreed else None
        rows.append(((5, place), row["kind"], sides, text.document.shown(), settled, row["passage"]))
    return rows


def conflicts(state):
    rows = []
    for place, register in state.fields.items():
        rows += registers(state, (1, place), register)
    for key, comment in state.comments.items():
        writes = [(stamp, value) for stamp, value, _ in comment.writes.writes]
        if key[1] == state.owner and (2, key[0]) in state.texts:
            writes = [(stamp, value) for stamp, _, value in state.texts[(2, key[0])].history()]
        rows += registers(state, (6,) + key, comment.made)
        rows += registers(state, (2,) + key, comment.writes)
        rows += retractions(state, (2,) + key, comment.retractions, writes)
    for key, score in state.scores.items():
        writes = [(stamp, value) for stamp, value, _ in score.writes.writes]
        rows += registers(state, (3,) + key, score.writes)
        rows += retractions(state, (3,) + key, score.retractions, writes)
    for item, entry in state.entries.items():
        rows += removals(state, item, entry)
    for place, text in state.texts.items():
        rows += texts(state, place, text)
    rows += moves(state)
    rows.sort(key=lambda row: row[0])
    return [show(state, row) for row in rows if not row[4]] + [show(state, row) for row in rows if row[4]]


def show(state, row):
    place, resolution, sides, shown, settled, *passage = row

    def side(stamp, value, event=0):
        received = state.received(stamp)
        return {
            "op": show_op(stamp.id),
            "author": stamp.author,
            "party": stamp.party,
            "claimed": stamp.claimed,
            "value": value,
            "event": event,
            "received": received and show_dot(received.id[0]),
        }

    return {
        "place": show_place(place),
        "resolution": resolution,
        "sides": [side(*each) for each in sides],
        "shown": shown,
        "passage": passage[0] if passage else None,
        "settled": settled and show_op(settled.id),
    }
